import { isFloat } from './dtype';
import type { DType } from './tensor';

/**
 * A number with `digits` decimals, as Python's `format(value, '.4f')`: the exact value rounded half to even. JavaScript
 * rounds halves away from zero. For magnitudes below 1e21; `nan`, `inf` and `-inf` in Python's words.
 */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const text = withSign(value, Math.abs(value).toFixed(digits));
  // Halfway between two of these decimals lie only odd multiples of 2**-(digits + 1).
  const halves = Math.abs(value) * 2 ** (digits + 1);
  return halves % 2 === 1 ? lastDigitToEven(text, text.length - 1) : text;
}

/** A number in scientific notation, as Python's `format(value, '.4e')`: halves to even, two digits of exponent. */
export function formatExponential(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const magnitude = Math.abs(value);
  const [mantissa = '', exponent = ''] = magnitude.toExponential(digits).split('e');
  // 30 further digits tell exactly where a half can be: its decimal expansion is short.
  const rest =
    magnitude
      .toExponential(digits + 30)
      .split('e')[0]
      ?.slice(-30) ?? '';
  const even = /^50*$/.test(rest) ? lastDigitToEven(mantissa, mantissa.length - 1) : mantissa;
  return withSign(value, `${even}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`);
}

/** A float as Python prints it: the shortest digits that give it back, with a point or an exponent. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const digits = Object.is(value, -0) ? '-0' : String(value);
  return digits.includes('.') ? digits : `${digits}.0`;
}

/** A double as a C++ stream prints it: six significant digits. */
export function streamedNumber(value: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const text = String(Number(value.toPrecision(6)));
  if (Math.abs(value) < 1e6 && !text.includes('e')) return text;
  return Number(value.toPrecision(6))
    .toExponential()
    .replace(/e([+-])(\d)$/, 'e$10$2');
}

/** An element as Python prints what `.item()` gives: `0.10000000149011612`, `3`, `True`, with all digits. */
export function formatScalar(value: number, dtype: DType): string {
  if (dtype === 'bool') return value === 0 ? 'False' : 'True';
  return isFloat(dtype) ? pythonFloat(value) : formatInteger(value);
}

/** A whole number with all its digits; `String()` pads those beyond 2**53 with zeros. */
export function formatInteger(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(BigInt(value));
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

/** Python keeps the sign of what rounds to zero, and of -0.0. */
function withSign(value: number, magnitude: string): string {
  return value < 0 || Object.is(value, -0) ? `-${magnitude}` : magnitude;
}

/** JavaScript went up from a half; where that made the last digit odd, even is the one below. */
function lastDigitToEven(text: string, at: number): string {
  const digit = Number(text.charAt(at));
  return digit % 2 === 1 ? text.slice(0, at) + String(digit - 1) : text;
}
