import assert from 'node:assert/strict';
import { atOnce } from '../../src/python/pauses';
import { lossCalls } from '../../src/insights/lossCalls';
import type { Export } from '../../src/insights/exports';
import { exportAt } from '../../src/insights/exportAt';
import { namesBehind, tellingNames } from '../../src/insights/otherFiles';
import { rules } from '../../src/insights/ruleBook';
import { RuleChecker } from '../../src/insights/ruleChecker';
import { openPython } from '../python/openPython';
import { opened, somethingElse, torch, values } from './fakeFiles';

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

  it('are asked for again when who was late answers after all', async () => {
    const { document, files, learn } = await opened(code, { MSELoss: torch('torch.nn.MSELoss') });
    let answer = (): void => undefined;
    files.wait = new Promise<void>((resolve) => (answer = resolve));
    assert.equal(await learn(), false);
    assert.equal(await learn(), false);
    assert.deepEqual(files.asked, ['MSELoss']);
    answer();
    await new Promise(setImmediate);
    assert.equal(await learn(), true);
    assert.deepEqual(values(document), [4]);
  });

  it('are all learned, however many there are', async () => {
    const losses = Array.from({ length: 30 }, (_, index) => `Loss${String(index)}`);
    const calls = losses.map((name) => `${name}()(torch.tensor([1.]), torch.tensor([3.]))\n`);
    const { document, learn } = await opened(
      `import torch\nfrom m import ${losses.join(', ')}\n${calls.join('')}`,
      Object.fromEntries(losses.map((name) => [name, torch('torch.nn.MSELoss')])),
    );
    assert.equal(await learn(), true);
    assert.equal(values(document).length, 30);
  });

  it('that somebody waits for do not wait for others', async () => {
    const two = code.replace('import MSELoss', 'import MSELoss, L1Loss') + 'L1Loss()(loss, loss)\n';
    const { document, names, files, learn } = await opened(two, {
      MSELoss: torch('torch.nn.MSELoss'),
      L1Loss: torch('torch.nn.L1Loss'),
    });
    let answer = (): void => undefined;
    files.wait = new Promise<void>((resolve) => (answer = resolve));
    const background = learn();
    await Promise.resolve();
    files.wait = undefined;
    const [name] = tellingNames(document).filter(({ path }) => path.endsWith('L1Loss'));
    assert.ok(name);
    assert.equal(await names.learn(document, [name], files, true), true);
    assert.deepEqual(files.asked, ['MSELoss', 'L1Loss']);
    assert.deepEqual([...document.namesElsewhere.keys()], ['handed.losses.L1Loss']);
    answer();
    await background;
    await learn();
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
