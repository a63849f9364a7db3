import assert from 'node:assert/strict';
import { euclideanNorm } from '../../../src/engine/numeric/euclideanNorm';

describe('the Euclidean norm', () => {
  it('has the last digit of torch.norm where rounding once would give another', () => {
    // torch.norm of float32 vectors of 3, 7, 13 and 20 numbers
    const cases: readonly (readonly [number, readonly number[]])[] = [
      [1.1508514881134033, [0.327, 0.667, 0.879]],
      [1.6451369524002075, [0.244, 0.476, 1.045, -0.553, 0.812, 0.531, -0.285]],
      [
        3.6645920276641846,
        [-0.421, 0.532, 1.395, 0.272, 1.398, 1.708, -0.109, 0.671, 0.202, 2.058, 1.045, -0.478, -0.136],
      ],
      [
        4.99890661239624,
        [
          -0.576, 0.257, 0.892, 0.952, -0.805, 1.228, 0.113, 1.391, 1.914, 2.201, 0.484, 0.387, 1.635, 2.188,
          -0.334, 0.818, -0.615, 0.926, 0.406, 0.502,
        ],
      ],
    ];
    for (const [norm, numbers] of cases) {
      const vector = Float32Array.from(numbers);
      assert.equal(euclideanNorm(vector), norm);
      const once = Math.fround(Math.sqrt(Math.fround(vector.reduce((sum, x) => sum + x * x, 0))));
      assert.notEqual(once, norm);
    }
  });

  it('takes the part that it is told', () => {
    const numbers = [100, 3, 4, 100];
    assert.equal(euclideanNorm(Float32Array.from(numbers), 1, 2), 5);
    assert.equal(euclideanNorm(Float64Array.from(numbers), 1, 2), 5);
    assert.equal(euclideanNorm(Float32Array.from(numbers), 1, 0), 0);
  });

  it('takes every element once, whatever the length', () => {
    for (let length = 0; length < 40; length++) {
      const twos = new Float32Array(length * length).fill(2);
      assert.equal(euclideanNorm(twos), 2 * length);
      assert.equal(euclideanNorm(Float64Array.from(twos)), 2 * length);
    }
  });

  it('overflows where the squares do in float32', () => {
    assert.equal(euclideanNorm(Float32Array.of(1e20, 0)), Infinity);
    assert.equal(euclideanNorm(Float64Array.of(3e20, 4e20)), 5e20);
  });
});
