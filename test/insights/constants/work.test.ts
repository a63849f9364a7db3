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

/** The same of the last loss call of a program whose tensors are spelled out. */
async function paymentsOf(code: string): Promise<number> {
  const document = await openPython(
    `import torch\nimport torch.nn as nn\nx, y = torch.zeros(3), torch.ones(3)\nloss_fn = nn.L1Loss()\n${code}`,
  );
  const call = lossCallAt(document, document.text.lastIndexOf('loss_fn(') + 1);
  assert.ok(call);
  let count = 0;
  const isCancelled = (): boolean => {
    count++;
    return false;
  };
  assert.ok(evaluateCall(document, call, { steps: 200_000, isCancelled }).result);
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

  it('does not grow with other losses of the same tensors', async () => {
    const losses = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => `loss${index} = loss_fn(x, y + ${index})`);
    const before = await paymentsOf(`${losses(3).join('\n')}\nloss = loss_fn(x, y)\n`);
    assert.ok(before > 2);
    assert.equal(await paymentsOf(`${losses(300).join('\n')}\nloss = loss_fn(x, y)\n`), before);
  });

  it('grows with the passes of a loop in which everything is known', async () => {
    const step = 'y_pred = x.sum(1, keepdim=True) * epoch';
    assert.ok((await payments(100, step)) > 5 * (await payments(10, step)));
  });
});
