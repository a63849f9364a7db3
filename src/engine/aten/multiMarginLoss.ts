import type { FloatArray } from '../kernel';
import { multiMarginRows, type MultiMarginRows } from '../kernels/multiMargin';
import { scalar } from '../tensor/reduction';
import { roundTo } from '../tensor/rounding';
import { convertScalar } from '../tensor/scalarConversion';
import { sizesText } from '../tensor/shape';
import { storage, type Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { refuseGradient, requireScalarType, requireWideFloat } from './checks';
import { marginShape, scaleRows, type MarginShape } from './marginRows';
import type { Reduction } from './reduction';
import { record, type Variable } from './variable';

/** The arguments of {@link multiMarginLoss}, as C++ gets them. */
export interface MultiMarginArguments {
  readonly input: Variable;
  readonly target: Variable;
  readonly weight: Variable | null;
  /** Whether `p` is 2. */
  readonly isSquared: boolean;
  readonly margin: number;
  readonly reduction: Reduction;
}

/**
 * ATen's `multi_margin_loss`. The sum over an empty batch, which PyTorch leaves uninitialised, is 0, the mean
 * NaN.
 * @throws TorchError for shapes and dtypes that do not fit and for classes that do not exist.
 */
export function multiMarginLoss(call: MultiMarginArguments): Variable {
  const { input, target, weight, margin, reduction } = call;
  refuseGradient(weight, 'multi_margin_loss', 'weight');
  const shape = marginShape(input.tensor);
  const { samples, classes } = shape;
  checkShapes(call, shape);
  const { dtype } = input.tensor;
  const isUnreduced = reduction === 'none' && target.shape.length > 0;
  const isEmpty = input.tensor.data.length === 0;
  if (!isEmpty) checkDtypes(call);
  const rows: MultiMarginRows = {
    x: input.tensor.data as FloatArray,
    indices: target.tensor.data,
    weights: weight === null ? null : (weight.tensor.data as FloatArray),
    classes,
    isSquared: call.isSquared,
    margin: isEmpty ? 0 : convertScalar(dtype, margin),
  };
  if (!isEmpty) checkClasses(rows);
  const losses = storage(dtype, samples) as FloatArray;
  const sum = multiMarginRows(rows, losses, undefined, 1);
  const loss: Tensor = isUnreduced
    ? { dtype, shape: [samples], data: losses }
    : scalar(reduction === 'mean' ? sum / samples : sum, dtype);
  return record(loss, [input], (gradient) => {
    const data = storage(dtype, input.tensor.data.length) as FloatArray;
    const count = reduction === 'mean' ? samples * classes : classes;
    multiMarginRows(rows, undefined, data, roundTo(dtype, 1 / count));
    return [scaleRows({ dtype, shape: input.shape, data }, gradient)];
  });
}

function checkShapes(
  { input, target, weight }: MultiMarginArguments,
  { samples, classes }: MarginShape,
): void {
  if (target.shape.length > 1 || target.tensor.data.length !== samples) {
    refuse(
      'multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples ' +
        `(batch size). Expected target size [${samples}], but got ${sizesText(target.shape)}. ` +
        `Input has shape ${sizesText(input.shape)}.`,
    );
  }
  if (weight !== null && weight.tensor.data.length !== classes) {
    refuse(`inconsistent weight size, expected ${classes} but got ${sizesText(weight.shape)}`);
  }
}

function checkDtypes({ input, target, weight }: MultiMarginArguments): void {
  const { dtype } = input.tensor;
  requireWideFloat(dtype, 'multi_margin_loss_cpu_kernel');
  requireScalarType('int64', target.tensor.dtype);
  if (weight !== null) requireScalarType(dtype, weight.tensor.dtype);
}

function checkClasses({ indices, classes }: MultiMarginRows): void {
  for (let i = 0; i < indices.length; i++) {
    if (indices[i]! < 0 || indices[i]! >= classes) {
      refuse('target out of range');
    }
  }
}
