import { abs, sub } from './pointwise';
import { applyReduction, type Reduction } from './reduction';
import type { Variable } from './variable';

/** ATen's `l1_loss`: the reduced absolute difference. */
export function l1Loss(input: Variable, target: Variable, reduction: Reduction): Variable {
  return applyReduction(abs(sub(input, target)), reduction);
}
