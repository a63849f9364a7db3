import { refuseValue } from '../torchError';
import { sameShape } from '../tensor/shape';
import { requireTensor } from './checks';
import { div, mul } from './pointwise';
import { sum } from './reduction';
import type { Variable } from './variable';

/**
 * What `mse_loss`, `l1_loss` and `huber_loss` do with a weight for each element. The mean divides by the sum of
 * the weights unless `average` says otherwise.
 * @throws TorchError for a weight that is not of the input's size and for an unknown reduction.
 */
export function weightedElements(
  input: Variable,
  weight: Variable,
  reduction: string,
  errors: () => Variable,
  average: (weighted: Variable) => Variable = (weighted) => div(sum(weighted), sum(weight)),
): Variable {
  requireTensor(weight, 'size');
  if (!sameShape(weight.shape, input.shape)) {
    refuseValue('Weights and input must have the same size.');
  }
  const weighted = mul(errors(), weight);
  switch (reduction) {
    case 'none':
      return weighted;
    case 'sum':
      return sum(weighted);
    case 'mean':
      return average(weighted);
    default:
      refuseValue(`Invalid reduction mode: ${reduction}. Expected one of 'none', 'mean', 'sum'.`);
  }
}
