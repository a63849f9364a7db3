import { combine } from '../tensor/pointwise';
import { add, addInPlace, exp, log, maskedFill, mul, sub } from './pointwise';
import { applyReduction, type Reduction } from './reduction';
import type { Variable } from './variable';

/** The parameters of ATen's `poisson_nll_loss`. */
export interface PoissonNllParameters {
  readonly isLog: boolean;
  readonly isFull: boolean;
  readonly eps: number;
  readonly reduction: Reduction;
}

/**
 * ATen's `poisson_nll_loss`; broadcast. Right operands come first, as in PyTorch's compiled code: the order in
 * which gradients add up.
 */
export function poissonNllLoss(
  input: Variable,
  target: Variable,
  { isLog, isFull, eps, reduction }: PoissonNllParameters,
): Variable {
  const loss = isLog ? ofLogRate(input, target) : ofRate(input, target, eps);
  return applyReduction(isFull ? addInPlace(loss, stirling(target)) : loss, reduction);
}

function ofLogRate(input: Variable, target: Variable): Variable {
  const weighted = mul(target, input);
  return sub(exp(input), weighted);
}

function ofRate(input: Variable, target: Variable, eps: number): Variable {
  return sub(input, mul(target, log(add(input, eps))));
}

/** Stirling's approximation of `log(target!)`, for targets greater than 1. */
function stirling(target: Variable): Variable {
  const correction = mul(0.5, log(mul(2 * Math.PI, target)));
  const term = add(sub(mul(target, log(target)), target), correction);
  const isSmall = combine(target.tensor, { int: 1 }, (t, one) => Number(t <= one), { output: 'bool' });
  return maskedFill(term, isSmall, 0);
}
