X = torch.zeros(2)
def f():
    X.add_(1)
f()
r = X + 0
loss = F.mse_loss(X, torch.ones(2))
# ---
X = torch.zeros(2)
def f():
    global X
    X = torch.ones(2)
f()
r = X + 0
# ---
X = torch.zeros(2)
def f():
    y = X.view(-1)
    y += 1
f()
r = X + 0
# ---
X = torch.zeros(4)
v = torch.narrow(X, 0, 0, 2)
v += 1
r = X + 0
# ---
X = torch.zeros(4)
v = torch.narrow(X, 0, 0, 2)
v[0] = 1
r = X + 0
# ---
X = torch.zeros(4)
v = torch.narrow(X, 0, 0, 2)
v.data.fill_(3)
r = X + 0
# ---
X = torch.zeros(4)
v = np.asarray(X)
v[0] = 1
r = X + 0
# ---
X = torch.zeros(4)
a = X.numpy()
a[0] = 5
a += 1
r = X + 0
# ---
a = np.zeros(3)
a[1] = 4
X = torch.from_numpy(a)
a[0] = 5
r = X + 0
# ---
X = torch.zeros(4)
d = {"x": X}
d["x"] += 1
r = X + 0
# ---
X = torch.zeros(4)
l = [X]
l[0] += 1
r = X + 0
# ---
X = torch.zeros(4)
l = [X]
l[0][1] = 7
for t in l:
    t.mul_(2)
r = X + 0
# ---
X = torch.zeros(4)
class A: pass
a = A()
a.x = X
a.x += 1
r = X + 0
# ---
X = torch.zeros(4)
class A:
    def __init__(self, x): self.x = x
    def go(self): self.x += 1
a = A(X)
a.go()
r = X + 0
# ---
X = torch.zeros(4)
f = lambda t: t.add_(1)
f(X)
r = X + 0
# ---
X = torch.zeros(4)
def f(t=X):
    t.add_(1)
f()
r = X + 0
# ---
X = torch.zeros(4)
from functools import partial
f = partial(torch.Tensor.add_, X)
f(1)
r = X + 0
# ---
X = torch.zeros(4)
f = X.add_
f(1)
r = X + 0
# ---
X = torch.zeros(4)
torch.add(X, 1, out=X)
r = X + 0
# ---
X = torch.zeros(4)
torch.Tensor.add_(X, 1)
r = X + 0
# ---
X = torch.zeros(4)
setattr(X, "data", torch.ones(4))
r = X + 0
# ---
X = torch.zeros(4)
globals()["X"] = torch.ones(4)
r = X + 0
# ---
X = torch.zeros(4)
exec("X += 1")
r = X + 0
# ---
X = torch.zeros(4)
del X
X = torch.ones(4)
r = X + 0
# ---
X = torch.zeros(4)
try:
    X = torch.ones(4)
    raise ValueError
    X = torch.ones(4) * 2
except ValueError:
    pass
r = X + 0
# ---
X = torch.zeros(4)
try:
    X = torch.ones(4)
    1 / 0
    X = torch.ones(4) * 2
except ZeroDivisionError:
    X = X * 3
r = X + 0
# ---
X = torch.zeros(4)
try:
    X = X + 1
    X.view(3)
    X = X + 1
except RuntimeError:
    pass
r = X + 0
# ---
X = torch.zeros(4)
i = 0
while i < 3:
    X += 1
    i += 1
r = X + 0
# ---
X = torch.zeros(4)
for i in range(3):
    if i == 1: continue
    X += 1
r = X + 0
# ---
X = torch.zeros(4)
for i in range(3):
    X = X + i
else:
    X = X * 2
r = X + 0
# ---
X = torch.zeros(4)
Y = X
Y += 1
r = X + 0
# ---
X = torch.zeros(4)
Y = X
Y = Y + 1
r = X + 0
# ---
X = [1.0, 2.0]
Y = X
Y += [3.0]
r = torch.tensor(X)
# ---
X = [1.0, 2.0]
Y = X * 2
Y[0] = 5.0
r = torch.tensor(X)
# ---
X = [1.0, 2.0]
X[0] = 5.0
r = torch.tensor(X)
# ---
X = [3.0, 1.0]
X.sort()
r = torch.tensor(X)
# ---
X = [[0.0] * 2] * 2
X[0][0] = 1.0
r = torch.tensor(X)
# ---
X = [[0.0] * 2] * 2
X[0].append(1.0)
r = torch.tensor(X)
# ---
X = []
Y = X
for i in range(3):
    X.append(i)
r = torch.tensor(Y)
# ---
def f(a=[]):
    a.append(1.0)
    return torch.tensor(a)
f()
r = f()
# ---
X = torch.zeros(2, requires_grad=True)
with torch.no_grad():
    X += 1
loss = (X * 2).sum()
loss.backward()
with torch.no_grad():
    X -= 0.1 * X.grad
r = X + 0
# ---
X = torch.zeros(2, requires_grad=True)
opt = torch.optim.SGD([X], lr=0.1)
loss = F.mse_loss(X, torch.ones(2))
loss.backward()
opt.step()
loss = F.mse_loss(X, torch.ones(2))
r = X + 0
# ---
torch.manual_seed(0)
lin = nn.Linear(2, 1)
opt = torch.optim.SGD(lin.parameters(), lr=0.1)
x = torch.ones(3, 2)
loss = F.mse_loss(lin(x), torch.zeros(3, 1))
loss.backward()
opt.step()
r = lin(x)
# ---
torch.manual_seed(0)
drop = nn.Dropout(0.5)
x = drop(torch.ones(4))
r = torch.rand(2)
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
r = torch.rand(2)
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
r = model(torch.ones(1, 2))
# ---
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 1)
    def forward(self, x): return self.l(x)
net = Net()
r = torch.rand(2)
# ---
torch.manual_seed(0)
def noise():
    return torch.rand(1)
n = noise()
r = torch.rand(2)
# ---
torch.manual_seed(0)
import random
random.random()
np.random.rand(3)
r = torch.rand(2)
# ---
torch.manual_seed(0)
np.random.seed(0)
a = np.random.rand(3)
r = torch.rand(2)
# ---
torch.manual_seed(0)
s = torch.get_rng_state()
a = torch.rand(2)
torch.set_rng_state(s)
r = torch.rand(2)
# ---
torch.manual_seed(0)
with torch.random.fork_rng():
    a = torch.rand(2)
r = torch.rand(2)
# ---
torch.manual_seed(0)
torch.seed()
torch.manual_seed(1)
r = torch.rand(2)
# ---
torch.manual_seed(0)
ds = torch.utils.data.TensorDataset(torch.arange(4.))
dl = torch.utils.data.DataLoader(ds, batch_size=2, shuffle=True)
for b, in dl:
    pass
r = torch.rand(2)
# ---
torch.manual_seed(0)
dl = torch.utils.data.DataLoader([1, 2], batch_size=2)
it = iter(dl)
r = torch.rand(2)
# ---
torch.set_default_dtype(torch.float64)
r = torch.tensor([1.0])
# ---
torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
r = torch.randn(3)
# ---
torch.set_default_tensor_type(torch.DoubleTensor)
r = torch.ones(3)
# ---
torch.set_grad_enabled(False)
x = torch.ones(2, requires_grad=True)
r = x * 2
# ---
x = torch.ones(2)
x.requires_grad = True
y = x.view(1, 2)
r = y
# ---
x = torch.tensor([1.0, 2.0])
y = x.view(2, 1)
x.requires_grad_()
r = y
# ---
x = torch.zeros(2, 2)
x[0], x[1] = torch.ones(2), torch.ones(2) * 2
r = x
# ---
x, *y = [torch.ones(1), torch.ones(2), torch.ones(3)]
r = x
# ---
x = torch.ones(2)
y = x
x = x * 2
r = y
# ---
x = torch.arange(4.)
y = x[::2]
y += 10
r = x + 0
# ---
x = torch.arange(4.)
y = x[[0, 2]]
y += 10
r = x + 0
# ---
x = torch.arange(4.).view(2, 2)
y = x.T
y[0, 1] = 100
r = x + 0
# ---
x = torch.arange(4.).view(2, 2)
y = x.t().contiguous()
y[0, 1] = 100
r = x + 0
# ---
x = torch.arange(4.).view(2, 2)
y = x.T.reshape(4)
y[0] = 100
r = x + 0
# ---
x = torch.arange(4.)
y = x.contiguous()
y[0] = 100
r = x + 0
# ---
x = torch.arange(4.)
y = x.to(torch.float32)
y[0] = 100
r = x + 0
# ---
x = torch.arange(4.)
y = x.float()
z = x.double()
y[0] = 100
z[1] = 50
r = x + 0
# ---
x = torch.ones(1, 3)
y = x.expand(2, 3)
x += 1
r = y + 0
# ---
x = torch.ones(3)
for row in x:
    row += 1
r = x + 0
# ---
x = torch.ones(3, 2)
for i, row in enumerate(x):
    row.mul_(i)
r = x + 0
# ---
x = torch.ones(3, 2)
a, b, c = x
b += 5
r = x + 0
# ---
x = torch.ones(4)
a, b = x.chunk(2)
b += 5
r = x + 0
# ---
x = torch.ones(4)
y = torch.nn.Parameter(x)
with torch.no_grad():
    y += 1
r = x + 0
# ---
x = torch.ones(4, requires_grad=True)
y = x.detach()
y += 1
r = x + 0
# ---
x = torch.ones(4, requires_grad=True)
y = x.data
y += 1
r = x + 0
# ---
x = torch.ones(4)
x.data = torch.zeros(4)
r = x + 0
# ---
x = torch.ones(4)
x.data[0] = 3
r = x + 0
# ---
x = torch.tensor([1, 2, 3])
x[0] = 2.9
x = x / 2
r = x
# ---
x = torch.tensor([1, 2, 3])
try:
    x += 0.5
except Exception:
    x = x + 0.5
r = x
# ---
x = torch.tensor([1.0])
if x > 0:
    y = x * 2
elif x < 0:
    y = x * 3
r = y
# ---
import sys
x = torch.tensor([1.0])
if len(sys.argv) > 0:
    x = x * 2
r = x
# ---
x = torch.tensor([1.0])
assert x.sum() == 1
x = x.mul(3)
r = x
# ---
x = torch.tensor([1.0])
def g():
    yield x.add_(1)
list(g())
r = x + 0
# ---
x = torch.tensor([1.0])
h = [x.add_(1) for _ in range(3)]
r = x + 0
# ---
x = torch.tensor([1.0])
y = (x := x + 1) * 2
r = x
# ---
x = torch.tensor([1.0])
match 3:
    case 3:
        x = x * 5
r = x
# ---
x = torch.tensor([1.0])
x.register_hook if False else None
print(x.add_(1))
r = x + 0
# ---
x = torch.tensor([1.0])
print(f"{x.add_(1)}")
r = x + 0
# ---
x = torch.tensor([1.0])
y = [x, x]
y[0].add_(2)
r = torch.cat(y)
# ---
x = torch.tensor([1.0])
d = dict(a=x)
d["a"] = torch.tensor([2.0])
r = d["a"]
# ---
x = torch.tensor([1.0])
d = {"a": x}
d.update(a=torch.tensor([2.0]))
r = d["a"]
# ---
x = torch.tensor([1.0])
for x in [torch.tensor([2.0]), torch.tensor([3.0])]:
    pass
r = x
# ---
x = torch.tensor([1.0])
for i in range(0):
    x = x + 1
r = x
# ---
x = torch.tensor([1.0])
f = torch.exp_
f(x)
r = x + 0
# ---
x = torch.tensor([1.0])
op = getattr(x, "add_")
op(3)
r = x + 0
# ---
x = torch.tensor([1.0])
getattr(x, "add_")(3)
r = x + 0
# ---
x = torch.tensor([0.5])
loss = F.relu(x, inplace=True)
y = F.relu(x - 1, True)
r = y
# ---
x = torch.tensor([-0.5])
y = F.relu(x, True)
r = x + 0
# ---
x = torch.tensor([-0.5])
y = F.leaky_relu(x, 0.1, True)
r = x + 0
# ---
x = torch.tensor([-0.5])
y = nn.ReLU(True)(x)
r = x + 0
# ---
x = torch.tensor([-0.5])
m = nn.ReLU(inplace=True)
y = m(x)
r = x + 0
# ---
x = torch.tensor([-0.5])
m = nn.Sequential(nn.ReLU(True))
y = m(x)
r = x + 0
# ---
x = torch.tensor([-0.5])
F.threshold_(x, 0.1, 20)
F.elu_(x)
r = x + 0
# ---
x = torch.zeros(3)
nn.init.ones_(x)
r = x + 0
# ---
x = torch.zeros(3)
torch.nn.init.normal_(x)
r = x + 0
# ---
torch.manual_seed(0)
x = torch.zeros(3)
nn.init.uniform_(x)
r = torch.rand(1)
# ---
x = torch.zeros(3)
x.share_memory_()
x.resize_(2)
r = x + 0
# ---
x = torch.zeros(3)
x.grad = torch.ones(3)
x.grad.zero_()
r = x + 0
# ---
x = torch.zeros(3)
y = x.clone()
y.set_(torch.ones(3))
r = y + 0
# ---
x = torch.zeros(3)
np.copyto(x.numpy(), np.ones(3))
r = x + 0
# ---
x = torch.zeros(3)
np.add(x.numpy(), 1, out=x.numpy())
r = x + 0
# ---
x = torch.zeros(3)
memoryview(x.numpy())[0] = 5
r = x + 0
# ---
x = torch.zeros(3)
x.numpy()[0] = 5
r = x + 0
# ---
x = torch.zeros(3)
x.view(3, 1)[1] = 5
r = x + 0
# ---
x = torch.zeros(3)
x[None][0, 1] = 5
r = x + 0
# ---
x = torch.zeros(2, 2)
x.diagonal()[0] = 5
r = x + 0
# ---
x = torch.zeros(2, 2)
x.diagonal().fill_(5)
r = x + 0
# ---
x = torch.zeros(2, 2)
x.select(0, 0).fill_(5)
r = x + 0
# ---
x = torch.zeros(2, 2)
torch.select(x, 0, 0).fill_(5)
r = x + 0
# ---
x = torch.zeros(2, 2)
torch.select(x, 0, 0)[0] = 5
r = x + 0
# ---
x = torch.zeros(2, 2)
y = torch.atleast_2d(x)
y += 1
r = x + 0
# ---
x = torch.zeros(2, 2)
y = x.unsqueeze(0).squeeze()
y += 1
r = x + 0
# ---
x = torch.zeros(2, 2)
y = torch.as_tensor(x)
y += 1
r = x + 0
# ---
x = torch.zeros(2, 2)
y = torch.tensor(x)
y += 1
r = x + 0
# ---
x = torch.ones(2, requires_grad=True)
y = x * 2
y.retain_grad()
z = y.sum()
z.backward()
r = x.grad
# ---
x = torch.ones(2)
x.__iadd__(1)
r = x + 0
# ---
x = torch.ones(2)
x.__setitem__(0, 5)
r = x + 0
# ---
x = torch.ones(2)
import operator
operator.iadd(x, 1)
r = x + 0
# ---
x = torch.ones(2)
x @= torch.ones(2, 2)
r = x + 0
# ---
x = torch.ones(2)
def deco(f):
    x.add_(1)
    return f
@deco
def f(): pass
r = x + 0
# ---
x = torch.ones(2)
class C:
    x.add_(1)
r = x + 0
# ---
x = torch.ones(2)
class C:
    x = torch.zeros(2)
r = x + 0
# ---
x = torch.ones(2)
def f(y=x.add_(1)): pass
r = x + 0
# ---
x = torch.ones(2)
lambda: x.add_(1)
r = x + 0
# ---
x = torch.ones(2)
def f():
    x.add_(1)
for _ in range(2):
    f()
r = x + 0
# ---
x = torch.ones(2)
def f():
    x.add_(1)
g = f
g()
r = x + 0
# ---
x = torch.ones(2)
def f():
    x.add_(1)
list(map(lambda _: f(), [1]))
r = x + 0
# ---
x = torch.ones(2)
def f():
    return x
f().add_(1)
r = x + 0
# ---
x = torch.ones(2)
def f():
    return x
y = f()
y += 1
r = x + 0
# ---
x = torch.ones(2)
def f():
    return x
def g():
    y = f()
    y += 1
g()
r = x + 0
# ---
x = torch.ones(2)
class Holder:
    t = x
Holder.t += 1
r = x + 0
# ---
x = torch.ones(2)
class Holder:
    t = x
h = Holder()
h.t.add_(1)
r = x + 0
# ---
seed = 0
def setup():
    torch.manual_seed(seed)
setup()
r = torch.rand(1)
# ---
torch.manual_seed(0)
def setup():
    torch.manual_seed(1)
setup()
r = torch.rand(1)
# ---
torch.manual_seed(0)
if torch.cuda.is_available():
    torch.manual_seed(1)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.rand(1) if torch.cuda.is_available() else None
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = [torch.rand(1) for _ in range(3)]
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = [torch.rand(1) for _ in np.arange(3)]
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = {k: torch.rand(1) for k in "ab"}
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = {"a": torch.rand(1), "b": torch.rand(2)}
r = torch.rand(1) + x["b"]
# ---
torch.manual_seed(0)
x = dict(b=torch.rand(1), a=torch.rand(2))
r = torch.rand(1) + x["a"]
# ---
torch.manual_seed(0)
a, b = torch.rand(1), torch.rand(1)
b, a = a, b
r = a
# ---
torch.manual_seed(0)
x = torch.rand(1) and torch.rand(1)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = 0 < torch.rand(1) < 1
r = torch.rand(1)
# ---
torch.manual_seed(0)
F.mse_loss(target=torch.rand(2), input=torch.rand(2))
r = torch.rand(1)
# ---
torch.manual_seed(0)
r = F.mse_loss(target=torch.rand(2), input=torch.rand(2) * 2)
# ---
torch.manual_seed(0)
x = torch.zeros(2)
x[int(torch.rand(1) * 2)] += torch.rand(1).item()
r = x
# ---
torch.manual_seed(0)
x = torch.rand(3).sort()
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.multinomial(torch.ones(5), 2)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = F.dropout(torch.ones(5), 0.5)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = F.gumbel_softmax(torch.ones(5))
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.distributions.Normal(0., 1.).sample()
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.nn.utils.parametrizations.weight_norm(nn.Linear(2, 2))
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = nn.LSTM(2, 2)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = nn.BatchNorm1d(2)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.optim.Adam([torch.ones(2, requires_grad=True)])
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.empty(3).cauchy_()
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.pca_lowrank(torch.ones(4, 4))
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.svd_lowrank(torch.eye(10))
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.rrelu(torch.tensor([-1.0]), training=True)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = F.rrelu(torch.tensor([-1.0]), training=True)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = F.alpha_dropout(torch.tensor([-1.0]), training=True)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = F.fractional_max_pool2d(torch.ones(1, 1, 6, 6), 2, output_size=3)
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.sparse_coo_tensor([[0]], [1.0], (2,))
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.binomial(torch.tensor([5.0]), torch.tensor([0.5]))
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.poisson(torch.tensor([5.0]))
r = torch.rand(1)
# ---
torch.manual_seed(0)
x = torch.randn(3).to(torch.device("cpu"))
y = torch.Tensor(2, 2).uniform_()
r = torch.rand(1)
# ---
torch.manual_seed(0)
w = torch.nn.init.xavier_uniform_(torch.empty(2, 2))
r = torch.rand(1)
# ---
torch.manual_seed(0)
w = torch.nn.init.kaiming_normal_(torch.empty(20, 2))
r = w
# ---
torch.manual_seed(0)
w = torch.nn.init.trunc_normal_(torch.empty(20, 2))
r = torch.rand(1)
# ---
torch.manual_seed(0)
w = torch.nn.init.orthogonal_(torch.empty(2, 2))
r = torch.rand(1)
# ---
torch.manual_seed(2**40 + 5)
r = torch.rand(1)
# ---
torch.manual_seed(-7)
r = torch.rand(1)
# ---
torch.manual_seed(True)
r = torch.rand(1)
# ---
torch.manual_seed(3.7)
r = torch.rand(1)
# ---
torch.manual_seed(int("7"))
r = torch.rand(1)
# ---
torch.random.manual_seed(7)
r = torch.rand(1)
# ---
torch.cuda.manual_seed(7)
torch.manual_seed(3)
torch.cuda.manual_seed_all(7)
r = torch.rand(1)
# ---
torch.manual_seed(3)
torch.mps.manual_seed(7)
r = torch.rand(1)
# ---
torch.manual_seed(3)
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = False
torch.use_deterministic_algorithms(True)
x = torch.empty(2)
torch.use_deterministic_algorithms(False)
r = torch.rand(1)
# ---
r = torch.empty(2, dtype=torch.float32) * 0
r = torch.zeros(1)
# ---
def seed_all(seed=3):
    torch.manual_seed(seed)
    np.random.seed(seed)
seed_all(5)
x = torch.rand(2)
r = x
# ---
g = torch.Generator()
g.manual_seed(3)
r = torch.rand(2, generator=g)
# ---
g = torch.Generator(device="cpu").manual_seed(3)
a = torch.randn(20, generator=g)
b = torch.randint(0, 5, (3,), generator=g)
c_ = torch.randperm(5, generator=g)
d = torch.empty(3).uniform_(0, 2, generator=g)
e = torch.normal(0., 1., (3,), generator=g)
f = torch.bernoulli(torch.full((3,), 0.5), generator=g)
h = torch.empty(3).random_(5, generator=g)
r = torch.cat([a, b, c_, d, e, f, h])
# ---
torch.manual_seed(0)
g = torch.Generator()
g.manual_seed(3)
a = torch.rand(2, generator=g)
r = torch.rand(2)
# ---
torch.manual_seed(0)
g = torch.manual_seed(1)
a = torch.rand(2, generator=g)
r = torch.rand(2)
# ---
g = torch.Generator()
h = g.manual_seed(3)
a = torch.rand(2, generator=h)
r = torch.rand(2, generator=g)
# ---
g = torch.Generator()
r = torch.rand(2, generator=g)
# ---
torch.manual_seed(4)
g = torch.default_generator
r = torch.rand(2, generator=g)
# ---
g = torch.Generator().manual_seed(2)
def f(): return torch.rand(1, generator=g)
a = f()
r = torch.rand(2, generator=g)
# ---
g = torch.Generator().manual_seed(2)
s = g.get_state()
a = torch.rand(1, generator=g)
g.set_state(s)
r = torch.rand(2, generator=g)
# ---
g = torch.Generator().manual_seed(2)
n = g.initial_seed()
dl = torch.utils.data.DataLoader([1, 2, 3], shuffle=True, generator=g)
for b in dl: pass
r = torch.rand(2, generator=g)
# ---
torch.manual_seed(0)
y = torch.rand(3)
g = torch.Generator().manual_seed(3)
r = torch.rand(2)
# ---
torch.manual_seed(0)
y = torch.rand(3)
if y.sum() > -1:
    torch.manual_seed(1)
z = torch.rand(3)
r = torch.rand(2)
# ---
x = torch.zeros(3)
y = [x, torch.ones(3)]
for t in y:
    t += 1
r = x + 0
# ---
x = torch.zeros(3)
y = x
z = y[1:]
z.fill_(4)
r = x + 0
# ---
x = torch.zeros(3)
if x.sum() < 1:
    print(x, (alias := x))
    alias += 2
r = x + 0
# ---
x = torch.zeros(3)
d = dict(a=x)
d["a"].add_(1)
r = x + 0
# ---
x = torch.zeros(2, 2)
x.select(0, 1)[0] = 7
x.t()[0] += 2
r = x + 0
# ---
x = torch.zeros(2, 2)
y = torch.ones(2)
y, z = x[0], y
y *= 0
y -= 3
r = x + 0
# ---
class Box:
    def __init__(self, value):
        self.value = value
    def grow(self):
        self.value += 1
x = torch.zeros(2)
box = Box(x)
box.grow()
r = x + 0
# ---
x = torch.zeros(2)
f = x.add_
f(1)
r = x + 0
# ---
x = torch.zeros(2)
y = torch.ones(2, out=x) if x.sum() == 0 else None
r = x + 0
# ---
x = torch.zeros(2)
with torch.no_grad() as y, torch.enable_grad():
    z = x.view(1, 2)
z[0, 1] = 5
r = x + 0
# ---
x = torch.zeros(2)
def change(t):
    t += 1
    return 0
y = change(x)
r = x + 0
# ---
x = torch.zeros(2)
y = (lambda t: t.add_(3))(x)
r = x + 0
# ---
x = torch.zeros(2)
y = [t.mul_(0).add_(2) for t in [x]]
r = x + 0
# ---
x = torch.zeros(2)
try:
    x += 1
    raise ValueError(x)
except ValueError as error:
    error.args[0].add_(1)
r = x + 0
# ---
def set_seed(seed):
    torch.manual_seed(seed)
    torch.rand(1)

set_seed(0)
r = torch.rand(2)
# ---
def set_seed(seed):
    if seed > 0:
        torch.manual_seed(seed)

torch.manual_seed(9)
set_seed(0)
r = torch.rand(2)
# ---
def set_seed(seed):
    seed += 1
    torch.manual_seed(seed)

set_seed(0)
r = torch.rand(2)
# ---
def set_seed(seed):
    seed = seed + 1
    torch.manual_seed(seed)

set_seed(0)
r = torch.rand(2)
# ---
def set_seed(seed):
    torch.manual_seed(seed)

def set_seed(seed):
    torch.manual_seed(seed + 1)

set_seed(0)
r = torch.rand(2)
# ---
def set_seed(seed):
    torch.manual_seed(seed)

if len([1]) == 1:
    set_seed = torch.rand
torch.manual_seed(3)
set_seed(1)
r = torch.rand(2)
# ---
def set_seed(seed):
    if seed is None:
        return
    torch.manual_seed(seed)

torch.manual_seed(3)
set_seed(None)
r = torch.rand(2)
# ---
def print(*values):
    torch.rand(1)

def set_seed(seed):
    torch.manual_seed(seed)
    print(seed)

set_seed(0)
r = torch.rand(2)
# ---
SEED = 1
def set_seed(seed=SEED):
    torch.manual_seed(seed)

SEED = 2
set_seed()
r = torch.rand(2)
# ---
def ignore(function):
    return lambda seed: None

@ignore
def set_seed(seed):
    torch.manual_seed(seed)

torch.manual_seed(3)
set_seed(0)
r = torch.rand(2)
# ---
def set_seed(seed):
    torch.manual_seed(seed)
    yield seed

torch.manual_seed(3)
set_seed(0)
r = torch.rand(2)
# ---
def set_seed(*seed):
    torch.manual_seed(seed[1])

set_seed(0, 1)
r = torch.rand(2)
# ---
def set_seed(seed):
    torch.manual_seed(seed)

def draw():
    set_seed(4)
    return torch.rand(1)

set_seed(0)
draw()
r = torch.rand(2)
# ---
def set_seed(seed):
    try:
        raise ValueError
        torch.manual_seed(seed)
    except ValueError:
        pass

torch.manual_seed(3)
set_seed(0)
r = torch.rand(2)
# ---
k = 1
def f():
    global k
    k = 2

f()
r = torch.full((2,), k)
# ---
x = torch.zeros(2)
y = x.data
def f():
    global y
    y = y + 1

f()
y.fill_(0.5)
r = x + 0
# ---
shape = [2]
def outer():
    size = 2
    def f():
        nonlocal size
        size = 3
    f()
    return torch.ones(size)

r = outer()
# ---
k, m = 1, [1]
class A:
    def f(self):
        global k, m
        k, m = 5, [2]

A().f()
r = torch.tensor([k, m[0]])
# ---
x = torch.arange(6.0).view(2, 3)
r = torch.diagonal(x, 1, 1, 0)
# ---
x = torch.tensor([[3, 1], [3, 0]])
r = torch.unique(x, True, True)[1]
# ---
x = torch.tensor([[3, 1], [3, 0]])
r = torch.count_nonzero(x, 1)
# ---
x = torch.tensor([1.0, float("nan")])
r = torch.isclose(x, x, 1e-5, 1e-8, True)
# ---
x = torch.tensor([2.0, 2.0, 1.0])
r = x.topk(1).indices
# ---
x = torch.tensor([2.0, 2.0, 1.0])
r = x.median(0).indices
# ---
r = torch.repeat_interleave(torch.tensor([1, 2]))
# ---
r = torch.sort(torch.zeros(0, 3)).values
# ---
x = torch.tensor([[1.0, 2.0]])
torch.sort(x)[0].add_(5)
x.sort().values.add_(5)
r = x
# ---
r = torch.ones(17).sort(descending=True).indices
# ---
r = torch.ones(17).argsort()
# ---
a = np.array([3.0, 1.0, 2.0])
a.sort()
r = torch.from_numpy(a)
# ---
a = np.array([3.0, 1.0, 2.0])
a.fill(2)
r = torch.from_numpy(a)
# ---
a = np.array([[0, 1], [2, 0]])
r = torch.tensor(a.nonzero())
# ---
r = torch.from_numpy(np.exp(np.array([True, False])))
# ---
r = torch.from_numpy(np.array([True, False]) ** 2)
# ---
r = torch.from_numpy(np.array([1, 2, 3], dtype=np.uint8).sum(keepdims=True).astype(float))
# ---
a = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
r = torch.from_numpy(a[0, :, [1, 0]])
# ---
r = torch.tensor([3.0, 7.0], dtype=torch.bfloat16) // 1e-3
# ---
r = torch.tensor([0.1, 0.2, 0.3] * 9).mean(dtype=torch.half)
# ---
torch.manual_seed(0)
class Noisy:
    def unflatten(self, *sizes):
        return torch.rand(2)
x = Noisy()
y = torch.ones(2)
x.unflatten(y)
r = torch.rand(2)
# ---
x = torch.zeros(2, 2)
y = x.unflatten(0, (2, 1))
y += 1
r = x
# ---
x = torch.zeros(4)
y = x.as_strided((2,), (2,))
y.fill_(1)
r = x
# ---
def same(a):
    return a
x = [1.0]
x.append(same(x))
same(x)
r = torch.tensor(x[:1])
# ---
x = [1.0, 2.0]
x.append(x)
y = [x]
r = torch.tensor(y[0][:2])
# ---
x = [1.0, 2.0]
x[1] = x
print(x)
r = torch.tensor(x[0])
# ---
x = {}
x["a"] = [x]
y = [x, x]
r = torch.tensor(len(y))
# ---
torch.manual_seed(0)
a = [torch.einsum("ij->ji", torch.rand(2, 3)) for _ in range(3)]
r = torch.rand(2)
# ---
torch.manual_seed(0)
a = (lambda: torch.einsum("ij->ji", torch.rand(2, 3)))()
r = torch.rand(2)
# ---
torch.manual_seed(0)
draw = lambda: torch.rand(3)
a = draw()
r = torch.rand(2)
# ---
torch.manual_seed(0)
w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
(w * torch.tensor([1.0, 2.0])).sum().backward()
optimizer.step()
r = w
# ---
import random
x = [1.0, 2.0, 3.0]
random.seed(0)
random.shuffle(x)
r = torch.tensor(x)
# ---
torch.manual_seed(0)
model = nn.Sequential(nn.Dropout(0.5))
a = model(torch.ones(3))
r = torch.rand(2)
# ---
import random
torch.manual_seed(0)
random.seed(0)
from torch import random
random.manual_seed(1)
r = torch.rand(2)
# ---
r = F.cosine_similarity(torch.tensor([[1.0, 2.0]]), torch.tensor([[0.1, 2.0]], dtype=torch.float64))
# ---
r = F.pairwise_distance(torch.tensor([[1.0, 2.0]]), torch.tensor([[0.1, 2.0]], dtype=torch.float64))
# ---
x = torch.tensor([-1.0, 2.0])
y = F.relu(x, True)
r = x
# ---
r = torch.from_numpy(np.array([[1.5, 2.0], [4.0, 3.0]]).sum(0, np.float32))
# ---
torch.manual_seed(0)
layer = nn.Linear(2, 1)
same = layer
layer.bias = nn.Parameter(torch.ones(1))
r = same(torch.ones(1, 2))
# ---
torch.manual_seed(0)
layer = nn.Linear(2, 1)
layers = [layer, layer]
layers[0].bias = None
r = layer(torch.ones(1, 2))
# ---
torch.manual_seed(0)
layer = nn.Linear(2, 1)
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
layer(torch.ones(1, 2)).sum().backward()
optimizer.step()
r = layer(torch.ones(1, 2))
# ---
torch.manual_seed(0)
layer = nn.Linear(2, 1)
def train(model):
    for parameter in model.parameters():
        parameter.data.fill_(1.0)
holder = {"model": layer}
train(**holder)
r = layer(torch.ones(1, 2))
# ---
def change(numbers):
    numbers[0] = 5.0
x = [1.0]
change(x)
r = torch.tensor([x, [2.0]])
# ---
def make():
    return [torch.zeros(1)]
x = torch.ones(1)
for x in make():
    pass
r = x
# ---
x, y = torch.ones(2), torch.zeros(2)
torch.add(x, 1, out=y)
r = y
# ---
x, y = torch.ones(2), torch.zeros(2)
z = y.view(2)
torch.add(x, 1, out=y)
r = z
# ---
r = torch.from_numpy(np.asarray(torch.tensor([1, 2]), dtype=np.float32))
# ---
x = torch.arange(4.0)
try:
    torch.add(x[:3], x[1:], out=x[1:])
except RuntimeError:
    pass
r = x
# ---
x = torch.zeros(3)
try:
    torch.add(torch.ones(3, requires_grad=True), 1, out=x)
except RuntimeError:
    pass
r = x
# ---
x = [1.0, 2.0]
x += x
r = torch.tensor(x)
# ---
x = torch.zeros(2, 2)
y = x.t()
torch.add(torch.arange(4.0).view(2, 2), 0, out=y)
r = x
# ---
x = torch.arange(3.0)
try:
    x[[0, 1]] = torch.tensor(7)
except RuntimeError:
    pass
r = x
# ---
x = torch.arange(6.0).view(2, 3)
try:
    x[..., 0] = torch.zeros(4)
except RuntimeError:
    pass
r = x
# ---
x = torch.zeros(4)
v = x[1:3]
torch.add(torch.ones(2), 1, out=v)
r = x
# ---
x = torch.zeros(2, 3)
torch.add(torch.ones(2), 1, out=x[:, 1])
r = x
# ---
x = torch.zeros(2, 3)
v = x.view(6)[2:4]
torch.mul(torch.ones(2), 3, out=v)
r = x.T
# ---
r = F.threshold(torch.tensor([1, 5, 9]), 5, 2.5)
# ---
r = F.threshold(torch.tensor([-3, 5, 9], dtype=torch.int32), -2.5, -7.9)
