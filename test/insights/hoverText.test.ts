import assert from 'node:assert/strict';
import { losses } from '#losses';
import { hoverAt, renderHover, type RenderOptions } from '../../src/insights/documentInsights';
import { openPython } from '../python/openPython';

/** As long as a data URI of the largest formula may be (test/formulas/formulaTexts.test.ts). */
const picture = `data:image/svg+xml;base64,${'A'.repeat(39_000)}`;

/** The hover over the n-th occurrence of a text, without pictures. */
async function textOf(
  code: string,
  over: string,
  occurrence = 0,
  formula?: string,
  options: Partial<RenderOptions> = {},
): Promise<string> {
  const document = await openPython(`import torch.nn as nn\nimport torch.nn.functional as F\n${code}`);
  let at = -1;
  for (let i = 0; i <= occurrence; i++) at = document.text.indexOf(over, at + 1);
  const hover = hoverAt(document, at + 1) ?? assert.fail(`nothing over ${over}`);
  const text = renderHover(hover.content, { formula: () => formula, ...options });
  document.dispose();
  return text;
}

describe('the text of a hover', () => {
  it('names every candidate first', async () => {
    const code = "c = F.mse_loss if x else nn.L1Loss(reduction='sum')\nc(a, b)\n";
    assert.match(
      await textOf(code, 'c(a'),
      /^_One of 2 losses, depending on the run:_ `mse_loss\(input, target\)`, `L1Loss\(reduction='sum'\)`\n/,
    );
    assert.match(
      await textOf('def f(c=nn.MSELoss()):\n    c = c if x else F.l1_loss\n    c(a, b)', 'c(a'),
      /^_One of 2 losses, or something else, depending on the run:_ `MSELoss\(\)`, `l1_loss/,
    );
  });

  it('explains four candidates, and says that there may be others', async () => {
    const names = ['L1Loss', 'MSELoss', 'HuberLoss', 'SmoothL1Loss', 'SoftMarginLoss'];
    for (const count of [4, 5]) {
      const some = names.slice(0, count);
      const code = `if x:\n    c = nn.${some.join('()\nelif x:\n    c = nn.')}()\nelse:\n    raise x\nc(a, b)\n`;
      const text = await textOf(code, 'c(a');
      const others = count > 4 ? ', or something else' : '';
      assert.ok(text.startsWith(`_One of 4 losses${others}, depending on the run:_ `), text.slice(0, 80));
      const explained = names.filter((name) => text.includes(`/torch.nn.${name}.html`));
      assert.deepEqual(explained, names.slice(0, 4));
    }
  });

  it('spells defaults as PyTorch does', async () => {
    for (const [loss, ...rows] of [
      ['NLLLoss', '| `ignore_index` | `-100` |'],
      ['CTCLoss', '| `blank` | `0` |'],
      ['SoftMarginLoss', "| `reduction` | `'mean'` |"],
      ['MultiMarginLoss', '| `p` | `1` |', '| `margin` | `1.0` |'],
      ['TripletMarginLoss', '| `p` | `2.0` |', '| `eps` | `1e-06` |'],
      ['KLDivLoss', "| `reduction` | `'mean'` |", '| `log_target` | `False` |'],
    ] as const) {
      const text = await textOf(`c = nn.${loss}()`, loss);
      for (const row of rows) assert.ok(text.includes(row), `${loss}: ${row}`);
    }
  });

  it('says why a loss is NaN or infinite, or refused, and what to do', async () => {
    for (const [call, outcome, why] of [
      [
        'cross_entropy(torch.zeros(2, 3), torch.tensor([0, 3]))',
        'Target 3 is out of bounds.',
        '3 at [1] is none.',
      ],
      ['l1_loss(torch.tensor([1.0, float("nan")]), torch.zeros(2))', 'tensor(nan)', 'input is nan at [1]'],
      ['poisson_nll_loss(torch.tensor([100.0]), torch.ones(1))', 'tensor(inf)', 'is too large for float32'],
    ] as const) {
      const text = (await textOf(`import torch\nF.${call}`, call.slice(0, 7))).replaceAll('\\', '');
      const at = text.indexOf(outcome);
      assert.ok(at > 0 && text.indexOf(why) > at, `${call}: ${text}`);
    }
    assert.doesNotMatch(
      await textOf('import torch\nF.l1_loss(torch.ones(2), torch.zeros(2))', 'l1_loss'),
      /nan|inf/,
    );
  });

  it('tells formulas in words at its end, or for who asks for that where they stand, once', async () => {
    const words = 'he loss is the mean over all N elements of the squared difference of input i and target i';
    const slope = 'ts derivative by input i is twice the difference of input i and target i, divided by N';
    const of = (options: Partial<RenderOptions>, formula?: string) =>
      textOf('c = nn.MSELoss()', 'MSELoss', 0, formula, options);
    const usual = await of({}, 'data:,');
    assert.ok(usual.endsWith(`\n\n**In words:** T${words}. I${slope}.`), usual);
    const shorter = await of({ show: new Set() }, 'data:,');
    assert.ok(shorter.endsWith(`\n\n**In words:** T${words}.`), shorter);
    const asked = await of({ inWords: true }, 'data:,');
    assert.ok(asked.includes(`![t${words}](data:,)  \n_T${words}._\n\nGradient:`), asked);
    assert.ok(asked.includes(`![i${slope}](data:,)  \n_I${slope}._\n\n`), asked);
    for (const text of [asked, await of({}, undefined)]) {
      assert.equal(text.split(`T${words}`).length, 2);
      assert.doesNotMatch(text, /In words/);
    }
  });

  it('says why a random input is not known', async () => {
    for (const [input, why] of [
      ['x = torch.rand(2)', 'no random seed is set before: `torch.manual_seed(0)` makes its numbers known'],
      ["torch.manual_seed(0)\nx = torch.rand(2, device='cuda')", 'random numbers are known for the CPU only'],
      [
        'torch.manual_seed(0)\nx = torch.rand_like(torch.ones(2, 3).t())',
        'do not lie in the order in which they take random numbers',
      ],
    ] as const) {
      const code = `import torch\n${input}\nF.l1_loss(x, x)`;
      const text = await textOf(code, 'l1_loss');
      assert.ok(text.includes(why), text);
    }
  });

  it('says what the mean divides by', async () => {
    for (const [loss, words] of [
      ['MSELoss()', 'The mean over all elements.'],
      ['CosineEmbeddingLoss()', 'The mean over the batch.'],
      ['NLLLoss()', 'The mean over the targets that are not ignored.'],
      ['NLLLoss(weight=w)', 'The sum, divided by the sum of the weights of the targets that are not ignored'],
      ['CTCLoss()', 'Each loss is divided by its target length; then the mean over the batch.'],
      [
        "KLDivLoss(reduction='batchmean')",
        'The sum, divided by the size of the first dimension of the input.',
      ],
      ["L1Loss(reduction='none')", 'One loss for each element; nothing is divided.'],
    ] as const)
      assert.ok((await textOf(`c = nn.${loss}`, loss.slice(0, 6))).includes(`\n\n${words}`), loss);
  });

  it('has what partial and annotations tell of the arguments', async () => {
    const partial = "from functools import partial\nc = partial(nn.L1Loss, reduction='sum')\nc()\n";
    assert.match(await textOf(partial, 'c()'), /^\*\*`L1Loss\(reduction='sum'\)`\*\*/);
    const annotated = 'class A:\n    c: nn.L1Loss\n    def f(self):\n        self.c(a, b)\n';
    assert.match(await textOf(annotated, 'c(a'), /^\*\*`L1Loss\(\.\.\.\)`\*\*/);
    const remark = /Other parameters may be set/;
    assert.match(await textOf(annotated, 'c(a'), remark);
    for (const code of [partial, 'c = nn.L1Loss()\nc(a, b)'])
      assert.doesNotMatch(await textOf(code, 'c('), remark);
  });

  it('cuts what is long, and says so', async () => {
    const text = await textOf(`c = nn.CrossEntropyLoss(weight=${'torch.ones(3) + '.repeat(30)}w)`, 'Cross');
    const [signature = ''] = /(?<=\*\*`)[^`]*(?=`\*\*)/.exec(text) ?? [];
    assert.match(signature, /^CrossEntropyLoss\(weight=torch\.ones\(3\) \+ .*…$/);
    assert.equal(signature.length, 200);
  });

  it('says that how the loss is reduced depends on what is not known', async () => {
    for (const [argument, words] of [
      ['reduction=how', 'The reduction is whatever `how` is.'],
      ['reduce=flag', 'How it is reduced depends on `flag`.'],
      ['size_average=flag', 'How it is reduced depends on `flag`.'],
      ['size_average=flag, reduce=False', 'One loss for each element; nothing is divided.'],
    ] as const) {
      const text = await textOf(`c = nn.MSELoss(${argument})`, 'MSELoss');
      assert.ok(text.includes(words), text);
      assert.doesNotMatch(text, /The mean over all elements|Deprecated: means `reduction='mean'`/);
    }
  });

  it('has pitfalls of this configuration first', async () => {
    const text = await textOf('c = nn.CrossEntropyLoss(weight=w, label_smoothing=0.1)', 'CrossEntropyLoss');
    const [specific, general] = ['Smoothing weighs every class', 'Class indices must be int64'];
    assert.ok(text.includes(specific) && text.indexOf(specific) < text.indexOf(general));
  });

  it('has no pitfalls of a mean that is none, and those of a tensor of losses where that is one', async () => {
    const [mean, probabilities] = ['mean divides by the weights', 'With probabilities the mean'];
    const [smoothing, ignored, unreduced] = ['the mean only the target', 'mean is NaN', 'cannot start'];
    for (const [given, expected] of [
      ['', [mean, probabilities, smoothing, ignored]],
      ["None, None, -100, None, 'mean', ", [mean, probabilities, smoothing, ignored]],
      ["reduction='sum', ", []],
      ['size_average=False, ', []],
      ['size_average=flag, ', []],
      ["reduction='none', ", [unreduced]],
      ['reduce=False, ', [unreduced]],
    ] as const) {
      const weighted = given.startsWith('None') ? given.replace('None', 'w') : `w, ${given}`;
      const text = await textOf(
        `c = nn.CrossEntropyLoss(${weighted}label_smoothing=0.1)`,
        'CrossEntropyLoss',
      );
      const found = [mean, probabilities, smoothing, ignored, unreduced].filter((one) => text.includes(one));
      assert.deepEqual(found, expected, given);
    }
  });

  it('says what may stand there instead', async () => {
    const code = 'def f(c=None):\n    if c is None:\n        c = F.l1_loss\n    return c(a, b)\n';
    assert.match(await textOf(code, 'c(a'), /^_Or something else, depending on the run\._\n\n.*l1_loss/);
  });

  it('has what the constructors of subclasses hand on', async () => {
    const code = `class One(nn.CrossEntropyLoss):
    def __init__(self, x):
        super().__init__(label_smoothing=0.25)
class Two(One):
    pass
class Three(Two):
    def __init__(self):
        super().__init__(3)
    def forward(self, a, b):
        return super().forward(a, b)
Two(3)(a, b)
`;
    assert.match(await textOf(code, 'Two(3'), /^\*\*`CrossEntropyLoss\(label_smoothing=0\.25\)`\*\*/);
    assert.match(
      await textOf(code, 'forward(a'),
      /^\*\*`CrossEntropyLoss\(label_smoothing=0\.25, \.\.\.\)`\*\*/,
    );
  });

  it('stays below what VS Code shows, whatever the losses, their arguments and pictures are', async () => {
    const long = `'${'x'.repeat(3000)}'`;
    for (const { name, parameters } of losses) {
      const given = parameters
        .filter((row) => !row.functionalOnly)
        .map((row) => `${row.name}=${long}`)
        .join(', ');
      const text = await textOf(`c = nn.${name}(${given})\n`, name, 0, picture);
      assert.ok(text.length < 100_000 && text.includes(name), `${name}: ${String(text.length)}`);
    }
    const all = losses.map(({ name }) => `nn.${name}()`).join(', ');
    const text = await textOf(`for c in [${all}]:\n    c(a, b)\n`, 'c(a', 0, picture);
    assert.ok(text.length < 100_000, String(text.length));
    assert.match(text, /data:image/);
  });
});
