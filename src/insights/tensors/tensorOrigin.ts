import type { DType, Tensor } from '../../engine/tensor/tensor';
import type { Expression } from '../../python/syntax';

/**
 * What the last operation that decides a tensor's values leaves them to be: probabilities over a dimension and their
 * logarithms, values between 0 and 1 and their logarithms, any number (what a linear layer gives), positive numbers,
 * indices of classes, one-hot rows, standard deviations.
 */
export type TensorValues =
  | 'softmax'
  | 'logSoftmax'
  | 'sigmoid'
  | 'logSigmoid'
  | 'any'
  | 'positive'
  | 'indices'
  | 'oneHot'
  | 'deviation';

/** The integers from `low` to just below `high`. */
export interface IntegerRange {
  readonly low: number;
  readonly high: number;
}

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
  /** The integers among which all the values are, whatever their dtype; both ends may occur. */
  readonly range: IntegerRange | undefined;
  /** The recurrent layer that gave the dimensions (N, L, features), where they still are these. */
  readonly batchFirst: Expression | undefined;
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
  range: undefined,
  batchFirst: undefined,
};

/** The size of the last dimension, where it is known. */
export function lastSize({ sizes }: TensorOrigin): number | undefined {
  return sizes.at(-1);
}

/** The size of the dimension that losses take for the classes: the second one, or the only one, where it is known. */
export function classesOf({ sizes, rank }: TensorOrigin): number | undefined {
  // What layers leave open is the number of samples in front.
  return rank === undefined || rank === 1 ? sizes[0] : sizes.at(1 - rank);
}

/** What is known of some of a tensor's values. */
export function partOf(origin: TensorOrigin): TensorOrigin {
  const values = origin.values === 'oneHot' ? undefined : origin.values;
  return { ...origin, values, sizes: [], rank: undefined, batchFirst: undefined };
}

/** The origins without those that say the same. */
export function distinctOrigins(origins: readonly TensorOrigin[]): readonly TensorOrigin[] {
  return origins.filter((one, index) => origins.findIndex((other) => isSame(one, other)) === index);
}

function isSame(a: TensorOrigin, b: TensorOrigin): boolean {
  return (
    a.values === b.values &&
    a.maker === b.maker &&
    a.from === b.from &&
    a.dtype === b.dtype &&
    a.converter === b.converter &&
    a.rank === b.rank &&
    a.batchFirst === b.batchFirst &&
    a.sizes.join() === b.sizes.join() &&
    a.range?.low === b.range?.low &&
    a.range?.high === b.range?.high
  );
}

/** What is known of a tensor that the code spells out. */
export function exactOrigin(tensor: Tensor): TensorOrigin {
  const { dtype, shape } = tensor;
  return { ...unknownOrigin, dtype, sizes: shape, rank: shape.length, range: rangeIn(tensor) };
}

/** The range of a tensor's values, if all of them are integers. */
function rangeIn({ data }: Tensor): IntegerRange | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isInteger(value)) return undefined;
    low = Math.min(low, value);
    high = Math.max(high, value + 1);
  }
  return data.length === 0 ? undefined : { low, high };
}
