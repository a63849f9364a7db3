import {
  isKernelDtype,
  singlePrecision as single,
  type FloatArray,
  type GradientArrays,
  type Kernel,
} from '../kernel';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

/** What distinguishes calls besides their tensors. */
interface Terms {
  readonly margin: number;
  readonly eps: number;
  readonly swap: boolean;
}

/** The fused kernel of the triplet losses with Euclidean distances along the last dimension, of one shape. */
export function tripletKernel(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  { margin, eps, swap }: Terms,
): Kernel | undefined {
  const { dtype, shape } = anchor;
  if (!isKernelDtype(dtype) || positive.dtype !== dtype || negative.dtype !== dtype) return undefined;
  if (!sameShape(shape, positive.shape) || !sameShape(shape, negative.shape)) return undefined;
  const columns = shape[shape.length - 1];
  if (columns === undefined || columns === 0 || Number.isNaN(margin)) return undefined;
  const isSingle = dtype === 'float32';
  const terms = { margin: single(margin, isSingle), eps: single(eps, isSingle), swap };
  const [a, p, n] = [anchor.data, positive.data, negative.data] as FloatArray[];
  return {
    dtype,
    shape: shape.slice(0, -1),
    denominator: anchor.data.length / columns,
    differentiates: ['anchor', 'positive', 'negative'],
    run: (elements, gradients, scale) => loop(a!, p!, n!, columns, elements, gradients, scale, terms),
  };
}

function loop(
  a: FloatArray,
  p: FloatArray,
  n: FloatArray,
  columns: number,
  elements: FloatArray | undefined,
  gradients: GradientArrays,
  scale: number,
  { margin, eps, swap }: Terms,
): number {
  const isSingle = a instanceof Float32Array;
  let sum = 0;
  for (let start = 0, row = 0; start < a.length; start += columns, row++) {
    const near = distance(a, p, start, start + columns, eps, isSingle);
    let far = distance(a, n, start, start + columns, eps, isSingle);
    let isSwapped = false;
    if (swap) {
      const swapped = distance(p, n, start, start + columns, eps, isSingle);
      // Equal distances share the gradient.
      if (swapped === far) return NaN;
      isSwapped = swapped < far;
      if (isSwapped) far = swapped;
    }
    // The square may overflow where PyTorch goes on with infinity.
    if (!(near < Infinity && far < Infinity)) return NaN;
    const gap = single(single(near + margin, isSingle) - far, isSingle);
    if (!(gap >= 0)) continue;
    sum += gap;
    if (elements !== undefined) elements[row] = gap;
    const { anchor: da, positive: dp, negative: dn } = gradients;
    const pull = near === 0 ? 0 : scale / near;
    const push = far === 0 ? 0 : -scale / far;
    differentiate(da, dp, a, p, start, start + columns, eps, pull, isSingle);
    differentiate(isSwapped ? dp : da, dn, isSwapped ? p : a, n, start, start + columns, eps, push, isSingle);
  }
  return sum;
}

/** The length of `x - y + eps`. */
function distance(
  x: FloatArray,
  y: FloatArray,
  start: number,
  end: number,
  eps: number,
  isSingle: boolean,
): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const difference = single(single(x[i]! - y[i]!, isSingle) + eps, isSingle);
    sum += difference * difference;
  }
  return single(Math.sqrt(single(sum, isSingle)), isSingle);
}

/** Adds `factor` times `x - y + eps` to the gradient of `x`, and takes it from that of `y`. */
function differentiate(
  dx: FloatArray | undefined,
  dy: FloatArray | undefined,
  x: FloatArray,
  y: FloatArray,
  start: number,
  end: number,
  eps: number,
  factor: number,
  isSingle: boolean,
): void {
  if (dx === undefined && dy === undefined) return;
  for (let i = start; i < end; i++) {
    const slope = factor * (single(x[i]! - y[i]!, isSingle) + eps);
    if (dx !== undefined) dx[i]! += slope;
    if (dy !== undefined) dy[i]! -= slope;
  }
}
