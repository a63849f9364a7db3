import assert from 'node:assert/strict';
import {
  add,
  divide,
  multiply,
  storeInto,
  subtract,
  subtractFrom,
} from '../../../src/engine/tensor/pointwise';
import type { DType, Tensor } from '../../../src/engine/tensor/tensor';
import { TorchError } from '../../../src/engine/torchError';
import { tensorOf } from '../tensorOf';

function refusal(message: string): (error: unknown) => boolean {
  return (error) => error instanceof TorchError && error.message === message;
}

function values(tensor: Tensor): [DType, ...number[]] {
  return [tensor.dtype, ...tensor.data];
}

describe('elementwise arithmetic', () => {
  it('broadcasts, and names the dimension that does not fit', () => {
    const sum = add(tensorOf('float32', [[1], [2]]), tensorOf('float32', [10, 20, 30]));
    assert.deepEqual(sum.shape, [2, 3]);
    assert.deepEqual([...sum.data], [11, 21, 31, 12, 22, 32]);
    assert.throws(
      () => add(tensorOf('float32', [1, 2, 3]), tensorOf('float32', [1, 2])),
      refusal('The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0'),
    );
  });

  it('rounds a scalar to a 16-bit float before adding it, not before multiplying with it', () => {
    assert.deepEqual(values(add(tensorOf('bfloat16', [0.001]), 0.3)), ['bfloat16', 0.302734375]);
    assert.deepEqual(values(add(tensorOf('float16', [0.3]), 0.1)), ['float16', 0.39990234375]);
    assert.deepEqual(values(multiply(tensorOf('bfloat16', [3]), 0.3)), ['bfloat16', 0.8984375]);
    assert.deepEqual(values(multiply(tensorOf('float16', [3]), 0.1)), ['float16', 0.300048828125]);
  });

  it('keeps the digits of a tensor of one element beside a 16-bit float only where it comes second', () => {
    const factor = tensorOf('float32', 0.5696309208869934);
    const tensor = tensorOf('bfloat16', [0.109375, 1]);
    assert.deepEqual(values(multiply(tensor, factor)), ['bfloat16', 0.062255859375, 0.5703125]);
    assert.deepEqual(values(multiply(factor, tensor)), ['bfloat16', 0.0625, 0.5703125]);
    const halves = tensorOf('float16', [0.300048828125, 0.7001953125]);
    assert.deepEqual(values(multiply(halves, tensorOf('int64', [2049]))), ['float16', 615, 1435]);
  });

  it('divides integers in float32 and wraps their differences', () => {
    assert.deepEqual(values(divide(tensorOf('int64', [1]), tensorOf('int64', [3]))), [
      'float32',
      Math.fround(1 / 3),
    ]);
    assert.deepEqual(values(subtract(tensorOf('uint8', [1]), tensorOf('uint8', [2]))), ['uint8', 255]);
  });

  it('takes a number to the dtype of the tensor that C++ subtracts from it', () => {
    assert.deepEqual(values(subtractFrom(1.5, tensorOf('int64', [1]))), ['int64', 0]);
    assert.deepEqual(values(subtract(1.5, tensorOf('int64', [1]))), ['float32', 0.5]);
  });

  it('refuses to subtract bools', () => {
    const bool = tensorOf('bool', [1]);
    assert.throws(() => subtractFrom(1, bool), /with two bool tensors is not supported/);
    assert.throws(() => subtract(tensorOf('float32', [1]), bool), /with a bool tensor is not supported/);
  });

  it('stores in place only what the tensor can hold', () => {
    const wide = tensorOf('float64', [0.1]);
    assert.deepEqual(values(storeInto(tensorOf('float16', [0]), wide)), ['float16', 0.0999755859375]);
    assert.throws(
      () => storeInto(tensorOf('int64', [0]), wide),
      refusal("result type Double can't be cast to the desired output type Long"),
    );
    assert.throws(
      () => storeInto(tensorOf('float64', [0]), tensorOf('float64', [[1], [2]])),
      refusal("output with shape [1] doesn't match the broadcast shape [2, 1]"),
    );
  });
});
