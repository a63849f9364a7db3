import { TorchError } from '../torchError';
import { sameShape } from '../tensor/shape';
import { div, mul } from './pointwise';
import { sum } from './reduction';
import type { Variable } from './variable';

/**
 * What `mse_loss` and `l1_loss` do with a weight for each element: the mean divides by the sum of the weights.
 * @throws TorchError for a weight that is not of the input's size and for an unknown reduction.
 */
export function weightedElements(
  input: Variable,
  weight: Variable,
  reduction: string,
  errors: () => Variable,
): Variable {
  if (!sameShape(weight.shape, input.shape)) {
    throw new TorchError('ValueError', 'Weights and input must have the same size.');
  }
  const weighted = mul(errors(), weight);
  switch (reduction) {
    case 'none':
      return weighted;
    case 'sum':
      return sum(weighted);
    case 'mean':
      return div(sum(weighted), sum(weight));
    default:
      throw new TorchError(
        'ValueError',
        `Invalid reduction mode: ${reduction}. Expected one of 'none', 'mean', 'sum'.`,
      );
  }
}
