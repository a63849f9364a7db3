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
      const done = areFew ? 0 : indices.length - (indices.length % unrolled);
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

/** How many rows are picked at a time. */
const unrolled = 8;

/** How many gradients are written at once, more or less, while they are in a near cache. */
const nearElements = 40_000;

/**
 * Rows that lie one after the other, none ignored or weighted, when nothing but sum and gradient is wanted.
 * @param count how many rows: a multiple of {@link unrolled}
 */
function plainRows(
  x: FloatArray,
  indices: TensorData,
  classes: number,
  dx: FloatArray,
  slope: number,
  count: number,
): number {
  const most = unrolled * Math.ceil(nearElements / classes / unrolled);
  let sum = 0;
  for (let row = 0; row < count; row += most) {
    const end = Math.min(row + most, count);
    dx.fill(0, row * classes, end * classes);
    sum += pick(x, indices, classes, dx, slope, row, end);
  }
  return sum;
}

/**
 * Many rows at a time: none waits for the memory that another one needs. The bitwise operations keep the places
 * integers in machine code, without checks whether they still are.
 */
function pick(
  x: FloatArray,
  indices: TensorData,
  classes: number,
  dx: FloatArray,
  slope: number,
  first: number,
  end: number,
): number {
  let even = 0;
  let odd = 0;
  let start = (first * classes) | 0;
  for (let row = first | 0; row < end; row = (row + unrolled) | 0) {
    const a = (start + (indices[row]! | 0)) | 0;
    start = (start + classes) | 0;
    const b = (start + (indices[(row + 1) | 0]! | 0)) | 0;
    start = (start + classes) | 0;
    const c = (start + (indices[(row + 2) | 0]! | 0)) | 0;
    start = (start + classes) | 0;
    const d = (start + (indices[(row + 3) | 0]! | 0)) | 0;
    start = (start + classes) | 0;
    const e = (start + (indices[(row + 4) | 0]! | 0)) | 0;
    start = (start + classes) | 0;
    const f = (start + (indices[(row + 5) | 0]! | 0)) | 0;
    start = (start + classes) | 0;
    const g = (start + (indices[(row + 6) | 0]! | 0)) | 0;
    start = (start + classes) | 0;
    const h = (start + (indices[(row + 7) | 0]! | 0)) | 0;
    start = (start + classes) | 0;
    even -= x[a]! + x[c]! + (x[e]! + x[g]!);
    odd -= x[b]! + x[d]! + (x[f]! + x[h]!);
    dx[a] = slope;
    dx[b] = slope;
    dx[c] = slope;
    dx[d] = slope;
    dx[e] = slope;
    dx[f] = slope;
    dx[g] = slope;
    dx[h] = slope;
  }
  return even + odd;
}
