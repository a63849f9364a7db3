import type { Given } from './callArguments';
import { unknown } from './values';

/**
 * Below this the last bit of erf or tanh, which differs between the libraries that PyTorch computes them with, makes
 * more than a part in 100,000 of the result.
 */
const least = -2.2;

/** `torch.nn.functional.gelu` of a float64. */
export function gelu(x: number, given: Given): number {
  if (x < least) return unknown('the last bits of gelu');
  const cube = x + 0.044715 * x ** 3;
  const bend = isTanh(given) ? Math.tanh(Math.sqrt(2 / Math.PI) * cube) : erf(x * Math.SQRT1_2);
  return 0.5 * x * (1 + bend);
}

/** The same of a float32, with its rounding on the way. */
export function geluSingle(x: number, given: Given): number {
  const round = Math.fround;
  if (x < least) return unknown('the last bits of gelu');
  const cube = round(x + round(round(0.044715) * round(round(x * x) * x)));
  const bend = isTanh(given)
    ? Math.tanh(round(round(Math.sqrt(2 / Math.PI)) * cube))
    : erf(round(x * round(Math.SQRT1_2)));
  return round(0.5 * x) * round(1 + round(bend));
}

function isTanh(given: Given): boolean {
  const approximate = given.string('approximate') ?? 'none';
  return approximate === 'tanh' || (approximate !== 'none' && unknown('PyTorch refuses that approximation'));
}

/** The error function, by its series of positive terms: nothing cancels. */
export function erf(x: number): number {
  if (Number.isNaN(x) || Math.abs(x) > 6) return Math.sign(x);
  let [sum, term] = [x, x];
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
