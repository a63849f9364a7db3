import { mostExact, singlePrecision as single, type FloatArray } from '../kernel';
import { blockLength, exponentials } from '../numeric/blocks';
import { largestOf } from '../numeric/softmax';
import { startOf, type ClassLayout } from './classes';
import { smoothedLoss, spreadGradient, totalWeight } from './labelSmoothing';

/** Rows of scores with the index of the right class of each. */
export interface IndexedRows {
  readonly x: FloatArray;
  readonly layout: ClassLayout;
  readonly indices: ArrayLike<number>;
  readonly ignoreIndex: number;
  readonly weights: FloatArray | null;
  /** How much of each label is spread over all classes. */
  readonly smoothing: number;
}

/**
 * Cross entropy of many rows, as many at a time as fill a block. Writes losses and gradient where wanted.
 * @returns The sum of the losses, NaN if a score is NaN.
 */
export function crossEntropyBlocks(
  { x, layout, indices, ignoreIndex, weights, smoothing }: IndexedRows,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  scale: number,
): number {
  const { classes, stride } = layout;
  const isSingle = x instanceof Float32Array;
  const unit = single(scale, isSingle);
  const spread = smoothing / classes;
  const spreadTotal = smoothing > 0 ? spread * totalWeight(weights, classes) : 0;
  const rowsOfBlock = Math.max(1, Math.floor(blockLength / classes));
  const powers = new Float64Array(rowsOfBlock * classes);
  const largest = new Float64Array(rowsOfBlock);
  let sum = 0;
  for (let first = 0; first < indices.length; first += rowsOfBlock) {
    const rows = Math.min(rowsOfBlock, indices.length - first);
    for (let row = 0; row < rows; row++) {
      largest[row] = subtractLargest(x, startOf(first + row, layout), layout, powers, row * classes);
    }
    exponentials(powers, rows * classes, isSingle);
    for (let row = 0; row < rows; row++) {
      const total = sumOf(powers, row * classes, classes);
      const index = indices[first + row]!;
      const start = startOf(first + row, layout);
      if (index === ignoreIndex) {
        // A NaN in an ignored row does not show in the loss, but does in PyTorch's gradient.
        if (Number.isNaN(total)) return NaN;
        continue;
      }
      const log = single(Math.log(single(total, isSingle)), isSingle);
      const weight = weights === null ? 1 : weights[index]!;
      const picked = start + index * stride;
      const probability = single(single(x[picked]! - largest[row]!, isSingle) - log, isSingle);
      const place = { start, count: classes, stride };
      let value = -probability * weight * (1 - smoothing);
      if (smoothing > 0) value += spread * smoothedLoss(x, place, largest[row]!, log, weights);
      sum += value;
      if (elements !== undefined) elements[first + row] = value;
      if (dx === undefined) continue;
      const kept = single(weight * unit, isSingle) * (1 - smoothing);
      const factor = (kept + scale * spreadTotal) / total;
      for (let c = 0; c < classes; c++) dx[start + c * stride] = powers[row * classes + c]! * factor;
      dx[picked] = powers[row * classes + index]! * factor - kept;
      if (smoothing > 0) spreadGradient(dx, place, scale * spread, weights);
    }
  }
  return sum;
}

/** Writes the scores of a row less the largest of them, which it answers. */
export function subtractLargest(
  x: FloatArray,
  start: number,
  { classes, stride }: ClassLayout,
  differences: Float64Array,
  place: number,
): number {
  let largest = x[start]!;
  let second = largest;
  let third = largest;
  let fourth = largest;
  let c = 1;
  // Four at once: each waits for its own last comparison only.
  for (; c + 3 < classes; c += 4) {
    const at = start + c * stride;
    largest = larger(largest, x[at]!);
    second = larger(second, x[at + stride]!);
    third = larger(third, x[at + 2 * stride]!);
    fourth = larger(fourth, x[at + 3 * stride]!);
  }
  for (; c < classes; c++) largest = larger(largest, x[start + c * stride]!);
  largest = larger(larger(largest, second), larger(third, fourth));
  // The above rounds: of few scores the very largest counts.
  if (Number.isNaN(largest) || x.length <= mostExact)
    largest = largestOf(x, { start, count: classes, stride });
  for (let c = 0; c < classes; c++) differences[place + c] = x[start + c * stride]! - largest;
  return largest;
}

/** The larger of two numbers, without a branch; NaN beside an infinity. */
function larger(a: number, b: number): number {
  return 0.5 * (a + b + Math.abs(a - b));
}

/** The sum of `count` values from `start` on. */
export function sumOf(values: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += values[i]!;
  return sum;
}
