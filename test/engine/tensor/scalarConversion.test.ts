import assert from 'node:assert/strict';
import { convertScalar } from '../../../src/engine/tensor/scalarConversion';
import type { DType } from '../../../src/engine/tensor/tensor';
import { TorchError } from '../../../src/engine/torchError';

function refuses(dtype: DType, value: number, type: string): void {
  assert.throws(
    () => convertScalar(dtype, value),
    new TorchError('RuntimeError', `value cannot be converted to type ${type} without overflow`),
  );
}

describe('the conversion of a number', () => {
  it('rounds to the dtype', () => {
    assert.equal(convertScalar('float32', 0.1), Math.fround(0.1));
    assert.equal(convertScalar('float16', 1e-8), 0);
    assert.equal(convertScalar('int32', -2.9), -2);
    assert.equal(convertScalar('bool', 1e300), 1);
    assert.equal(convertScalar('float64', 1e300), 1e300);
  });

  it('refuses what is beyond the dtype, in the words of PyTorch', () => {
    refuses('float32', 3.5e38, 'float');
    refuses('float16', 65505, 'c10::Half');
    refuses('bfloat16', -3.4e38, 'c10::BFloat16');
    refuses('int64', 1e19, 'int64_t');
    refuses('int32', 2 ** 31, 'int');
    refuses('int16', -40_000, 'int16_t');
    refuses('int8', 128, 'int8_t');
    refuses('uint8', -0.5, 'uint8_t');
  });

  it('takes the largest of each', () => {
    assert.equal(convertScalar('float16', 65504), 65504);
    assert.equal(convertScalar('int8', 127), 127);
    assert.equal(convertScalar('uint8', 255), 255);
  });

  it('takes infinity and NaN for floats only', () => {
    assert.equal(convertScalar('float16', -Infinity), -Infinity);
    assert.ok(Number.isNaN(convertScalar('float32', NaN)));
    refuses('int64', Infinity, 'int64_t');
    refuses('uint8', NaN, 'uint8_t');
  });
});
