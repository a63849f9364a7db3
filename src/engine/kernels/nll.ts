import { singlePrecision, type FloatArray, type Kernel } from '../kernel';
import { sameShape } from '../tensor/shape';
import type { Tensor, TensorData } from '../tensor/tensor';
import { classLayout, classWeights, startOf, targetTotal, targetWeight, type ClassLayout } from './classes';

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
  const ordinary = (): Kernel | undefined => ordinaryKernel(input, target, weights, ignoreIndex, layout);
  const isPlain =
    weights === null && layout.stride === 1 && !(ignoreIndex >= 0 && ignoreIndex < layout.classes);
  const isLong =
    target.data.length >= fewestRows && target.dtype === 'int64' && sameShape(target.shape, layout.shape);
  return isPlain && isLong ? plainKernel(input, target, layout, ordinary) : ordinary();
}

/** Rows in any layout, weighted, ignored. */
function ordinaryKernel(
  input: Tensor,
  target: Tensor,
  weights: FloatArray | null,
  ignoreIndex: number,
  layout: ClassLayout,
): Kernel | undefined {
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
      let sum = 0;
      dx?.fill(0);
      for (let sample = 0; sample < indices.length; sample++) {
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

/** So many rows are worth a kernel of their own. */
const fewestRows = 1000;

/**
 * Rows that lie one after the other, without weights, when nothing but sum and gradient is wanted. That each target is
 * a class, and none ignored, is seen on the way.
 */
function plainKernel(
  input: Tensor,
  target: Tensor,
  layout: ClassLayout,
  otherwise: () => Kernel | undefined,
): Kernel {
  const x = input.data as FloatArray;
  const indices = target.data;
  return {
    dtype: layout.dtype,
    shape: layout.shape,
    denominator: indices.length,
    differentiates: ['input'],
    overwrites: true,
    otherwise,
    run(elements, { input: dx }, scale) {
      if (elements !== undefined || dx === undefined) return NaN;
      const slope = singlePrecision(-scale, x instanceof Float32Array);
      return plainRows(x, indices, layout.classes, dx, slope);
    },
  };
}

/** How many rows are picked at a time. */
const unrolled = 8;

/** How many gradients are written at once, more or less, while they are in a near cache. */
const nearElements = 40_000;

/** The sum of the losses, and their gradients; NaN if a target is not a class. */
function plainRows(
  x: FloatArray,
  indices: TensorData,
  classes: number,
  dx: FloatArray,
  slope: number,
): number {
  const most = unrolled * Math.ceil(nearElements / classes / unrolled);
  let sum = 0;
  for (let row = 0; row < indices.length; row += most) {
    const end = Math.min(row + most, indices.length);
    dx.fill(0, row * classes, end * classes);
    sum += pick(x, indices, classes, dx, slope, row, end);
  }
  return sum;
}

/**
 * Many rows at a time: none waits for the memory that another one needs. The bitwise operations keep the places
 * integers in machine code, without checks whether they still are; one comparison tells whether a target is a class.
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
  const middle = (classes - 1) / 2;
  let even = 0;
  let odd = 0;
  let start = (first * classes) | 0;
  let row = first | 0;
  for (const last = (end - unrolled) | 0; row <= last; row = (row + unrolled) | 0) {
    const a = indices[row]!;
    if (!(Math.abs(a - middle) <= middle)) return NaN;
    const aAt = (start + (a | 0)) | 0;
    start = (start + classes) | 0;
    const b = indices[(row + 1) | 0]!;
    if (!(Math.abs(b - middle) <= middle)) return NaN;
    const bAt = (start + (b | 0)) | 0;
    start = (start + classes) | 0;
    const c = indices[(row + 2) | 0]!;
    if (!(Math.abs(c - middle) <= middle)) return NaN;
    const cAt = (start + (c | 0)) | 0;
    start = (start + classes) | 0;
    const d = indices[(row + 3) | 0]!;
    if (!(Math.abs(d - middle) <= middle)) return NaN;
    const dAt = (start + (d | 0)) | 0;
    start = (start + classes) | 0;
    const e = indices[(row + 4) | 0]!;
    if (!(Math.abs(e - middle) <= middle)) return NaN;
    const eAt = (start + (e | 0)) | 0;
    start = (start + classes) | 0;
    const f = indices[(row + 5) | 0]!;
    if (!(Math.abs(f - middle) <= middle)) return NaN;
    const fAt = (start + (f | 0)) | 0;
    start = (start + classes) | 0;
    const g = indices[(row + 6) | 0]!;
    if (!(Math.abs(g - middle) <= middle)) return NaN;
    const gAt = (start + (g | 0)) | 0;
    start = (start + classes) | 0;
    const h = indices[(row + 7) | 0]!;
    if (!(Math.abs(h - middle) <= middle)) return NaN;
    const hAt = (start + (h | 0)) | 0;
    start = (start + classes) | 0;
    even -= x[aAt]! + x[cAt]! + (x[eAt]! + x[gAt]!);
    odd -= x[bAt]! + x[dAt]! + (x[fAt]! + x[hAt]!);
    dx[aAt] = slope;
    dx[bAt] = slope;
    dx[cAt] = slope;
    dx[dAt] = slope;
    dx[eAt] = slope;
    dx[fAt] = slope;
    dx[gAt] = slope;
    dx[hAt] = slope;
  }
  for (; row < end; row++) {
    const index = indices[row]!;
    if (!(Math.abs(index - middle) <= middle)) return NaN;
    even -= x[start + index]!;
    dx[start + index] = slope;
    start += classes;
  }
  return even + odd;
}
