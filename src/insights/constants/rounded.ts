import { roundTo } from '../../engine/tensor/rounding';
import { storage } from '../../engine/tensor/tensor';
import { contents, tensorValue, unknown, type TensorValue } from './values';

/** The nearest whole number; the even one of two. */
export function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x - Math.trunc(x)) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** So many digits behind the point, as PyTorch and NumPy have it: scaled, rounded and scaled back, each in the dtype. */
export function rounded(value: TensorValue, decimals: number): TensorValue {
  const { dtype, shape, data } = contents(value);
  const scale = roundTo(dtype, 10 ** Math.abs(decimals));
  const step = (x: number): number => roundTo(dtype, x);
  const made = storage(dtype, data.length);
  for (let i = 0; i < made.length; i++) {
    const x = data[i] ?? 0;
    const scaled = step(decimals < 0 ? x / scale : x * scale);
    made[i] = step(decimals < 0 ? roundHalfEven(scaled) * scale : roundHalfEven(scaled) / scale);
  }
  return tensorValue({ dtype, shape, data: made }, value.requiresGrad, value.isArray);
}

/** Python's `round(x, digits)`: the number with so many digits that is nearest to exactly `x`. */
export function roundedDecimal(x: number, digits: number): number {
  if (!Number.isFinite(x)) return x;
  if (!Number.isInteger(digits) || digits < 0 || digits > 15 || Math.abs(x) * 10 ** digits > 2 ** 52)
    return unknown('a number with so many digits');
  // Half way between two lie odd multiples of half of a power of two alone.
  const isTie = Math.abs((x * 2 ** (digits + 1)) % 2) === 1;
  return isTie ? roundHalfEven(x * 10 ** digits) / 10 ** digits : Number(x.toFixed(digits));
}
