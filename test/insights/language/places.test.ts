import assert from 'node:assert/strict';
import { openPython } from '../../python/openPython';
import { checkSnippet, describeUse } from './markers';

// Where losses hide: annotations, classes, containers and what functions give. `⟦text|what it is⟧`.
const torch = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';
const mse = '⟦nn.MSELoss|class MSELoss⟧';
const l1 = '⟦nn.L1Loss|class L1Loss⟧';

const snippets: Readonly<Record<string, string>> = {
  // Names.
  'a name that a function has for itself, which declares another global': `${torch}⟦c|instance MSELoss⟧ = ${mse}()\ndef f():\n    global other\n    ⟦c|instance L1Loss⟧ = ${l1}()\n    ⟦other|instance L1Loss⟧ = ⟦c|instance L1Loss⟧\ndef g():\n    ⟦c|instance MSELoss⟧(a, b)`,
  'a global declared below a condition': `${torch}⟦c|instance MSELoss⟧ = ${mse}()\ndef f():\n    if x:\n        y = 1\n        global c\n        ⟦c|instance L1Loss⟧ = ${l1}()\ndef g():\n    ⟦c|instance MSELoss/L1Loss⟧(a, b)`,
  'a loop whose condition has the loss': `${torch}⟦c|instance MSELoss⟧ = ${mse}()\nwhile ⟦c|instance MSELoss/L1Loss⟧(a, b) > 1:\n    ⟦c|instance L1Loss⟧ = ${l1}()`,
  'one of several cases': `${torch}match x:\n    case 1:\n        ⟦c|instance MSELoss⟧ = ${mse}()\n    case [d, *e]:\n        ⟦c|instance L1Loss⟧ = ${l1}()\n⟦c|instance MSELoss/L1Loss⟧(a, b)`,
  'a name that may be a flag': `${torch}c = False\nif x:\n    ⟦c|instance MSELoss⟧ = ${mse}()\n⟦c|instance MSELoss?⟧(a, b)`,
  'names for a name': `${torch}f(⟦c|instance MSELoss⟧ := (⟦d|instance MSELoss⟧ := ${mse}()))\n⟦c|instance MSELoss⟧(a, b)\n⟦d|instance MSELoss⟧(a, b)`,
  // Annotations.
  'a string annotation': `${torch}def f(⟦c|instance MSELoss?⟧: "⟦nn.MSELoss|class MSELoss⟧"):\n    ⟦c|instance MSELoss?⟧(a, b)`,
  'a string annotation of a name': `from torch.nn import ⟦L1Loss|class L1Loss⟧\nclass A:\n    ⟦c|instance L1Loss⟧: '⟦L1Loss|class L1Loss⟧'`,
  'an annotation with None': `${torch}def f(⟦c|instance MSELoss?⟧: ${mse} | None = None):\n    ⟦c|instance MSELoss?⟧(a, b)`,
  'an annotation with two losses': `${torch}def f(⟦c|instance MSELoss/L1Loss?⟧: ${mse} | ${l1}):\n    ⟦c|instance MSELoss/L1Loss?⟧(a, b)`,
  Union: `${torch}from typing import Union\ndef f(⟦c|instance MSELoss/L1Loss?⟧: Union[${mse}, ${l1}]):\n    ⟦c|instance MSELoss/L1Loss?⟧(a, b)`,
  'Union with what is no loss': `${torch}from typing import Union\ndef f(c: Union[${mse}, nn.Linear]):\n    c(a, b)`,
  'typing.Optional': `${torch}import typing\ndef f(⟦c|instance MSELoss?⟧: typing.Optional[${mse}]): pass`,
  'the type of the class itself': `${torch}def f(C: type[${mse}]):\n    C()(a, b)`,
  'an annotation that is code': `${torch}def f(c: "make(nn.MSELoss)"):\n    c(a, b)`,
  'a type comment': `${torch}c = None  # type: nn.MSELoss\nc(a, b)`,
  'an annotated name in a function': `${torch}def f():\n    ⟦c|instance MSELoss?⟧: ${mse} = make()\n    ⟦c|instance MSELoss?⟧(a, b)`,
  'what is returned': `${torch}def make() -> ${mse}:\n    return ${mse}()\n⟦c|instance MSELoss⟧ = make()`,
  // Dataclasses and classes.
  'a dataclass default': `${torch}from dataclasses import dataclass\n@dataclass\nclass A:\n    ⟦c|instance MSELoss⟧: nn.Module = ${mse}()\n    def f(self):\n        self.⟦c|instance MSELoss⟧(a, b)`,
  'a dataclass factory': `${torch}from dataclasses import dataclass, field\n@dataclass\nclass A:\n    ⟦c|instance MSELoss⟧: nn.Module = field(default_factory=${mse})\n    def f(self):\n        self.⟦c|instance MSELoss⟧(a, b)`,
  'a dataclass field with a default': `${torch}import dataclasses\n@dataclasses.dataclass\nclass A:\n    ⟦c|class MSELoss⟧: type = dataclasses.field(default=${mse})`,
  'a dataclass from outside': `${torch}from dataclasses import dataclass\n@dataclass\nclass A:\n    ⟦c|instance MSELoss⟧: nn.Module = ${mse}()\nA().⟦c|instance MSELoss⟧(a, b)`,
  'a dataclass that is given another': `${torch}from dataclasses import dataclass\n@dataclass\nclass A:\n    ⟦c|instance MSELoss⟧: nn.Module = ${mse}()\nA(c=${l1}()).⟦c|instance L1Loss⟧(a, b)\nA(other()).c(a, b)\nA(**o).c(a, b)`,
  'a class attribute': `${torch}class A:\n    ⟦c|instance MSELoss⟧ = ${mse}()\nA.⟦c|instance MSELoss⟧(a, b)`,
  'an attribute of an instance': `${torch}class A:\n    def __init__(self):\n        self.⟦c|instance MSELoss⟧ = ${mse}()\nm = A()\nm.⟦c|instance MSELoss⟧(a, b)`,
  'an attribute of the base class': `${torch}class Base(nn.Module):\n    def __init__(self):\n        self.⟦c|instance MSELoss⟧ = ${mse}()\nclass A(Base):\n    def f(self):\n        self.⟦c|instance MSELoss⟧(a, b)`,
  'an attribute of the base class’s base class': `${torch}class Base:\n    ⟦c|instance MSELoss⟧ = ${mse}()\nclass Middle(Base): pass\nclass A(Middle):\n    def f(self):\n        return self.⟦c|instance MSELoss⟧(a, b)`,
  'an attribute that the subclass sets anew': `${torch}class Base:\n    ⟦c|instance MSELoss⟧ = ${mse}()\nclass A(Base):\n    ⟦c|instance L1Loss⟧ = ${l1}()\n    def f(self):\n        self.⟦c|instance L1Loss⟧(a, b)`,
  'an attribute set in several methods': `${torch}class A:\n    def __init__(self):\n        self.⟦c|instance MSELoss⟧ = ${mse}()\n    def other(self):\n        self.⟦c|instance L1Loss⟧ = ${l1}()\n    def f(self):\n        self.⟦c|instance MSELoss/L1Loss⟧(a, b)`,
  'an attribute set under a condition': `${torch}class A:\n    def __init__(self, kind):\n        if kind == 'mse':\n            self.⟦c|instance MSELoss⟧ = ${mse}()\n        else:\n            self.⟦c|instance L1Loss⟧ = ${l1}()\n    def f(self):\n        self.⟦c|instance MSELoss/L1Loss⟧(a, b)`,
  'an attribute from a default argument': `${torch}class A:\n    def __init__(self, ⟦c|instance MSELoss?⟧=${mse}()):\n        self.⟦c|instance MSELoss?⟧ = ⟦c|instance MSELoss?⟧\n    def f(self):\n        self.⟦c|instance MSELoss?⟧(a, b)`,
  'an attribute called this otherwise': `${torch}class A:\n    def __init__(this):\n        this.⟦c|instance MSELoss⟧ = ${mse}()\n    def f(me):\n        me.⟦c|instance MSELoss⟧(a, b)`,
  'an attribute used in a nested function': `${torch}class A:\n    def __init__(self):\n        self.⟦c|instance MSELoss⟧ = ${mse}()\n    def f(self):\n        def closure():\n            return self.⟦c|instance MSELoss⟧(a, b)`,
  'an attribute of an attribute': `${torch}class Inner:\n    def __init__(self):\n        self.⟦c|instance MSELoss⟧ = ${mse}()\nclass A:\n    def __init__(self):\n        self.inner = Inner()\n    def f(self):\n        self.inner.⟦c|instance MSELoss⟧(a, b)`,
  'a path that is assigned': `${torch}model.⟦c|instance MSELoss⟧ = ${mse}()\nmodel.⟦c|instance MSELoss⟧(a, b)`,
  'a subclass of a subclass': `${torch}class ⟦One|class MSELoss⟧(${mse}): pass\nclass ⟦Two|class MSELoss⟧(⟦One|class MSELoss⟧): pass\n⟦Two|class MSELoss⟧()(a, b)`,
  'a subclass with a constructor': `${torch}class ⟦Mine|class CrossEntropyLoss⟧(⟦nn.CrossEntropyLoss|class CrossEntropyLoss⟧):\n    def __init__(self):\n        super().__init__(⟦label_smoothing|-⟧=0.1)\n⟦c|instance CrossEntropyLoss⟧ = ⟦Mine|class CrossEntropyLoss⟧()`,
  'a subclass that forwards to it': `${torch}class Focal(⟦nn.CrossEntropyLoss|class CrossEntropyLoss⟧):\n    def forward(self, a, b):\n        return super().⟦forward|instance CrossEntropyLoss⟧(a, b)\nFocal()(a, b)`,
  'a subclass with another class behind the loss': `${torch}from mylib import Named\nclass ⟦Mine|class MSELoss⟧(${mse}, Named): pass\n⟦c|instance MSELoss⟧ = ⟦Mine|class MSELoss⟧()`,
  'a subclass with classes in front that compute nothing': `${torch}from abc import ABC\nfrom typing import Generic\nclass Named(ABC):\n    def name(self): pass\nclass ⟦Mine|class MSELoss⟧(Named, Generic[T], ${mse}): pass\n⟦c|instance MSELoss⟧ = ⟦Mine|class MSELoss⟧()`,
  'a partial of what it was before': `${torch}from functools import partial\n⟦f|functional mse_loss⟧ = ⟦F.mse_loss|functional mse_loss⟧\nfor x in y:\n    ⟦f|functional mse_loss?⟧ = partial(⟦f|functional mse_loss?⟧, ⟦reduction|-⟧='sum')\n⟦f|functional mse_loss/mse_loss?⟧(a, b)`,
  // What the file itself hands to a function.
  'a parameter by position': `${torch}def train(model, ⟦criterion|instance MSELoss?⟧):\n    return ⟦criterion|instance MSELoss?⟧(a, b)\n⟦c|instance MSELoss⟧ = ${mse}()\ntrain(model, ⟦c|instance MSELoss⟧)`,
  'a parameter by name': `${torch}def train(model, ⟦criterion|instance MSELoss?⟧=None):\n    return ⟦criterion|instance MSELoss?⟧(a, b)\ndef main():\n    train(model, criterion=${mse}())`,
  'a parameter of a constructor': `${torch}class Trainer:\n    def __init__(self, ⟦criterion|instance MSELoss?⟧):\n        self.⟦criterion|instance MSELoss?⟧ = ⟦criterion|instance MSELoss?⟧\n    def step(self):\n        return self.⟦criterion|instance MSELoss?⟧(a, b)\nTrainer(${mse}())`,
  'a parameter that is given several losses': `${torch}def train(⟦c|instance MSELoss/L1Loss?⟧): pass\ntrain(${mse}())\ntrain(${l1}())\ntrain(${mse}())\ntrain(other)`,
  'a parameter of a function that calls itself': `${torch}def train(⟦c|instance MSELoss?⟧, n):\n    return train(⟦c|instance MSELoss?⟧, n - 1)\ntrain(${mse}(), 3)`,
  'the word global in a comment': `${torch}def f():\n    # global nn\n    nn = other()\n    return 'global'\ndef g():\n    ⟦nn.MSELoss|class MSELoss⟧()`,
  // Containers.
  'a list that is indexed from the end': `${torch}⟦c|instance L1Loss⟧ = [${mse}(), ${l1}()][-1]`,
  'a tuple of losses in an attribute': `${torch}class A:\n    def __init__(self):\n        self.losses = (${mse}(), ${l1}())\n    def f(self):\n        for ⟦c|instance MSELoss/L1Loss⟧ in self.losses:\n            ⟦c|instance MSELoss/L1Loss⟧(a, b)`,
  'a list with weights': `${torch}for w, ⟦c|instance MSELoss/L1Loss⟧ in [(1.0, ${mse}()), (0.5, ${l1}())]:\n    w * ⟦c|instance MSELoss/L1Loss⟧(a, b)`,
  'a list that is numbered': `${torch}for i, ⟦c|instance MSELoss⟧ in enumerate([${mse}()]):\n    ⟦c|instance MSELoss⟧(a, b)`,
  'a list beside another': `${torch}for ⟦c|instance MSELoss⟧, x in zip([${mse}()], xs):\n    ⟦c|instance MSELoss⟧(x, x)`,
  'a list in a comprehension':
    `${torch}sum(⟦c|instance MSELoss/L1Loss⟧(a, b) for c in [${mse}(), ${l1}()])`.replace(
      'for c in',
      'for ⟦c|instance MSELoss/L1Loss⟧ in',
    ),
  'a list of several': `${torch}losses = [${mse}()] * 3\n⟦c|instance MSELoss⟧ = losses[1]\nfor ⟦d|instance MSELoss⟧ in 2 * [${mse}()]:\n    ⟦d|instance MSELoss⟧(a, b)`,
  'two lists': `${torch}losses = [${mse}(), ${mse}()] + [${l1}()]\n⟦c|instance L1Loss⟧ = losses[2]\n⟦c|instance MSELoss⟧ = losses[1]\n⟦c|instance MSELoss/L1Loss⟧ = losses[-1]\nfor ⟦d|instance MSELoss/L1Loss⟧ in losses:\n    ⟦d|instance MSELoss/L1Loss⟧(a, b)`,
  'a list and what is no list in sight': `${torch}losses = [${mse}()] + others\nc = losses[0]\nfor d in losses:\n    d(a, b)\ne = (1 * 2)[0]`,
  ModuleList: `${torch}losses = nn.ModuleList([${mse}(), ${l1}()])\n⟦c|instance L1Loss⟧ = losses[1]`,
  'a dictionary with keys that are written otherwise': `${torch}losses = {'mse': ${mse}(), 'l1': ${l1}()}\n⟦c|instance L1Loss⟧ = losses['\\x6c\\61']\n⟦d|instance MSELoss⟧ = losses["\\u006d\\\ns" 'e']\n⟦e|instance L1Loss⟧ = losses[r'l1']\n⟦f|instance MSELoss⟧ = losses['\\U0000006dse']\ng = losses[r'\\x6c1']\n⟦h|instance MSELoss/L1Loss⟧ = losses[b'l1']\n⟦i|instance MSELoss/L1Loss⟧ = losses['\\N{LATIN SMALL LETTER L}1']`,
  'a dictionary made with dict': `${torch}losses = dict(a=${mse}(), b=${l1}())\n⟦c|instance L1Loss⟧ = losses['b']`,
  'a dictionary made of pairs': `${torch}losses = dict([('a', ${mse}()), ('b', ${l1}())])\n⟦c|instance L1Loss⟧ = losses['b']\nfor k, ⟦d|instance MSELoss/L1Loss⟧ in losses.items():\n    ⟦d|instance MSELoss/L1Loss⟧(a, b)`,
  'a dictionary made of a generator': `${torch}losses = dict((k, ${mse}()) for k in names)\n⟦c|instance MSELoss⟧ = losses['a']\nfor ⟦d|instance MSELoss⟧ in losses.values():\n    ⟦d|instance MSELoss⟧(a, b)`,
  'an ordered dictionary of pairs': `${torch}from collections import OrderedDict\nlosses = OrderedDict([('a', ${mse}()), ('b', ${l1}())])\n⟦c|instance MSELoss⟧ = losses['a']`,
  'a dictionary made of pairs that are not in sight': `${torch}losses = dict([('a', ${mse}()), pair])\nc = losses['a']\nc(a, b)\ne = dict(zip(names, [${mse}()]))\ne['a'](a, b)`,
  'an attribute of a ModuleDict': `${torch}class A(nn.Module):\n    def __init__(self):\n        self.losses = nn.ModuleDict({'a': ${mse}(), 'b': ${l1}()}).to(device)\n        self.losses['c'] = ${l1}()\n    def forward(self, x):\n        self.losses.values()\n        return self.losses.⟦a|instance MSELoss⟧(x, x) + self.losses.⟦b|instance L1Loss⟧(x, x) + self.losses.⟦c|instance L1Loss⟧(x, x) + self.losses.other(x, x)\nA().losses.⟦a|instance MSELoss⟧(x, y)`,
  'an attribute of a ModuleDict of pairs': `${torch}losses = nn.ModuleDict([('a', ${mse}())])\nlosses.⟦a|instance MSELoss⟧(x, y)`,
  'an attribute of a ModuleDict that may have others': `${torch}losses = nn.ModuleDict({'a': ${mse}(), k: ${l1}()})\nlosses.⟦a|instance MSELoss?⟧(x, y)\nlosses.b(x, y)\nmore = nn.ModuleDict({'a': ${mse}()})\nmore.update(others)\nmore.⟦a|instance MSELoss?⟧(x, y)\neach = nn.ModuleDict({k: ${mse}() for k in names})\neach.values()\neach.a(x, y)`,
  'an attribute of a ModuleDict that is set anew': `${torch}losses = nn.ModuleDict({'a': ${mse}()})\nlosses.⟦a|instance L1Loss⟧ = ${l1}()\nlosses.⟦a|instance L1Loss⟧(x, y)`,
  'a dictionary has no such attributes': `${torch}losses = {'a': ${mse}()}\nlosses.a(x, y)\nfrom collections import OrderedDict\nOrderedDict(a=${mse}()).a(x, y)`,
  'a dictionary in an attribute': `${torch}class A:\n    def __init__(self):\n        self.losses = {}\n        self.losses['a'] = ${mse}()\n    def f(self):\n        ⟦c|instance MSELoss⟧ = self.losses['a']\n        ⟦c|instance MSELoss⟧(a, b)`,
  'a dictionary of functionals': `${torch}⟦c|functional l1_loss⟧ = {'a': ⟦F.mse_loss|functional mse_loss⟧, 'b': ⟦F.l1_loss|functional l1_loss⟧}['b']\n⟦c|functional l1_loss⟧(a, b)`,
  'a dictionary called at once': `${torch}⟦c|instance MSELoss/L1Loss⟧ = {'a': ${mse}, 'b': ${l1}}[key]()`,
  'a dictionary that is emptied': `${torch}losses = {}\nlosses['a'] = ${mse}()\nlosses = {}\nc = losses['a']`,
  'a dictionary with what is no loss': `${torch}c = {'a': ${mse}(), 'b': Other()}[key]\nc(a, b)`
    .replace('c = ', '⟦c|instance MSELoss?⟧ = ')
    .replace('\nc(', '\n⟦c|instance MSELoss?⟧('),
  'a list that grows': `${torch}losses = []\nlosses.append(${mse}())\nfor ⟦c|instance MSELoss⟧ in losses:\n    ⟦c|instance MSELoss⟧(a, b)`,
  'a list that grows by what is no loss': `${torch}losses = [${mse}()]\nlosses.append(Other())\nfor ⟦c|instance MSELoss?⟧ in losses:\n    ⟦c|instance MSELoss?⟧(a, b)\n⟦d|instance MSELoss⟧ = losses[0]`,
  'a list that is changed': `${torch}losses = [${mse}(), ${l1}()]\nlosses.reverse()\n⟦c|instance MSELoss?⟧ = losses[0]`,
  'a ModuleList that grows': `${torch}class A(nn.Module):\n    def __init__(self):\n        self.losses = nn.ModuleList()\n        self.losses.append(${mse}())\n    def forward(self, a, b):\n        for ⟦c|instance MSELoss⟧ in self.losses:\n            ⟦c|instance MSELoss⟧(a, b)`,
  'a list of a comprehension': `${torch}losses = [${mse}() for _ in range(3)]\n⟦c|instance MSELoss⟧ = losses[1]\nfor i, ⟦d|instance MSELoss⟧ in enumerate(losses):\n    ⟦d|instance MSELoss⟧(a, b)`,
  'a dictionary of a comprehension': `${torch}losses = {k: ${mse}() for k in names}\n⟦c|instance MSELoss⟧ = losses['a']\nfor k, ⟦d|instance MSELoss⟧ in losses.items():\n    ⟦d|instance MSELoss⟧(a, b)`,
  'a generator that is unpacked': `${torch}⟦c|instance MSELoss⟧, ⟦d|instance MSELoss⟧ = (${mse}() for _ in range(2))`,
  'losses of a comprehension over classes':
    `${torch}losses = [⟦k|class MSELoss/L1Loss⟧() for ⟦k|class MSELoss/L1Loss⟧ in (${mse}, ${l1})]\n`.concat(
      `⟦c|instance MSELoss/L1Loss⟧ = losses[0]`,
    ),
  'losses in the values of a comprehension': `${torch}values = {k: ⟦c|instance MSELoss⟧(a, b) for k, ⟦c|instance MSELoss⟧ in {'a': ${mse}()}.items()}`,
  'a dictionary with a default': `${torch}⟦c|instance MSELoss/L1Loss⟧ = {'a': ${mse}()}.get('a', ${l1}())`,
  'a part of a list': `${torch}some = [${mse}(), ${l1}()][:1]\nsome(a, b)`,
  'a list with others in front': `${torch}c = [*others, ${mse}(), ${l1}()][1]\nc(a, b)\n⟦d|instance L1Loss⟧ = [*others, ${mse}(), ${l1}()][-1]`,
  'a dictionary with others in it': `${torch}c = {'a': ${mse}(), **others}['a']\nc(a, b)`,
  'a dictionary that is updated': `${torch}losses = {'a': ${mse}()}\nlosses.update(others)\n⟦c|instance MSELoss?⟧ = losses['a']`,
  'what an unknown function makes of it': `${torch}losses = choose(a=${mse}())\nc = losses['a']\nc(a, b)`,
  'a list of the same name further out': `${torch}losses = []\nlosses.append(${mse}())\ndef f(losses):\n    for c in losses:\n        c(a, b)`,
  // Functions that give them.
  'a property': `${torch}class A:\n    @property\n    def c(self):\n        return ${mse}()\n    def f(self, a, b):\n        return self.⟦c|instance MSELoss⟧(a, b)\nA().⟦c|instance MSELoss⟧(a, b)`,
  'a property that is computed once': `${torch}from functools import cached_property\nclass A:\n    @cached_property\n    def c(self):\n        return ${mse}()\n    def f(self, a, b):\n        return self.⟦c|instance MSELoss⟧(a, b)`,
  'a property of the class itself': `${torch}class A:\n    @property\n    def c(self):\n        return ${mse}()\nA.c(a, b)`,
  'a property by another decorator': `${torch}class A:\n    @lazy\n    def c(self):\n        return ${mse}()\n    def f(self, a, b):\n        return self.c(a, b)`,
  'a static method': `${torch}class A:\n    @staticmethod\n    def make():\n        return ${mse}()\n⟦c|instance MSELoss⟧ = A.make()`,
  'a function that remembers': `${torch}from functools import lru_cache\n@lru_cache(maxsize=None)\ndef make():\n    return ${mse}()\n⟦c|instance MSELoss⟧ = make()`,
  'a function without gradients': `${torch}@torch.no_grad()\ndef make():\n    return ${mse}()\n⟦c|instance MSELoss⟧ = make()`,
  'a lambda': `${torch}make = lambda: ${mse}()\n⟦c|instance MSELoss⟧ = make()\n⟦c|instance MSELoss⟧(a, b)`,
  'a lambda that computes it': `${torch}f = lambda x, y: ⟦F.mse_loss|functional mse_loss⟧(x, y)\n⟦v|value mse_loss⟧ = f(a, b)`,
  'a lambda that gives what it is given': `${torch}f = lambda x: x\nc = f(${mse}())\nc(a, b)`,
  'a choice of three': `${torch}⟦c|instance MSELoss/L1Loss/HuberLoss⟧ = ${mse}() if x else ${l1}() if y else ⟦nn.HuberLoss|class HuberLoss⟧()`,
  'a function with two returns': `${torch}def make(kind):\n    if kind:\n        return ${mse}()\n    return ${l1}()\n⟦c|instance MSELoss/L1Loss⟧ = make(k)\n⟦c|instance MSELoss/L1Loss⟧(a, b)`,
  'a function that may fail': `${torch}def make(kind):\n    if kind:\n        return ${mse}()\n    raise ValueError\n⟦c|instance MSELoss⟧ = make(k)`,
  'a function that gives the class': `${torch}def pick():\n    return ${mse}\n⟦c|instance MSELoss⟧ = pick()()`,
  'a function that gives a pair': `${torch}def make():\n    return net, ${mse}()\nm, ⟦c|instance MSELoss⟧ = make()\n⟦c|instance MSELoss⟧(a, b)`,
  getattr: `${torch}⟦c|instance MSELoss⟧ = getattr(nn, 'MSELoss')()\n⟦c|instance MSELoss⟧(a, b)`,
  'getattr with a name that is not known': `${torch}c = getattr(nn, name)()\nc(a, b)`,
  'partial that is partial again': `${torch}from functools import partial as p\n⟦f|functional mse_loss⟧ = p(p(⟦F.mse_loss|functional mse_loss⟧, reduction='sum'), target=t)`,
  'partial of what is no loss': `${torch}from functools import partial\nf = partial(F.softmax, dim=1)\nf(x)`,
  'compiled functional': `${torch}⟦f|functional mse_loss⟧ = torch.compile(⟦F.mse_loss|functional mse_loss⟧)`,
  // Imports.
  'a try with more in it': `try:\n    import torch\n    import torch.nn as nn\n    ok = True\nexcept ImportError:\n    ok = False\nif ok:\n    ⟦nn.MSELoss|class MSELoss⟧()`,
  'a star import inside of try': `try:\n    from torch.nn import *\nexcept ImportError:\n    pass\n⟦MSELoss|class MSELoss⟧()`,
  'a type-checking import of the class': `from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from torch.nn import ⟦MSELoss|class MSELoss⟧\ndef f(⟦c|instance MSELoss?⟧: "⟦MSELoss|class MSELoss⟧"): pass`,
  'imports of several modules in one line': `import os, torch.nn as nn, sys\n⟦nn.MSELoss|class MSELoss⟧()`,
  'an import below its use': `def f():\n    return ⟦nn.MSELoss|class MSELoss⟧()\nfrom torch import nn`,
  'an import in a class': `class A:\n    from torch import nn\n    ⟦c|instance MSELoss⟧ = ⟦nn.MSELoss|class MSELoss⟧()`,
  // Rebinding.
  'the same on both ways': `${torch}if gpu:\n    ⟦c|instance MSELoss⟧ = ${mse}().cuda()\nelse:\n    ⟦c|instance MSELoss⟧ = ${mse}()\n⟦c|instance MSELoss⟧(a, b)`,
  'the same loss with other arguments': `${torch}if x:\n    ⟦c|instance L1Loss⟧ = ${l1}(⟦reduction|keyword L1Loss.reduction⟧='sum')\nelse:\n    ⟦c|instance L1Loss⟧ = ${l1}()\n⟦c|instance L1Loss/L1Loss⟧(a, b)`,
  'torch.nn, then something else': `import torch.nn as nn\n⟦nn.MSELoss|class MSELoss⟧()\nnn = other()\nnn.MSELoss()`,
  'something else, then torch.nn': `from paddle import nn\nnn.MSELoss()\nfrom torch import nn\n⟦nn.MSELoss|class MSELoss⟧()`,
  'a path whose object changes': `${torch}m.⟦c|instance MSELoss⟧ = ${mse}()\nm.⟦c|instance MSELoss⟧(a, b)\nm = other()\nm.c(a, b)`,
  'a name that a loop ends with': `${torch}c = None\nfor ⟦c|instance MSELoss⟧ in [${mse}()]:\n    pass\n⟦c|instance MSELoss⟧(a, b)`,
  // What a method may call by another name.
  'a subclass that computes with its base class': `${torch}class Focal(⟦nn.CrossEntropyLoss|class CrossEntropyLoss⟧):\n    def __init__(self, gamma, **others):\n        super(Focal, self).__init__(reduction='none', **others)\n    def forward(self, a, b):\n        ⟦ce|value CrossEntropyLoss⟧ = super(Focal, self).⟦forward|instance CrossEntropyLoss⟧(a, b)\n        return (1 - torch.exp(-⟦ce|value CrossEntropyLoss⟧)).mean()\nFocal(2)(a, b)`,
  'super in a class that is no loss': `${torch}class Net(nn.Module):\n    def forward(self, a):\n        return super().forward(a)`,
  'a functional as static method': `${torch}class A(nn.Module):\n    ⟦c|functional mse_loss⟧ = staticmethod(⟦F.mse_loss|functional mse_loss⟧)\n    def f(self):\n        self.⟦c|functional mse_loss⟧(a, b)`,
  'methods that give the module back': `${torch}⟦c|instance MSELoss⟧ = ${mse}().type(torch.half).apply(g).share_memory()`,
  'a functional by default': `${torch}def f(⟦c|functional mse_loss?⟧=⟦F.mse_loss|functional mse_loss⟧, ⟦d|functional l1_loss?⟧: callable = ⟦F.l1_loss|functional l1_loss⟧):\n    ⟦l|value mse_loss?⟧ = ⟦c|functional mse_loss?⟧(a, b)\n    ⟦d|functional l1_loss?⟧(a, b)`,
  'a functional where None was given': `${torch}def f(c=None):\n    if c is None:\n        ⟦c|functional cross_entropy⟧ = ⟦F.cross_entropy|functional cross_entropy⟧\n    return ⟦c|functional cross_entropy?⟧(a, b)`,
  'a functional or an instance': `${torch}if x:\n    ⟦c|functional mse_loss⟧ = ⟦F.mse_loss|functional mse_loss⟧\nelse:\n    ⟦c|instance L1Loss⟧ = ${l1}()\n⟦v|value mse_loss/L1Loss⟧ = ⟦c|functional mse_loss/L1Loss⟧(a, b)`,
  // Syntax.
  'a comment in brackets': `${torch}⟦c|instance MSELoss/L1Loss⟧ = (  # one of two\n    ${mse}() if x else ${l1}()  # type: ignore\n)\n⟦c|instance MSELoss/L1Loss⟧(a, b)`,
  'a target in brackets': `${torch}(⟦c|instance MSELoss⟧) = ${mse}()\n(⟦c|instance MSELoss⟧)(a, b)\n(⟦d|instance L1Loss⟧,) = [${l1}()]`,
  'a name that its own expression binds': `${torch}(⟦c|instance MSELoss⟧ := ${mse}())(a, b) + ⟦c|instance MSELoss⟧(b, a)\ndef f():\n    return (⟦d|instance L1Loss⟧ := ${l1}()) and ⟦d|instance L1Loss⟧(a, b)`,
  'a pattern': `${torch}match x:\n    case ${mse}() | Pair(${l1}(), c=${mse}()):\n        ${l1}()\n    case {'a': nn.Linear}:\n        pass\n${mse}()`,
  'a pattern that is a name': `from torch.nn import ⟦MSELoss|class MSELoss⟧\nmatch x:\n    case ⟦MSELoss|class MSELoss⟧():\n        ⟦MSELoss|class MSELoss⟧()(a, b)`,
  'an alias of the type': `${torch}type ⟦Loss|class MSELoss⟧ = ${mse}\ndef f(⟦c|instance MSELoss?⟧: ⟦Loss|class MSELoss⟧): pass`,
  'a generic class': `${torch}class A[T](nn.Module):\n    def __init__[U](self, x: U):\n        self.⟦c|instance MSELoss⟧ = ${mse}()\n    def forward(self):\n        return self.⟦c|instance MSELoss⟧(a, b)`,
  'a long list': `${torch}entries = [\n${'    (1, 2, 3, x),\n'.repeat(400)}    Entry(${mse}, lambda a, b: ⟦F.l1_loss|functional l1_loss⟧(a, b)),  # nn.MSELoss\n${'    (1, 2, 3, x),\n'.repeat(400)}]\n`,
  'a long dictionary': `${torch}entries = {\n${'    x: (1, 2, 3),\n'.repeat(400)}    ⟦F.l1_loss|functional l1_loss⟧: {'a': ${mse}(⟦reduction|keyword MSELoss.reduction⟧='sum')},\n}`,
};

describe('places where losses hide', () => {
  it('are the brackets of calls, too', async () => {
    const code = 'import torch.nn as nn\nc = nn.MSELoss( )\nd = (c)  (a, b)\n';
    const document = await openPython(code);
    const at = (text: string, shift = 0) => describeUse(document, code.indexOf(text) + shift);
    assert.deepEqual(
      [at('( )'), at('( )', 2), at('(a, b'), at('b)', 2), at(', b')],
      ['class MSELoss', 'instance MSELoss', 'value MSELoss', 'value MSELoss', '-'],
    );
    document.dispose();
  });

  for (const [name, snippet] of Object.entries(snippets)) it(name, () => checkSnippet(snippet));
});
