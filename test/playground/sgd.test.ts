import assert from 'node:assert/strict';
import type { DType } from '../../src/engine/tensor/tensor';
import { storage } from '../../src/engine/tensor/tensor';
import { roundTo } from '../../src/engine/tensor/rounding';
import { Sgd } from '../../src/playground/sgd';
import facts from './sgdFacts.json';

describe('torch.optim.SGD', () => {
  for (const { dtype, start, gradients, learningRate, momentum, end } of facts) {
    it(`moves ${start.length} numbers as PyTorch does: ${dtype}, momentum ${momentum}`, () => {
      const type = dtype as DType;
      const data = stored(type, start);
      const optimizer = new Sgd(learningRate, momentum);
      for (const gradient of gradients)
        optimizer.step('input', { dtype: type, shape: [data.length], data }, stored(type, gradient));
      assert.deepEqual(Array.from(data), end);
    });
  }

  it('keeps the momentum of each parameter', () => {
    const optimizer = new Sgd(1, 0.5);
    const [a, b] = [Float64Array.of(0), Float64Array.of(0)];
    for (let step = 0; step < 2; step++) {
      optimizer.step('a', { dtype: 'float64', shape: [1], data: a }, Float64Array.of(1));
      optimizer.step('b', { dtype: 'float64', shape: [1], data: b }, Float64Array.of(-2));
    }
    assert.deepEqual([a[0], b[0]], [-2.5, 5]);
  });
});

function stored(dtype: DType, values: readonly number[]): ReturnType<typeof storage> {
  const data = storage(dtype, values.length);
  for (const [index, value] of values.entries()) data[index] = roundTo(dtype, value);
  return data;
}
