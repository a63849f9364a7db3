import assert from 'node:assert/strict';
import { expTable, log1pTable, singleExp, singleLog1p } from '../../../src/engine/numeric/singleExp';
import { seededRandom } from '../seededRandom';

/** The largest relative difference of two functions at random places. */
function worst(
  f: (x: number) => number,
  exact: (x: number) => number,
  place: (random: number) => number,
): number {
  const random = seededRandom(3);
  let worstYet = 0;
  for (let i = 0; i < 200_000; i++) {
    const x = place(random());
    worstYet = Math.max(worstYet, Math.abs(f(x) - exact(x)) / exact(x));
  }
  return worstYet;
}

describe('exponential and logarithm for float32', () => {
  const exp = (x: number): number => singleExp(x, expTable());
  const log1p = (x: number): number => singleLog1p(x, log1pTable());

  it('are exact far beyond the last digit of a float32', () => {
    assert.ok(worst(exp, Math.exp, (random) => 192 * random - 103.5) < 1e-13);
    assert.ok(worst(exp, Math.exp, (random) => (random - 0.5) / 100) < 1e-13);
    assert.ok(worst(log1p, Math.log1p, (random) => random) < 1e-12);
    assert.ok(worst(log1p, Math.log1p, (random) => random ** 30 + 1e-45) < 1e-12);
  });

  it('end where float32 ends, and pass on what is no number', () => {
    assert.deepEqual([-Infinity, -104.5, 0, Infinity, NaN].map(exp), [0, 0, 1, Infinity, NaN]);
    assert.equal(Math.fround(exp(-103.9)), Math.fround(Math.exp(-103.9)));
    assert.equal(Math.fround(exp(88.8)), Infinity);
    assert.deepEqual([0, 1, NaN].map(log1p), [0, Math.LN2, NaN]);
  });
});
