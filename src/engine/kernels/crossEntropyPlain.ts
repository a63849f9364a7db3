import type { FloatArray } from '../kernel';
import { placeLength, vectorLoops } from '../numeric/vectorLoops';

/** Below this mean loss the roundings of PyTorch's steps show, down to a loss of exactly 0. */
const smallestMean = 1e-3;

/** How many scores are taken at once, if a row has not more. */
const blockLength = 2000;

/**
 * Cross entropy of many float32 rows that lie one after the other, in vector instructions: without class weights or
 * smoothing. Writes the losses where they are wanted, and the gradient, `scale` times that of the sum.
 * @returns The sum of the losses; NaN where the scores are too large for that, or the loss is too near 0, or there are
 * no such instructions.
 */
export function crossEntropyPlain(
  x: Float32Array,
  indices: Float64Array,
  classes: number,
  ignoreIndex: number,
  elements: FloatArray | undefined,
  dx: Float32Array,
  scale: number,
): number {
  const loops = vectorLoops();
  if (loops === null || classes < 2 || classes >= placeLength) return NaN;
  const [scores, gradient] = [loops.inputs[0]!, loops.outputs[0]!];
  const rowsAtOnce = Math.max(1, Math.floor(blockLength / classes));
  let sum = 0;
  for (let row = 0; row < indices.length; row += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, indices.length - row);
    const [start, count] = [row * classes, rows * classes];
    scores.set(x.subarray(start, start + count));
    scores[count] = 0;
    loops.indices.set(indices.subarray(row, row + rows));
    sum += loops.crossEntropy(rows, classes, ignoreIndex, scale);
    if (Number.isNaN(sum)) return NaN;
    dx.set(gradient.subarray(0, count), start);
    elements?.set(loops.losses.subarray(0, rows), row);
  }
  return sum > smallestMean * indices.length ? sum : NaN;
}
