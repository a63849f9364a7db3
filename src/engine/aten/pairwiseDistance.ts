import { add, sub } from './pointwise';
import type { Variable } from './variable';
import { vectorNorm } from './vectorNorm';

/** ATen's `pairwise_distance`: the p-norm of `a - b + eps` along the last dimension; broadcast. */
export function pairwiseDistance(a: Variable, b: Variable, p = 2, eps = 1e-6): Variable {
  const last = Math.max(a.shape.length, b.shape.length) - 1;
  return vectorNorm(add(sub(a, b), eps), p, last);
}
