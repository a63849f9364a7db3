import assert from 'node:assert/strict';
import { evaluateCall, hoverAt, lossCallAt } from '../../src/insights/documentInsights';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { openPython } from '../python/openPython';

const start = `import torch
import torch.nn as nn
import torch.nn.functional as F
x, y = torch.tensor([2.5, 0.0]), torch.tensor([3.0, -1.0])
`;

describe('the value of a loss call', () => {
  /** What the last `c(x, y)` of the code gives, or why its input is not known. */
  const value = async (code: string, head = start) => {
    const document = await openPython(head + code);
    const call = lossCallAt(document, document.text.lastIndexOf('c(x, y)')) ?? assert.fail('no call');
    const { result, inputs } = evaluateCall(document, call);
    document.dispose();
    return result ? printTensor(result.loss) : inputs[0]?.reason;
  };

  it('does not depend on losses that were called before, whichever they are', async () => {
    assert.equal(
      await value('a = nn.MSELoss() if fast else nn.L1Loss()\nb = a(x, y)\nc = nn.L1Loss()\nd = c(x, y)\n'),
      'tensor(0.7500)',
    );
    assert.equal(
      await value('b = F.mse_loss(x, y, reduction=how)\nc = nn.L1Loss()\nd = c(x, y)\n'),
      'tensor(0.7500)',
    );
  });

  it('may depend on what other functions do to the tensors', async () => {
    assert.equal(
      await value('b = change(x)\nc = nn.L1Loss()\nd = c(x, y)\n'),
      '`change` may have changed it',
    );
    assert.equal(
      await value('a = nn.MSELoss() if fast else other\nb = a(x, y)\nc = nn.L1Loss()\nd = c(x, y)\n'),
      '`a` may have changed it',
    );
  });

  it('is not known where Python refuses an argument', async () => {
    assert.equal(await value('c = nn.MSELoss()\nd = c(x, y)\n'), 'tensor(0.6250)');
    for (const made of ['nn.MSELoss(beta=1.0)', 'partial(F.mse_loss, beta=1.0)', 'nn.L1Loss(valueOf=1)'])
      assert.equal(await value(`from functools import partial\nc = ${made}\nd = c(x, y)\n`), undefined, made);
  });

  it('takes a number for an input as PyTorch does: a float, and no integer', async () => {
    const outcome = async (variance: string): Promise<unknown> => {
      const document = await openPython(`${start}c = nn.GaussianNLLLoss()\nd = c(x, y, ${variance})\n`);
      const call = lossCallAt(document, document.text.lastIndexOf('c(x')) ?? assert.fail('no call');
      const { result, error, inputs } = evaluateCall(document, call);
      document.dispose();
      return result ? printTensor(result.loss) : [error?.type, inputs[2]?.value];
    };
    assert.equal(await outcome('1.0'), 'tensor(0.3125)');
    assert.deepEqual(await outcome('1'), ['TypeError', 1n]);
    assert.deepEqual(await outcome('variance'), [undefined, undefined]);
  });

  it('is not known behind what no method of Python is', async () => {
    for (const object of ['[1.0, 2.0]', '{"a": 1.0}', '(1.0, 2.0)'])
      for (const method of ['constructor', 'valueOf', 'hasOwnProperty', '__proto__'])
        assert.ok(
          await value(`x = ${object}.${method}(1.0)\nc = nn.MSELoss()\nd = c(x, y)\n`),
          `${object}.${method}`,
        );
  });

  it('is known where None is written for what is None anyway', async () => {
    for (const made of [
      'nn.MSELoss(None, None, "sum")',
      'nn.MSELoss(size_average=None, reduce=None, reduction="sum")',
      'nn.HingeEmbeddingLoss(margin=1.0, size_average=None)',
      'nn.BCEWithLogitsLoss(weight=None, pos_weight=None)',
    ])
      assert.ok(await value(`c = ${made}\nd = c(x, y)\n`), made);
    assert.equal(await value('NO = None\nc = nn.L1Loss(NO, NO)\nd = c(x, y)\n'), 'tensor(0.7500)');
  });

  it('is known where the import of torch is tried', async () => {
    const head =
      'try:\n    import torch\n    from torch import nn\nexcept ImportError:\n    torch = nn = None\n' +
      'x, y = torch.tensor([2.5, 0.0]), torch.tensor([3.0, -1.0])\n';
    assert.equal(await value('c = nn.L1Loss()\nd = c(x, y)\n', head), 'tensor(0.7500)');
    const late = 'try:\n    y = torch.zeros(2)\nexcept RuntimeError:\n    y = torch.ones(2)\n';
    assert.equal(await value(`${late}c = nn.L1Loss()\nd = c(y, y)\ne = c(x, y)\n`), undefined);
  });

  it('is not known of an attribute that other code sets', async () => {
    const made = 'class A:\n    x = torch.zeros(2)\n    y = torch.ones(2)\n';
    const last = 'c = nn.L1Loss()\nx, y = A.x, A.y\nd = c(x, y)\n';
    assert.equal(await value(`${made}${last}`), 'tensor(1.)');
    assert.equal(await value(`${made}class B:\n    def f(self):\n        self.x = 5\n${last}`), 'tensor(1.)');
    for (const change of ['A.x = y', 'a = A()\na.x += 1', 'setattr(A, "x", y)', 'setattr(A, name, y)'])
      assert.equal(await value(`${made}${change}\n${last}`), '`x` is set elsewhere', change);
    assert.equal(await value(`${made}setattr(A, "z", y)\nA.x == y\n${last}`), 'tensor(1.)');
  });

  it('is not known of an attribute that a class has instead which derives from the one of the method', async () => {
    const base =
      'class Base:\n    how = "sum"\n    def f(self):\n        return nn.L1Loss(reduction=self.how)';
    const step = `${base}\n    def step(self):\n        c = nn.L1Loss(reduction=self.how)\n        return c(x, y)\n`;
    const head = start.replace('x, y = ', 'x = ').replace(', torch.tensor([3', '\ny = torch.tensor([3');
    assert.equal(await value(step, head), 'tensor(1.5000)');
    assert.equal(await value(`${step}class A(Base):\n    how = "mean"\n`, head), undefined);
    assert.equal(await value(`${step}class A(Other):\n    how = "mean"\n`, head), 'tensor(1.5000)');
  });

  it('is not known of random numbers behind a block that brings the generator back', async () => {
    const head = `${start}torch.manual_seed(0)\n`;
    const drawn = 'x = torch.rand(2)\nc = nn.L1Loss()\nd = c(x, y)\n';
    assert.ok(await value(`with torch.no_grad():\n    torch.manual_seed(1)\n${drawn}`, head));
    assert.notEqual(
      await value(`with torch.no_grad():\n    torch.manual_seed(1)\n${drawn}`, head),
      await value(drawn, head),
    );
    const inside = drawn.replaceAll(/^(?=.)/gm, '    ');
    const forked = 'with torch.random.fork_rng():\n    torch.manual_seed(1)\n';
    assert.ok(await value(`${forked}${inside}`, head));
    assert.match(JSON.stringify(await value(`${forked}${drawn}`, head)), /fork_rng/);
  });

  it('is not known where a weight changes that the loss keeps', async () => {
    const weight = 'w = torch.tensor([1.0, 3.0])\nw[0] = 2.0\n';
    const [made, last] = ['c = nn.BCEWithLogitsLoss(weight=w)\n', 'd = c(x, y)\n'];
    assert.ok(await value(`${weight}${made}${last}`));
    assert.ok(await value(`${weight}${made}w = torch.ones(2)\n${last}`));
    assert.equal(await value(`${weight}${made}w[0] = 5.0\n${last}`), undefined);
    assert.equal(await value(`${weight}${made.replace('w)', 'w.to("cpu"))')}w.mul_(2)\n${last}`), undefined);
  });

  it('is not known inside a lambda, whose names may have other values when it runs', async () => {
    assert.equal(
      await value('c = nn.L1Loss()\nd = lambda: c(x, y)\nx = torch.tensor([9.0, 9.0])\nd()\n'),
      '`x` is not known',
    );
    assert.equal(await value('c = nn.L1Loss()\nd = [c(x, y) for _ in range(2)]\n'), 'tensor(0.7500)');
  });

  /** The last call of a functional in the code, and the text of the hover over it. */
  const evaluated = async (code: string, name: string) => {
    const document = await openPython(`${start}torch.manual_seed(0)\n${code}\n`);
    const at = document.text.lastIndexOf(name);
    const call = evaluateCall(document, lossCallAt(document, at) ?? assert.fail('no call'));
    const open = hoverAt(document, at + name.length - 1)?.content.explanations[0]?.open;
    document.dispose();
    return { call, open };
  };

  it('is left to the playground where computing it would hold the editor up', async () => {
    for (const [code, name] of [
      ['a, b = torch.zeros(1000, 1), torch.zeros(1, 1000)\nF.mse_loss(a, b)', 'F.mse_loss'],
      ['a = torch.zeros(200, 200).half()\nF.l1_loss(a, a)', 'F.l1_loss'],
      [
        'a, b = torch.randn(250, 250), torch.randint(250, (250, 250))\nF.multilabel_margin_loss(a, b)',
        'F.multilabel_margin_loss',
      ],
      ['a = torch.randn(300, 60)\nF.triplet_margin_loss(a, a, a, p=3)', 'F.triplet_margin_loss'],
      [
        'a, b = torch.randn(4000, 2, 2), torch.ones(2, 1000, dtype=torch.long)\nF.ctc_loss(a, b, torch.full((2,), 4000), torch.full((2,), 1000))',
        'F.ctc_loss',
      ],
    ] as const) {
      const { call, open } = await evaluated(code, name);
      assert.ok(call.call && call.isTooLarge, code);
      assert.equal(call.result, undefined);
      assert.deepEqual(open, { expression: undefined, reason: { kind: 'large' } });
    }
  });

  it('is known for many samples of few classes', async () => {
    const { call } = await evaluated(
      'a, b = torch.randn(4000, 3), torch.randint(3, (4000,))\nF.cross_entropy(a, b)',
      'F.cross_entropy',
    );
    assert.ok(call.result);
  });

  it('is known for large literals, whose tensor is made in turns', async () => {
    const numbers = Array.from({ length: 60_000 }, (_, index) => index % 8).join(', ');
    const { call } = await evaluated(`a = torch.tensor([${numbers}.0])\nF.mse_loss(a, a + 1)`, 'F.mse_loss');
    assert.ok(call.result);
    assert.equal(printTensor(call.result.loss), 'tensor(1.)');
  });

  it('is not known inside a generator that runs later either', async () => {
    const generator = '(c(x, y) for _ in range(2))';
    assert.equal(
      await value(`c = nn.L1Loss()\nd = ${generator}\nx = torch.tensor([9.0, 9.0])\nsum(d)\n`),
      '`x` is not known',
    );
    assert.equal(await value(`c = nn.L1Loss()\nd = sum${generator}\n`), 'tensor(0.7500)');
  });

  it('is not known of what other functions change, or what is deleted', async () => {
    const head = start.replace('x, y = ', 'x = ').replace(', torch.tensor([3', '\ny = torch.tensor([3');
    const inside = 'c = nn.L1Loss()\ndef f():\n    return c(x, y)\n';
    assert.equal(await value(inside, head), 'tensor(0.7500)');
    // What is unpacked there is not followed.
    assert.equal(await value(inside), '`x` is not known');
    for (const change of ['x[0] = 5', 'x.add_(1)', 'x.data = y'])
      assert.equal(
        await value(`def g():\n    ${change}\n${inside}`, head),
        '`x` is changed in place',
        change,
      );
    assert.equal(await value('c = nn.L1Loss()\ndel x\nd = c(x, y)\n'), '`x` is not known');
  });

  it('takes parameters out of a dataclass', async () => {
    const config =
      'from dataclasses import dataclass\n@dataclass\nclass Config:\n    how: str = "sum"\n    delta: float = 2.0\n';
    const call = 'c = nn.HuberLoss(config.how, config.delta)\nd = c(x, y)\n';
    assert.equal(await value(`${config}config = Config()\n${call}`), 'tensor(0.6250)');
    assert.equal(await value(`${config}config = Config(how='mean')\n${call}`), 'tensor(0.3125)');
    assert.equal(await value(`${config}config = Config('mean')\n${call}`), undefined);
  });

  it('is that of the call at the cursor, else of the first on its line', async () => {
    const code = `${start}a, b = F.l1_loss(x, y), F.mse_loss(x, y)\nc = nn.L1Loss()\nprint(1)\n`;
    const document = await openPython(code);
    const at = (text: string) => lossCallAt(document, code.indexOf(text) + 1)?.candidates[0]?.loss.name;
    assert.deepEqual(['a, b', 'l1_loss', 'mse_loss', 'L1Loss', 'print'].map(at), [
      'L1Loss',
      'L1Loss',
      'MSELoss',
      undefined,
      undefined,
    ]);
    document.dispose();
  });

  it('takes by position what the functional takes so, though the module does not', async () => {
    const document = await openPython(
      `${start}F.gaussian_nll_loss(x, y, torch.ones(2), True, 1e-6, 'sum')\n`,
    );
    const call = lossCallAt(document, document.text.lastIndexOf('F.gaussian')) ?? assert.fail('no call');
    const { result } = evaluateCall(document, call);
    document.dispose();
    assert.equal(result && printTensor(result.loss), 'tensor(2.4629)');
  });

  it('is not known where a parameter of the loss is set anew, however the module is reached', async () => {
    const made = 'c = nn.L1Loss(reduction="sum")\n';
    assert.equal(await value(`${made}d = c(x, y)\n`), 'tensor(1.5000)');
    for (const change of [
      'c.reduction = "mean"',
      'e = c\ne.reduction = "mean"',
      'c.reduction, e = "mean", 1',
    ])
      assert.equal(await value(`${made}${change}\nd = c(x, y)\n`), undefined, change);
    for (const change of ['e = c\ne.reduction = "sum"', 'e = [c]\ne[0].reduction = "sum"'])
      assert.equal(await value(`c = nn.L1Loss()\n${change}\nd = c(x, y)\n`), undefined, change);
    assert.equal(await value('c = e = nn.L1Loss()\ne.reduction = "sum"\nd = c(x, y)\n'), undefined);
    for (const change of ['c.reduction = "mean"'])
      assert.equal(await value(`${made}${change}\nd = c(x, y)\n`), undefined, change);
    const weighted = 'c = nn.BCELoss(weight=torch.ones(2))\nx, y = torch.full((2,), 0.5), torch.ones(2)\n';
    for (const change of ['c.weight[0] = 3', 'c.weight.data = x', 'c.weight.fill_(2)', 'c.weight *= 2'])
      assert.equal(await value(`${weighted}${change}\nd = c(x, y)\n`), undefined, change);
    assert.equal(
      await value(`${made}class A:\n    def f(self):\n        c.reduction = "mean"\nd = c(x, y)\n`),
      undefined,
    );
    const once = `${made}d = c(x, y)\nc.reduction = "mean"\n`;
    assert.equal(await value(once), 'tensor(1.5000)');
    assert.equal(
      await value(`${made}other = nn.L1Loss()\nother.reduction = "none"\nd = c(x, y)\n`),
      'tensor(1.5000)',
    );
  });

  it('shows a parameter as it was set last', async () => {
    const document = await openPython(
      `${start}class A:\n    def __init__(self, w):\n        self.c = nn.NLLLoss(w)\n    def forward(self, x, y):\n        self.c.weight = 2 * x\n        return self.c(x, y)\n`,
    );
    const hover = hoverAt(document, document.text.lastIndexOf('c(x, y)')) ?? assert.fail('no hover');
    document.dispose();
    assert.deepEqual(
      hover.content.explanations.map(({ signature }) => signature),
      ['NLLLoss(weight=2 * x, ...)'],
    );
  });

  it('has no gradient where there is none', async () => {
    const wantsGradient = async (code: string) => {
      const document = await openPython(start + code);
      const call = lossCallAt(document, document.text.lastIndexOf('F.mse_loss')) ?? assert.fail('no call');
      const { inputs } = evaluateCall(document, call);
      document.dispose();
      return inputs[0]?.requiresGrad;
    };
    const body = '    z = torch.ones(2, requires_grad=True)\n    w = z * 2\n    return F.mse_loss(w, y)\n';
    assert.equal(await wantsGradient(`def f():\n${body}`), true);
    for (const decorator of ['@torch.no_grad()', '@torch.no_grad', '@torch.inference_mode()'])
      assert.equal(await wantsGradient(`${decorator}\ndef f():\n${body}`), false, decorator);
  });

  it('is not known of numbers where the loss takes tensors', async () => {
    assert.equal(await value('x, y = 1, 2\nc = nn.L1Loss()\nd = c(x, y)\n'), 'it is no tensor');
  });

  it('is not known in a loop that changes what it depends on, before or after', async () => {
    const changing = { kind: 'passes' };
    for (const change of [
      'x = x + 1',
      'x += 1',
      'x.add_(1)',
      'x[0] = i',
      'd.backward()\n    x -= 0.1 * x.grad',
    ])
      assert.deepEqual(
        await value(`c = nn.L1Loss()\nfor i in range(3):\n    d = c(x, y)\n    ${change}\n`),
        changing,
        change,
      );
    assert.deepEqual(await value('c = nn.L1Loss()\nfor i in range(3):\n    x = x + c(x, y)\n'), changing);
    assert.deepEqual(
      await value(
        'c = nn.L1Loss()\nfor i in range(2):\n    for j in range(2):\n        d = c(x, y)\n    x = x + 1\n',
      ),
      changing,
    );
    assert.equal(
      await value('c = nn.L1Loss()\nfor i in range(3):\n    d = c(x, y)\n    z = x + 1\n'),
      'tensor(0.7500)',
    );
  });

  it('takes options out of a dictionary as it is at the call', async () => {
    const options = 'options = dict(reduction="sum")\n';
    assert.equal(await value(`${options}c = nn.L1Loss(**options)\nd = c(x, y)\n`), 'tensor(1.5000)');
    assert.equal(
      await value(`${options}c = nn.HuberLoss(delta=0.5, **options)\nd = c(x, y)\n`),
      'tensor(0.5000)',
    );
    for (const change of ['options["reduction"] = "mean"', 'options.update(other)', 'change(options)'])
      assert.equal(
        await value(`${options}${change}\nc = nn.L1Loss(**options)\nd = c(x, y)\n`),
        undefined,
        change,
      );
    assert.equal(await value('c = nn.L1Loss(**others)\nd = c(x, y)\n'), undefined);
  });
});
