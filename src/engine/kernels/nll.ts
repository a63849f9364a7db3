import { singlePrecision, type FloatArray, type Kernel } from '../kernel';
import type { Tensor, TensorData } from '../tensor/tensor';
import { classLayout, classWeights, startOf, targetTotal, targetWeight } from './classes';

/** The fused kernel of the negative log-likelihood loss. */
export function nllKernel(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  ignoreIndex: number,
): Kernel | undefined {
  const layout = classLayout(input);
  if (layout === undefined) return undefined;
  const weights = classWeights(weight, layout);
  if (weights === undefined) return undefined;
  const denominator = targetWeight(target, weights, ignoreIndex, layout);
  if (denominator === undefined || Number.isNaN(denominator)) return undefined;
  const x = input.data as FloatArray;
  const indices = target.data;
  return {
    dtype: layout.dtype,
    shape: layout.shape,
    denominator,
    differentiates: ['input'],
    overwrites: true,
    total: (elements) => targetTotal(elements, indices, ignoreIndex, layout.dtype),
    run(elements, { input: dx }, scale) {
      const slope = singlePrecision(-scale, x instanceof Float32Array);
      const isPlain = layout.stride === 1 && weights === null && denominator === indices.length;
      const areFew = !isPlain || elements !== undefined || dx === undefined;
      const done = areFew ? 0 : indices.length - (indices.length % rowsAtOnce);
      let sum = areFew ? 0 : plainRows(x, indices, layout.classes, dx, slope, done);
      dx?.fill(0, done * layout.classes);
      for (let sample = done; sample < indices.length; sample++) {
        const index = indices[sample]!;
        if (index === ignoreIndex) continue;
        const i = startOf(sample, layout) + index * layout.stride;
        const factor = weights === null ? 1 : weights[index]!;
        const value = -x[i]! * factor;
        sum += value;
        if (elements !== undefined) elements[sample] = value;
        if (dx !== undefined) dx[i] = factor * slope;
      }
      return sum;
    },
  };
}

/** How many rows are written at once, while they are in the nearest cache; a multiple of 4. */
const rowsAtOnce = 256;

/**
 * The first `count` of many rows that lie one after the other, none ignored or weighted, when nothing but sum and
 * gradient is wanted.
 * @param count a multiple of {@link rowsAtOnce}
 */
function plainRows(
  x: FloatArray,
  indices: TensorData,
  classes: number,
  dx: FloatArray,
  slope: number,
  count: number,
): number {
  let sum = 0;
  for (let row = 0; row < count; row += rowsAtOnce) {
    dx.fill(0, row * classes, (row + rowsAtOnce) * classes);
    sum += pick(x, indices, classes, dx, slope, row);
  }
  return sum;
}

/** Four rows at a time: none waits for the memory that another one needs. */
function pick(
  x: FloatArray,
  indices: TensorData,
  classes: number,
  dx: FloatArray,
  slope: number,
  first: number,
): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let start = first * classes;
  for (let row = first; row < first + rowsAtOnce; row += 4) {
    // The bitwise operations keep the places integers in machine code.
    const i = (start + (indices[row]! | 0)) | 0;
    const j = (start + classes + (indices[row + 1]! | 0)) | 0;
    const k = (start + 2 * classes + (indices[row + 2]! | 0)) | 0;
    const l = (start + 3 * classes + (indices[row + 3]! | 0)) | 0;
    a -= x[i]!;
    b -= x[j]!;
    c -= x[k]!;
    d -= x[l]!;
    dx[i] = slope;
    dx[j] = slope;
    dx[k] = slope;
    dx[l] = slope;
    start += 4 * classes;
  }
  return a + b + (c + d);
}
