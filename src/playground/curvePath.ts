import { roundTo } from '../engine/tensor/rounding';
import type { Tensor, TensorData } from '../engine/tensor/tensor';
import type { MovedNumber } from '../protocol/movedNumber';

/** A way through the values of one input, along which a loss is drawn. */
export interface CurvePath {
  /** The input that changes. */
  readonly input: string;
  /** Where on its way the input stands. */
  readonly actual: number;
  /** The ends of the way. */
  readonly low: number;
  readonly high: number;
  /** Where the curve must come by. */
  readonly anchors: readonly number[];
  /** The number nearest to `x` that the tensor can hold. */
  round(x: number): number;
  /** Brings the input's values to a number. */
  move(data: TensorData, x: number): void;
  /** The derivative of a loss along the way, of which `gradient` is the one by the input. */
  slope(gradient: TensorData, x: number): number;
  /** What changes, each with its offset in the flattened input. */
  readonly numbers: readonly (MovedNumber & { readonly at: number })[];
  /** Between these the tensors still tell the way: vectors have a direction. */
  readonly reach: { readonly low: number; readonly high: number };
}

/**
 * The way of one element, everything else staying as it is.
 * @param origin the element's value where the way is at 0, and `sign` (1 or -1) where it leads
 */
export function elementPath(
  input: string,
  { dtype, data }: Tensor,
  at: number,
  {
    origin = 0,
    sign = 1,
    anchors = [],
  }: Partial<Pick<CurvePath, 'anchors'> & { readonly origin: number; readonly sign: number }>,
): CurvePath {
  const present = data[at] ?? NaN;
  const actual = sign * (present - origin);
  const value = (x: number): number => (x === actual ? present : roundTo(dtype, origin + sign * x));
  return {
    input,
    actual,
    low: -Infinity,
    high: Infinity,
    anchors,
    round: (x) => (x === actual ? x : sign * (value(x) - origin)),
    move: (moved, x) => {
      moved[at] = value(x);
    },
    slope: (gradient) => sign * (gradient[at] ?? NaN),
    numbers: [{ at, origin, slope: sign, turn: 0 }],
    reach: { low: -Infinity, high: Infinity },
  };
}
