import {
  isKernelDtype,
  mostExact,
  singlePrecision as single,
  type FloatArray,
  type GradientArrays,
  type Kernel,
} from '../kernel';
import { euclideanNorm } from '../numeric/euclideanNorm';
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
  { anchor: da, positive: dp, negative: dn }: GradientArrays,
  scale: number,
  { margin, eps, swap }: Terms,
): number {
  const isSingle = a instanceof Float32Array;
  const isExact = a.length <= mostExact;
  const unit = single(scale, isSingle);
  const differences = (): FloatArray => (isSingle ? new Float32Array(columns) : new Float64Array(columns));
  const [toPositive, toNegative, between] = [differences(), differences(), differences()];
  // So that the sum of two gradients of -0 is that.
  if (isExact) for (const gradient of [da, dp, dn]) gradient?.fill(-0);
  let sum = 0;
  for (let start = 0, row = 0; start < a.length; start += columns, row++) {
    const near = measure(a, p, start, eps, toPositive, isExact);
    let far = measure(a, n, start, eps, toNegative, isExact);
    let isSwapped = false;
    if (swap) {
      const swapped = measure(p, n, start, eps, between, isExact);
      // Equal distances share the gradient.
      if (swapped === far) return NaN;
      isSwapped = swapped < far;
      if (isSwapped) far = swapped;
    }
    // The square may overflow where PyTorch goes on with infinity.
    if (!(near < Infinity && far < Infinity)) return NaN;
    const gap = single(single(near + margin, isSingle) - far, isSingle);
    const isActive = gap >= 0;
    if (isActive) sum += gap;
    if (isActive && elements !== undefined) elements[row] = gap;
    if (!isActive && !isExact) continue;
    const factor = isActive ? unit : 0;
    if (near !== 0) differentiate(da, dp, toPositive, start, near, factor);
    if (far === 0) continue;
    if (isSwapped) differentiate(dp, dn, between, start, far, -factor);
    else differentiate(da, dn, toNegative, start, far, -factor);
  }
  return sum;
}

/** Up to this square of a distance its last digit is far below the tolerance. */
const longestSquare = 4000;

/** Writes the differences `x - y + eps` of a row and returns their length. */
function measure(
  x: FloatArray,
  y: FloatArray,
  start: number,
  eps: number,
  differences: FloatArray,
  isExact: boolean,
): number {
  const isSingle = x instanceof Float32Array;
  let sum = 0;
  for (let k = 0; k < differences.length; k++) {
    const difference = single(single(x[start + k]! - y[start + k]!, isSingle) + eps, isSingle);
    differences[k] = difference;
    sum += difference * difference;
  }
  // Of long distances the last digit shows in their difference, and squares overflow where PyTorch's do.
  return isExact || sum > longestSquare ? euclideanNorm(differences) : single(Math.sqrt(sum), isSingle);
}

/** Adds the slope of a distance, times `factor`, to one gradient, and takes it from the other. */
function differentiate(
  dx: FloatArray | undefined,
  dy: FloatArray | undefined,
  differences: FloatArray,
  start: number,
  distance: number,
  factor: number,
): void {
  if (dx === undefined && dy === undefined) return;
  const isSingle = differences instanceof Float32Array;
  for (let k = 0; k < differences.length; k++) {
    const slope = single(factor * single(differences[k]! / distance, isSingle), isSingle);
    if (dx !== undefined) dx[start + k]! += slope;
    if (dy !== undefined) dy[start + k]! -= slope;
  }
}
