import { checkSnippet } from './markers';

const torch = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';

/** Code in which nothing but what is marked is one of PyTorch's losses. */
const traps: Readonly<Record<string, string>> = {
  'a library’s own TripletMarginLoss': `import torch\nfrom pytorch_metric_learning.losses import TripletMarginLoss\nTripletMarginLoss()`,
  'a library’s own module of losses': `import torch\nfrom pytorch_metric_learning import losses\nlosses.NTXentLoss()\nlosses.TripletMarginLoss()`,
  segmentation_models: `import torch\nimport segmentation_models_pytorch as smp\nsmp.losses.SoftBCEWithLogitsLoss()\nsmp.losses.MSELoss()`,
  paddle: `import paddle.nn as nn\nnn.CrossEntropyLoss()\nnn.functional.cross_entropy(a, b)`,
  'paddle beside torch': `import torch\nimport paddle.nn as nn\nnn.MSELoss()\n⟦torch.nn.MSELoss|class MSELoss⟧()`,
  'paddle functional': `import paddle.nn.functional as F\nF.mse_loss(a, b)`,
  mindspore: `from mindspore import nn\nnn.MSELoss()`,
  mxnet: `from mxnet.gluon import nn\nnn.L1Loss()`,
  oneflow: `import oneflow as torch\nimport oneflow.nn as nn\ntorch.nn.MSELoss()\nnn.MSELoss()`,
  jittor: `from jittor import nn\nnn.CrossEntropyLoss()`,
  tensorflow: `import tensorflow as tf\ntf.nn.CrossEntropyLoss()`,
  flax: `from flax import linen as nn\nnn.MSELoss()`,
  tinygrad: `from tinygrad import nn\nnn.MSELoss()`,
  'a relative import': `import torch\nfrom . import nn\nnn.MSELoss()`,
  'a relative functional': `import torch\nfrom .functional import cross_entropy\ncross_entropy(a, b)`,
  'the project’s own module': `import torch\nfrom mylib import nn\nnn.MSELoss()`,
  'the project’s own class': `import torch\nfrom mylib.losses import CrossEntropyLoss\nCrossEntropyLoss()`,
  'the project’s own torch': `import mytorch as torch\ntorch.nn.MSELoss()`,
  'a class of the file': `${torch}class MSELoss(nn.Module):\n    pass\nMSELoss()`,
  'a function of the file': `${torch}def mse_loss(a, b): pass\nmse_loss(a, b)`,
  'a class of the file that hides the import': `from torch.nn import ⟦MSELoss|class MSELoss⟧\nclass MSELoss:\n    pass\nMSELoss()`,
  'F rebound': `${torch}F = frequency()\nF.mse_loss(a, b)`,
  'F is a parameter': `${torch}def f(F):\n    F.mse_loss(a, b)`,
  'F is a local': `${torch}def f():\n    F = g()\n    F.mse_loss(a, b)\n    return F`,
  'F is a local used before': `${torch}def f():\n    F.mse_loss(a, b)\n    F = g()`,
  'F is a loop variable': `${torch}for F in fs:\n    F.mse_loss(a, b)`,
  'F is a comprehension variable': `${torch}[F.mse_loss(a, b) for F in fs]`,
  'F in a lambda': `${torch}lambda F: F.mse_loss(a, b)`,
  'F is what with gives': `${torch}with open() as F:\n    F.mse_loss(a, b)`,
  'F is an exception': `${torch}try:\n    g()\nexcept E as F:\n    F.mse_loss(a, b)`,
  'F is unpacked': `${torch}E, F = g()\nF.mse_loss(a, b)`,
  'F is a capture': `${torch}match x:\n    case [F]:\n        F.mse_loss(a, b)`,
  'nn maybe rebound': `${torch}if x:\n    nn = other()\nnn.MSELoss()`,
  'nn rebound in a loop': `${torch}for i in x:\n    nn.MSELoss()\n    nn = other()`,
  'nn deleted': `${torch}del nn\nnn.MSELoss()`,
  'nn is the name of a class': `${torch}class nn:\n    MSELoss = 1\nnn.MSELoss()`,
  'nn is a walrus': `${torch}if (nn := g()):\n    nn.MSELoss()`,
  'nn imported somewhere else': `import torch\ndef f():\n    import torch.nn as nn\ndef g():\n    nn.MSELoss()`,
  'nn not imported beside torch': `import torch\nnn.MSELoss()`,
  'F not imported beside torch': `from torch import optim\nF.mse_loss(a, b)`,
  'global rebinding':
    `${torch}def f():\n    global nn\n    nn = other()\nnn.MSELoss()\ndef g():\n    nn.MSELoss()`.replace(
      'nn.MSELoss()\ndef g',
      '⟦nn.MSELoss|class MSELoss⟧()\ndef g',
    ),
  'star import of something else': `import torch\nfrom mylib import *\nMSELoss()\nnn.MSELoss()`,
  'star import of another framework': `from torch.nn import *\nfrom paddle.nn import *\nMSELoss()`,
  'star import of torch': `from torch import *\nMSELoss()\nnn.MSELoss()`,
  'an instance rebound':
    `${torch}⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()\nc = wrap(c)\nc(a, b)`.replace(
      'wrap(c)',
      'wrap(⟦c|instance MSELoss⟧)',
    ),
  'an instance deleted':
    `${torch}⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()\ndel c\nc(a, b)`.replace(
      'del c',
      'del ⟦c|instance MSELoss⟧',
    ),
  'the value rebound':
    `${torch}⟦loss|value mse_loss⟧ = ⟦F.mse_loss|functional mse_loss⟧(a, b)\nloss += 1\nloss`.replace(
      'loss += 1',
      '⟦loss|value mse_loss⟧ += 1',
    ),
  'a parameter': `${torch}def train(model, criterion):\n    loss = criterion(a, b)`,
  'an attribute of another object': `${torch}class A:\n    def __init__(self):\n        self.⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()\ndef f(other):\n    other.c(a, b)`,
  'an attribute of another class': `${torch}class A:\n    def __init__(self):\n        self.⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()\nclass B:\n    def f(self):\n        self.c(a, b)`,
  'a method of that name': `${torch}class A:\n    def mse_loss(self): pass\n    def f(self):\n        self.mse_loss()`,
  'a static method’s first parameter': `${torch}class A:\n    ⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()\n    @staticmethod\n    def f(self):\n        self.c(a, b)`,
  'a class attribute is not seen from methods': `${torch}class A:\n    ⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()\n    def f(self):\n        c(a, b)`,
  'strings and comments': `${torch}# nn.MSELoss()\n"""nn.MSELoss()"""\ns = 'F.mse_loss(a, b)'`,
  'a docstring that imports': `"""\nimport torch.nn as nn\n"""\nimport numpy\ns = "nn.MSELoss"`,
  'other members': `${torch}nn.Linear(1, 2)\nF.softmax(x)\nnn.Module\nF.mse_losses\nnn.mse_loss\nF.MSELoss`,
  'a member of the class': `${torch}⟦nn.MSELoss|class MSELoss⟧.forward\n⟦nn.MSELoss|class MSELoss⟧.__init__`,
  'keyword of something else': `${torch}g(reduction='sum')\nnn.Linear(bias=1)`,
  'keyword names are not names': `${torch}⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()\ng(c=1)`,
  'attribute names are not names': `${torch}⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()\nx.c(a, b)`,
  'a wrapped function': `${torch}@wrap\ndef make():\n    return ⟦nn.MSELoss|class MSELoss⟧()\nc = make()`,
  'a generator': `${torch}def make():\n    yield ⟦nn.MSELoss|class MSELoss⟧()\nc = make()`,
  'the output of Sequential': `${torch}m = nn.Sequential(⟦nn.MSELoss|class MSELoss⟧())\nm(a, b)`,
  'a class or something else': `${torch}C = ⟦nn.MSELoss|class MSELoss⟧ if x else Other\nC()`,
  'another condition': `import torch\nif x:\n    from torch.nn import ⟦MSELoss|class MSELoss⟧\nelse:\n    from mylib import MSELoss\nMSELoss()`,
  'the other library first': `import torch\ntry:\n    from apex import MSELoss\nexcept ImportError:\n    from torch.nn import ⟦MSELoss|class MSELoss⟧\nMSELoss()`,
  'unpacking what is unknown': `${torch}a, b = make()\na(x, y)`,
  recursion: `${torch}def f():\n    return f()\nc = f()\nc(a, b)\nx = x\nx()`,
  'a cycle of classes': `${torch}class A(B): pass\nclass B(A):\n    def f(self):\n        self.c(a, b)`,
  'a name that only looks alike': `${torch}nnn.MSELoss()\nmy.nn.MSELoss()\nself.F.mse_loss(a, b)`,
};

describe('code that only looks like a loss', () => {
  for (const [name, snippet] of Object.entries(traps)) it(name, () => checkSnippet(snippet));
});
