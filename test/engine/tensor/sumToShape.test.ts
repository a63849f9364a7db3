import assert from 'node:assert/strict';
import { sumToShape } from '../../../src/engine/tensor/sumToShape';
import { tensorOf } from '../tensorOf';

// In float32, 1 vanishes beside 1e8 and 2 does in float16 beside 4096: the order of additions shows. What is
// expected is what `sum_to_size` of PyTorch gives.
const big = 1e8;

describe('the sum of a gradient over broadcast dimensions', () => {
  it('adds the rows to one another', () => {
    const gradient = tensorOf('float32', [
      [big, 1, 1],
      [-big, 1, 1],
    ]);
    assert.deepEqual(sumToShape(gradient, [3]), tensorOf('float32', [0, 2, 2]));
    assert.deepEqual(sumToShape(gradient, [1, 3]), tensorOf('float32', [[0, 2, 2]]));
  });

  it('adds up each row', () => {
    const gradient = tensorOf('float32', [
      [big, 1, 1],
      [-big, 1, 1],
    ]);
    assert.deepEqual(sumToShape(gradient, [2, 1]), tensorOf('float32', [[big], [-big]]));
    assert.deepEqual(sumToShape(gradient, []), tensorOf('float32', 0));
  });

  it('goes piece by piece', () => {
    const gradient = tensorOf('float32', [
      [
        [big, 1],
        [1, 1],
      ],
      [
        [-big, 1],
        [1, 1],
      ],
    ]);
    assert.deepEqual(sumToShape(gradient, [2, 1]), tensorOf('float32', [[0], [4]]));
    assert.deepEqual(sumToShape(gradient, [2, 1, 1]), tensorOf('float32', [[[big]], [[-big]]]));
    assert.deepEqual(sumToShape(gradient, [1, 1, 2]), tensorOf('float32', [[[1, 4]]]));
  });

  it('adds 16-bit floats in float32', () => {
    const gradient = tensorOf('float16', [
      [2048, 1],
      [1, 1],
      [1, 1],
    ]);
    assert.deepEqual(sumToShape(gradient, [2]), tensorOf('float16', [2050, 3]));
    assert.deepEqual(sumToShape(gradient, [3, 1]), tensorOf('float16', [[2048], [2], [2]]));
  });

  it('leaves a gradient of that shape alone, and makes zeros of nothing', () => {
    const gradient = tensorOf('float64', [1, 2]);
    assert.equal(sumToShape(gradient, [2]), gradient);
    assert.deepEqual(sumToShape(tensorOf('float32', []), []), tensorOf('float32', 0));
  });
});
