torch.manual_seed(0)
loss = nn.L1Loss()
input = torch.randn(3, 5, requires_grad=True)
target = torch.randn(3, 5)
r = loss(input, target)
# ---
torch.manual_seed(0)
loss = nn.MSELoss(reduction="sum")
input = torch.randn(3, 5, requires_grad=True)
target = torch.randn(3, 5)
r = loss(input, target)
# ---
torch.manual_seed(0)
criterion = nn.SmoothL1Loss(beta=0.5)
r = criterion(torch.randn(4, 2), torch.zeros(4, 2))
# ---
torch.manual_seed(0)
criterion = nn.HuberLoss(delta=0.7)
r = criterion(torch.randn(4, 6), torch.randn(4, 6))
# ---
torch.manual_seed(0)
loss = nn.CrossEntropyLoss()
input = torch.randn(3, 5, requires_grad=True)
target = torch.empty(3, dtype=torch.long).random_(5)
r = loss(input, target)
# ---
torch.manual_seed(0)
loss = nn.CrossEntropyLoss(label_smoothing=0.1)
input = torch.randn(3, 5, requires_grad=True)
target = torch.randn(3, 5).softmax(dim=1)
r = loss(input, target)
# ---
torch.manual_seed(0)
m = nn.LogSoftmax(dim=1)
loss = nn.NLLLoss()
input = torch.randn(3, 5, requires_grad=True)
target = torch.tensor([1, 0, 4])
r = loss(m(input), target)
# ---
torch.manual_seed(0)
N, C = 5, 4
loss = nn.NLLLoss()
data = torch.randn(N, C, 8, 8)
target = torch.empty(N, 8, 8, dtype=torch.long).random_(0, C)
r = loss(F.log_softmax(data, dim=1), target)
# ---
torch.manual_seed(0)
m = nn.Sigmoid()
loss = nn.BCELoss()
input = torch.randn(3, 2, requires_grad=True)
target = torch.rand(3, 2, requires_grad=False)
r = loss(m(input), target)
# ---
torch.manual_seed(0)
loss = nn.BCEWithLogitsLoss()
input = torch.randn(3, requires_grad=True)
target = torch.empty(3).random_(2)
r = loss(input, target)
# ---
torch.manual_seed(0)
target = torch.ones([10, 64], dtype=torch.float32)
output = torch.full([10, 64], 1.5)
pos_weight = torch.ones([64])
criterion = torch.nn.BCEWithLogitsLoss(pos_weight=pos_weight)
r = criterion(output, target)
# ---
torch.manual_seed(0)
kl_loss = nn.KLDivLoss(reduction="batchmean")
input = F.log_softmax(torch.randn(3, 5, requires_grad=True), dim=1)
target = F.softmax(torch.rand(3, 5), dim=1)
r = kl_loss(input, target)
# ---
torch.manual_seed(0)
kl_loss = nn.KLDivLoss(reduction="batchmean", log_target=True)
input = F.log_softmax(torch.randn(3, 5), dim=1)
log_target = F.log_softmax(torch.rand(3, 5), dim=1)
r = kl_loss(input, log_target)
# ---
torch.manual_seed(0)
loss = nn.PoissonNLLLoss()
log_input = torch.randn(5, 2, requires_grad=True)
target = torch.randn(5, 2)
r = loss(log_input, target)
# ---
torch.manual_seed(0)
loss = nn.GaussianNLLLoss()
input = torch.randn(5, 2, requires_grad=True)
target = torch.randn(5, 2)
var = torch.ones(5, 2, requires_grad=True)
r = loss(input, target, var)
# ---
torch.manual_seed(0)
loss = nn.HingeEmbeddingLoss(margin=2.0)
r = loss(torch.rand(4, 3), torch.tensor([[1.0, -1.0, 1.0]]).expand(4, 3))
# ---
torch.manual_seed(0)
loss = nn.CosineEmbeddingLoss(margin=0.1)
input1 = torch.randn(3, 5, requires_grad=True)
input2 = torch.randn(3, 5, requires_grad=True)
target = torch.ones(3)
r = loss(input1, input2, target)
# ---
torch.manual_seed(0)
loss = nn.MarginRankingLoss()
input1 = torch.randn(3, requires_grad=True)
input2 = torch.randn(3, requires_grad=True)
target = torch.randn(3).sign()
r = loss(input1, input2, target)
# ---
torch.manual_seed(0)
triplet_loss = nn.TripletMarginLoss(margin=1.0, p=2, eps=1e-7)
anchor = torch.randn(100, 128, requires_grad=True)
positive = torch.randn(100, 128, requires_grad=True)
negative = torch.randn(100, 128, requires_grad=True)
r = triplet_loss(anchor, positive, negative)
# ---
torch.manual_seed(0)
loss = nn.SoftMarginLoss()
r = loss(torch.randn(6), torch.tensor([1.0, -1, 1, -1, 1, 1]))
# ---
loss = nn.MultiLabelMarginLoss()
x = torch.FloatTensor([[0.1, 0.2, 0.4, 0.8]])
y = torch.LongTensor([[3, 0, -1, 1]])
r = loss(x, y)
# ---
torch.manual_seed(0)
loss = nn.MultiLabelSoftMarginLoss()
r = loss(torch.randn(4, 3), torch.randint(2, (4, 3)).float())
# ---
loss = nn.MultiMarginLoss()
x = torch.tensor([[0.1, 0.2, 0.4, 0.8]])
y = torch.tensor([3])
r = loss(x, y)
# ---
torch.manual_seed(0)
T, C, N, S, S_min = 50, 20, 16, 30, 10
input = torch.randn(T, N, C).log_softmax(2).detach().requires_grad_()
target = torch.randint(low=1, high=C, size=(N, S), dtype=torch.long)
input_lengths = torch.full(size=(N,), fill_value=T, dtype=torch.long)
target_lengths = torch.randint(low=S_min, high=S, size=(N,), dtype=torch.long)
ctc_loss = nn.CTCLoss()
r = ctc_loss(input, target, input_lengths, target_lengths)
# ---
torch.manual_seed(0)
T, C, N = 50, 20, 16
input = torch.randn(T, N, C).log_softmax(2).detach().requires_grad_()
input_lengths = torch.full(size=(N,), fill_value=T, dtype=torch.long)
target_lengths = torch.randint(low=1, high=T, size=(N,), dtype=torch.long)
target = torch.randint(low=1, high=C, size=(sum(target_lengths),), dtype=torch.long)
ctc_loss = nn.CTCLoss()
r = ctc_loss(input, target, input_lengths, target_lengths)
# ---
torch.manual_seed(0)
input = torch.randn(3, 5, requires_grad=True)
target = torch.randint(5, (3,), dtype=torch.int64)
r = F.cross_entropy(input, target)
# ---
torch.manual_seed(0)
input = torch.randn(3, 2, requires_grad=True)
target = torch.rand(3, 2, requires_grad=False)
r = F.binary_cross_entropy(torch.sigmoid(input), target)
# ---
torch.manual_seed(0)
input = torch.randn(3, requires_grad=True)
target = torch.empty(3).random_(2)
r = F.binary_cross_entropy_with_logits(input, target)
# ---
torch.manual_seed(0)
input = torch.randn(3, 5, requires_grad=True)
target = torch.tensor([1, 0, 4])
r = F.nll_loss(F.log_softmax(input, dim=1), target)
# ---
torch.manual_seed(0)
log_probs = torch.randn(50, 16, 20).log_softmax(2).detach().requires_grad_()
targets = torch.randint(1, 20, (16, 30), dtype=torch.long)
input_lengths = torch.full((16,), 50, dtype=torch.long)
target_lengths = torch.randint(10, 30, (16,), dtype=torch.long)
r = F.ctc_loss(log_probs, targets, input_lengths, target_lengths)
# ---
torch.manual_seed(0)
embedding = torch.randn(4, 3)
r = nn.TripletMarginWithDistanceLoss(margin=0.5)(embedding, embedding + 0.1, torch.randn(4, 3))
# ---
torch.manual_seed(283)
loss = nn.LinearCrossEntropyLoss(5, 10, out_features=(4, 3))
input = torch.randn(2, 5, requires_grad=True)
target = torch.randint(0, 10, (2, 4, 3))
r = loss(input, target)
# ---
torch.manual_seed(0)
loss = nn.LinearCrossEntropyLoss(5, 10, out_features=(4, 3))
input = torch.randn(2, 5, requires_grad=True)
target = torch.randint(0, 10, (2, 4, 3))
output = loss(input, target)
output.backward()
input = torch.randn(2, 5, requires_grad=True)
target = torch.randn(2, 10, 4, 3).softmax(dim=1)
r = loss(input, target)
# ---
torch.manual_seed(1)
loss = nn.LinearCrossEntropyLoss(3, 4, bias=True, reduction="sum")
r = loss(torch.ones(2, 3), torch.tensor([1, 3]))
# ---
torch.manual_seed(2)
loss = nn.AdaptiveLogSoftmaxWithLoss(in_features=4, n_classes=6, cutoffs=[2, 4])
r = torch.randn(3)
# ---
torch.manual_seed(2)
criterion = nn.AdaptiveLogSoftmaxWithLoss(in_features=4, n_classes=6, cutoffs=[2, 4])
x = torch.randn(3, 4)
r = criterion(x, torch.tensor([0, 3, 5])).loss
# ---
torch.manual_seed(2)
criterion = nn.AdaptiveLogSoftmaxWithLoss(in_features=4, n_classes=6, cutoffs=[2, 4])
output, loss = criterion(torch.randn(3, 4), torch.tensor([0, 3, 5]))
r = output + loss
# ---
torch.manual_seed(0)
N, C = 5, 4
loss_fn = nn.NLLLoss()
data = torch.randn(N, 16, 10, 10)
conv = nn.Conv2d(16, C, (3, 3))
log_softmax = nn.LogSoftmax(dim=1)
output = log_softmax(conv(data))
target = torch.empty(N, 8, 8, dtype=torch.long).random_(0, C)
r = loss_fn(output, target)
# ---
torch.manual_seed(0)
embedding = nn.Embedding(1000, 128)
anchor, positive, negative = (embedding(torch.randint(0, 1000, (1,))) for _ in range(3))
triplet_loss = nn.TripletMarginWithDistanceLoss(distance_function=nn.PairwiseDistance(), margin=20)
r = triplet_loss(anchor, positive, negative)
# ---
torch.manual_seed(0)
embedding = nn.Embedding(1000, 128)
ids = torch.randint(0, 1000, (1,))
anchor = embedding(ids)
positive = embedding(torch.randint(0, 1000, (1,)))
negative = embedding(torch.randint(0, 1000, (1,)))
triplet_loss = nn.TripletMarginWithDistanceLoss(
    distance_function=lambda x, y: 1.0 - F.cosine_similarity(x, y))
r = triplet_loss(anchor, positive, negative)
# ---
torch.manual_seed(0)
def l_infinity(x1, x2):
    return torch.max(torch.abs(x1 - x2), dim=1).values
a, p, n = torch.randn(4, 5), torch.randn(4, 5), torch.randn(4, 5)
r = F.triplet_margin_with_distance_loss(a, p, n, distance_function=l_infinity, margin=1.5)
# ---
torch.manual_seed(0)
model = nn.Linear(10, 5)
x, y = torch.randn(3, 10), torch.tensor([1, 0, 4])
r = F.cross_entropy(model(x), y)
# ---
torch.manual_seed(0)
hinge = nn.HingeEmbeddingLoss()
distances = torch.randn(3, 5, requires_grad=True)
r = hinge(distances, torch.randn(3, 5).sign())
# ---
torch.manual_seed(0)
soft = nn.SoftMarginLoss()
scores = torch.randn(3, 5, requires_grad=True)
r = soft(scores, torch.randn(3, 5).sign())
# ---
torch.manual_seed(0)
criterion = nn.GaussianNLLLoss()
mean = torch.randn(5, 2, requires_grad=True)
wanted = torch.randn(5, 2)
r = criterion(mean, wanted, torch.ones(5, 1, requires_grad=True))
# ---
torch.manual_seed(0)
criterion = nn.MultiLabelSoftMarginLoss()
scores = torch.randn(3, 5, requires_grad=True)
r = criterion(scores, torch.empty(3, 5).random_(2))
# ---
torch.manual_seed(283)
criterion = nn.CrossEntropyLoss()
scores, wanted = torch.randn(3, 5, requires_grad=True), torch.randn(3, 5)
r = torch.tensor([criterion(scores, wanted).item(), criterion(scores, wanted.softmax(dim=1)).item()])
# ---
torch.manual_seed(0)
scores = torch.randn(3, 5, requires_grad=True)
wanted = torch.randint(5, (3,), dtype=torch.int64)
first = F.cross_entropy(scores, wanted)
first.backward()
scores = torch.randn(3, 5, requires_grad=True)
r = torch.stack([first, F.cross_entropy(scores, torch.randn(3, 5).softmax(dim=1))])
# ---
torch.manual_seed(0)
steps, classes = 50, 20
log_probs = torch.randn(steps, classes).log_softmax(1).detach().requires_grad_()
lengths = torch.randint(low=1, high=steps, size=(), dtype=torch.long)
labels = torch.randint(low=1, high=classes, size=(lengths,), dtype=torch.long)
r = nn.CTCLoss()(log_probs, labels, torch.tensor(steps, dtype=torch.long), lengths)
# ---
g = torch.Generator().manual_seed(7)
scores = torch.randn(3, 5, generator=g, requires_grad=True)
wanted = torch.randint(5, (3,), generator=g)
r = F.cross_entropy(scores, wanted)
# ---
torch.manual_seed(0)
scores = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
classes = torch.tensor([2, 0, 1, 1])
one_hot = torch.zeros(4, 3, dtype=torch.float64).scatter_(1, classes.unsqueeze(1), 1)
by_hand = -scores.log_softmax(1).gather(1, classes.view(-1, 1)).mean()
r = torch.stack([by_hand, F.cross_entropy(scores, one_hot), F.cross_entropy(scores, classes)])
# ---
torch.manual_seed(0)
with torch.no_grad():
    scores = nn.Sigmoid()(torch.randn(3, 2))
    r = nn.BCELoss()(scores, torch.rand(3, 2))
