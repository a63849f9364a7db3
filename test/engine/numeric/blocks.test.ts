import assert from 'node:assert/strict';
import { exponentials } from '../../../src/engine/numeric/blocks';

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
