import type { ParameterValue } from '../lossDefinition';
import { pythonTypeName } from '../nativeTypes';
import { refuseType, refuseValue } from '../torchError';
import { divide } from '../tensor/pointwise';
import * as tensors from '../tensor/reduction';
import { expandData } from '../tensor/shape';
import { elementCount } from '../tensor/tensor';
import { record, type Variable } from './variable';

/** The sum of all elements. */
export function sum(x: Variable): Variable {
  return record(tensors.sum(x.tensor), [x], (gradient) => [expandData(gradient, x.shape)]);
}

/** The mean of all elements; NaN of an empty tensor. */
export function mean(x: Variable): Variable {
  return record(tensors.mean(x.tensor), [x], (gradient) => [
    divide(expandData(gradient, x.shape), { int: elementCount(x.shape) }),
  ]);
}

/** The sums along one dimension, which disappears. */
export function sumDimension(x: Variable, dimension: number): Variable {
  const kept = x.shape.map((size, index) => (index === dimension ? 1 : size));
  return record(tensors.sumDimension(x.tensor, dimension), [x], (gradient) => [
    expandData({ ...gradient, shape: kept }, x.shape),
  ]);
}

/**
 * `x` repeated to a shape that it is known to broadcast to. An operation even where that is its own: the gradients of
 * what follows are added up here first.
 */
export function expand(x: Variable, shape: readonly number[]): Variable {
  return record(expandData(x.tensor, shape), [x], (gradient) => [gradient]);
}

/** The same elements under another shape of as many. */
export function view(x: Variable, shape: readonly number[]): Variable {
  return record({ ...x.tensor, shape }, [x], (gradient) => [{ ...gradient, shape: x.shape }]);
}

/** A reduction as C++ knows it, after Python's checks. */
export type Reduction = 'none' | 'mean' | 'sum';

/** Reduces a loss as C++'s `apply_loss_reduction` does. */
export function applyReduction(unreduced: Variable, reduction: Reduction): Variable {
  if (reduction === 'mean') return mean(unreduced);
  return reduction === 'sum' ? sum(unreduced) : unreduced;
}

/**
 * What Python passes to C++ for the argument `reduction`.
 * @throws TorchError for a name that is not one; `elementwise_mean` only warns.
 */
export function reductionOf(reduction: string, warn: (message: string) => void): Reduction {
  switch (reduction) {
    case 'none':
    case 'mean':
    case 'sum':
      return reduction;
    case 'elementwise_mean':
      warn("reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead.");
      return 'mean';
    default:
      refuseValue(`${reduction} is not a valid value for reduction`);
  }
}

/**
 * A reduction as the losses that are written in Python check it themselves.
 * @param complaint What follows the name of what is no reduction.
 * @throws TorchError for a name that is not one, and for what is no name.
 */
export function checkReduction(reduction: ParameterValue, complaint: string): Reduction {
  if (reduction === 'none' || reduction === 'mean' || reduction === 'sum') return reduction;
  if (typeof reduction === 'string') refuseValue(`${reduction} ${complaint}`);
  const type = pythonTypeName(reduction);
  refuseType(
    type === 'list'
      ? 'can only concatenate list (not "str") to list'
      : `unsupported operand type(s) for +: '${type}' and 'str'`,
  );
}
