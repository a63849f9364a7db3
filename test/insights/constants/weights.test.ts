import assert from 'node:assert/strict';
import { newEvaluator } from '../../../src/insights/evaluateCall';
import { evaluateCall, lossCallAt } from '../../../src/insights/documentInsights';
import { openPython } from '../../python/openPython';

const made = `import torch
import torch.nn as nn
torch.manual_seed(1)
loss_fn = nn.LinearCrossEntropyLoss(3, 4, bias=True, reduction="sum")
x, y = torch.ones(2, 3), torch.tensor([1, 3])
`;

async function last(code: string): Promise<{ readonly kind: string; readonly result: number | undefined }> {
  const text = `${made}${code}\nr = loss_fn(x, y)\n`;
  const document = await openPython(text);
  const statement = document.module.chunks.at(-1)?.statement;
  assert.ok(statement?.kind === 'assign' && statement.value);
  const { kind } = newEvaluator(document).value(statement.value);
  const call = lossCallAt(document, text.lastIndexOf('loss_fn(x') + 1);
  const result = call && evaluateCall(document, call).result?.loss.data[0];
  document.dispose();
  return { kind, result };
}

describe('weights that a loss draws when it is constructed', () => {
  it('are known while nothing touches them', async () => {
    const { kind, result } = await last('output = loss_fn(x, y)\noutput.backward()');
    assert.equal(kind, 'tensor');
    assert.ok(result !== undefined && result > 0);
  });

  it('are known while an optimizer that is made has made no step', async () => {
    const made = await last('optimizer = torch.optim.Adam(loss_fn.parameters(), lr=0.1)\nloss_fn.eval()');
    assert.deepEqual(made, await last(''));
    assert.equal(made.kind, 'tensor');
  });

  for (const code of [
    'loss_fn.half()',
    'loss_fn.to("cuda")',
    'nn.init.zeros_(loss_fn.linear.weight)',
    'optimizer = torch.optim.Adam(loss_fn.parameters())\noptimizer.step()',
    'for p in loss_fn.parameters():\n    p.data *= 2',
    'model = Model(loss_fn)',
    'other = loss_fn\nother.double()',
    'for p in [loss_fn]:\n    p.double()',
    'loss_fn.linear.weight.data = torch.zeros(4, 3)',
    'def train():\n    optimizer = torch.optim.SGD(loss_fn.parameters())\n    optimizer.step()\ntrain()',
    'x = x * 1\nfrom elsewhere import load\nload(loss_fn)',
  ]) {
    it(`are not known after ${code.split('\n')[0] ?? ''}`, async () => {
      assert.deepEqual(await last(code), { kind: 'unknown', result: undefined });
    });
  }
});

describe('weights of layers', () => {
  const layer =
    'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\ntorch.manual_seed(1)\n';
  const output = async (code: string) => {
    const document = await openPython(
      `${layer}model = nn.Linear(2, 1)\n${code}\nr = model(torch.ones(1, 2))\n`,
    );
    const statement = document.module.chunks.at(-1)?.statement;
    assert.ok(statement?.kind === 'assign' && statement.value);
    const value = newEvaluator(document).value(statement.value);
    document.dispose();
    return value.kind;
  };

  it('are known while nothing touches them', async () => {
    assert.equal(
      await output('loss = F.mse_loss(model(torch.zeros(1, 2)), torch.ones(1, 1))\nloss.backward()'),
      'tensor',
    );
  });

  for (const code of [
    'optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\noptimizer.step()',
    'for p in model.parameters():\n    p.data.zero_()',
    'model.weight.data.fill_(1)',
    'def train():\n    model.weight.data.fill_(1)\ntrain()',
    'other = [model]\nfit(other)',
    'model.double()',
  ]) {
    it(`are not known after ${code.split('\n')[0] ?? ''}`, async () => {
      assert.equal(await output(code), 'unknown');
    });
  }

  for (const large of [
    'Linear(100_000, 100_000)',
    'Embedding(100_000, 100_000)',
    'Conv2d(4096, 4096, 999)',
  ]) {
    it(`are not drawn beyond the budget: ${large}`, async () => {
      assert.equal(await output(`model = nn.${large}`), 'unknown');
    });
  }
});
