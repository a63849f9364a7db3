import assert from 'node:assert/strict';
import { shortNumber } from '../../src/text/shortNumber';

describe('a number for reading along', () => {
  const written: readonly (readonly [number, string])[] = [
    [0.25, '0.25'],
    [Math.fround(0.1), '0.1'],
    [-2 / 3, '−0.66667'],
    [1234567, '1234600'],
    [1e30, '1e+30'],
    [-1.25e-7, '−1.25e-07'],
    [0, '0'],
    [NaN, 'nan'],
    [-Infinity, '−inf'],
  ];
  for (const [value, text] of written) {
    it(`is ${text} for ${String(value)}`, () => {
      assert.equal(shortNumber(value), text);
    });
  }

  it('has as many digits as asked for', () => {
    assert.equal(shortNumber(2 / 3, 3), '0.667');
  });
});
