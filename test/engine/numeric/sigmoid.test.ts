import assert from 'node:assert/strict';
import fc from 'fast-check';
import { logSigmoid, sigmoid, softplus } from '../../../src/engine/numeric/sigmoid';

/** x, sigmoid(x), softplus(x) and log(sigmoid(x)), computed with 40 digits and rounded. */
const known: readonly (readonly [number, number, number, number])[] = [
  [-709, 1.216780750623423e-308, 1.216780750623423e-308, -709],
  [-100, 3.720075976020836e-44, 3.720075976020836e-44, -100],
  [-37, 8.533047625744065e-17, 8.533047625744065e-17, -37],
  [-30, 9.357622968839299e-14, 9.357622968839737e-14, -30.000000000000092],
  [-1, 0.2689414213699951, 0.3132616875182228, -1.3132616875182228],
  [-1e-8, 0.4999999975, 0.6931471755599453, -0.6931471855599454],
  [0, 0.5, 0.6931471805599453, -0.6931471805599453],
  [1e-8, 0.5000000025, 0.6931471855599454, -0.6931471755599453],
  [0.5, 0.6224593312018546, 0.9740769841801067, -0.4740769841801067],
  [1, 0.7310585786300049, 1.3132616875182228, -0.3132616875182228],
  [20, 0.9999999979388464, 20.000000002061153, -2.061153620314381e-9],
  [36, 0.9999999999999998, 36, -2.319522830243569e-16],
  [40, 1, 40, -4.248354255291589e-18],
  [100, 1, 100, -3.720075976020836e-44],
  [710, 1, 710, -4.47628622567513e-309],
];

function assertClose(actual: number, expected: number, name: string): void {
  const tolerance = Math.max(4 * Number.EPSILON * Math.abs(expected), 1e-323);
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${name} is ${String(actual)}, not ${String(expected)}`,
  );
}

describe('sigmoid, softplus and logSigmoid', () => {
  for (const [x, s, p, l] of known) {
    it(`are exact at ${String(x)}`, () => {
      assertClose(sigmoid(x), s, 'sigmoid');
      assertClose(softplus(x), p, 'softplus');
      assertClose(logSigmoid(x), l, 'logSigmoid');
    });
  }

  it('have the limits and the NaN of PyTorch', () => {
    assert.deepEqual([sigmoid(Infinity), softplus(Infinity), logSigmoid(Infinity)], [1, Infinity, 0]);
    assert.deepEqual([sigmoid(-Infinity), softplus(-Infinity), logSigmoid(-Infinity)], [0, 0, -Infinity]);
    assert.deepEqual([sigmoid(NaN), softplus(NaN), logSigmoid(NaN)], [NaN, NaN, NaN]);
  });

  it('round in float32 where PyTorch does, which makes 0 of the smallest sigmoid', () => {
    assert.deepEqual([sigmoid(-745), sigmoid(-100, Math.fround)], [0, 0]);
    // By torch.sigmoid and F.logsigmoid of these float32 numbers.
    const single = (f: typeof sigmoid, x: number): number => Math.fround(f(x, Math.fround));
    assert.equal(single(sigmoid, -0.7846966981887817), 0.3133085072040558);
    assert.equal(single(sigmoid, 2.2956440448760986), 0.9085155725479126);
    assert.equal(single(logSigmoid, -0.7846966981887817), -1.160566806793213);
    assert.equal(single(logSigmoid, 6.876996994018555), -0.0010307049378752708);
  });

  it('mirror each other', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -700, max: 700 }), (x) => {
        assertClose(softplus(x), -logSigmoid(-x), 'softplus');
        assertClose(sigmoid(x) + sigmoid(-x), 1, 'the sum');
        assertClose(Math.exp(logSigmoid(Math.abs(x))), sigmoid(Math.abs(x)), 'the exponential');
      }),
    );
  });
});
