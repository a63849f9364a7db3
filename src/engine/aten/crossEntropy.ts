import { refuseDimensionless } from './checks';
import { streamedNumber } from '../tensor/formatNumber';
import { isFloat, scalarTypeName } from '../tensor/dtype';
import { map, storeInto } from '../tensor/pointwise';
import { scalar } from '../tensor/reduction';
import { sameShape, sizesText } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { logSoftmax } from './logSoftmax';
import { nllLoss } from './nllLoss';
import { add, div, maskedFill, mul, neg } from './pointwise';
import { sum, sumDimension, view, type Reduction } from './reduction';
import { constant, type Variable } from './variable';

/** The arguments of ATen's `cross_entropy_loss`. */
export interface CrossEntropyArguments {
  readonly input: Variable;
  readonly target: Variable;
  readonly weight: Variable | null;
  readonly reduction: Reduction;
  readonly ignoreIndex: number;
  readonly smoothing: number;
}

function dimensionOfClasses({ shape }: Variable): number {
  return shape.length === 1 ? 0 : 1;
}

/**
 * ATen's `cross_entropy_loss`. A target of the input's shape holds probabilities, any other class indices. A
 * smoothing that is negative or NaN is none.
 */
export function crossEntropy(call: CrossEntropyArguments): Variable {
  const { input, target, weight, reduction, ignoreIndex, smoothing } = call;
  if (sameShape(input.shape, target.shape)) {
    if (!isFloat(target.tensor.dtype)) {
      refuse(
        'Expected floating point type for target with class probabilities, ' +
          `got ${scalarTypeName(target.tensor.dtype)}`,
      );
    }
    if (ignoreIndex >= 0) refuse('ignore_index is not supported for floating point target');
    return ofProbabilities(call);
  }
  if (smoothing > 0) {
    checkSmoothing(smoothing);
    return smoothed(call);
  }
  const log = logSoftmax(input, dimensionOfClasses(input));
  return nllLoss(log, target, weight, reduction, ignoreIndex);
}

function checkSmoothing(smoothing: number): void {
  if (smoothing <= 1) return;
  refuse(`label_smoothing must be between 0.0 and 1.0. Got: ${streamedNumber(smoothing)}`);
}

function ofProbabilities({ input, target, weight, reduction, smoothing }: CrossEntropyArguments): Variable {
  const dimension = dimensionOfClasses(input);
  const classes = input.shape[dimension];
  if (classes === undefined) {
    refuseDimensionless(1);
  }
  if (weight !== null && !sameShape(weight.shape, [classes])) {
    refuse(
      `cross_entropy: weight tensor should be defined either for all ${classes} classes or no ` +
        `classes but got weight tensor of shape: ${sizesText(weight.shape)}`,
    );
  }
  const log = logSoftmax(input, dimension);
  let labels = target;
  if (smoothing > 0) {
    checkSmoothing(smoothing);
    labels = add(mul(target, 1 - smoothing), smoothing / classes);
  }
  let product = mul(log, labels);
  if (weight !== null) product = mul(product, alongClasses(weight, input.shape.length, dimension));
  if (reduction === 'none') return neg(sumDimension(product, dimension));
  const total = neg(sum(product));
  if (reduction === 'sum') return total;
  const count = input.tensor.data.length;
  return count === 0 ? nanLike(total) : div(total, { int: count / classes });
}

/** What is left of a loss of nothing that is filled with NaN in place: no gradient but zero. */
function nanLike(total: Variable): Variable {
  return add(mul(total, 0), constant(scalar(NaN, total.tensor.dtype)));
}

/** A weight per class, viewed so that it broadcasts along the dimension of the classes. */
function alongClasses(weight: Variable, rank: number, dimension: number): Variable {
  const size = weight.shape[0];
  if (size === undefined) {
    refuseDimensionless(0);
  }
  const shape = Array.from({ length: rank }, (_, index) => (index === dimension ? size : 1));
  if (weight.tensor.data.length !== size) {
    refuse(`shape '${sizesText(shape)}' is invalid for input of size ${weight.tensor.data.length}`);
  }
  return view(weight, shape);
}

/** Class indices with smoothing: part of the loss is the mean over all classes. */
function smoothed(call: CrossEntropyArguments): Variable {
  const { input, target, weight, reduction, ignoreIndex, smoothing } = call;
  const dimension = dimensionOfClasses(input);
  const log = logSoftmax(input, dimension);
  const picked = nllLoss(log, target, weight, reduction, ignoreIndex);
  const classes = log.shape[dimension]!;
  const weighted = weight === null ? log : mul(log, alongClasses(weight, input.shape.length, dimension));
  const ignored = map(target.tensor, (index) => (index === ignoreIndex ? 1 : 0), 'bool');
  let rest = neg(sumDimension(weighted, dimension));
  // PyTorch fills in place, which a 1-d target of a 1-d input would broadcast.
  storeInto(rest.tensor, { ...ignored, dtype: rest.tensor.dtype });
  rest = maskedFill(rest, ignored, 0);
  if (reduction !== 'none') rest = sum(rest);
  if (reduction === 'mean') rest = div(rest, constant(normaliser(target.tensor, ignored, weight)));
  return add(mul(picked, 1 - smoothing), mul(rest, smoothing / classes));
}

/** What the mean divides by: the number of targets that are not ignored, or the sum of their weights. */
function normaliser(target: Tensor, ignored: Tensor, weight: Variable | null): Tensor {
  const kept = target.data.filter((_, index) => ignored.data[index] === 0);
  if (weight === null) return scalar(kept.length, 'int64');
  if (target.dtype !== 'int64') refuse('gather(): Expected dtype int32/int64 for index');
  let total = 0;
  for (const index of kept) total += weight.tensor.data[index]!;
  return scalar(total, weight.tensor.dtype);
}
