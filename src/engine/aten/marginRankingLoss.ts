import { add, clampMin, mul, neg, sub } from './pointwise';
import { applyReduction, type Reduction } from './reduction';
import type { Variable } from './variable';

/** ATen's `margin_ranking_loss`; broadcast. The subtraction comes first, as in PyTorch's compiled code. */
export function marginRankingLoss(
  first: Variable,
  second: Variable,
  target: Variable,
  margin: number,
  reduction: Reduction,
): Variable {
  const difference = sub(first, second);
  return applyReduction(clampMin(add(mul(neg(target), difference), margin), 0), reduction);
}
