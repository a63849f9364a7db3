import assert from 'node:assert/strict';
import fc from 'fast-check';
import { largestOf, softmaxLanes, sumOfExponentials } from '../../../src/engine/numeric/softmax';

describe('the sum of exponentials', () => {
  it('is that of a row, wherever it lies and in whatever order it is added', () => {
    const numbers = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 4 }), fc.boolean(), (values, stride, isSingle) => {
        const x = new Float32Array(values.length * stride + 1).fill(99);
        values.forEach((value, i) => (x[1 + i * stride] = value));
        const row = { start: 1, count: values.length, stride };
        const rounded = values.map(Math.fround);
        const largest = largestOf(x, row);
        assert.ok(largest === Math.max(...rounded));
        const expected = rounded.reduce((sum, value) => sum + Math.exp(value - largest), 0);
        const lanes = stride === 1 ? softmaxLanes(isSingle) : undefined;
        const sum = sumOfExponentials(x, row, largest, isSingle, lanes);
        assert.ok(Math.abs(sum - expected) <= (isSingle ? 1e-6 : 1e-14) * expected);
        if (isSingle) assert.equal(sum, Math.fround(sum));
      }),
    );
  });

  it('is NaN of a row that holds NaN or is all minus infinity', () => {
    for (const values of [
      [0, NaN, 1],
      [-Infinity, -Infinity],
      [Infinity, 0],
    ]) {
      const row = { start: 0, count: values.length, stride: 1 };
      assert.ok(
        Number.isNaN(sumOfExponentials(values, row, largestOf(values, row), true, softmaxLanes(true))),
      );
    }
  });
});
