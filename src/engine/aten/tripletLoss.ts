import { combine, divide, maskedFill, where } from '../tensor/pointwise';
import type { Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { add, clampMin, sub } from './pointwise';
import { applyReduction, type Reduction } from './reduction';
import { record, type Variable, type VariableOperand } from './variable';

/** A triplet loss but for its three tensors. */
export interface TripletParameters {
  readonly margin: VariableOperand;
  readonly swap: boolean;
  readonly reduction: Reduction;
  readonly distance: (a: Variable, b: Variable) => Variable;
}

/**
 * The hinge loss of a positive and a negative distance. With `swap` the negative distance is the smaller one of
 * those from anchor and from positive.
 * @throws TorchError for different numbers of dimensions.
 */
export function tripletLoss(
  anchor: Variable,
  positive: Variable,
  negative: Variable,
  parameters: TripletParameters,
): Variable {
  checkDimensions(anchor.shape.length, positive.shape.length, negative.shape.length);
  const { margin, reduction, distance } = parameters;
  const near = distance(anchor, positive);
  const far = distance(anchor, negative);
  const farther = parameters.swap ? minimum(far, distance(positive, negative)) : far;
  return applyReduction(clampMin(sub(add(near, margin), farther), 0), reduction);
}

function checkDimensions(anchor: number, positive: number, negative: number): void {
  if (anchor === positive && positive === negative) return;
  refuse(
    'The anchor, positive, and negative tensors are expected to have the same number of dimensions, ' +
      `but got: anchor ${anchor}D, positive ${positive}D, and negative ${negative}D inputs`,
  );
}

/** The smaller of both, NaN if one is; equal elements get half of the gradient each. */
function minimum(a: Variable, b: Variable): Variable {
  const smaller = combine(a.tensor, b.tensor, Math.min);
  return record(smaller, [a, b], (gradient) => [
    shareOf(gradient, a.tensor, b.tensor),
    shareOf(gradient, b.tensor, a.tensor),
  ]);
}

function shareOf(gradient: Tensor, own: Tensor, other: Tensor): Tensor {
  const isTie = combine(own, other, (x, y) => Number(x === y), { output: 'bool' });
  const isLarger = combine(own, other, (x, y) => Number(x > y), { output: 'bool' });
  return maskedFill(where(isTie, divide(gradient, { int: 2 }), gradient), isLarger, 0);
}
