import type { FloatArray } from '../kernel';
import { logDomainLoss, logLattice } from '../kernels/ctcLogDomain';
import { cast } from '../tensor/rounding';
import { storage, type DType, type Tensor } from '../tensor/tensor';
import { ctcProblem, type CtcArguments } from './ctcArguments';
import { div, maskedFill } from './pointwise';
import { mean, sum, view, type Reduction } from './reduction';
import { constant, record, type Variable } from './variable';

/** What {@link ctcLoss} takes: a call whose log-probabilities are on the tape. */
export interface CtcCall extends Omit<CtcArguments, 'logProbs'> {
  readonly logProbs: Variable;
  readonly reduction: Reduction;
}

/**
 * ATen's `ctc_loss`: the mean is that of the losses over their target lengths.
 * @throws TorchError for shapes, dtypes and lengths that do not fit.
 */
export function ctcLoss(call: CtcCall): Variable {
  const { logProbs, reduction, zeroInfinity } = call;
  const problem = ctcProblem({ ...call, logProbs: logProbs.tensor });
  const { samples, targetLengths } = problem;
  const { dtype } = logProbs.tensor;
  const lattice = logLattice(problem);
  const losses = storage(dtype, samples);
  for (let i = 0; i < samples; i++) losses[i] = logDomainLoss(problem, i, lattice, undefined, 1);
  const computed: Tensor = { dtype, shape: [samples], data: losses };
  const unreduced = record(computed, [logProbs], (upstream) => {
    const data = storage(dtype, logProbs.tensor.data.length).fill(-Infinity) as FloatArray;
    for (let i = 0; i < samples; i++) logDomainLoss(problem, i, lattice, data, upstream.data[i]!);
    return [{ dtype, shape: logProbs.shape, data }];
  });
  const finite = zeroInfinity ? maskedFill(unreduced, infinities(computed), 0) : unreduced;
  switch (reduction) {
    case 'mean':
      return mean(div(finite, constant(divisors(targetLengths, dtype))));
    case 'sum':
      return sum(finite);
    case 'none':
      return logProbs.shape.length === 3 ? finite : view(finite, []);
  }
}

function infinities({ shape, data }: Tensor): Tensor {
  return { dtype: 'bool', shape, data: Uint8Array.from(data, (value) => (value === Infinity ? 1 : 0)) };
}

function divisors(lengths: ArrayLike<number>, dtype: DType): Tensor {
  const data = Float64Array.from(lengths, (length) => Math.max(length, 1));
  return cast({ dtype: 'float64', shape: [data.length], data }, dtype);
}
