import assert from 'node:assert/strict';
import { expTable, singleExp } from '../../../src/engine/numeric/singleExp';
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

describe('the exponential for float32', () => {
  const exp = (x: number): number => singleExp(x, expTable());

  it('is exact far beyond the last digit of a float32', () => {
    assert.ok(worst(exp, Math.exp, (random) => 192 * random - 103.5) < 1e-13);
    assert.ok(worst(exp, Math.exp, (random) => (random - 0.5) / 100) < 1e-13);
  });

  it('ends where float32 ends, and passes on what is no number', () => {
    assert.deepEqual([-Infinity, -104.5, 0, Infinity, NaN].map(exp), [0, 0, 1, Infinity, NaN]);
    assert.equal(Math.fround(exp(-103.9)), Math.fround(Math.exp(-103.9)));
    assert.equal(Math.fround(exp(88.8)), Infinity);
  });
});
