import assert from 'node:assert/strict';
import fc from 'fast-check';
import { orderedSum } from '../../../src/engine/numeric/orderedSum';
import { seededRandom } from '../seededRandom';

describe('the ordered sum', () => {
  it('adds a few numbers in the order in which PyTorch adds them', () => {
    // Each number vanishes beside 2**24 in float32, two of them do not: the order shows.
    const big = 2 ** 24;
    // torch.tensor([...]).sum() of 5, 7 and 10 numbers
    assert.equal(orderedSum(Float32Array.of(big, 1, 0, 0, 1)), big);
    assert.equal(orderedSum(Float32Array.of(1, big, 0, 0, 1)), big + 2);
    assert.equal(orderedSum(Float32Array.of(1, 0, 0, big, 1, 1, 1)), big + 4);
    assert.equal(orderedSum(Float32Array.of(big, 1, 1, 1, 1, 1, 1, 1, 1, 1)), big + 4);
    assert.equal(orderedSum(Float32Array.of(0, 0, 0, 0, 0, 0, 0, big, 1, 1)), big + 2);
  });

  it('is exact where nothing is rounded', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 3000 }), (numbers) => {
        const expected = numbers.reduce((sum, value) => sum + value, 0);
        assert.equal(orderedSum(Float32Array.from(numbers)), expected);
        assert.equal(orderedSum(Float64Array.from(numbers)), expected);
      }),
    );
  });

  it('takes every element of any length once, and of a part only its own', () => {
    for (const length of [0, 1, 3, 4, 7, 8, 9, 31, 32, 63, 511, 512, 513, 4095, 4096, 20_000, 300_000]) {
      const ones = new Float64Array(length + 2).fill(1, 1, length + 1);
      assert.equal(orderedSum(ones), length);
      assert.equal(orderedSum(ones, 1, length), length);
      assert.equal(orderedSum(Float32Array.from(ones)), length);
    }
  });

  it('keeps the error of a long float32 sum small', () => {
    const random = seededRandom(7);
    const numbers = Float32Array.from({ length: 100_000 }, random);
    const exact = orderedSum(Float64Array.from(numbers));
    assert.ok(Math.abs(orderedSum(numbers) - exact) < 1e-6 * exact);
  });
});
