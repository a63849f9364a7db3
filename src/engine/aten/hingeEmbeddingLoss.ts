import { combine } from '../tensor/pointwise';
import type { Tensor } from '../tensor/tensor';
import { add, clampMin, subFrom, where } from './pointwise';
import { applyReduction, type Reduction } from './reduction';
import { constant, type Variable } from './variable';

/**
 * ATen's `hinge_embedding_loss`; broadcast. A target that is neither 1 nor -1 gets the sum of both terms, and no
 * target gets a gradient.
 */
export function hingeEmbeddingLoss(
  input: Variable,
  target: Variable,
  margin: number,
  reduction: Reduction,
): Variable {
  const zeros = constant({ ...input.tensor, data: input.tensor.data.slice().fill(0) });
  const gap = clampMin(subFrom(margin, input), 0);
  const ofMargin = where(differs(target, 1), gap, zeros);
  const ofInput = where(differs(target, -1), input, zeros);
  return applyReduction(add(ofMargin, ofInput), reduction);
}

function differs({ tensor }: Variable, int: number): Tensor {
  return combine(tensor, { int }, (value, other) => Number(value !== other), { output: 'bool' });
}
