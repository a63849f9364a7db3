import { expTable, uncheckedExp } from '../numeric/singleExp';

/** Scores whose squares add up to less stay in the range of {@link uncheckedExp}, and so do their exponentials in all. */
const largestSquares = 80 ** 2;

/** Below this mean loss the roundings of PyTorch's steps show, down to a loss of exactly 0. */
const smallestMean = 1e-3;

/**
 * Cross entropy of many float32 rows that lie one after the other, without class weights or smoothing, when
 * nothing but sum and gradient is wanted: one pass, without looking for the largest score first. Writes the
 * gradient, `scale` times that of the sum.
 * @returns The sum of the losses; NaN where the scores are too large for that, or the loss is too near 0.
 */
export function crossEntropyPlain(
  x: Float32Array,
  indices: ArrayLike<number>,
  classes: number,
  ignoreIndex: number,
  dx: Float32Array,
  scale: number,
): number {
  const table = expTable();
  let sum = 0;
  // Four logarithms in one: that of the product.
  let product = 1;
  for (let sample = 0, start = 0; sample < indices.length; sample++, start += classes) {
    const end = start + classes;
    let total = 0;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const score = x[i]!;
      const power = uncheckedExp(score, table);
      squares += score * score;
      total += power;
      dx[i] = power;
    }
    if (!(squares < largestSquares)) return NaN;
    const index = indices[sample]!;
    if (index === ignoreIndex) {
      dx.fill(0, start, end);
    } else {
      const picked = start + index;
      const factor = scale / total;
      const kept = dx[picked]! * factor - scale;
      for (let i = start; i < end; i++) dx[i]! *= factor;
      dx[picked] = kept;
      sum -= x[picked]!;
      product *= total;
    }
    if ((sample & 3) === 3) {
      sum += Math.log(product);
      product = 1;
    }
  }
  sum += Math.log(product);
  return sum > smallestMean * indices.length ? sum : NaN;
}
