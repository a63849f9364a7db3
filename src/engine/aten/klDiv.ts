import { isFloat } from '../tensor/dtype';
import { refuse } from '../torchError';
import { exp, mul, sub } from './pointwise';
import { applyReduction, type Reduction } from './reduction';
import type { Variable } from './variable';
import { xlogx } from './xlogy';

/**
 * ATen's `kl_div` of log-probabilities and probabilities, or of two log-probabilities; broadcast.
 * @throws TorchError for integers.
 */
export function klDiv(input: Variable, target: Variable, reduction: Reduction, logTarget: boolean): Variable {
  if (!isFloat(input.tensor.dtype) || !isFloat(target.tensor.dtype)) {
    refuse('kl_div: Integral inputs not supported.');
  }
  return applyReduction(logTarget ? ofLogTarget(input, target) : ofTarget(input, target), reduction);
}

// The right operand comes first, as in PyTorch's compiled code: the order in which gradients add up.

function ofLogTarget(input: Variable, target: Variable): Variable {
  const difference = sub(target, input);
  return mul(exp(target), difference);
}

function ofTarget(input: Variable, target: Variable): Variable {
  const cross = mul(target, input);
  return sub(xlogx(target), cross);
}
