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

  for (const code of [
    'loss_fn.half()',
    'loss_fn.to("cuda")',
    'nn.init.zeros_(loss_fn.linear.weight)',
    'optimizer = torch.optim.adam(loss_fn.parameters())',
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
