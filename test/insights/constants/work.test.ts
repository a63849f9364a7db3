import assert from 'node:assert/strict';
import { evaluateCall, lossCallAt } from '../../../src/insights/documentInsights';
import { openPython } from '../../python/openPython';

/** How often evaluating the loss of a loop pays for a piece of work. */
async function payments(passes: number, ...steps: readonly string[]): Promise<number> {
  const text = `import torch
import torch.nn as nn
from elsewhere import Model
torch.manual_seed(0)
x, y = torch.rand(8, 2), torch.rand(8, 1)
model = Model()
loss_fn = nn.L1Loss()
for epoch in range(${String(passes)}):
    ${steps.join('\n    ')}
    loss = loss_fn(y_pred, y)
`;
  const document = await openPython(text);
  const call = lossCallAt(document, text.indexOf('loss_fn(y_pred') + 1);
  assert.ok(call);
  let count = 0;
  const isCancelled = (): boolean => {
    count++;
    return false;
  };
  const { result } = evaluateCall(document, call, { steps: 200_000, isCancelled });
  assert.equal(result, undefined);
  document.dispose();
  return count;
}

describe('the work of evaluating constants', () => {
  it('does not grow with the passes of a loop that trains what is not known', async () => {
    const steps = ['y_pred = model(x)', 'train(model)'];
    const few = await payments(10, ...steps);
    assert.ok(few > 10);
    assert.equal(await payments(10_000, ...steps), few);
  });

  it('grows with the passes of a loop in which everything is known', async () => {
    const step = 'y_pred = x.sum(1, keepdim=True) * epoch';
    assert.ok((await payments(100, step)) > 5 * (await payments(10, step)));
  });
});
