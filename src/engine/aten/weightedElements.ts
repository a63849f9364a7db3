import type { ReplayContext } from '../defineLoss';
import { legacyReduction, type ReductionArguments } from '../legacyReduction';
import { refuseValue } from '../torchError';
import { sameShape } from '../tensor/shape';
import { broadcastTensors, warnOfBroadcast } from './broadcastTensors';
import { requireTensor } from './checks';
import { div, mul } from './pointwise';
import { reductionOf, sum, type Reduction } from './reduction';
import type { Variable } from './variable';

/** The arguments of `mse_loss` and `l1_loss`. */
interface WeightedCall extends ReductionArguments<string> {
  readonly input: Variable;
  readonly target: Variable;
  readonly weight: Variable | null;
}

/**
 * The replay of `mse_loss` and `l1_loss`: broadcast, with a warning; with `weight` what they do is written in Python.
 * @param loss Without a weight.
 * @param errors The elements that a weight multiplies.
 */
export function weightedReplay(
  loss: (input: Variable, target: Variable, reduction: Reduction) => Variable,
  errors: (input: Variable, target: Variable) => Variable,
) {
  return (
    { input, target, weight, ...reductions }: WeightedCall,
    { warn }: Pick<ReplayContext, 'warn'>,
  ): Variable => {
    warnOfBroadcast(input, target, warn);
    const resolved = legacyReduction(reductions, warn);
    const [x, t] = broadcastTensors(input, target);
    if (weight === null) return loss(x, t, reductionOf(resolved, warn));
    return weightedElements(input, weight, resolved, () => errors(x, t));
  };
}

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
