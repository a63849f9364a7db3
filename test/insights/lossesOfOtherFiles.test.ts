import assert from 'node:assert/strict';
import { atOnce } from '../../src/python/pauses';
import { lossCalls } from '../../src/insights/lossCalls';
import { hoverAt } from '../../src/insights/hoverContent';
import { namesBehind, tellingNames } from '../../src/insights/otherFiles';
import { rules } from '../../src/insights/ruleBook';
import { RuleChecker } from '../../src/insights/ruleChecker';
import type { PythonDocument } from '../../src/python/pythonDocument';
import { exportsOf, opened, somethingElse, values } from './fakeFiles';

const losses = `import torch
from torch import nn
from functools import partial
SMOOTHING = 0.25
criterion = nn.CrossEntropyLoss(torch.tensor([1.0, 3.0]), label_smoothing=SMOOTHING, reduction='sum')
either = nn.MSELoss() if fast else nn.L1Loss()
Smooth = partial(nn.CrossEntropyLoss, label_smoothing=SMOOTHING)
class Focal(nn.CrossEntropyLoss):
    def __init__(self):
        super().__init__(label_smoothing=SMOOTHING)
class Sum(nn.MSELoss):
    def __init__(self, reduction='sum'):
        super().__init__(reduction=reduction)
class Squared(nn.MSELoss):
    pass
def build(cfg):
    return nn.MSELoss(reduction='sum')
def build_class():
    return Squared
def table(name):
    return {'l2': nn.MSELoss, 'l1': nn.L1Loss}[name]()
def chosen(name):
    if name == 'l2':
        return nn.MSELoss()
    elif name == 'l1':
        return nn.L1Loss()
    raise ValueError(name)
def either_way(name):
    return nn.MSELoss() if name else Mine()
def smooth(smoothing=0.25):
    return nn.CrossEntropyLoss(label_smoothing=smoothing)
def computes(a, b):
    return criterion(a, b)
def generates():
    yield nn.MSELoss()
    return nn.MSELoss()
def empty():
    return None
TABLE = {'l2': nn.MSELoss, 'l1': nn.L1Loss, 'mine': Mine}
TABLE['huber'] = nn.HuberLoss
MADE_LOSSES = {'sum': Sum(), 'l1': nn.L1Loss()}
LOSS_LIST = [nn.MSELoss(reduction='sum'), nn.L1Loss()]
SIZES = {'small': 1}
MORE = {'sum': Sum(), **given}
@wrapped
def decorated():
    return nn.MSELoss()
class Mine(nn.MSELoss):
    def forward(self, input, target):
        return 2 * super().forward(input, target)
class Trainer:
    shared = nn.L1Loss(reduction='sum')
    def __init__(self):
        self.measure = nn.MSELoss(reduction='sum')
        self.other = 1
        self.losses = {'sum': nn.MSELoss(reduction='sum')}
    def build_loss(self):
        return nn.MSELoss(reduction='sum')
    @property
    def made_loss(self):
        return Sum()
    def own_loss(self):
        return self.measure
    @property
    def current_loss(self):
        return self.measure
    @staticmethod
    def static_loss():
        return Sum()
value = criterion(torch.zeros(1, 2), torch.tensor([0]))
unknown = nn.HuberLoss(delta=DELTA)
`;

describe('losses that other files make', () => {
  const pair = 'torch.tensor([1.]), torch.tensor([3.])';
  const scores = 'torch.tensor([[2., 0.5]]), torch.tensor([1])';

  /** A document that has learned what its names are in {@link losses}. */
  const importing = async (code: string, ...names: readonly string[]) => {
    const give = await exportsOf(losses);
    const says = Object.fromEntries(names.map((name) => [name, give(name.slice(name.lastIndexOf('.') + 1))]));
    const made = await opened(`import torch\n${code}`, says);
    await made.learn();
    return made;
  };

  for (const [what, name, code, value] of [
    ['an instance', 'criterion', `from losses import criterion\ncriterion(${scores})\n`, 4.4914],
    [
      'an instance of a module',
      'losses.criterion',
      `import losses\nlosses.criterion.to('cpu')(${scores})\n`,
      4.4914,
    ],
    [
      'an instance that has been moved',
      'criterion',
      `from losses import criterion\nloss = criterion.cuda()\nloss(${scores})\n`,
      4.4914,
    ],
    ['a class with a constructor', 'Focal', `from losses import Focal\nFocal()(${scores})\n`, 1.5139],
    ['a constructor that hands on what it is given', 'Sum', `from losses import Sum\nSum()(${pair})\n`, 4],
    ['what it is given here', 'Sum', `from losses import Sum\nc = Sum('none')\nc(${pair})\n`, 4],
    [
      'a class that derives from such a one',
      'Sum',
      `from losses import Sum\nclass B(Sum):\n    def __init__(self):\n        super().__init__()\nB()(${pair})\n`,
      4,
    ],
    ['what a function gives back', 'build', `from losses import build\nc = build(x)\nc(${pair})\n`, 4],
    [
      'what a function of a module gives back',
      'losses.build',
      `import losses\nlosses.build(x).to('cpu')(${pair})\n`,
      4,
    ],
    [
      'a class that a function gives back',
      'build_class',
      `from losses import build_class as loss_class\nloss_class()('sum')(${pair})\n`,
      4,
    ],
    [
      'what a method gives back',
      'self.build_loss',
      `from losses import Trainer\nclass A(Trainer):\n    def f(self):\n        return self.build_loss()(${pair})\n`,
      4,
    ],
    [
      'what a static method gives back',
      'Trainer.static_loss',
      `from losses import Trainer\nTrainer.static_loss()(${pair})\n`,
      4,
    ],
    [
      'what a property is',
      'trainer.made_loss',
      `from losses import Trainer\ntrainer = Trainer()\ntrainer.made_loss(${pair})\n`,
      4,
    ],
    ['an entry of a dictionary', 'TABLE', `from losses import TABLE\nTABLE['l2']('sum')(${pair})\n`, 4],
    [
      'an entry that is put in later',
      'TABLE',
      `from losses import TABLE\nTABLE['huber']('sum')(${pair})\n`,
      1.5,
    ],
    [
      'an entry that is got',
      'losses.MADE_LOSSES',
      `import losses\nc = losses.MADE_LOSSES.get('sum')\nc(${pair})\n`,
      4,
    ],
    [
      'an element of a list',
      'LOSS_LIST',
      `from losses import LOSS_LIST\nfirst = LOSS_LIST[0]\nfirst(${pair})\n`,
      4,
    ],
    [
      'an entry of what a base class sets',
      'self.losses',
      `from losses import Trainer\nclass A(Trainer):\n    def f(self):\n        return self.losses['sum'](${pair})\n`,
      4,
    ],
    ['a class without one', 'Squared', `from losses import Squared\nSquared('sum')(${pair})\n`, 4],
    ['a partial', 'Smooth', `from losses import Smooth\nSmooth(reduction='sum')(${scores})\n`, 1.5139],
    [
      'what a base class sets',
      'self.measure',
      `from losses import Trainer\nclass A(Trainer):\n    def f(self):\n        return self.measure(${pair})\n`,
      4,
    ],
    [
      'what the base of a base has',
      'self.shared',
      `from losses import Trainer\nclass A(Trainer): pass\nclass LossB(A):\n    def f(self):\n        return self.shared(${pair})\n`,
      2,
    ],
    [
      'what an object has',
      'trainer.measure',
      `from losses import Trainer\ntrainer = Trainer()\ntrainer.measure(${pair})\n`,
      4,
    ],
    [
      'what an object of an annotated class has',
      'trainer.measure',
      `from losses import Trainer\ndef f(trainer: Trainer):\n    trainer.measure(${pair})\n`,
      4,
    ],
  ] as const)
    it(`are computed with: ${what}`, async () => {
      const { document } = await importing(code, name);
      const [found, ...others] = values(document);
      assert.deepEqual(others, []);
      assert.ok(found !== undefined && Math.abs(found - value) < 1e-3, String(found));
      assert.equal(lossCalls(document, { start: 0, end: document.text.length }).length, 1);
    });

  const rulesOf = (document: PythonDocument) => {
    const checker = new RuleChecker(document, rules);
    return atOnce(checker.fixable({ start: 0, end: document.text.length }));
  };

  it('are what rules see, which change nothing that stands in another file', async () => {
    const step = 'from torch import nn\nmodel = nn.Linear(5, 3)\ndef step(x, y):\n';
    const { document } = await importing(
      `from losses import criterion\n${step}    return criterion(model(x), y)\n`,
      'criterion',
    );
    const [found, ...others] = rulesOf(document);
    assert.deepEqual(others, []);
    assert.equal(found?.rule.id, 'weight-shape');
    assert.match(found.message, /^weight has 2 numbers for 3 classes/);
    assert.deepEqual([found.related, found.fixes], [[], []]);
    assert.equal(document.text.slice(found.start, found.end), 'model(x)');
  });

  it('have no problems here that are problems of the other file', async () => {
    const give = await exportsOf("from torch import nn\ncriterion = nn.KLDivLoss('mean')\n");
    const { document, learn } = await opened(
      'from losses import criterion\nimport torch\ncriterion(torch.zeros(2, 2), torch.zeros(2, 2))\n',
      { criterion: give('criterion') },
    );
    await learn();
    assert.equal(values(document).length, 1);
    for (const { start, end, fixes, related } of rulesOf(document))
      for (const range of [{ start, end }, ...related, ...fixes.flatMap(({ edits }) => edits)])
        assert.ok(range.start >= 0 && range.end <= document.text.length);
  });

  it('are explained as the other file writes them', async () => {
    const { document } = await importing('from losses import criterion\ncriterion(x, y)\n', 'criterion');
    for (const offset of [document.text.indexOf('criterion'), document.text.lastIndexOf('criterion')]) {
      const [explanation] = hoverAt(document, offset + 1)?.content.explanations ?? [];
      assert.equal(
        explanation?.signature,
        "CrossEntropyLoss(weight=torch.tensor([1.0, 3.0]), reduction='sum', label_smoothing=SMOOTHING)",
      );
      assert.equal(explanation.parameters.find(({ name }) => name === 'label_smoothing')?.known, '0.25');
      assert.equal(atOnce(explanation.playground()).parameters['label_smoothing'], '0.25');
    }
  });

  it('are not known where what is found is another thing of that name', async () => {
    const give = await exportsOf(losses);
    const base = 'from losses import Trainer\nclass A(Trainer):\n    def f(self):\n        return self.';
    for (const [code, name, found] of [
      // a name of the module for an attribute, another attribute, an attribute for a name
      [`${base}criterion(${scores})\n`, 'self.criterion', 'criterion'],
      [`${base}shared(${pair})\n`, 'self.shared', 'measure'],
      [`from losses import measure\nmeasure(${pair})\n`, 'measure', 'measure'],
    ] as const) {
      const { document, learn } = await opened(`import torch\n${code}`, { [name]: give(found) });
      assert.equal(await learn(), false, code);
      assert.deepEqual(values(document), [], code);
    }
  });

  it('are two where the other file chooses one', async () => {
    const { document } = await importing('from losses import either\neither(x, y)\n', 'either');
    const [call] = lossCalls(document, { start: 0, end: document.text.length });
    assert.deepEqual(
      call?.candidates.map(({ loss }) => loss.name),
      ['MSELoss', 'L1Loss'],
    );
  });

  it('are several where a function gives back one or another, or any of a dictionary is meant', async () => {
    for (const [name, isOpen, ...expected] of [
      ['chosen', false, 'MSELoss', 'L1Loss'],
      ['table', false, 'MSELoss', 'L1Loss'],
      ['either_way', true, 'MSELoss'],
      ['MADE_LOSSES', false, 'MSELoss', 'L1Loss'],
      ['MORE', true, 'MSELoss'],
    ] as const) {
      const taken = name === name.toUpperCase() ? 'loss_by[x]' : 'loss_by(x)';
      const { document } = await importing(
        `from losses import ${name} as loss_by\nloss = ${taken}\nloss(x, y)\n`,
        name,
      );
      const [call] = lossCalls(document, { start: 0, end: document.text.length });
      assert.deepEqual(
        call?.candidates.map(({ loss }) => loss.name),
        expected,
      );
      assert.equal(call.isOpen, isOpen);
    }
  });

  it('may be something else where what a method gives back is an attribute, which a subclass may set', async () => {
    for (const [name, use] of [
      ['self.own_loss', 'self.own_loss()'],
      ['self.current_loss', 'self.current_loss'],
    ] as const) {
      const { document } = await importing(
        `from losses import Trainer\nclass A(Trainer):\n    def f(self):\n        return ${use}(x, y)\n`,
        name,
      );
      const [call] = lossCalls(document, { start: 0, end: document.text.length });
      assert.deepEqual([call?.candidates.length, call?.isOpen], [1, true], name);
    }
  });

  it('have no value that depends on what a function is given', async () => {
    const { document } = await importing(`from losses import smooth\nsmooth()(${scores})\n`, 'smooth');
    assert.deepEqual(values(document), [undefined]);
    const [explanation] = hoverAt(document, document.text.length - 1)?.content.explanations ?? [];
    assert.equal(explanation?.signature, 'CrossEntropyLoss(label_smoothing=smoothing)');
  });

  it('are not known where an entry is something else, or is not there', async () => {
    for (const key of ["'mine'", "'other'", '0']) {
      const { document } = await importing(`from losses import TABLE\nTABLE[${key}]()(${pair})\n`, 'TABLE');
      assert.deepEqual(values(document), [], key);
    }
  });

  it('are not what a function is itself', async () => {
    const { document } = await importing('from losses import build\nbuild\nbuild(x)\n', 'build');
    assert.equal(hoverAt(document, document.text.indexOf('build') + 1), undefined);
    assert.equal(hoverAt(document, document.text.lastIndexOf('build') + 1), undefined);
  });

  it('have no values where the other file sets parameters anew', async () => {
    const give = await exportsOf(
      'from torch import nn\ncriterion = nn.MSELoss()\nother_loss = nn.L1Loss()\ncriterion.reduction = "sum"\n',
    );
    const { document, learn } = await opened(
      `import torch\nfrom m import criterion, other_loss\ncriterion(${pair})\nother_loss(${pair})\n`,
      { criterion: give('criterion'), other_loss: give('other_loss') },
    );
    await learn();
    assert.deepEqual(values(document), [undefined, 2]);
  });

  it('are not known where they are no plain losses, or none of their values is told', async () => {
    const give = await exportsOf(losses);
    for (const name of [
      'Mine',
      'value',
      'other',
      'SMOOTHING',
      'computes',
      'generates',
      'empty',
      'decorated',
      'SIZES',
    ])
      assert.deepEqual(give(name), somethingElse, name);
    const { document } = await importing(`from losses import unknown\nunknown(${pair})\n`, 'unknown');
    assert.deepEqual(values(document), [undefined]);
  });

  it('are other ones when the other file has changed a value', async () => {
    const { document, names, files, learn } = await importing(
      `from losses import criterion\ncriterion(${scores})\n`,
      'criterion',
    );
    const [before] = values(document);
    assert.equal(await learn(), false);
    const changed = await exportsOf(losses.replace('SMOOTHING = 0.25', 'SMOOTHING = 0.5'));
    files.says['criterion'] = changed('criterion');
    names.doubt('losses.py');
    assert.equal(await learn(), true);
    await learn();
    assert.notEqual(values(document)[0], before);
  });

  it('that say nothing of losses by their names are asked about again, too, once they are known', async () => {
    const give = await exportsOf(losses.replace('class Squared', 'class Thing'));
    const { document, names, files } = await opened('from m import Thing\nThing()(x, y)\n', {
      Thing: give('Thing'),
    });
    const calls = () => lossCalls(document, { start: 0, end: document.text.length });
    await names.learn(document, namesBehind(document, calls), files);
    assert.equal(calls().length, 1);
    files.says['Thing'] = somethingElse;
    names.doubt('m.py');
    await names.learn(document, [], files);
    calls();
    await names.learn(document, tellingNames(document), files);
    assert.equal(calls().length, 0);
  });
});
