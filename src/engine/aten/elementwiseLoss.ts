import { resultType } from '../tensor/dtype';
import { combine } from '../tensor/pointwise';
import { cast, roundTo } from '../tensor/rounding';
import { expandData } from '../tensor/shape';
import { elementCount, storage, type DType, type Tensor } from '../tensor/tensor';
import { requireFloat } from './checks';
import { applyReduction, type Reduction } from './reduction';
import { constant, isWanted, record, type Variable } from './variable';

/** One of ATen's fused losses of an input and a target of the same shape that are symmetric but for the sign. */
export interface ElementwiseLoss {
  /** The name of its CPU kernel, which refuses integers under it. */
  readonly kernel: string;
  /** The loss of a pair, in the operations of the dtype that they are rounded to. */
  value(input: number, target: number, round: Round): number;
  /**
   * The derivative by the input times `norm` (1, or one over the number of elements) times the incoming
   * gradient.
   */
  derivative(input: number, target: number, norm: number, gradient: number, round: Round): number;
}

/** Rounds an intermediate to a dtype. */
export interface Round {
  (value: number): number;
  readonly dtype: DType;
}

/** The rounding of a dtype. */
export function rounding(dtype: DType): Round {
  return Object.assign((value: number) => roundTo(dtype, value), { dtype });
}

/** Runs one of ATen's fused losses on a pair that has been broadcast, and reduces it. */
export function elementwiseLoss(
  loss: ElementwiseLoss,
  input: Variable,
  target: Variable,
  reduction: Reduction,
): Variable {
  const dtype = resultType(input.tensor, target.tensor);
  requireFloat(dtype, loss.kernel);
  const round = rounding(dtype);
  const value = (x: number, t: number): number => loss.value(x, t, round);
  const unreduced = combine(input.tensor, target.tensor, value);
  const reduced = applyReduction(constant(unreduced), reduction).tensor;
  const norm = reduction === 'mean' ? 1 / unreduced.data.length : 1;
  return record(reduced, [input, target], (gradient) => [
    isWanted(input) ? differentiate(loss, input.tensor, target.tensor, norm, gradient) : undefined,
    isWanted(target) ? differentiate(loss, target.tensor, input.tensor, norm, gradient) : undefined,
  ]);
}

/** The gradient by `x` of a fused loss of the pair `x`, `t`, in their result type. */
export function differentiate(
  loss: ElementwiseLoss,
  x: Tensor,
  t: Tensor,
  norm: number,
  gradient: Tensor,
): Tensor {
  const dtype = resultType(x, t);
  const round = rounding(dtype);
  const data = storage(dtype, elementCount(x.shape));
  const [left, right] = [cast(x, dtype).data, cast(t, dtype).data];
  const incoming = expandData(cast(gradient, dtype), x.shape).data;
  for (let i = 0; i < data.length; i++) {
    data[i] = round(loss.derivative(left[i]!, right[i]!, norm, incoming[i]!, round));
  }
  return { dtype, shape: x.shape, data };
}
