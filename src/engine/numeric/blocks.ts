import { expTable, singleExp } from './singleExp';

/**
 * How many elements loops over many take at a time, pass by pass: what stays between two passes is then still
 * in the processor's nearest cache.
 */
export const blockLength = 256;

/**
 * Replaces the first `count` values by their exponentials: as `Math.exp`, or if `isSingle` with what suffices
 * for results that end as float32, see {@link singleExp}.
 */
export function exponentials(values: Float64Array, count: number, isSingle: boolean): void {
  if (isSingle) {
    const table = expTable();
    for (let i = 0; i < count; i++) values[i] = singleExp(values[i]!, table);
  } else {
    for (let i = 0; i < count; i++) values[i] = Math.exp(values[i]!);
  }
}

/** The sum of `log(1 + x)` over the first `count` values, each from 0 to 1; at most {@link blockLength} of them. */
export function sumOfLog1p(values: Float64Array, count: number): number {
  // The product of all 1 + x, less 1: so nothing of the smallest is lost. Two, since each step waits for the last.
  let even = 0;
  let odd = 0;
  for (let i = 1; i < count; i += 2) {
    const first = values[i - 1]!;
    const second = values[i]!;
    even += first + even * first;
    odd += second + odd * second;
  }
  if (count % 2 === 1) even += values[count - 1]! * (1 + even);
  return Math.log1p(even + odd + even * odd);
}

/**
 * Replaces the first `count` logits by their sigmoids and writes `exp(-|x|)` of each to `decays`: the rest of a
 * softplus is its `log(1 + decay)`, beside the larger of x and 0.
 */
export function sigmoids(logits: Float64Array, decays: Float64Array, count: number, isSingle: boolean): void {
  for (let i = 0; i < count; i++) decays[i] = -Math.abs(logits[i]!);
  exponentials(decays, count, isSingle);
  for (let i = 0; i < count; i++) {
    const decay = decays[i]!;
    // A comparison as a number: random signs would mispredict a branch.
    const isNegative = Number(logits[i]! < 0);
    logits[i] = (isNegative * decay + (1 - isNegative)) / (1 + decay);
  }
}
