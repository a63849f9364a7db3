import assert from 'node:assert/strict';
import { evaluateCall, lossCallAt } from '../../src/insights/documentInsights';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { openPython } from '../python/openPython';

const start = `import torch
import torch.nn as nn
import torch.nn.functional as F
x, y = torch.tensor([2.5, 0.0]), torch.tensor([3.0, -1.0])
`;

describe('the value of a loss call', () => {
  /** What the last `c(x, y)` of the code gives, or why its input is not known. */
  const value = async (code: string) => {
    const document = await openPython(start + code);
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
});
