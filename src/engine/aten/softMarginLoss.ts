import { isFloat } from '../tensor/dtype';
import { add, divide, map, multiply, storeInto } from '../tensor/pointwise';
import { cast, roundTo } from '../tensor/rounding';
import type { Tensor } from '../tensor/tensor';
import type { TorchErrorStage } from '../torchError';
import { refuseGradient, refuseNegation } from './checks';
import { applyReduction, type Reduction } from './reduction';
import { constant, record, type Variable } from './variable';

/**
 * ATen's `soft_margin_loss`. Its steps are done in place on `-input`, so that the loss has the input's dtype
 * and the target may be broadcast, but not the input.
 * @throws TorchError for a target that requires a gradient, and for integer inputs.
 */
export function softMarginLoss(input: Variable, target: Variable, reduction: Reduction): Variable {
  refuseGradient(target, 'soft_margin_loss', 'target');
  const call = { input: input.tensor, target: target.tensor, reduction };
  const reduced = applyReduction(constant(forward(call)), reduction).tensor;
  return record(reduced, [input], (gradient) => [backward(call, gradient)]);
}

interface Call {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly reduction: Reduction;
}

function forward({ input, target }: Call): Tensor {
  const negated = negative(input, 'forward');
  const power = exponential(storeInto(negated, multiply(negated, target)));
  return map(storeInto(negated, power), Math.log1p);
}

function backward({ input, target, reduction }: Call, incoming: Tensor): Tensor {
  const power = exponential(multiply(negative(target, 'backward'), input));
  const norm = reduction === 'mean' ? 1 / input.data.length : 1;
  let gradient = cast(multiply(target, power), input.dtype);
  // The product in place has the number as its first operand, which is rounded; as the second it would not be.
  gradient = multiply(gradient, roundTo(input.dtype, -norm));
  gradient = storeInto(gradient, divide(gradient, add(power, { int: 1 })));
  return storeInto(gradient, multiply(gradient, incoming));
}

function negative(x: Tensor, stage: TorchErrorStage): Tensor {
  refuseNegation(x.dtype, stage);
  return map(x, (value) => -value);
}

function exponential(x: Tensor): Tensor {
  return map(x, Math.exp, isFloat(x.dtype) ? x.dtype : 'float32');
}
