import { isKernelDtype, singlePrecision as single, type FloatArray, type Kernel } from '../kernel';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { areBetween } from './classes';

/** Samples in rows of `classes` scores, and as many places each for the right classes, -1 after the last. */
export interface MultiLabelRows {
  readonly x: FloatArray;
  readonly labels: ArrayLike<number>;
  readonly classes: number;
}

/**
 * The multi-label margin loss of each row, rounded as ATen's loop rounds it. NaN scores count nothing.
 *
 * @param unit What the derivative of each term is multiplied by: one over the classes, or over all elements.
 * @returns The sum of the losses in double precision, or NaN if a label is neither a class nor -1.
 */
export function multiLabelRows(
  { x, labels, classes }: MultiLabelRows,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  unit: number,
): number {
  if (!areBetween(labels, -1, classes - 1)) return NaN;
  const isSingle = x instanceof Float32Array;
  const isRight = new Uint8Array(classes);
  let total = 0;
  for (let row = 0, start = 0; start < x.length; row++, start += classes) {
    let count = 0;
    while (count < classes && labels[start + count]! >= 0) count++;
    for (let k = 0; k < count; k++) isRight[labels[start + k]!] = 1;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      // The bitwise operation keeps the place an integer in machine code.
      const right = (start + labels[start + k]!) | 0;
      const bound = single(1 - x[right]!, isSingle);
      let pull = dx === undefined ? 0 : dx[right]!;
      for (let c = 0; c < classes; c++) {
        if (isRight[c] !== 0) continue;
        const z = single(bound + x[start + c]!, isSingle);
        if (!(z > 0)) continue;
        sum += z;
        if (dx === undefined) continue;
        dx[start + c]! += unit;
        pull = single(pull - unit, isSingle);
      }
      if (dx !== undefined) dx[right] = pull;
    }
    for (let k = 0; k < count; k++) isRight[labels[start + k]!] = 0;
    const rounded = single(sum, isSingle);
    total += rounded;
    if (elements !== undefined) elements[row] = rounded / classes;
  }
  return total / classes;
}

/** The fused kernel of the multi-label margin loss. */
export function multiLabelMarginKernel(input: Tensor, target: Tensor): Kernel | undefined {
  const { dtype, shape } = input;
  const classes = shape[shape.length - 1];
  if (!isKernelDtype(dtype) || target.dtype !== 'int64' || input.data.length === 0) return undefined;
  if (classes === undefined || shape.length > 2 || !sameShape(target.shape, shape)) return undefined;
  const rows: MultiLabelRows = { x: input.data as FloatArray, labels: target.data, classes };
  const samples = input.data.length / classes;
  let sum = 0;
  return {
    dtype,
    shape: shape.slice(0, -1),
    denominator: samples,
    differentiates: ['input'],
    run(elements, { input: dx }, scale) {
      const unit = 1 / (scale === 1 ? classes : samples * classes);
      return (sum = multiLabelRows(rows, elements, dx, single(unit, dtype === 'float32')));
    },
    // Not that of the elements, which are rounded once more.
    total: () => sum,
  };
}
