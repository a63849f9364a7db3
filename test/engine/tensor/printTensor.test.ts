import assert from 'node:assert/strict';
import { formatScalar } from '../../../src/engine/tensor/formatNumber';
import { printTensor } from '../../../src/engine/tensor/printTensor';
import { readPrints } from '../../text/prints';

describe('printTensor', () => {
  it('prints every recorded tensor as PyTorch does', () => {
    const prints = readPrints();
    assert.ok(prints.length > 600);
    for (const { tensor, options, print } of prints) assert.equal(printTensor(tensor, options), print);
  });

  it('writes the device and the gradient function where PyTorch writes them', () => {
    const tensor = { dtype: 'float16', shape: [2], data: Float32Array.of(1, 2.5) } as const;
    assert.equal(
      printTensor(tensor, { device: 'cuda:0', gradFn: 'MseLossBackward0', requiresGrad: true }),
      "tensor([1.0000, 2.5000], device='cuda:0', dtype=torch.float16,\n       grad_fn=<MseLossBackward0>)",
    );
  });
});

describe('formatScalar', () => {
  it('prints every recorded element as Python does', () => {
    for (const { tensor, item } of readPrints()) {
      if (item !== undefined) assert.equal(formatScalar(tensor.data[0] ?? NaN, tensor.dtype), item);
    }
  });

  it('keeps the digits of large whole numbers', () => {
    assert.equal(formatScalar(2 ** 62, 'int64'), '4611686018427387904');
  });
});
