import { refuseMultipleTargets } from './checks';
import { combine } from '../tensor/pointwise';
import { sizesText } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { add, clampMin, div, mul, sqrt, sub, subFrom, where } from './pointwise';
import { applyReduction, sumDimension, type Reduction } from './reduction';
import { constant, type Variable } from './variable';

/** What ATen adds to the squared norms: 1e-12 as a float32. */
export const normEpsilon = Math.fround(1e-12);

/**
 * ATen's `cosine_embedding_loss` of the rows of two matrices, or of two vectors. Targets other than 1 and -1 give
 * 0, and no target gets a gradient.
 * @throws TorchError for any other number of dimensions.
 */
export function cosineEmbeddingLoss(
  first: Variable,
  second: Variable,
  target: Variable,
  margin: number,
  reduction: Reduction,
): Variable {
  const dimension = target.shape.length;
  checkDimensions(first, second, dimension);
  const product = sumDimension(mul(first, second), dimension);
  const firstSquare = add(sumDimension(mul(first, first), dimension), normEpsilon);
  const secondSquare = add(sumDimension(mul(second, second), dimension), normEpsilon);
  const cosine = div(product, sqrt(mul(firstSquare, secondSquare)));
  const zeros = constant({ ...cosine.tensor, data: cosine.tensor.data.slice().fill(0) });
  const ofSimilar = subFrom(1, cosine);
  const ofDissimilar = clampMin(sub(cosine, margin), 0);
  const similar = where(equals(target, 1), ofSimilar, zeros);
  const dissimilar = where(equals(target, -1), ofDissimilar, zeros);
  return applyReduction(add(similar, dissimilar), reduction);
}

function checkDimensions(first: Variable, second: Variable, dimension: number): void {
  refuseMultipleTargets(dimension);
  if (first.shape.length === dimension + 1 && second.shape.length === dimension + 1) return;
  refuse(
    `${dimension}D target tensor expects ${dimension + 1}D input tensors, but found inputs ` +
      `with sizes ${sizesText(first.shape)} and ${sizesText(second.shape)}.`,
  );
}

function equals({ tensor }: Variable, int: number): Tensor {
  return combine(tensor, { int }, (value, other) => Number(value === other), { output: 'bool' });
}
