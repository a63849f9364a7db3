import { cascadeSum } from '../tensor/cascadeSum';
import { isKernelDtype, type FloatArray, type Kernel } from '../kernel';
import { sameShape } from '../tensor/shape';
import { elementCount, type Tensor, type TensorData } from '../tensor/tensor';

/** How the classes of each sample lie in an input of shape `(C)`, `(N, C)` or `(N, C, d1, ...)`. */
export interface ClassLayout {
  readonly dtype: Kernel['dtype'];
  readonly classes: number;
  /** Elements between two classes of one sample. */
  readonly stride: number;
  /** Samples, over all dimensions but that of the classes. */
  readonly samples: number;
  /** The shape without the classes: that of the unreduced loss. */
  readonly shape: readonly number[];
}

/** The layout of an input whose loss a kernel can compute; undefined for integers, 16-bit floats and empty ones. */
export function classLayout({ dtype, shape }: Pick<Tensor, 'dtype' | 'shape'>): ClassLayout | undefined {
  const count = elementCount(shape);
  if (!isKernelDtype(dtype) || shape.length === 0 || count === 0) return undefined;
  const first = shape[0]!;
  const classes = shape.length === 1 ? first : shape[1]!;
  const samples = count / classes;
  if (shape.length === 1) return { dtype, classes, stride: 1, samples, shape: [] };
  const without = [first];
  for (let i = 2; i < shape.length; i++) without.push(shape[i]!);
  return { dtype, classes, stride: samples / first, samples, shape: without };
}

/** Where the elements of a sample start. */
export function startOf(sample: number, { classes, stride }: ClassLayout): number {
  return stride === 1 ? sample * classes : Math.floor(sample / stride) * classes * stride + (sample % stride);
}

/** The class weights of a kernel; null if there are none, undefined if they are not for it. */
export function classWeights(weight: Tensor | null, layout: ClassLayout): FloatArray | null | undefined {
  if (weight === null) return null;
  const fits = weight.dtype === layout.dtype && sameShape(weight.shape, [layout.classes]);
  return fits ? (weight.data as FloatArray) : undefined;
}

/**
 * What the mean over class indices divides by: the weights of the targets that are not ignored. NaN if a
 * target is not a class, undefined if the targets are not of the layout's shape or not int64.
 */
export function targetWeight(
  target: Tensor,
  weights: FloatArray | null,
  ignoreIndex: number,
  layout: ClassLayout,
): number | undefined {
  if (target.dtype !== 'int64' || !sameShape(target.shape, layout.shape)) return undefined;
  return weights === null
    ? countTargets(target.data, layout.classes, ignoreIndex)
    : sumOfWeights(target.data, weights, ignoreIndex);
}

function countTargets(indices: TensorData, classes: number, ignoreIndex: number): number {
  const isClass = ignoreIndex >= 0 && ignoreIndex < classes;
  if (!isClass && areBetween(indices, 0, classes - 1)) return indices.length;
  let ignored = 0;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (index >= 0 && index < classes && index !== ignoreIndex) continue;
    if (index !== ignoreIndex) return NaN;
    ignored++;
  }
  return indices.length - ignored;
}

/** Whether all numbers lie between two others, or are one of these. */
export function areBetween(values: ArrayLike<number>, lowest: number, highest: number): boolean {
  const middle = (lowest + highest) / 2;
  const reach = highest - middle;
  const { length } = values;
  let i = 0;
  // One comparison for each, and eight before the next question whether there are more.
  for (; i + 7 < length; i += 8) {
    const areFirst =
      Math.abs(values[i]! - middle) <= reach &&
      Math.abs(values[i + 1]! - middle) <= reach &&
      Math.abs(values[i + 2]! - middle) <= reach &&
      Math.abs(values[i + 3]! - middle) <= reach;
    const areLast =
      Math.abs(values[i + 4]! - middle) <= reach &&
      Math.abs(values[i + 5]! - middle) <= reach &&
      Math.abs(values[i + 6]! - middle) <= reach &&
      Math.abs(values[i + 7]! - middle) <= reach;
    if (!areFirst || !areLast) return false;
  }
  for (; i < length; i++) if (!(Math.abs(values[i]! - middle) <= reach)) return false;
  return true;
}

function sumOfWeights(indices: TensorData, weights: FloatArray, ignoreIndex: number): number {
  let total = 0;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    // beyond the classes there is no weight
    if (index !== ignoreIndex) total += weights[index] ?? NaN;
  }
  return total;
}

/** The sum of the losses of class indices, added in the order of ATen's `nll_loss`. */
export function targetTotal(
  elements: FloatArray,
  indices: ArrayLike<number>,
  ignoreIndex: number,
  dtype: Kernel['dtype'],
): number {
  if (elements.length === 1) return elements[0]! + 0;
  const sum = cascadeSum(dtype, elements.length);
  for (let i = 0; i < elements.length; i++) if (indices[i] !== ignoreIndex) sum.add(i, elements[i]!);
  return sum.total();
}

/** The same as {@link targetWeight} for a call that PyTorch takes, of whatever dtypes and shapes. */
export function classDenominator(target: Tensor, weight: Tensor | null, ignoreIndex: number): number {
  let total = 0;
  for (const index of target.data) {
    if (index !== ignoreIndex) total += weight === null ? 1 : weight.data[index]!;
  }
  return total;
}
