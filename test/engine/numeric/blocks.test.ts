import assert from 'node:assert/strict';
import { blockLength, exponentials, sumOfLog1p } from '../../../src/engine/numeric/blocks';
import { seededRandom } from '../seededRandom';

describe('a block of exponentials', () => {
  const exponents = [-Infinity, -200, -103, -1, 0, 1e-9, 0.3, 88.5, 700, Infinity, NaN];

  it('is exact in double precision, and beyond the last digit of float32 if that suffices', () => {
    const values = Float64Array.from(exponents);
    exponentials(values, values.length, false);
    assert.deepEqual([...values], exponents.map(Math.exp));
    const singles = Float64Array.from(exponents);
    exponentials(singles, singles.length, true);
    exponents.forEach((exponent, i) => {
      const exact = Math.exp(exponent);
      const power = singles[i] ?? 0;
      // below the smallest float32
      if (exponent < -104) assert.equal(power, 0);
      else assert.ok(Object.is(power, exact) || Math.abs(power / exact - 1) < 1e-13, String(exponent));
    });
  });

  it('leaves alone what comes after the count', () => {
    const values = Float64Array.of(0, 0, 5);
    exponentials(values, 2, true);
    assert.deepEqual([...values], [1, 1, 5]);
  });
});

describe('the sum of log(1 + x) over a block', () => {
  const random = seededRandom(5);

  for (const [title, next] of [
    ['ordinary values', random],
    ['tiny ones', () => 1e-30 * random()],
    ['the largest', () => 1],
    ['all sizes', () => random() ** 40],
  ] as const) {
    it(`of ${title} is that of the logarithms`, () => {
      for (const count of [0, 1, 2, 7, blockLength]) {
        const values = Float64Array.from({ length: blockLength }, next);
        const sum = values.subarray(0, count).reduce((total, value) => total + Math.log1p(value), 0);
        assert.ok(Math.abs(sumOfLog1p(values, count) - sum) <= 1e-13 * sum);
      }
    });
  }

  it('is NaN where a value is', () => {
    assert.ok(Number.isNaN(sumOfLog1p(Float64Array.of(0, NaN, 0), 3)));
  });
});
