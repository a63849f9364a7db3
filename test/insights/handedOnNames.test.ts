import assert from 'node:assert/strict';
import { atOnce } from '../../src/insights/constants/pauses';
import { HandedOnNames } from '../../src/insights/handedOnNames';
import { lossCalls } from '../../src/insights/lossCalls';
import { evaluateCall } from '../../src/insights/evaluateCall';
import type { Export } from '../../src/insights/exports';
import { hoverAt } from '../../src/insights/hoverContent';
import { exportAt, namesBehind, tellingNames } from '../../src/insights/otherFiles';
import { rules } from '../../src/insights/ruleBook';
import { RuleChecker } from '../../src/insights/ruleChecker';
import type { PythonDocument } from '../../src/python/pythonDocument';
import { openPython } from '../python/openPython';

const torch = (path: string): Export => ({ path, attribute: undefined });
const somethingElse: Export = { path: undefined };

/** Other files that say what each name of a document is, and when. */
class FakeFiles {
  readonly file = 'train.py';
  readonly asked: string[] = [];
  wait: Promise<unknown> | undefined;

  constructor(
    private readonly document: PythonDocument,
    readonly says: Record<string, Export>,
  ) {}

  async ask(offset: number): Promise<Export | undefined> {
    const [name = ''] = /[\w.]+$/.exec(this.document.text.slice(0, offset + 1)) ?? [];
    this.asked.push(name);
    await this.wait;
    return this.says[name];
  }
}

/** The values of the losses that the document's code tells. */
function values(document: PythonDocument): (number | undefined)[] {
  const calls = lossCalls(document, { start: 0, end: document.text.length });
  return calls.map((call) => evaluateCall(document, call).result?.loss.data[0]);
}

async function opened(code: string, says: Record<string, Export>) {
  const document = await openPython(code);
  let time = 0;
  const names = new HandedOnNames(() => time, 20);
  const files = new FakeFiles(document, says);
  const learn = () => {
    values(document);
    return names.learn(document, tellingNames(document), files);
  };
  const pass = (milliseconds: number): void => void (time += milliseconds);
  return { document, names, files, learn, pass };
}

const code = `import torch
from handed.losses import MSELoss
loss = MSELoss()(torch.tensor([1.]), torch.tensor([3.]))
`;

describe('names that other files hand on', () => {
  it('are learned once, and then computed with', async () => {
    const { document, files, learn } = await opened(code, { MSELoss: torch('torch.nn.MSELoss') });
    assert.deepEqual(values(document), []);
    assert.equal(await learn(), true);
    assert.deepEqual(values(document), [4]);
    assert.equal(await learn(), false);
    assert.deepEqual(files.asked, ['MSELoss']);
    document.update([{ offset: document.text.indexOf('3.'), length: 2, text: '4.' }]);
    await document.ready();
    assert.deepEqual(values(document), [9]);
    assert.equal(await learn(), false);
    assert.deepEqual(files.asked, ['MSELoss']);
  });

  it('are learned with the module that they are of, which is asked for once', async () => {
    const { document, files, learn } = await opened(
      `from .layers import nn, functional as F
x, y = nn.Parameter(1), 2
a = nn.MSELoss(reduction='sum')
b = nn.L1Loss()
F.l1_loss(a, b)
`,
      { nn: torch('torch.nn'), F: torch('torch.nn.functional') },
    );
    assert.equal(await learn(), true);
    assert.deepEqual(files.asked, ['nn', 'F']);
    assert.deepEqual(
      [...document.namesElsewhere],
      [
        ['.layers.nn', torch('torch.nn')],
        ['.layers.functional', torch('torch.nn.functional')],
      ],
    );
    assert.equal(lossCalls(document, { start: 0, end: document.text.length }).length, 1);
  });

  it('are asked for themselves where their module is none of PyTorch’s', async () => {
    const { document, files, learn } = await opened(
      'from . import losses\nlosses.MSELoss()(x, y)\nlosses.Mine()(x, y)\n',
      { losses: somethingElse, 'losses.MSELoss': torch('torch.nn.MSELoss'), 'losses.Mine': somethingElse },
    );
    assert.equal(await learn(), true);
    assert.deepEqual(files.asked, ['losses', 'losses.MSELoss', 'losses.Mine']);
    assert.deepEqual([...document.namesElsewhere], [['.losses.MSELoss', torch('torch.nn.MSELoss')]]);
  });

  it('are asked for as they stand where something else leads to their module', async () => {
    const { files, learn } = await opened(
      'from .layers import nn\nclass A:\n    lib = nn\n    def f(self):\n        self.lib.MSELoss()(x, y)\n',
      { self: torch('torch'), 'self.lib': torch('torch.nn'), 'self.lib.MSELoss': torch('torch.nn.MSELoss') },
    );
    assert.equal(await learn(), true);
    assert.deepEqual(files.asked, ['self.lib.MSELoss']);
  });

  it('by star imports are learned, too, for these modules', async () => {
    const { document, learn } = await opened('from .common import *\nl1_loss(x, y)\n', {
      l1_loss: torch('torch.nn.functional.l1_loss'),
    });
    assert.equal(await learn(), true);
    assert.equal(lossCalls(document, { start: 0, end: document.text.length }).length, 1);
    document.update([{ offset: 6, length: 6, text: 'others' }]);
    await document.ready();
    assert.equal(lossCalls(document, { start: 0, end: document.text.length }).length, 0);
  });

  it('are left alone where they tell nothing of losses, or are no loss in PyTorch', async () => {
    const { document, files, learn } = await opened(
      'from .tools import run, MSELoss\nrun(x)\nMSELoss()(x, y)\n',
      { run: torch('torch.nn.functional.mse_loss'), MSELoss: torch('torch.nn.Linear') },
    );
    assert.equal(await learn(), false);
    assert.deepEqual(files.asked, ['MSELoss']);
    assert.equal(document.namesElsewhere.size, 0);
    const behind = namesBehind(document, () => values(document));
    assert.deepEqual(
      behind.map(({ path }) => path),
      ['.tools.MSELoss', '.tools.run'],
    );
  });

  it('are asked for again when another file has changed, not for changes of their own', async () => {
    const { document, names, files, learn } = await opened(code, { MSELoss: torch('torch.nn.MSELoss') });
    await learn();
    assert.equal(names.doubt('train.py'), false);
    assert.equal(await learn(), false);
    assert.equal(names.doubt('handed/losses.py'), true);
    files.says['MSELoss'] = somethingElse;
    assert.equal(await learn(), true);
    await learn();
    assert.deepEqual(values(document), []);
    assert.deepEqual(files.asked, ['MSELoss', 'MSELoss']);
    assert.equal(names.doubt('handed/losses.py'), false);
    files.says['MSELoss'] = torch('torch.nn.L1Loss');
    await learn();
    assert.deepEqual(values(document), [2]);
  });

  it('are in doubt, when another file has changed, whatever has been asked since', async () => {
    const { document, names, files, learn } = await opened(code, { MSELoss: torch('torch.nn.MSELoss') });
    await learn();
    names.doubt('handed/losses.py');
    const before = document.namesElsewhere;
    assert.equal(await names.learn(document, [], files), true);
    assert.notEqual(document.namesElsewhere, before);
    assert.equal(await names.learn(document, [], files), false);
  });

  it('that nobody knows are asked for again, but not at once', async () => {
    const { document, names, files, learn, pass } = await opened(code, {});
    assert.equal(names.isUnsure(document), false);
    await learn();
    assert.equal(names.isUnsure(document), true);
    pass(1900);
    await learn();
    assert.deepEqual(files.asked, ['MSELoss']);
    files.says['MSELoss'] = torch('torch.nn.MSELoss');
    pass(200);
    assert.equal(await learn(), true);
    assert.deepEqual(values(document), [4]);
    assert.equal(names.isUnsure(document), false);
  });

  it('are not waited for when nobody answers, and nobody is asked for a while', async () => {
    const two = code.replace('import MSELoss', 'import MSELoss, L1Loss') + 'L1Loss()(loss, loss)\n';
    const { document, files, learn, pass } = await opened(two, {
      MSELoss: torch('torch.nn.MSELoss'),
      L1Loss: torch('torch.nn.L1Loss'),
    });
    files.wait = new Promise(() => undefined);
    assert.equal(await learn(), false);
    assert.equal(await learn(), false);
    assert.deepEqual(files.asked, ['MSELoss']);
    files.wait = undefined;
    pass(31_000);
    assert.equal(await learn(), true);
    assert.deepEqual(values(document), [4, 0]);
  });

  it('are forgotten when nobody answers any more', async () => {
    const { document, names, files, learn } = await opened(code, { MSELoss: torch('torch.nn.MSELoss') });
    await learn();
    names.doubt('handed/losses.py');
    files.wait = new Promise(() => undefined);
    assert.equal(await learn(), true);
    await learn();
    assert.deepEqual(values(document), []);
  });

  it('are not taken for what stood there before the text changed', async () => {
    const { document, files, learn } = await opened(code, { MSELoss: torch('torch.nn.MSELoss') });
    let answer = (): void => undefined;
    files.wait = new Promise<void>((resolve) => (answer = resolve));
    const learned = learn();
    await Promise.resolve();
    document.update([{ offset: 0, length: 0, text: '# more\n' }]);
    await document.ready();
    answer();
    assert.equal(await learned, false);
    assert.deepEqual(values(document), []);
    assert.equal(await learn(), true);
    assert.deepEqual(values(document), [4]);
  });

  it('are what rules see', async () => {
    const { document, names, files, learn } = await opened(
      'from .losses import MSELoss\nloss = MSELoss("sum")\nother = 1\n',
      { MSELoss: torch('torch.nn.MSELoss') },
    );
    const checker = new RuleChecker(document, rules);
    const findings = (): string[] => atOnce(checker.check()).map(({ rule }) => rule.id);
    const checkAndLearn = async () => {
      const found = findings();
      await names.learn(document, tellingNames(document), files);
      return found;
    };
    assert.deepEqual(await checkAndLearn(), []);
    assert.equal((await checkAndLearn()).length, 1);
    assert.equal(await learn(), false);
    names.doubt('losses.py');
    files.says['MSELoss'] = somethingElse;
    await checkAndLearn();
    await checkAndLearn();
    assert.deepEqual(await checkAndLearn(), []);
  });
});

describe('what a file gives others under a name', () => {
  const told = async (code: string, name: string, occurrence = 0): Promise<Export | undefined> => {
    const document = await openPython(code);
    let at = -1;
    for (let i = 0; i <= occurrence; i++) at = code.indexOf(name, at + 1);
    assert.ok(at >= 0);
    return exportAt(document, at + 1);
  };

  it('is what it has imported, or assigned, from PyTorch', async () => {
    assert.deepEqual(await told('from torch.nn import MSELoss\n', 'MSELoss'), torch('torch.nn.MSELoss'));
    const aliased = 'from torch.nn.modules.loss import MSELoss as Squared\n';
    assert.deepEqual(await told(aliased, 'MSELoss'), torch('torch.nn.MSELoss'));
    assert.deepEqual(await told(aliased, 'Squared'), torch('torch.nn.MSELoss'));
    assert.deepEqual(await told('import torch.nn as nn\n', 'nn', 1), torch('torch.nn'));
    assert.deepEqual(await told('from torch import nn\nL2 = nn.MSELoss\n', 'L2'), torch('torch.nn.MSELoss'));
    const guarded = 'try:\n    from torch.nn import MSELoss\nexcept ImportError:\n    MSELoss = None\n';
    assert.deepEqual(await told(guarded, 'MSELoss'), torch('torch.nn.MSELoss'));
  });

  it('depends on another file where it comes from there', async () => {
    const document = await openPython('from .losses import MSELoss\n');
    const ask = (): Export | undefined => exportAt(document, 21);
    assert.equal(ask(), undefined);
    assert.deepEqual(
      namesBehind(document, ask).map(({ path }) => path),
      ['.losses.MSELoss'],
    );
    document.learn(new Map([['.losses.MSELoss', torch('torch.nn.MSELoss')]]));
    assert.deepEqual(ask(), torch('torch.nn.MSELoss'));
  });

  it('is not told where another file may be meant, by what stands at the beginning of it', async () => {
    assert.equal(await told('x = 1\nfrom torch.nn import MSELoss as x\nx = 2\n', 'x'), undefined);
    const local = 'from torch.nn import MSELoss\ndef f():\n    MSELoss = 1\n';
    assert.equal(await told(local, 'MSELoss', 1), undefined);
  });

  it('is not told where it is something else, or may be', async () => {
    for (const code of [
      'class MSELoss: pass\n',
      'from torch.nn import MSELoss\nclass MSELoss: pass\n',
      'from torch.nn import MSELoss\nif fast:\n    MSELoss = Mine\n',
      'from .mine import *\nif fast:\n    from torch.nn import MSELoss\n',
      'def f():\n    from torch.nn import MSELoss\n',
      'import torch\n# MSELoss\n',
    ])
      assert.equal(await told(code, 'MSELoss'), undefined, code);
  });
});

/** A file that makes losses, and what it gives others under each name. */
async function exportsOf(code: string): Promise<(name: string) => Export> {
  const document = await openPython(code);
  return (name) => {
    const at = code.search(new RegExp(`(?<=^ *(?:class |self\\.)?)${name}\\b`, 'm'));
    assert.ok(at >= 0, name);
    return exportAt(document, at + 1) ?? somethingElse;
  };
}

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
class Squared(nn.MSELoss):
    pass
class Mine(nn.MSELoss):
    def forward(self, input, target):
        return 2 * super().forward(input, target)
class Trainer:
    shared = nn.L1Loss(reduction='sum')
    def __init__(self):
        self.measure = nn.MSELoss(reduction='sum')
        self.other = 1
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
    ['a class with a constructor', 'Focal', `from losses import Focal\nFocal()(${scores})\n`, undefined],
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
      if (value === undefined) assert.equal(found, undefined);
      else assert.ok(found !== undefined && Math.abs(found - value) < 1e-3, String(found));
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

  it('are not known where they are no plain losses, or none of their values is told', async () => {
    const give = await exportsOf(losses);
    for (const name of ['Mine', 'value', 'other', 'SMOOTHING'])
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
