import type { DType } from '../../engine/tensor/tensor';
import type { Expression } from '../../python/syntax';

/**
 * What the last operation that decides a tensor's values leaves them to be: probabilities over a dimension and their
 * logarithms, values between 0 and 1 and their logarithms, any number (what a linear layer gives), positive numbers,
 * indices of classes, one-hot rows.
 */
export type TensorValues =
  'softmax' | 'logSoftmax' | 'sigmoid' | 'logSigmoid' | 'any' | 'positive' | 'indices' | 'oneHot';

/** One way that a tensor may have come about, as far as the code tells. */
export interface TensorOrigin {
  readonly values: TensorValues | undefined;
  /** The call or layer that made the values so, where `values` is known. */
  readonly maker: Expression | undefined;
  /** What the values were made from, where that stands in the code. */
  readonly from: Expression | undefined;
  /** `float` stands for some floating-point dtype. */
  readonly dtype: DType | 'float' | undefined;
  /** The call that gave it the dtype, where that is a conversion. */
  readonly converter: Expression | undefined;
  /** The sizes of the last dimensions, as many as are known of. */
  readonly sizes: readonly (number | undefined)[];
  /** The number of dimensions, where it is known. */
  readonly rank: number | undefined;
}

/** Nothing is known. */
export const unknownOrigin: TensorOrigin = {
  values: undefined,
  maker: undefined,
  from: undefined,
  dtype: undefined,
  converter: undefined,
  sizes: [],
  rank: undefined,
};

/** The size of the last dimension, where it is known. */
export function lastSize({ sizes }: TensorOrigin): number | undefined {
  return sizes.at(-1);
}
