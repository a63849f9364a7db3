torch.manual_seed(0)
r = torch.randn(1)
# ---
torch.manual_seed(0)
r = torch.randn(3)
# ---
torch.manual_seed(0)
r = torch.randn(15)
# ---
torch.manual_seed(0)
r = torch.randn(16)
# ---
torch.manual_seed(0)
r = torch.randn(17)
# ---
torch.manual_seed(0)
r = torch.randn(33)
# ---
torch.manual_seed(1)
a = torch.randn(3)
r = torch.randn(3)
# ---
torch.manual_seed(2)
a = torch.randn(3)
b = torch.rand(2)
r = torch.randn(20)
r = torch.cat([a, b, r, torch.randn(1)])
# ---
torch.manual_seed(3)
r = torch.randn(5, 4, dtype=torch.float64)
# ---
torch.manual_seed(3)
r = torch.randn(3, dtype=torch.float64, requires_grad=True)
# ---
torch.manual_seed(-1)
r = torch.rand(4)
# ---
torch.manual_seed(42)
r = torch.rand(3, 2)
# ---
torch.manual_seed(42)
r = torch.rand(5, dtype=torch.double)
# ---
torch.manual_seed(42)
r = torch.rand((2, 2))
# ---
torch.manual_seed(0)
r = torch.randint(10, (7,))
# ---
torch.manual_seed(0)
r = torch.randint(-3, 4, (2, 3))
# ---
torch.manual_seed(0)
r = torch.randint(low=1, high=5, size=(6,), dtype=torch.float32)
# ---
torch.manual_seed(0)
r = torch.empty(5, dtype=torch.long).random_(7)
# ---
torch.manual_seed(0)
r = torch.empty(5).random_(2)
# ---
torch.manual_seed(0)
r = torch.empty(2, 3).random_(3, 9)
# ---
torch.manual_seed(0)
r = torch.empty(4).uniform_(-1, 2)
# ---
torch.manual_seed(0)
r = torch.empty(4).normal_(3, 0.5)
# ---
torch.manual_seed(0)
r = torch.empty(40).normal_(mean=3, std=0.5)
# ---
torch.manual_seed(0)
r = torch.normal(0.0, 1.0, (3,))
# ---
torch.manual_seed(0)
r = torch.normal(mean=2.0, std=3.0, size=(2, 2))
# ---
torch.manual_seed(0)
r = torch.normal(torch.tensor([1., 2., 3.]), torch.tensor([0.1, 0.2, 0.3]))
# ---
torch.manual_seed(0)
r = torch.normal(torch.tensor([1., 2., 3.]), 2.0)
# ---
torch.manual_seed(0)
r = torch.bernoulli(torch.tensor([0.2, 0.5, 0.7, 0.9]))
# ---
torch.manual_seed(0)
r = torch.bernoulli(torch.full((3, 3), 0.5, dtype=torch.float64))
# ---
torch.manual_seed(0)
r = torch.randperm(10)
# ---
torch.manual_seed(0)
x = torch.zeros(3, 2)
r = torch.rand_like(x) + torch.randn_like(x)
# ---
torch.manual_seed(0)
x = torch.zeros(3, 2)
r = torch.randint_like(x, 5)
# ---
torch.manual_seed(0)
r = torch.randn(2, 3).softmax(dim=1)
# ---
torch.manual_seed(0)
for i in range(3):
    r = torch.rand(2)
# ---
torch.manual_seed(0)
x = torch.rand(2)
print(x)
r = x * 2 + torch.rand(2)
# ---
r = torch.tensor([[1, 2], [3, 4]])
# ---
r = torch.tensor([1, 2.5])
# ---
r = torch.tensor([True, False])
# ---
r = torch.tensor(3)
# ---
r = torch.tensor(0.1)
# ---
r = torch.tensor([0.1, 1e-10], dtype=torch.float16)
# ---
r = torch.tensor([0.1, 1e10], dtype=torch.bfloat16)
# ---
r = torch.tensor([[]])
# ---
r = torch.as_tensor([1., 2.])
# ---
r = torch.from_numpy(np.array([1, 2.5]))
# ---
r = torch.from_numpy(np.array([1, 2, 3], dtype=np.float32))
# ---
r = torch.FloatTensor([1, 2])
# ---
r = torch.LongTensor([3, 2])
# ---
r = torch.Tensor([[1, 2]])
# ---
r = torch.zeros(2, 3)
# ---
r = torch.ones((2,), dtype=torch.long)
# ---
r = torch.full((2, 2), 7)
# ---
r = torch.full([3], 1.5)
# ---
r = torch.full((), fill_value=2.0)
# ---
r = torch.eye(3)[1]
# ---
r = torch.arange(5)
# ---
r = torch.arange(1, 2.5, 0.5)
# ---
r = torch.arange(0, 1, 0.1)
# ---
r = torch.linspace(-1, 1, 7)
# ---
r = torch.linspace(0, 1, steps=4, dtype=torch.float64)
# ---
r = torch.zeros_like(torch.tensor([1, 2]))
# ---
r = torch.full_like(torch.tensor([1., 2.]), 3)
# ---
r = F.one_hot(torch.tensor([0, 2, 1]))
# ---
r = F.one_hot(torch.tensor([[0, 2]]), num_classes=4).float()
# ---
x = torch.arange(24).view(2, 3, 4)
r = x[1, :, 2]
# ---
x = torch.arange(24).view(2, 3, 4)
r = x[..., -1]
# ---
x = torch.arange(24).reshape(2, 3, 4)
r = x[:, 1:, ::2]
# ---
x = torch.arange(24).reshape(4, 6)
r = x[[2, 0]]
# ---
x = torch.arange(24).reshape(4, 6)
r = x[torch.tensor([1, -1]), 2]
# ---
x = torch.arange(6)
r = x[x > 2]
# ---
x = torch.arange(6.)
r = x[None, :, None]
# ---
x = torch.arange(6).view(2, 3)
r = x.t()
# ---
x = torch.arange(6).view(2, 3)
r = x.T.reshape(-1)
# ---
x = torch.arange(24).view(2, 3, 4)
r = x.transpose(0, 2)
# ---
x = torch.arange(24).view(2, 3, 4)
r = x.permute(1, 2, 0).flatten(1)
# ---
x = torch.arange(24).view(2, 3, 4)
r = torch.flatten(x, start_dim=0, end_dim=1)
# ---
x = torch.arange(3)
r = x.unsqueeze(-1).expand(3, 2)
# ---
x = torch.ones(1, 3, 1)
r = x.squeeze()
# ---
x = torch.ones(1, 3, 1)
r = x.squeeze(0).shape
# ---
x = torch.arange(3)
r = x.repeat(2, 2)
# ---
r = torch.cat([torch.ones(2, 1), torch.zeros(2, 2)], dim=1)
# ---
r = torch.stack([torch.arange(3), torch.arange(3, 6)], dim=1)
# ---
r = torch.tensor([1, 2]) + 0.5
# ---
r = torch.tensor([1, 2]) / 2
# ---
r = torch.tensor([1., 2.]) ** 2 - 3 * torch.tensor([[1.], [2.]])
# ---
r = 1 - torch.tensor([0.1, 0.2])
# ---
r = torch.tensor([5, 7]) // 2
# ---
r = torch.tensor([-5, 7]) % 3
# ---
r = torch.tensor([1, 2]) == torch.tensor([1, 3])
# ---
r = (torch.tensor([0.2, 0.7]) > 0.5).float()
# ---
r = ~(torch.tensor([0.2, 0.7]) >= 0.5) & torch.tensor([True, True])
# ---
r = torch.tensor([1., 2.], dtype=torch.float64) + torch.tensor([1., 2.])
# ---
r = torch.tensor([0.1, 0.2], dtype=torch.float16) * 3
# ---
r = -torch.tensor([1., -2.])
# ---
r = torch.ones(2, 3) @ torch.arange(6.).view(3, 2)
# ---
x = torch.arange(6.).view(2, 3)
r = x.sum(dim=1)
# ---
x = torch.arange(6.).view(2, 3)
r = x.mean(0, keepdim=True)
# ---
x = torch.arange(6).view(2, 3)
r = x.sum()
# ---
r = torch.tensor([[1., 5.], [7., 2.]]).argmax(dim=1)
# ---
r = torch.tensor([[1., 5.], [7., 2.]]).max()
# ---
r = torch.tensor([[1., 5.], [7., 2.]]).max(dim=0)[0]
# ---
v, i = torch.tensor([[1., 5.], [7., 2.]]).max(dim=0)
r = i
# ---
r = torch.tensor([1., 2., 4.]).std()
# ---
x = torch.tensor([[0.5, -1.0, 2.0]])
r = F.softmax(x, dim=-1)
# ---
x = torch.tensor([[0.5, -1.0, 2.0], [1., 1., 1.]])
r = torch.log_softmax(x, dim=0)
# ---
r = nn.LogSoftmax(dim=1)(torch.tensor([[0.5, -1.0, 2.0]]))
# ---
m = nn.Softmax(dim=0)
r = m(torch.tensor([0.5, -1.0, 2.0]))
# ---
r = torch.sigmoid(torch.tensor([-100., 0., 3.]))
# ---
r = nn.Sigmoid()(torch.tensor([1, 2]).float())
# ---
r = F.logsigmoid(torch.tensor([-100., 0., 3.]))
# ---
r = F.softplus(torch.tensor([-3., 0., 30.]))
# ---
r = F.softplus(torch.tensor([-3., 0., 30.]), beta=2)
# ---
r = torch.tensor([-1., 2.]).relu().add_(1)
# ---
r = torch.tensor([-1., 2.]).clamp(min=0, max=1.5)
# ---
r = torch.exp(torch.tensor([1., 2.])).log().sqrt().abs().tanh()
# ---
r = torch.tensor([1, 2]).exp()
# ---
x = torch.tensor([1., 2.], requires_grad=True)
r = x.detach().clone()
# ---
r = torch.tensor([2.5]).item() * 2
# ---
r = torch.tensor([[1, 2], [3, 4]]).tolist()
# ---
r = torch.tensor([1.7, -1.7]).long()
# ---
r = torch.tensor([1.7]).to(torch.int64)
# ---
r = torch.tensor([1.7]).to('cpu').double()
# ---
r = torch.tensor([1, 0]).bool()
# ---
r = torch.tensor([300.7, 2.]).to(dtype=torch.half)
# ---
x = torch.zeros(4)
y = x.view(2, 2)
y += 1
r = x
# ---
x = torch.zeros(4)
x.fill_(3)
r = x
# ---
n = 3
if n > 2:
    r = torch.ones(n)
else:
    r = torch.zeros(n)
# ---
r = torch.zeros(2)
for k in [1, 2, 3]:
    r = r + k
# ---
r = torch.tensor([i * 2 for i in range(4)])
# ---
xs = []
for i in range(3):
    xs.append(torch.full((2,), float(i)))
r = torch.stack(xs)
# ---
def unrelated():
    return 1
r = torch.where(torch.tensor([True, False]), torch.tensor([1., 2.]), torch.tensor([3., float('inf')]))
# ---
r = torch.maximum(torch.tensor([1., 5.]), torch.tensor([2., 3.]))
# ---
r = F.normalize(torch.tensor([[3., 4.], [0., 0.]]), dim=1)
# ---
a, b = torch.tensor([1.]), torch.tensor([2.])
r = a - b
# ---
r = torch.tensor([1., 2.]).view(-1, 1).size(0)
# ---
r = torch.tensor([1_000, 0x10, -3])
# ---
criterion = nn.MSELoss()
r = criterion(torch.tensor([1., 2.]), torch.tensor([0., 0.])) * 0.5
# ---
x = np.array([[1, 2], [3, 4]], dtype=np.float32)
r = torch.tensor(x) * 2
# ---
r = torch.tensor(np.array([0.5, 1.5]))
# ---
batch = 2
classes = 3
torch.manual_seed(batch)
logits = torch.randn(batch, classes, requires_grad=True)
r = logits
# ---
torch.manual_seed(0)
r = torch.empty(5).random_(to=5)
# ---
x = torch.tensor([1.0, 2.0])
x[0] = 5
x[-1] += x[0]
r = x
# ---
x = torch.zeros(3, 4)
x[:, 1] = 2
x[1:, 2:] = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
x[x == 0] = -1
x[:, 0] *= 3
r = x
# ---
x = torch.zeros(3, 4, dtype=torch.long)
x[[0, 2], [1, 3]] = 7
y = x[1]
x[1, 0] = 2.7
r = torch.cat([x.flatten(), y])
# ---
x = torch.tensor([1.0, 2.0])
y = x[:, None]
x[0] = 5
r = x[0] + y[0, 0]
# ---
logits = torch.tensor([[1.0, 2.0, 0.5], [0.1, 0.2, 3.0]])
target = torch.tensor([2, 0])
r = -F.log_softmax(logits, 1)[torch.arange(2), target]
# ---
x = torch.arange(24).view(2, 3, 4)
r = x[:, [0, 2], torch.tensor([1, 3])]
# ---
x = torch.arange(6).view(2, 3)
r = x[torch.tensor([[0, 1], [1, 1]])]
# ---
x = torch.arange(6).view(2, 3)
r = x[[True, False]]
# ---
x = torch.arange(6.0).view(2, 3)
r = x[torch.tensor(1)].mean() + x[range(1)].sum()
# ---
device = "cuda" if torch.cuda.is_available() else "cpu"
r = torch.tensor([1.0, 2.0], device=device).to(torch.device("cpu"))
# ---
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
rows = []
for row in x:
    rows.append(row * 2)
for i, row in enumerate(x):
    rows.append(row * i)
r = torch.stack([a + b for a, b in zip(rows, rows)])
# ---
x = torch.tensor([[1.0, 5.0], [3.0, 4.0]])
r = x.max(dim=1).values + x.min(1).indices
# ---
x = torch.tensor([[1.0, 5.0], [3.0, 4.0]])
r = torch.max(x, x.T) + torch.minimum(x, -x)
# ---
r = torch.cat([torch.tensor([]), torch.tensor([1, 2]), torch.tensor([0.5], dtype=torch.float64)])
# ---
r = sum([torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])]) + abs(torch.tensor(-2))
# ---
r = torch.tensor([1, 2, -1]) ** torch.tensor([-1, -2, -3])
# ---
r = torch.tensor([1.0, 2.0, 7.5]) // 0.1 + torch.tensor([5.5, -5.5, 1.0]) % -2
# ---
r = [1.0 // 0.1, -7 % 3, 7 // -2, -7.5 % 2]
# ---
x = torch.tensor([1.0, 3.0])
y = x.to(torch.float32, copy=True)
y.sub_(1)
r = x.type("torch.DoubleTensor") + y.type(dtype=torch.long)
# ---
x = torch.tensor([[1.0, 3.0], [2.0, 7.0]])
r = torch.stack([x.std(1, False), x.var(dim=1, unbiased=False), x.std(1)], axis=1)
# ---
x = torch.tensor([1.0, -3.0])
torch.relu_(x)
r = torch.add(x, x.new_full((2,), 4), alpha=2).copy_(torch.tensor([[1.0, 9.0]])[0])
# ---
r = F.log_softmax(torch.tensor([1.0, 2.0], dtype=torch.float16), -1)
# ---
r = F.poisson_nll_loss(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0]), log_input=False)
# ---
r = F.huber_loss(torch.tensor([1.0, 2.0]), torch.tensor([1, 4]))
# ---
x = torch.arange(6.0).view(1, 2, 3)
r = x.T.squeeze() + torch.tensor(3.0).transpose(0, -1)
# ---
torch.manual_seed(0)
r = torch.rand(3, 7, dtype=torch.half)
# ---
torch.manual_seed(0)
r = torch.empty(40, dtype=torch.bfloat16).uniform_(0.1, 0.7)
# ---
torch.manual_seed(0)
r = torch.cat([torch.randn(5, dtype=torch.half), torch.randn(33, dtype=torch.half), torch.rand(2, dtype=torch.half)])
# ---
torch.manual_seed(0)
r = torch.randn_like(torch.zeros(18, dtype=torch.bfloat16)) + torch.normal(1, 2, (18,), dtype=torch.bfloat16)
# ---
torch.manual_seed(0)
r = torch.normal(torch.zeros(20, dtype=torch.half), torch.full((20,), 0.5, dtype=torch.half))
# ---
torch.manual_seed(0)
r = torch.empty(300).uniform_(1, 1 + 2**-21)
# ---
torch.manual_seed(0)
r = torch.empty(5, dtype=torch.double).random_()
# ---
torch.manual_seed(0)
a = torch.empty(3, dtype=torch.half).random_()
b = torch.empty(3, dtype=torch.bfloat16).random_()
c = torch.empty(3, dtype=torch.int32).random_()
d = torch.empty(3, dtype=torch.int16).random_()
e = torch.empty(3, dtype=torch.int8).random_()
f = torch.empty(3, dtype=torch.uint8).random_()
g = torch.empty(9, dtype=torch.bool).random_()
h = torch.empty(2, dtype=torch.long).random_()
r = torch.cat([t.double() for t in (a, b, c, d, e, f, g, torch.rand(1))])
# ---
torch.manual_seed(0)
r = torch.cat([torch.empty(2, dtype=torch.long).random_(2**28), torch.randint(2**40, (2,)), torch.empty(2, dtype=torch.long).random_(-5, 2**32)])
# ---
torch.manual_seed(0)
r = torch.cat([torch.empty(4, dtype=torch.int8).random_(-3, 3).float(), torch.randint(0, 200, (4,), dtype=torch.uint8).float(), torch.empty(3, dtype=torch.half).random_(2000).float()])
# ---
torch.manual_seed(0)
r = torch.cat([torch.empty(9).bernoulli_(0.3), torch.zeros(9).bernoulli(p=0.8), torch.bernoulli(torch.zeros(4, dtype=torch.long), 0.5), torch.empty(3).bernoulli_(torch.tensor([0.1, 0.5, 1.0])), torch.bernoulli(torch.full((5,), 0.5, dtype=torch.half))])
# ---
r = torch.tensor([-3, 0, 7]).clamp(0.5, 2)
# ---
r = torch.tensor([3, 0, 7], dtype=torch.uint8).clamp(-1, None)
# ---
r = torch.clamp(torch.tensor([[-3, 0, 7], [1, 2, 3]]), min=torch.tensor([0.0, 1.0, 2.0]), max=torch.tensor(5))
# ---
r = torch.tensor([True, False]).clip(0.25, 0.5)
# ---
r = torch.tensor([0.1, 0.7], dtype=torch.half).clamp(1e-7, 1 - 1e-7).clamp_min(0.3)
# ---
r = [(torch.tensor([6, -5]) & 3).tolist(), (~torch.tensor([6, -5])).tolist(), (torch.tensor([6, 5], dtype=torch.uint8) ^ 255).tolist()]
# ---
r = [torch.div(torch.tensor([7, -7]), 2, rounding_mode="trunc").tolist(), torch.div(torch.tensor([1.0]), 0.1, rounding_mode="trunc").tolist()]
# ---
r = torch.cat([torch.logsumexp(torch.tensor([[1.0, 2.0], [3.0, 1.0]]), dim=1), torch.tensor([[3.0, 4.0], [1.0, -1.0]]).norm(dim=1), torch.norm(torch.tensor([3.0, -4.0]), p=1).view(1)])
# ---
x = torch.arange(7.0)
r = torch.cat([x.flip(0), torch.hstack(x.split(3)[1:]), torch.vstack(x[:6].chunk(2))[1], x.view(1, 7).unbind(1)[3]])
# ---
r = -1 / torch.tensor([3, 2], dtype=torch.uint8) + torch.maximum(torch.tensor([1], dtype=torch.int8), torch.tensor(3)) * F.softmin(torch.tensor([1.0, 2.0]), dim=0)
# ---
r = torch.tensor([[-3, 2]]).softmax(-1, torch.float64)
# ---
r = torch.linspace(-1, 2, 7, dtype=torch.long)
# ---
x = torch.tensor([1.0], requires_grad=True)
with torch.no_grad():
    a, b, c = x * 2, x.view(1), torch.ones(1, requires_grad=True)
    with torch.enable_grad():
        d = x * 2
with torch.inference_mode():
    e = F.mse_loss(x, x + 1)
with torch.set_grad_enabled(False):
    f = x.exp()
g = x.exp()
torch.set_grad_enabled(False)
h = x.exp()
torch.set_grad_enabled(True)
r = [t.requires_grad for t in (a, b, c, d, e, f, g, h)]
# ---
x = torch.tensor([1.0], requires_grad=True)
y, z = torch.ones(1), torch.ones(1)
with torch.no_grad():
    y.mul_(x)
    z += x
y.add_(1)
r = [y.requires_grad, z.requires_grad, torch.ones(1).mul_(x).requires_grad]
# ---
torch.manual_seed(0)
r = torch.cat([torch.randn(3, 7).softmax(0), torch.randn(3, 7).softmax(1), torch.randn(2, 40).softmax(-1)[:, :14].reshape(4, 7)])
# ---
torch.manual_seed(0)
r = torch.cat([torch.randn(5, 35, dtype=torch.half).softmax(0), torch.randn(5, 35, dtype=torch.half).softmax(1)])
# ---
d = torch.tensor([0.3, 1.2, 0.9, 1.1])
r = F.kl_div(F.log_softmax(d, -1), F.softmax(d * 2, -1), reduction="sum")
# ---
x, y = torch.ones(2, 3), torch.zeros(2)
x.unsqueeze_(0)
y.unsqueeze_(-1).t_()
r = [list(x.shape), list(y.shape), len(y), x.squeeze_().dim()]
# ---
x = torch.linspace(-1, 1, 4)
r = [bool(x.sum() > 0), bool(x.mean() > 0), bool(x.sum(dtype=torch.float64) > 0)]
# ---
torch.manual_seed(0)
g = torch.Generator(device="cpu").manual_seed(3)
a = torch.cat([torch.randn(20, generator=g), torch.rand(2), torch.normal(0.0, 1.0, (3,), generator=g)])
b = torch.cat([torch.randint(0, 5, (3,), generator=g), torch.randperm(5, generator=g), torch.empty(3).random_(5, generator=g)])
r = torch.cat([a, b, torch.empty(3).uniform_(0, 2, generator=g), torch.bernoulli(torch.full((3,), 0.5), generator=g)])
# ---
g = torch.Generator()
a = torch.rand(2, generator=g)
h = g.manual_seed(5)
r = torch.cat([a, torch.rand(2, generator=h), torch.rand(2, generator=g), torch.rand(1, generator=torch.manual_seed(8)), torch.rand(1)])
# ---
torch.manual_seed(0)
r = torch.randint(5, size=(2, 3)) + torch.randint(high=4, size=(3,))
# ---
x = torch.arange(12.0).view(3, 4)
index = torch.tensor([[0, 3], [1, 1]])
r = torch.cat([x.gather(1, index), torch.gather(x, 0, index % 3), x.index_select(1, torch.tensor([2, 0]))[:2]], dim=1)
# ---
x = torch.zeros(3, 4)
x.scatter_(1, torch.tensor([[2], [0], [3]]), 1.5)
y = torch.zeros(2, 3, dtype=torch.long).scatter(0, torch.tensor([[1, 0, 1]]), torch.tensor([[4, 5, 6]]))
r = torch.cat([x.flatten(), y.flatten()])
# ---
x = torch.tensor([[1.0, -2.0], [-3.0, 4.0]])
y = x.masked_fill(x < 0, float("-inf"))
x.masked_fill_(torch.tensor([True, False]), 7)
r = torch.cat([x, y])
# ---
x = torch.arange(12.0).view(3, 4)
x.select(0, 1).fill_(9)
x.narrow(0, 2, 1).mul_(2)
r = torch.cat([x.flatten(), x.narrow(1, 1, 2).flatten(), x.select(1, -1), torch.narrow(x, 0, 1, 1)[0]])
# ---
x = torch.tensor([-7.0, -0.5, 0.3, 8.0, float("nan")])
r = torch.stack([F.silu(x), F.softsign(x), F.relu6(x), F.hardtanh(x, -0.2, 2), x.trunc(), x.sign(), nn.SiLU()(x), nn.Identity()(x)])
# ---
r = torch.stack([torch.linspace(0.5, 2.9, 8, dtype=torch.long), torch.linspace(-1.5, 2.9, 8, dtype=torch.long)])
# ---
torch.manual_seed(0)
x = torch.tensor([0.2, 0.9], requires_grad=True)
y = torch.zeros(2)
z, w = y.view(2, 1), y.detach()
y.requires_grad_()
r = [torch.bernoulli(x).requires_grad, z.requires_grad, w.requires_grad]
# ---
x = [torch.tensor([1.0]), torch.tensor([2.0])]
first = x[0]
x[0] += 1
x[-1] = torch.tensor([5.0])
r = torch.cat([first, *x])
# ---
x = torch.tensor([-1.0, 1.0])
y = F.relu(x, inplace=True)
r = torch.stack([x, y, nn.LeakyReLU(0.1, inplace=True)(torch.tensor([-1.0, 1.0]))])
# ---
x = torch.tensor([-7.0, -3.0, -0.5, 0.0, 0.25, 0.5, 2.0, 3.0, 8.0])
r = torch.cat([F.hardsigmoid(x), F.hardswish(x), F.selu(x), F.celu(x, alpha=0.5), F.mish(x)])
# ---
x = torch.tensor([-7.0, -3.0, -0.5, 0.0, 0.25, 0.5, 2.0, 3.0, 8.0], dtype=torch.float64)
r = torch.cat([F.softshrink(x), F.softshrink(x, 0.25), F.hardshrink(x), F.hardshrink(x, lambd=2.0), F.softmin(x, dim=0)])
# ---
x = torch.tensor([-7.0, -3.0, -0.5, 0.25, 0.5, 2.0])
a = torch.stack([nn.Hardsigmoid()(x), nn.Hardswish()(x), nn.SELU()(x), nn.CELU(2.0)(x), nn.Mish()(x)])
r = torch.cat([a, torch.stack([nn.Softshrink()(x), nn.Hardshrink(1.0)(x), nn.Softmin(dim=0)(x)])])
# ---
x = torch.tensor([-7.0, -3.0, -0.5, 0.25, 0.5, 2.0], dtype=torch.bfloat16)
r = torch.stack([F.hardsigmoid(x), F.hardswish(x), F.selu(x), F.mish(x), nn.Softshrink(0.25)(x)])
# ---
r = nn.Flatten()(torch.arange(12).view(2, 3, 2))
# ---
r = nn.Flatten(0, 1)(torch.arange(12).view(2, 3, 2))
# ---
r = nn.Flatten(start_dim=0)(torch.arange(12).view(2, 3, 2))
# ---
def set_seed(seed):
    """Everything that draws."""
    import os
    import random

    random.seed(seed)
    os.environ["PYTHONHASHSEED"] = str(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True
    torch.use_deterministic_algorithms(False)

set_seed(7)
r = torch.randn(3)
# ---
def seed_everything(seed: int = 42) -> None:
    if torch.cuda.is_available():
        torch.cuda.manual_seed(seed)
    torch.manual_seed(seed)
    print(f"seed {seed}")

torch.manual_seed(1)
x = torch.rand(2)
seed_everything()
r = x + torch.rand(2)
# ---
SEED = 3
def fix(verbose, seed=0):
    torch.random.manual_seed(seed)

fix(False, seed=SEED)
fix(False, SEED + 1)
r = F.mse_loss(torch.rand(4), torch.rand(4))
# ---
def fix():
    torch.manual_seed(5)

for k in range(3):
    fix()
    r = torch.rand(1) + k
# ---
x = torch.tensor([-2.1, -1.5, -0.5, -1e-3, 0.0, 1e-6, 0.3, 1.0, 2.0, 3.5, 9.0])
r = torch.cat([F.gelu(x), F.gelu(x, approximate="tanh"), nn.GELU()(x), nn.GELU("tanh")(x)])
# ---
x = torch.tensor([-2.1, -1.5, -0.5, -1e-3, 0.0, 1e-6, 0.3, 1.0, 2.0, 3.5, 9.0], dtype=torch.float64)
r = torch.cat([F.gelu(x), F.gelu(x, approximate="tanh"), nn.GELU("none")(x)])
# ---
x, y = torch.arange(5, dtype=torch.float16), torch.tensor([1, 2, 3, 250, 255], dtype=torch.uint8)
r = torch.add(x, y, alpha=0.3)
# ---
x, y = torch.tensor([1.0, 2.0], dtype=torch.float64), torch.tensor([0.1, 3.0])
r = torch.sub(x, y, alpha=0.1) + x.add(y, alpha=3)
# ---
x, y = torch.tensor([1, 2]), torch.tensor([0.1, 3.0])
r = torch.sub(x, y, alpha=0.1) + torch.add(x, x, alpha=-2)
# ---
x = torch.zeros(2, 3)
y = x.flatten(1)
y.unsqueeze_(0)
r = x
# ---
x = torch.ones(3)
v = nn.Flatten(0)(x)
x.unsqueeze_(0)
r = v
# ---
torch.manual_seed(1)
x = torch.rand(2)
torch.manual_seed(2)
r = x + torch.rand(2)
# ---
x = torch.linspace(2.0, -3.5, 7)
r = torch.cat([x, torch.linspace(0.1, 0.9, 5), torch.linspace(0, 1, 3)]).double()
# ---
x = torch.linspace(-0.3, 0.3, 7)
r = torch.cat([F.threshold(x, 0.1, 20), F.hardshrink(x, 0.1), F.softshrink(x, 0.1), F.tanhshrink(x)])
# ---
x = torch.tensor([0.1, -0.1, 0.2])
r = torch.cat([nn.Threshold(0.1, 20)(x), nn.Hardshrink(0.1)(x), nn.Softshrink(0.1)(x), nn.Tanhshrink()(x)])
# ---
x = torch.tensor([1.0, 2.0])
y = x.t()
x.unsqueeze_(0)
r = y
# ---
x = torch.tensor([[3.0, -1.0, 2.0], [0.5, 0.25, -7.0]])
v, i = torch.sort(x, dim=1, descending=True)
t = x.topk(2, dim=0)
r = torch.cat([v, x.sort(0).values, x.gather(1, i), x.argsort().float(), t.values, t.indices.float()])
# ---
x = torch.tensor([[3, 1, 2, 1], [0, 0, 5, 4]])
r = torch.cat([x.sort().indices, x.argsort(dim=0), x.cumsum(1), x.cumprod(0), torch.sort(x, descending=True).indices])
# ---
x = torch.tensor([[3.0, 1.0, 2.5], [0.5, 4.0, 8.0]])
m = x.median(dim=1)
r = torch.cat([x.median().view(1), m.values, m.indices.float(), x.median(0, keepdim=True)[0].flatten(), torch.median(x, -1)[0]])
# ---
x = torch.tensor([[0, 2, 1], [1, 0, 2]])
r = torch.cat([x.nonzero(), torch.argwhere(x > 1), torch.unique(x).view(-1, 1).expand(3, 2), torch.count_nonzero(x).view(1, 1).expand(1, 2)])
# ---
x = torch.arange(6.0).view(2, 3)
r = torch.cat([torch.masked_select(x, x > 2), x.masked_select(x < 0), torch.diag(x), torch.diag(x, 1), x.trace().view(1)])
# ---
x = torch.arange(9.0).view(3, 3) + 1
r = torch.cat([x.tril(), torch.triu(x, 1), torch.tril(x, diagonal=-1), torch.diag(torch.ones(2), 1), x.roll(1, 0), x.roll((1, -1), (0, 1)), torch.roll(x, 4)])
# ---
x = torch.zeros(3, 3)
x.diagonal().fill_(2)
x.diagonal(1)[0] = 5
x.movedim(0, 1)[0] += 1
r = x
# ---
x = torch.tensor([[1, 2], [3, 4]])
r = torch.cat([x.repeat_interleave(2), torch.repeat_interleave(x, torch.tensor([1, 2]), dim=0).flatten(), x.tile(2).flatten(), torch.tile(x, (2, 1)).flatten(), x.tile((2,)).flatten()])
# ---
torch.manual_seed(0)
x, y = torch.randn(2, 3, 4), torch.randn(2, 4, 5)
r = torch.cat([(x @ y).flatten(), torch.bmm(x, y).flatten(), torch.matmul(x, y[0]).flatten(), (x[0] @ y[0, :, 0]).flatten(), torch.mv(x[0], y[0, :, 1]), torch.dot(x[0, 0], x[0, 1]).view(1), torch.outer(x[0, 0], y[0, 0]).flatten(), (x[0, 0] @ y).flatten()])
# ---
torch.manual_seed(0)
x, w, b = torch.randn(3, 4), torch.randn(2, 4), torch.randn(2)
r = torch.cat([F.linear(x, w, b).flatten(), F.linear(x, w).flatten(), F.linear(x[0], w, bias=b)])
# ---
r = torch.arange(6).view(2, 3) @ torch.arange(6).view(3, 2)
# ---
torch.manual_seed(0)
x, y = torch.randn(3, 8), torch.randn(3, 8)
r = torch.stack([F.cosine_similarity(x, y), torch.cosine_similarity(x, y, dim=-1), nn.CosineSimilarity(dim=1, eps=1e-8)(x, y), F.pairwise_distance(x, y), nn.PairwiseDistance(p=1)(x, y)])
# ---
x = torch.tensor([-0.9, -0.25, 0.0, 0.5, 0.75])
r = torch.cat([torch.tan(x), x.sinh(), x.cosh(), torch.asin(x), x.acos(), x.atan(), torch.erf(x * 3), x.frac(), torch.fmod(x, 0.4), torch.atan2(x, x + 1), torch.hypot(x, x)])
# ---
x = torch.tensor([1.0, float("inf"), float("nan")])
r = torch.cat([torch.isclose(x, x), torch.isclose(x, x + 1e-7), torch.tensor([torch.allclose(x[:1], x[:1] + 1e-3), torch.allclose(x, x)])])
# ---
e = torch.finfo(torch.float32).eps
r = torch.tensor([0.0, 1.0]).clamp(e, 1 - e) + torch.finfo(torch.float16).max + torch.tensor([0.0]).clamp(min=torch.finfo(torch.float32).tiny)
# ---
x = torch.zeros(2)
r = torch.tensor([x.dtype == torch.float32, x.dtype is torch.float, x.dtype != torch.float32, x.long().dtype == torch.int64])
# ---
r = torch.ones_like(torch.empty(2, 3)) + torch.full_like(torch.empty(3), 4)
# ---
x = torch.ones(17)
r = torch.cat([x.sort().values, x.topk(2).values, x.median(0).values.view(1), torch.sort(x, stable=True).indices])
# ---
a = np.array([[3.0, 1.0, 2.0], [0.5, 4.0, -1.0]])
r = [torch.from_numpy(each).tolist() for each in (a.max(axis=0), a.min(1), a.sum(axis=1), a.mean(0), a.std(axis=0), a.var(1, ddof=1), a.argmax(axis=1), a.T, a.transpose(), a.repeat(2), a.repeat(2, axis=0), a.clip(0, 2), a.round(), a.flatten(), a.copy(), a.astype(int), a.prod(axis=0, keepdims=True))]
# ---
a = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
r = torch.from_numpy(a.transpose(2, 0, 1)) + torch.from_numpy(a.transpose())
# ---
r = torch.from_numpy(np.array([1, 2]) / 4)
# ---
r = torch.from_numpy(np.array([1, 2]) * 0.5 + np.array([True, False]) * 0.25)
# ---
r = torch.from_numpy(np.array([1, 2], dtype=np.float32) * 0.5)
# ---
a = np.array([3, 4])
r = [torch.tensor(a.mean()).dtype == torch.float64, a.size, a.ndim, float(a.std()), a.sum().item(), torch.tensor([a.sum(), 2]).tolist()]
# ---
r = torch.round(torch.tensor([0.125, 2.675, 1.005, -1234.5]), decimals=2) + torch.tensor([1.25, 0.35, 150.0, 2.5]).round(decimals=-1)
# ---
r = torch.tensor([0.15, 2.25, -0.35], dtype=torch.half).round(decimals=1)
# ---
r = [round(2.675, 2), round(0.125, 2), round(2.5), round(-0.5), round(1.005, 2), round(7, 1), round(1234.5678, 1), round(0.5, 0), round(True), round(torch.tensor([1.24, 3.0]).sum().item(), 1)]
# ---
x = [1, 2, 3, 4, 5]
r = [x[::2], x[::-1], x[-2::-1], x[1:-1:2], x[4:0:-2], x[:-9], x[9:]]
# ---
r = [a * 10 + b for a in range(3) if a != 1 for b in (a, 5)]
# ---
x = torch.ones(2)
y = None
r = [x is None, x is not None, y is None, (x if y is None else y).sum().item()]
# ---
x = torch.arange(24).view(2, 3, 4)
r = torch.cat([x[[0, 1], :, [3, 1]].flatten(), x[:, [0, 2], None, [1, 1]].flatten(), x[[1], None, torch.tensor([2])].flatten(), x[0, [0, 1], 1:].flatten()])
# ---
x = torch.arange(24).view(2, 3, 4)
r = [list(x[[0, 1], :, [3, 1]].shape), list(x[[0], None, [1]].shape), list(x[:, [0, 2], 1].shape)]
# ---
x = torch.tensor(3.0)
r = [x[x > 1].tolist(), x[x < 1].tolist(), torch.arange(2)[torch.tensor(True)].tolist()]
# ---
r = torch.ones(2).to(float) + torch.tensor([1.7, -1.7]).to(int)
# ---
x = torch.arange(6.0)
r = x.view(size=(2, 3)) + torch.broadcast_to(x[:3], (2, 3)) + torch.zeros(torch.Size([2, 3]))
# ---
x = torch.tensor([[1.0, 2.0], [3.0, 5.0]])
r = torch.stack([x.sum(dim=()), x.mean(dim=()), x.std(False), x.var(True)])
# ---
r = torch.cat([torch.sigmoid(torch.tensor([True, False])), torch.tensor([True]).exp(), torch.tensor([False]).tanh()])
# ---
r = torch.tensor([torch.tensor(1), 2.5, torch.tensor([3.0])])
# ---
r = torch.tensor([torch.tensor(True), 2])
# ---
x = torch.tensor([0.1, -0.0222, 3.0], dtype=torch.half)
r = torch.cat([x * 0.1, 2.25 / x, x / 3, x * torch.tensor(0.1), 1 / x])
# ---
r = torch.cat([torch.tensor([1.0, 5.0]).clamp(torch.tensor(2.0), 3), torch.tensor([1, 5]).clamp(0, torch.tensor(2.5))])
# ---
x = torch.tensor([3, 1, 2])
y = torch.zeros(3, requires_grad=True)
x.copy_(y)
r = [x.tolist(), x.requires_grad]
# ---
x = torch.ones(2, 3)
torch.manual_seed(3)
y = x.unflatten(1, (1, 3))
z = (x + 1).stride(), x.exp().is_contiguous(), x[0].data_ptr()
r = x + torch.rand(2, 3)
# ---
a, b = 2.5, 6
r = [(a > 0) & (b < 3), (a > 0) | (b < 3), True ^ True, b & 3, b | 1, True & 3]
# ---
x = torch.tensor([1.0, -2.0])
print(type(x), sorted([2, 1]), any([True]))
r = x.where(x > 0, torch.zeros(2)) + x

# ---
r = torch.cat([torch.arange(0.5, 4, dtype=torch.long), torch.arange(0, 4.7, 1.5, dtype=torch.long), torch.arange(5.9, 0.2, -1.7, dtype=torch.int64)])
# ---
r = torch.cat([torch.arange(0, 3, 0.5, dtype=torch.int32), torch.arange(0, 10, 2.5, dtype=torch.int32), torch.arange(-2.5, 2.5, dtype=torch.int32)])
# ---
r = torch.cat([torch.arange(0, 5, 2.7, dtype=torch.uint8), torch.arange(0, -3.5, -1.5, dtype=torch.uint8)])
# ---
r = torch.arange(torch.tensor(3.0))
# ---
r = torch.from_numpy(np.array(3.0)) + torch.from_numpy(np.asarray(2))
# ---
r = torch.from_numpy(torch.tensor(1.5).numpy())
# ---
r = torch.tensor(-200, dtype=torch.uint8)
# ---
w = torch.ones(2, requires_grad=True)
with torch.no_grad():
    w -= 0.5
    w.mul_(3)
loss = (w * 2).sum()
loss += 1
r = loss
# ---
import random, os, gc, copy, json, sys
torch.manual_seed(0)
torch.cuda.manual_seed(0)
torch.cuda.manual_seed_all(0)
np.random.seed(0)
random.seed(0)
os.environ["PYTHONHASHSEED"] = "0"
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = False
sys.path.insert(0, ".")
options = json.loads("{}")
gc.collect()
noise = np.random.rand(3) + random.random()
r = torch.randn(3)
# ---
import torch.backends.cudnn as cudnn
torch.manual_seed(0)
cudnn.benchmark = True
if torch.cuda.is_available():
    torch.cuda.manual_seed_all(0)
r = torch.rand(2)
# ---
torch.manual_seed(0)
dropout, norm, pool, act = nn.Dropout(0.5), nn.BatchNorm1d(4), nn.MaxPool2d(2), nn.PReLU()
criterion = nn.CrossEntropyLoss().to("cpu").eval()
identity = nn.Identity().to("cpu")
w = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
state = torch.get_rng_state()
r = torch.rand(2)
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
r = torch.rand(2)
# ---
torch.manual_seed(0)
noise = lambda x: x + torch.rand(3)
a = torch.einsum("ij,jk->ik", torch.rand(2, 3), torch.rand(3, 2))
b = torch.linalg.inv(torch.rand(3, 3))
r = torch.rand(2)
# ---
r = torch.zeros(2, 0).logsumexp(1)
# ---
x, y = torch.tensor([True, False, False]), torch.tensor([0.0, 2.0, 0.0])
r = torch.stack([torch.logical_or(x, y), torch.logical_and(x, y), torch.logical_xor(x, y)])
# ---
x = torch.tensor([-1.0, 0.5, 2.0])
r = torch.stack([F.selu(x), nn.SELU()(x), F.elu(x, 2.0)])
# ---
r = [-True, -False + 1, +2]
# ---
torch.manual_seed(0)
layer = nn.Conv2d(2, 3, (3, 2), stride=(2, 1), padding=1)
r = layer(torch.arange(40.0).view(1, 2, 5, 4) / 10)
# ---
x, y = torch.ones(2, requires_grad=True), torch.zeros(2)
r = [torch.cat([x, y]).requires_grad, torch.stack([y, x]).requires_grad, torch.cat([y, y]).requires_grad]
# ---
x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 2.0, 2.0])
r = torch.stack([x >= y, x <= y, x > y, x < y])
# ---
torch.manual_seed(0)
x = torch.zeros(3)
r = torch.stack([torch.randint_like(x, 2, 9), torch.randint_like(x, 5)])
# ---
r = [len(range(0, 5, 2)), list(range(5, 0, -2)), sum(range(1, 8, 3))]
# ---
r = torch.cat([torch.arange(0, 5, 2), torch.arange(7, 1, -4)])
# ---
g = torch.Generator().manual_seed(3)
r = torch.normal(torch.zeros(2), torch.tensor([1.0, 2.0]), generator=g)
# ---
x = torch.ones(2, requires_grad=True)
with torch.inference_mode(True):
    y = x * 2
with torch.inference_mode(False):
    z = x * 2
r = [y.requires_grad, z.requires_grad]
# ---
x = torch.tensor([-4.0, -1.0, 0.5, 2.0, 7.0])
r = torch.stack([F.hardswish(x), F.hardsigmoid(x), F.relu6(x)])
# ---
x = torch.arange(12.0).view(4, 3)
mask = torch.tensor([True, False, True, False])
r = torch.cat([x[mask].flatten(), x[mask, 1], x[1:][mask[1:]].flatten(), x[:, torch.tensor([False, True, True])].flatten()])
# ---
r = [3 / 2, 7 // 2, -7 // 2, 7 % 3, -7 % 3, 2 ** 3, 1 / 4]
# ---
torch.manual_seed(0)
r = torch.cat([torch.randint(1, (2,)), torch.randint(5, 6, (2,)), torch.randint(3, (2,))])
# ---
x = torch.tensor([0, 1], dtype=torch.uint8)
r = torch.stack([x.any(), x.all()])
# ---
x = torch.tensor([0.0, 1.0])
r = torch.stack([x.any(), x.all(), (x > 0).any()])
# ---
x = torch.ones(1)
for i in range(2):
    x = x + 1
else:
    x = x * 10
r = x
# ---
x = torch.ones(2)
if len(x) > 3:
    x = x + 1
elif len(x) > 1:
    x = x + 2
else:
    x = x + 3
r = x
# ---
try:
    x = torch.ones(2)
    y = x + 1
except ValueError:
    pass
r = y
# ---
x, i = torch.ones(2, requires_grad=True), torch.tensor([0, 2])
r = [torch.zeros(3).scatter(0, i, x).requires_grad, torch.zeros(3).scatter(0, i, 1.0).requires_grad]
# ---
n = 3
torch.manual_seed(0)
a = torch.rand(n)
r = torch.rand(2)
# ---
r = [1 if [0] else 2, 1 if [] else 2, not [], not [0.0]]
# ---
x = torch.tensor([-7.0, -3.0, -0.6, 0.0, 0.6, 2.9, 6.5], dtype=torch.float64)
r = torch.stack([F.selu(x), F.elu(x), F.celu(x, 2.0), F.hardswish(x), F.hardsigmoid(x), F.relu6(x), F.softsign(x), F.tanhshrink(x), F.softshrink(x), F.hardshrink(x), F.leaky_relu(x), F.silu(x), F.mish(x), F.softplus(x), F.logsigmoid(x), F.hardtanh(x), F.threshold(x, 0.5, 9.0)])
# ---
try:
    x = torch.ones(2)
except ValueError:
    pass
else:
    y = x + 1
r = y
# ---
torch.set_default_dtype(torch.float32)
r = torch.tensor([0.5]) + 1
# ---
x, y = torch.zeros(3), torch.zeros(3)
z = torch.add(x, 1, out=x)
view = y.view(3, 1)
torch.mul(x, 2, out=y)
z += 0.5
r = torch.cat([x, y, view.flatten()])
# ---
torch.manual_seed(0)
x, y = torch.empty(3), torch.empty(2, 2)
torch.rand(3, out=x)
torch.cat([x[:1], x[1:2]]).view(1, 2).sum()
r = torch.matmul(torch.ones(2, 2), torch.eye(2), out=y)
# ---
x = torch.zeros(4)
torch.exp(torch.ones(2), out=x[1:3])
r = x
# ---
first, *rest = [1.0, 2.0, 3.0]
*start, last = torch.arange(3)
r = torch.tensor([first, *rest]) + last
# ---
options = {"dtype": torch.float64, "requires_grad": True}
r = torch.ones(2, **options)
# ---
x = [3, 1]
x.extend([2])
x += [5]
x.insert(0, 4)
y = x.copy()
y.sort()
x.reverse()
r = torch.tensor([x, y, sorted(x), list(reversed(x))])
# ---
d = {"a": 1.5, "b": 2.5}
r = torch.tensor([*d.values(), d.get("a"), d.get("c", 3.5), len("four")] + [v * 2 for k, v in d.items() if k in ["b"]])
# ---
x = torch.ones(2)
if x.shape == (2,) and isinstance(x, torch.Tensor) and x.shape != torch.Size([3]):
    x = x * 3
r = x
# ---
r = torch.cat([torch.from_numpy(np.zeros(2)), torch.tensor(np.ones((1, 2))).flatten(), torch.from_numpy(np.arange(3) * 0.5), torch.tensor(np.linspace(0, 1, 3)), torch.tensor(np.full((2,), 1.5)), torch.from_numpy(np.eye(2)).flatten()])
# ---
r = torch.cat([torch.from_numpy(np.zeros(2, dtype=np.float32)), torch.tensor([np.float64(1.5), np.int64(2)], dtype=torch.float32)])
# ---
r = torch.tensor(np.float32(2.5))
# ---
r = torch.from_numpy(np.arange(4))
# ---
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
r = nn.CosineSimilarity(dim=1, eps=1e-6)(x, x.flip(0))
# ---
torch.manual_seed(5)
places = torch.tensor([0, 1, 2047, 2048, 4095, 4096, 4986, 4987, 5001, 5002])
a = torch.randn(5003)
b = torch.randn(5003, dtype=torch.float64)
c = torch.rand(5003)
d = torch.randint(1000, (5003,))
e = torch.bernoulli(torch.arange(5003) / 5003)
f = torch.empty(5003).normal_(1, 2)
g = torch.empty(5003).random_(9)
r = torch.cat([one[places[places < one.numel()]].double() for one in [a, b, c, d, e, f, g, torch.rand(3)]])
# ---
torch.manual_seed(5)
layer = nn.Linear(100, 50)
table = nn.Embedding(2500, 2)
r = torch.cat([layer(torch.eye(100)[:3]).flatten(), table(torch.tensor([0, 1023, 1024, 2047, 2048, 2499])).flatten(), torch.rand(3)])
# ---
torch.manual_seed(5)
r = torch.randn(5003, dtype=torch.bfloat16)[[0, 2047, 2048, 4095, 4096, 4986, 4987, 5002]]
# ---
x = torch.arange(6.0).view(2, 3)
r = torch.cat([x.flip(1).flatten(), x.flip(0, 1).flatten(), x.repeat(2, 1, 2).flatten(), x.tile(3).flatten()])
