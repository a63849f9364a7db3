import type { TensorData } from '../../src/engine/tensor/tensor';

/** What a tensor's values span. */
export interface TensorRange {
  /** Of the finite values; 0 if there is none. */
  readonly minimum: number;
  readonly maximum: number;
  /** The largest finite magnitude. */
  readonly largest: number;
  /** The smallest finite magnitude that is not zero; Infinity if there is none. */
  readonly smallest: number;
  /** How many are NaN, and how many infinite. */
  readonly nan: number;
  readonly infinite: number;
  readonly zero: number;
}

/** Reads all values once. */
export function tensorRange(data: TensorData): TensorRange {
  let minimum = Infinity;
  let maximum = -Infinity;
  let smallest = Infinity;
  let nan = 0;
  let infinite = 0;
  let zero = 0;
  for (const value of data) {
    if (value - value !== 0) {
      if (value === value) infinite++;
      else nan++;
      continue;
    }
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    if (value === 0) zero++;
    else smallest = Math.min(smallest, Math.abs(value));
  }
  if (minimum > maximum) minimum = maximum = 0;
  return { minimum, maximum, largest: Math.max(-minimum, maximum), smallest, nan, infinite, zero };
}
