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
  /** How many there are of each kind. */
  readonly nan: number;
  readonly positiveInfinite: number;
  readonly negativeInfinite: number;
  readonly zero: number;
}

/** Reads all values once. */
export function tensorRange(data: TensorData): TensorRange {
  let minimum = Infinity;
  let maximum = -Infinity;
  let smallest = Infinity;
  let nan = 0;
  let positiveInfinite = 0;
  let negativeInfinite = 0;
  let zero = 0;
  for (const value of data) {
    if (value - value !== 0) {
      if (value > 0) positiveInfinite++;
      else if (value < 0) negativeInfinite++;
      else nan++;
      continue;
    }
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    if (value === 0) zero++;
    else smallest = Math.min(smallest, Math.abs(value));
  }
  if (minimum > maximum) minimum = maximum = 0;
  const largest = Math.max(-minimum, maximum);
  return { minimum, maximum, largest, smallest, nan, positiveInfinite, negativeInfinite, zero };
}
