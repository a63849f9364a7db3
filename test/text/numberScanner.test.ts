import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NumberScanner } from '../../src/text/numberScanner';

/** The number at the start of a text that holds nothing else. */
function scan(text: string): number {
  const scanner = new NumberScanner(text);
  assert.equal(scanner.readNumber(0), text.length, text);
  assert.equal(scanner.count, 1);
  return scanner.values[0] ?? NaN;
}

/** Bit for bit what `Number()` gives; a whole zero has no sign in Python. */
function assertExact(text: string): void {
  const expected = Number(text);
  assert.ok(Object.is(scan(text), /[.eE]/.test(text) ? expected : expected + 0), text);
}

describe('NumberScanner', () => {
  it('reads doubles in every notation as Number() does', () => {
    const notations = [
      (value: number) => String(value),
      (value: number) => value.toExponential(),
      (value: number) => value.toExponential(19),
      (value: number) => value.toPrecision(17),
      (value: number) => (Math.abs(value) < 1e21 ? value.toFixed(20) : String(value)),
    ];
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        for (const write of notations) assertExact(write(value));
      }),
      { numRuns: 5000 },
    );
  });

  it('reads any digits, points and exponents as Number() does', () => {
    const digits = fc.stringMatching(/^[0-9]{1,32}$/);
    const fraction = fc.option(fc.stringMatching(/^[0-9]{0,32}$/), { nil: undefined });
    const exponent = fc.option(fc.integer({ min: -340, max: 330 }), { nil: undefined });
    fc.assert(
      fc.property(fc.boolean(), digits, fraction, exponent, (negative, whole, decimals, power) => {
        const point = decimals === undefined ? '' : `.${decimals}`;
        assertExact(`${negative ? '-' : ''}${whole}${point}${power === undefined ? '' : `e${power}`}`);
      }),
      { numRuns: 20_000 },
    );
  });

  it('rounds correctly next to the middle between two doubles', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: -1, max: 1 }),
        (significand, shift, nudge) => {
          const middle = (significand * 2n + 1n) * 2n ** BigInt(shift);
          assertExact(String(middle));
          const digits = String(middle * 10n ** 6n + BigInt(nudge));
          for (const point of [1, 5, digits.length - 6]) {
            assertExact(`${digits.slice(0, point)}.${digits.slice(point)}`);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('leaves what does not belong to the number', () => {
    for (const [text, length] of Object.entries({
      '1e': 1,
      '1e+': 1,
      '1.5x': 3,
      '1_': 1,
      '1_0_': 3,
      '1e1_0': 5,
      '-.5.': 3,
    })) {
      assert.equal(new NumberScanner(text).readNumber(0), length, text);
    }
    assert.equal(scan('1_000.000_1e1_0'), 1000.0001e10);
  });

  it('tells where a number stands', () => {
    const scanner = new NumberScanner('[1, 22, 333]', 2);
    assert.equal(scanner.readMore(scanner.readNumber(1), 44, true), 11);
    assert.equal(scanner.watchedOffset, 8);
  });

  it('grows with what it reads', () => {
    const scanner = new NumberScanner('7 '.repeat(10_000));
    scanner.readMore(scanner.readNumber(0), 0, false);
    assert.equal(scanner.count, 10_000);
    assert.ok(scanner.values.subarray(0, scanner.count).every((value) => value === 7));
  });
});
