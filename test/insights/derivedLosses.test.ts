import assert from 'node:assert/strict';
import { evaluateCall } from '../../src/insights/evaluateCall';
import { hoverAt } from '../../src/insights/hoverContent';
import { lossCalls } from '../../src/insights/lossCalls';
import type { PythonDocument } from '../../src/python/pythonDocument';
import { openPython } from '../python/openPython';

const torch = 'import torch\nfrom torch import nn\n';
const pair = '(torch.tensor([1., 2., 4.]), torch.tensor([3., 2., 5.]))';

/** What the last loss call of the code gives, if the code tells. */
function last(document: PythonDocument): number | undefined {
  const call = lossCalls(document, { start: 0, end: document.text.length }).at(-1);
  assert.ok(call, document.text);
  return evaluateCall(document, call).result?.loss.data[0];
}

const sum = 'class A(nn.MSELoss):\n    def __init__(self, reduction="sum"):\n';
const handsOn = '        super().__init__(reduction=reduction)\n';

/** The code, and what PyTorch gives for its last line. */
const known: Readonly<Record<string, readonly [code: string, value: number]>> = {
  'the default of a parameter': [`${sum}${handsOn}A()${pair}`, 5],
  'a parameter by its place': [`${sum}${handsOn}A("mean")${pair}`, 5 / 3],
  'a parameter by its name': [`${sum}${handsOn}A(reduction="mean")${pair}`, 5 / 3],
  'a constant': [
    `class A(nn.HuberLoss):\n    def __init__(self):\n        super().__init__('sum', 0.5)\nA()${pair}`,
    1.25,
  ],
  'a constant of the module': [
    `DELTA = 0.5\nclass A(nn.HuberLoss):\n    def __init__(self):\n        super().__init__(delta=DELTA, reduction='sum')\nA()${pair}`,
    1.25,
  ],
  'a constant of the constructor': [
    `class A(nn.HuberLoss):\n    def __init__(self):\n        delta = 1 / 2\n        super().__init__('sum', delta)\nA()${pair}`,
    1.25,
  ],
  'a default that is a constant of the module': [
    `DELTA = 0.5\nclass A(nn.HuberLoss):\n    def __init__(self, delta=DELTA):\n        super().__init__('sum', delta)\nA()${pair}`,
    1.25,
  ],
  'super with the class': [`${sum}        super(A, self).__init__(reduction=reduction)\nA()${pair}`, 5],
  'the base class by its name': [
    `${sum}        nn.MSELoss.__init__(self, reduction=reduction)\nA()${pair}`,
    5,
  ],
  'a parameter of another name, and one of its own': [
    `class A(nn.HuberLoss):\n    """Huber."""\n    def __init__(self, gamma, threshold=0.5):\n        """Makes it."""\n        super().__init__(delta=threshold, reduction='sum')\n        self.gamma = gamma\nA(2)${pair}`,
    1.25,
  ],
  'keyword arguments that are handed on': [
    `class A(nn.HuberLoss):\n    def __init__(self, delta=0.5, **kwargs):\n        super().__init__(delta=delta, **kwargs)\nA(reduction='sum')${pair}`,
    1.25,
  ],
  'all arguments': [
    `class A(nn.HuberLoss):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\nA('sum', delta=0.5)${pair}`,
    1.25,
  ],
  'parameters that are given by name alone': [
    `class A(nn.HuberLoss):\n    def __init__(self, *, delta=0.5):\n        super().__init__(delta=delta, reduction='sum')\nA(delta=1.0)${pair}`,
    2,
  ],
  'a subclass without a constructor': [`${sum}${handsOn}class B(A):\n    pass\nB()${pair}`, 5],
  'a subclass that hands on to another': [
    `${sum}${handsOn}class B(A):\n    def __init__(self, how):\n        super().__init__(how)\nB("sum")${pair}`,
    5,
  ],
  'a subclass that leaves the other’s default': [
    `${sum}${handsOn}class B(A):\n    def __init__(self):\n        super().__init__()\nB()${pair}`,
    5,
  ],
  'an instance': [`${sum}${handsOn}c = A()\nc${pair}`, 5],
  'an instance in an attribute': [
    `${sum}${handsOn}class M(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.c = A()\n    def forward(self):\n        return self.c${pair}`,
    5,
  ],
  'a field of a dataclass': [
    `from dataclasses import dataclass, field\n${sum}${handsOn}@dataclass\nclass C:\n    loss: nn.Module = field(default_factory=A)\nC().loss${pair}`,
    5,
  ],
  'a constructor that sets attributes of its own': [
    `${sum}${handsOn}        self.layer = nn.Linear(2, 2)\n        self.count: int = 0\n        self.twice = 2 * self.count\nA()${pair}`,
    5,
  ],
  'class weights that are given': [
    `class A(nn.CrossEntropyLoss):\n    def __init__(self, weight):\n        super().__init__(weight=weight)\nA(torch.tensor([1., 3.]))(torch.tensor([[2., 0.5], [1., 1.]]), torch.tensor([1, 0]))`,
    1.449346899986267,
  ],
  'a constant of a class beside': [`${sum}${handsOn}class B(A):\n    reduction = "none"\nB()${pair}`, 5],
};

const unknown: Readonly<Record<string, string>> = {
  'a parameter that is given by nobody': `class A(nn.HuberLoss):\n    def __init__(self, delta):\n        super().__init__(delta=delta)\nA()${pair}`,
  'too many arguments': `${sum}${handsOn}A("sum", 1)${pair}`,
  'an argument that nothing takes': `${sum}${handsOn}A(size=1)${pair}`,
  'an argument that is given twice': `${sum}${handsOn}A("sum", reduction="sum")${pair}`,
  'a parameter by its place that has a name alone': `class A(nn.HuberLoss):\n    def __init__(self, *, delta=0.5):\n        super().__init__(delta=delta)\nA(1.0)${pair}`,
  'a parameter by its name that has a place alone': `class A(nn.HuberLoss):\n    def __init__(self, delta=0.5, /):\n        super().__init__(delta=delta)\nA(delta=1.0)${pair}`,
  'a parameter that Python hands on twice': `class A(nn.HuberLoss):\n    def __init__(self, **kwargs):\n        super().__init__(delta=0.5, **kwargs)\nA(delta=1.0)${pair}`,
  'arguments that are unpacked': `${sum}${handsOn}A(*given)${pair}`,
  'something computed from a parameter': `class A(nn.HuberLoss):\n    def __init__(self, delta=0.5):\n        super().__init__(delta=2 * delta)\nA()${pair}`,
  'a parameter that is set anew': `${sum}        reduction = reduction or other()\n${handsOn}A()${pair}`,
  'another constructor under a condition': `${sum}        if fast:\n            super().__init__()\n        else:\n            super().__init__(reduction=reduction)\nA()${pair}`,
  'two calls of the other constructor': `${sum}${handsOn}        super().__init__()\nA()${pair}`,
  'no call of the other constructor': `${sum}        pass\nA()${pair}`,
  'a constructor of something else': `${sum}        Other.__init__(self, reduction=reduction)\nA()${pair}`,
  'a parameter of the loss that is set behind it': `${sum}${handsOn}        self.reduction = "mean"\nA()${pair}`,
  'a parameter of the loss that a method sets': `${sum}${handsOn}    def mean(self):\n        self.reduction = "mean"\nA()${pair}`,
  'a parameter that a method of a subclass sets': `class A(nn.MSELoss):\n    def mean(self):\n        self.reduction = "mean"\nA()${pair}`,
  'a parameter that is computed': `${sum}${handsOn}    @property\n    def reduction(self):\n        return "mean"\nA()${pair}`,
  'a method of the instance that is called': `${sum}${handsOn}        self.setup()\nA()${pair}`,
  'the instance that is handed to a function': `${sum}${handsOn}        self.x = register(self)\nA()${pair}`,
  'a method of the instance that gives a value': `${sum}${handsOn}        self.x = self.setup()\nA()${pair}`,
  'another computation': `${sum}${handsOn}        self.forward = other\nA()${pair}`,
  'a decorated constructor': `class A(nn.MSELoss):\n    @wrapped\n    def __init__(self, reduction="sum"):\n${handsOn}A()${pair}`,
  'one of two constructors': `${sum}${handsOn}    if fast:\n        def __init__(self):\n            super().__init__()\nA()${pair}`,
  'a class that makes its instances otherwise': `${sum}${handsOn}    def __new__(cls, *args):\n        return nn.L1Loss()\nA()${pair}`,
  'a class with a second base': `class Mixin:\n    def __init__(self, **kwargs):\n        super().__init__(reduction="sum")\nclass A(Mixin, nn.MSELoss):\n    def __init__(self):\n        super().__init__()\nA()${pair}`,
  'a constructor that is mixed in': `class Mixin:\n    def __init__(self, **kwargs):\n        super().__init__(reduction="sum")\nclass A(Mixin, nn.MSELoss):\n    pass\nA()${pair}`,
  'a partial of the class': `from functools import partial\n${sum}${handsOn}partial(A, reduction="sum")()${pair}`,
  'a random default of one that is made somewhere': `class A(nn.CrossEntropyLoss):\n    def __init__(self):\n        super().__init__(weight=torch.rand(2))\ntorch.manual_seed(0)\nA()(torch.tensor([[2., 0.5], [1., 1.]]), torch.tensor([1, 0]))`,
  'a module that learns': `class A(nn.AdaptiveLogSoftmaxWithLoss):\n    def __init__(self):\n        super().__init__(2, 4, cutoffs=[2])\ntorch.manual_seed(0)\nA()(torch.zeros(1, 2), torch.tensor([1]))`,
};

describe('a class that derives from a loss, with a constructor of its own', () => {
  for (const [what, [code, value]] of Object.entries(known))
    it(`is computed with ${what}`, async () => {
      const found = last(await openPython(torch + code));
      assert.ok(found !== undefined && Math.abs(found - value) < 1e-6, String(found));
    });

  for (const [what, code] of Object.entries(unknown))
    it(`is not computed with ${what}`, async () => {
      assert.equal(last(await openPython(torch + code)), undefined);
    });

  it('is explained as it is made, its parameters under their names in PyTorch', async () => {
    const code = `${torch}class A(nn.HuberLoss):\n    def __init__(self, delta=0.5, **others):\n        super().__init__(delta=delta, **others)\nc = A(reduction='sum')\nd = A(0.25)\n`;
    const document = await openPython(code);
    const signature = (text: string, occurrence = 0): string | undefined => {
      let at = -1;
      for (let i = 0; i <= occurrence; i++) at = code.indexOf(text, at + 1);
      return hoverAt(document, at + 1)?.content.explanations[0]?.signature;
    };
    assert.equal(signature('A(nn'), 'HuberLoss(delta=delta, ...)');
    assert.equal(signature('A(red'), "HuberLoss(reduction='sum', delta=0.5)");
    assert.equal(signature('reduction='), "HuberLoss(reduction='sum', delta=0.5)");
    assert.equal(signature('c ='), "HuberLoss(reduction='sum', delta=0.5)");
    assert.equal(signature('A(0'), 'HuberLoss(delta=0.25)');
  });

  it('has no keywords that it does not hand on as they are', async () => {
    for (const own of [
      '        super().__init__(delta=2 * delta)\n',
      '        super().__init__()\n',
      '        if delta: super().__init__(delta=delta)\n',
    ]) {
      const code = `${torch}class A(nn.HuberLoss):\n    def __init__(self, delta=0.5):\n${own}A(delta=2)\n`;
      const document = await openPython(code);
      assert.equal(hoverAt(document, code.lastIndexOf('delta') + 1), undefined, own);
    }
  });
});
