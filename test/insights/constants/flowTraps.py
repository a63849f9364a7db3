torch.manual_seed(0)
if torch.rand(1).item() >= 0:
    r = torch.rand(2)
# ---
torch.manual_seed(0)
if torch.rand(1).item() < 0:
    pass
elif torch.rand(1).item() >= 0:
    r = torch.rand(2)
# ---
torch.manual_seed(0)
if torch.rand(1).item() < 0:
    pass
else:
    r = torch.rand(2)
# ---
x = torch.ones(2)
if (v := x) is not None:
    v[0] = 5
    r = x.clone()
# ---
x = torch.ones(2)
if (v := x.hsplit(2)):
    v[0].zero_()
    r = x.clone()
# ---
x = torch.ones(2)
if (v := x.hsplit(2)):
    v[0].zero_()
r = x.clone()
# ---
x = torch.ones(2)
if len(v := [x]) == 1:
    v[0][0] = 7
    r = x.clone()
# ---
x = torch.ones(2)
match x:
    case v:
        v[0] = 5
        r = x.clone()
# ---
x = torch.ones(2)
match [x, 1]:
    case [v, 1]:
        v[0] = 5
r = x.clone()
# ---
torch.manual_seed(0)
match torch.rand(1).item() > 2:
    case False:
        r = torch.rand(2)
# ---
x = torch.ones(2)
while (v := x) is not None:
    v[0] = 5
    break
r = x.clone()
# ---
l = [1.0, 2.0]
del l[0]
r = torch.tensor(l)
# ---
d = {'a': 1.0, 'b': 2.0}
del d['a']
r = torch.tensor(list(d.values()))
# ---
l = [[1.0, 2.0], [3.0, 4.0]]
del l[0][0]
r = torch.tensor(l[0])
# ---
l = [1.0, 2.0]
k = l
del k[0]
r = torch.tensor(l)
# ---
l = [1.0, 2.0, 3.0]
del l[1:]
r = torch.tensor(l)
# ---
l = [1.0, 2.0]
def f():
    del l[0]
f()
r = torch.tensor(l)
# ---
x = torch.zeros(2)
y = {x}
for z in y:
    z[0] = 1
r = x.clone()
# ---
x = torch.zeros(2)
a = lambda v=x: v
a()[0] = 1
r = x.clone()
# ---
x = torch.zeros(2)
for f in [x.add_]:
    f(1)
r = x.clone()
# ---
x = torch.zeros(2)
global_list = []
global_list.append(x)
global_list[0] += 1
r = x.clone()
# ---
torch.manual_seed(0)
y: torch.rand(1) = 3
r = torch.rand(2)
# ---
torch.manual_seed(0)
a = (torch.rand(1) for _ in torch.rand(2))
r = torch.rand(2)
# ---
torch.manual_seed(0)
a = (torch.rand(1) for _ in range(2))
b = list(a)
r = torch.rand(2)
# ---
torch.manual_seed(0)
a = (torch.rand(1) for _ in range(2))
b, c = a
r = torch.rand(2)
# ---
torch.manual_seed(0)
a = (torch.rand(1) for _ in range(2))
for b in a: pass
r = torch.rand(2)
# ---
torch.manual_seed(0)
a = (torch.rand(1) for _ in range(2))
b = torch.cat(tuple(a))
r = torch.rand(2)
# ---
torch.manual_seed(0)
a = (torch.rand(1) for _ in range(2))
b = [*a]
r = torch.rand(2)
# ---
torch.manual_seed(0)
def deco(f):
    torch.rand(1)
    return f
@deco
def h(): pass
r = torch.rand(2)
# ---
torch.manual_seed(0)
assert True, torch.rand(1)
r = torch.rand(2)
# ---
torch.manual_seed(0)
a = 3 < 2 < torch.rand(1).item()
r = torch.rand(2)
# ---
torch.manual_seed(0)
x = F.smooth_l1_loss(torch.rand(3), torch.rand(3), beta=torch.rand(1).item())
r = x
# ---
torch.manual_seed(0)
x = nn.CrossEntropyLoss(weight=torch.rand(3))(torch.randn(2, 3), torch.randint(3, (2,)))
r = x
# ---
torch.manual_seed(0)
w = torch.rand(3)
c = nn.CrossEntropyLoss(weight=w)
w += 1
r = c(torch.ones(2, 3).cumsum(1), torch.tensor([0, 1]))
# ---
c = nn.SmoothL1Loss()
d = c
d.beta = 4.0
r = c(torch.ones(2), torch.zeros(2))
# ---
c = nn.SmoothL1Loss()
def f(q): q.beta = 5.0
f(c)
r = c(torch.ones(2), torch.zeros(2))
# ---
c = nn.SmoothL1Loss()
setattr(c, 'beta', 4.0)
r = c(torch.ones(2), torch.zeros(2))
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
x = torch.randn(5, 3)
r = model(x)
# ---
torch.manual_seed(0)
model = nn.Linear(3, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x = torch.randn(5, 3)
r = F.mse_loss(model(x), torch.zeros(5, 2))
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 2), nn.Tanh())
w = model[0].weight
with torch.no_grad():
    w += 1
r = model(torch.ones(1, 3))
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 2), nn.Tanh())
with torch.no_grad():
    for p in model.parameters():
        p += 1
r = model(torch.ones(1, 3))
# ---
torch.manual_seed(0)
model = nn.Linear(3, 2)
for p in model.parameters():
    p.data = p.data + 1
r = model(torch.ones(1, 3))
# ---
torch.manual_seed(0)
model = nn.Linear(3, 2)
for name, p in model.named_parameters():
    p.data[0] = 1.0
r = model(torch.ones(1, 3))
# ---
torch.manual_seed(0)
model = nn.Linear(3, 2)
ps = (p for p in model.parameters())
with torch.no_grad():
    for p in ps:
        p += 1
r = model(torch.ones(1, 3))
# ---
torch.manual_seed(0)
model = nn.Linear(3, 2)
ps = [p for p in model.parameters()]
with torch.no_grad():
    ps[0] += 1
r = model(torch.ones(1, 3))
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 2), nn.Tanh())
model[0].weight.data[0, 0] = 9.0
r = model(torch.ones(1, 3))
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 2), nn.Tanh())
model[0] = nn.Linear(3, 2)
r = model(torch.ones(1, 3))
# ---
torch.manual_seed(0)
layers = [nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1)]
model = nn.Sequential(*layers)
x = torch.rand(4, 3)
y = torch.rand(4, 1)
criterion = nn.MSELoss()
r = criterion(model(x), y)
# ---
torch.manual_seed(0)
layers = [nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1)]
model = nn.Sequential(*layers)
layers[0] = nn.Linear(3, 3)
r = model(torch.ones(2, 3))
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Sequential(nn.Linear(3, 3), nn.ReLU()), nn.Linear(3, 1), nn.Flatten(0))
r = nn.BCEWithLogitsLoss()(model(torch.ones(2, 3)), torch.tensor([0., 1.]))
# ---
torch.manual_seed(0)
x = torch.ones(2, 4)
for a in x.tensor_split(2):
    a.zero_()
r = x
# ---
x = torch.ones(2, 4)
g = (row for row in x)
for a in g:
    a -= 1
r = x
# ---
torch.manual_seed(0)
model = nn.Linear(2, 1)
a = model.parameters()
for p in a:
    p.data *= 0
r = model(torch.ones(1, 2))
# ---
torch.manual_seed(0)
model = nn.Linear(2, 1)
for p in [*model.parameters()]:
    p.data *= 0
r = model(torch.ones(1, 2))
# ---
torch.manual_seed(0)
model = nn.Linear(2, 1)
for i, p in enumerate(model.parameters()):
    p.data *= 0
r = model(torch.ones(1, 2))
# ---
torch.manual_seed(0)
model = nn.Linear(2, 1)
while True:
    for p in model.parameters():
        p.data *= 0
    break
r = model(torch.ones(1, 2))
# ---
torch.manual_seed(0)
model = nn.Linear(2, 1)
x = torch.randn(1, 2)
print(sum(p.numel() for p in model.parameters()))
r = model(torch.randn(1, 2))
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(inplace=True))
r = model(torch.randn(1, 2))
# ---
torch.manual_seed(0)
x = torch.randn(3)
model = nn.Sequential(nn.ReLU(inplace=True), nn.Tanh())
model(x)
r = x
# ---
model = nn.Sequential(nn.Softmax(dim=1))
r = F.nll_loss(model(torch.tensor([[1., 2.]])).log(), torch.tensor([0]))
# ---
torch.manual_seed(0)
n = nn.Sequential(nn.Linear(2, 2))
n.eval()
with torch.no_grad():
    r = n(torch.ones(2))
# ---
torch.manual_seed(0)
emb = nn.Embedding(5, 3)
net = nn.Sequential(emb, nn.Flatten(), nn.Linear(6, 2))
r = F.cross_entropy(net(torch.tensor([[1, 2], [3, 4]])), torch.tensor([0, 1]))
# ---
torch.manual_seed(0)
net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2))
r = F.cross_entropy(net(torch.randn(2, 1, 4, 4)), torch.tensor([0, 1]))
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
b = torch.randn(4, 2)
with torch.autocast("cpu", dtype=torch.bfloat16):
    r = F.mse_loss(a @ b, torch.zeros(3, 2))
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
m = nn.Linear(4, 2)
with torch.amp.autocast(device_type="cpu"):
    r = m(a).float()
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
m = nn.Sequential(nn.Linear(4, 2), nn.ReLU())
with torch.autocast("cpu"):
    r = m(a).float()
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
m = nn.Sequential(nn.Linear(4, 2), nn.ReLU())
with torch.autocast("cpu", enabled=False):
    r = m(a).float()
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
ctx = torch.autocast("cpu")
with ctx:
    r = torch.matmul(a, a.T).float()
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
with torch.autocast("cpu"):
    with torch.autocast("cpu", enabled=False):
        r = a.mm(a.T)
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
@torch.autocast("cpu")
def f():
    global r
    r = F.linear(a, a).float()
f()
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
with torch.autocast("cpu"):
    pass
r = a @ a.T
# ---
torch.manual_seed(0)
a = torch.randn(3, 4)
with torch.autocast("cpu"):
    r = F.mse_loss(a, a + 1)
