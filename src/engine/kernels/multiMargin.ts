import { isKernelDtype, singlePrecision as single, type FloatArray, type Kernel } from '../kernel';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

/** Samples in rows of `classes` scores, the right class of each, and how a margin that is missed counts. */
export interface MultiMarginRows {
  readonly x: FloatArray;
  readonly indices: ArrayLike<number>;
  readonly weights: FloatArray | null;
  readonly classes: number;
  readonly isSquared: boolean;
  /** As the dtype of `x` holds it. */
  readonly margin: number;
}

/**
 * The multi-class margin loss of each row, rounded as ATen's loop rounds it. NaN scores count nothing.
 *
 * @param unit What the derivative of each term is multiplied by: one over the classes, or over all elements.
 * @returns The sum of the losses in double precision, or NaN if an index is no class.
 */
export function multiMarginRows(
  { x, indices, weights, classes, isSquared, margin }: MultiMarginRows,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  unit: number,
): number {
  const isSingle = x instanceof Float32Array;
  let total = 0;
  for (let row = 0, start = 0; row < indices.length; row++, start += classes) {
    const index = indices[row]!;
    if (!(index >= 0 && index < classes)) return NaN;
    const right = start + index;
    const end = start + classes;
    const weight = weights === null ? 1 : weights[index]!;
    const slope = single(unit * weight, isSingle);
    const bound = single(margin - x[right]!, isSingle);
    let sum = 0;
    let pull = 0;
    for (let i = start; i < end; i++) {
      const z = single(bound + x[i]!, isSingle);
      if (!(z > 0) || i === right) continue;
      const value = isSquared ? single(z * z, isSingle) : z;
      sum = single(sum + single(value * weight, isSingle), isSingle);
      if (dx === undefined) continue;
      const push = isSquared ? single(single(2 * unit * z, isSingle) * weight, isSingle) : slope;
      dx[i] = push;
      pull = single(pull - push, isSingle);
    }
    const loss = single(sum / classes, isSingle);
    total += loss;
    if (elements !== undefined) elements[row] = loss;
    if (dx !== undefined) dx[right] = pull;
  }
  return total;
}

/** What of a call decides the kernel. */
export interface MultiMarginCall {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly isSquared: boolean;
  readonly margin: number;
}

/** The fused kernel of the multi-class margin loss. */
export function multiMarginKernel(call: MultiMarginCall): Kernel | undefined {
  const { input, target, weight, isSquared } = call;
  const { dtype, shape } = input;
  const classes = shape[shape.length - 1];
  if (!isKernelDtype(dtype) || target.dtype !== 'int64' || input.data.length === 0) return undefined;
  if (classes === undefined || shape.length > 2 || !sameShape(target.shape, shape.slice(0, -1)))
    return undefined;
  if (weight !== null && !(weight.dtype === dtype && sameShape(weight.shape, [classes]))) return undefined;
  const margin = single(call.margin, dtype === 'float32');
  if (!Number.isFinite(margin)) return undefined;
  const count = target.data.length;
  const rows: MultiMarginRows = {
    x: input.data as FloatArray,
    indices: target.data,
    weights: weight === null ? null : (weight.data as FloatArray),
    classes,
    isSquared,
    margin,
  };
  return {
    dtype,
    shape: target.shape,
    denominator: count,
    differentiates: ['input'],
    run(elements, { input: dx }, scale) {
      const unit = 1 / (scale === 1 ? classes : count * classes);
      return multiMarginRows(rows, elements, dx, single(unit, dtype === 'float32'));
    },
    total: sumInDouble,
  };
}

/** The sum that ATen takes, of losses already rounded to their dtype. */
function sumInDouble(elements: FloatArray): number {
  let sum = 0;
  for (let i = 0; i < elements.length; i++) sum += elements[i]!;
  return sum;
}
