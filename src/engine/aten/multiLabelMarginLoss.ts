import type { FloatArray } from '../kernel';
import { multiLabelRows, type MultiLabelRows } from '../kernels/multiLabelMargin';
import { scalar } from '../tensor/reduction';
import { roundTo } from '../tensor/rounding';
import { convertScalar } from '../tensor/scalarConversion';
import { sameShape, sizesText } from '../tensor/shape';
import { storage, type Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { requireScalarType, requireWideFloat } from './checks';
import { marginShape, scaleRows, type MarginShape } from './marginRows';
import type { Reduction } from './reduction';
import { record, type Variable } from './variable';

/**
 * ATen's `multilabel_margin_loss`. The sum over an empty batch, which PyTorch leaves uninitialised, is 0, the
 * mean NaN.
 * @throws TorchError for shapes and dtypes that do not fit and for labels that are neither a class nor -1.
 */
export function multiLabelMarginLoss(input: Variable, target: Variable, reduction: Reduction): Variable {
  const shape = marginShape(input.tensor);
  const { samples, classes } = shape;
  checkTargetShape(input.tensor, target.tensor, shape);
  const { dtype } = input.tensor;
  if (input.tensor.data.length > 0) {
    checkRange(target.tensor, classes);
    requireWideFloat(dtype, 'multilabel_margin_loss_forward_out_frame');
    requireScalarType('int64', target.tensor.dtype);
  }
  const rows: MultiLabelRows = {
    x: input.tensor.data as FloatArray,
    labels: target.tensor.data,
    classes,
  };
  const losses = storage(dtype, samples) as FloatArray;
  const sum = multiLabelRows(rows, losses, undefined, 1);
  const isUnreduced = reduction === 'none' && target.shape.length > 1;
  const loss: Tensor = isUnreduced
    ? { dtype, shape: [samples], data: losses }
    : scalar(reduction === 'mean' ? sum / samples : sum, dtype);
  return record(loss, [input], (gradient) => {
    const data = storage(dtype, input.tensor.data.length) as FloatArray;
    const count = reduction === 'mean' ? samples * classes : classes;
    multiLabelRows(rows, undefined, data, roundTo(dtype, 1 / count));
    return [scaleRows({ dtype, shape: input.shape, data }, gradient)];
  });
}

function checkTargetShape(input: Tensor, target: Tensor, { samples, classes }: MarginShape): void {
  const fits =
    input.shape.length === 2
      ? sameShape(target.shape, [samples, classes])
      : target.shape.length <= 1 && target.data.length === classes;
  if (fits) return;
  refuse(`inconsistent target size: ${sizesText(target.shape)} for input of size: ${sizesText(input.shape)}`);
}

/** Checks the smallest and the largest label, which PyTorch first converts to integers. */
function checkRange({ data }: Tensor, classes: number): void {
  let [smallest, largest] = [Infinity, -Infinity];
  for (const label of data) {
    smallest = Math.min(smallest, label);
    largest = Math.max(largest, label);
  }
  if (convertScalar('int64', smallest) < -1 || convertScalar('int64', largest) >= classes) {
    refuse("argument #2 'target' is out of range");
  }
}
