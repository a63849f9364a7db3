import type { FloatArray } from '../kernel';
import type { SoftmaxRow } from '../numeric/softmax';

/** The weight of all classes together; without weights each has 1. */
export function totalWeight(weights: FloatArray | null, classes: number): number {
  if (weights === null) return classes;
  let total = 0;
  for (const weight of weights) total += weight;
  return total;
}

/** The weighted sum of all classes' negative log-probabilities; `log` is that of the sum of `exp(x - largest)`. */
export function smoothedLoss(
  x: FloatArray,
  { start, count, stride }: SoftmaxRow,
  largest: number,
  log: number,
  weights: FloatArray | null,
): number {
  let sum = 0;
  for (let c = 0; c < count; c++) {
    sum += (log - (x[start + c * stride]! - largest)) * (weights === null ? 1 : weights[c]!);
  }
  return sum;
}

/** Takes from the gradient of a row what the label that is spread over all classes pulls at each. */
export function spreadGradient(
  dx: FloatArray,
  { start, count, stride }: SoftmaxRow,
  part: number,
  weights: FloatArray | null,
): void {
  for (let c = 0; c < count; c++) dx[start + c * stride]! -= part * (weights === null ? 1 : weights[c]!);
}
