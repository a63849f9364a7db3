import { sameShape } from './tensor/shape';
import type { DType, Tensor } from './tensor/tensor';

/** An array that a kernel reads or writes: float64 or float32 elements. */
export type FloatArray = Float64Array | Float32Array;

/** Where a kernel writes, by name of the input or parameter; what is absent was not asked for. */
export type GradientArrays = Readonly<Record<string, FloatArray | undefined>>;

/**
 * A fused kernel, bound to one call: value and gradient in one pass over typed arrays. A kernel takes ordinary
 * calls only; it declines by not being returned, or by a sum of NaN, and the call is then replayed operation
 * by operation. So it needs neither checks nor PyTorch's rules for NaN and infinity, and another
 * implementation (WebAssembly, say) can stand in for `run` without the loss's other parts noticing.
 */
export interface Kernel {
  /** The dtype of the loss and of every gradient. */
  readonly dtype: 'float64' | 'float32';
  /** The shape of the loss with `reduction='none'`. */
  readonly shape: readonly number[];
  /** What `reduction='mean'` divides the sum by. */
  readonly denominator: number;
  /** What `reduction='batchmean'` divides by, for a loss that has it. */
  readonly batchSize?: number | undefined;
  /** Whether the sum that `run` answers will do even where the losses are few, without PyTorch's order of addition. */
  readonly isRough?: boolean;
  /** Whether it writes every element of the gradients, whatever is in them. */
  readonly overwrites?: true;
  /** What PyTorch warns about in such a call. */
  readonly warning?: string | undefined;
  /** The inputs and parameters whose gradients it can give. */
  readonly differentiates: readonly string[];
  /** Parameters that take no part in this call, whose gradients PyTorch leaves None. */
  readonly untouched?: readonly string[];
  /**
   * Runs once. Writes the unreduced loss to `elements` and `scale` times the gradient of its sum to
   * `gradients` (arrays as long as what they belong to, of zeros unless it `overwrites`); returns the sum of the
   * elements, accumulated in double precision, or NaN to decline.
   */
  run(elements: FloatArray | undefined, gradients: GradientArrays, scale: number): number;
  /** Another kernel of the call, for where `run` declines because it is less simple than it was taken for. */
  otherwise?(): Kernel | undefined;
  /** The first result of a loss whose call returns two, of the shape of the unreduced loss; `run` gets `elements` then. */
  output?(elements: FloatArray): FloatArray;
  /** The sum of the unreduced loss in PyTorch's order of addition, where that is not the one of `sum`. */
  total?(elements: FloatArray): number;
}

/**
 * A loop over the pairs of two arrays of the same length. Adds up the loss; writes each loss and the scaled
 * gradients by the first and the second array where these are wanted.
 */
export type PairLoop = (
  input: FloatArray,
  target: FloatArray,
  elements: FloatArray | undefined,
  inputGradient: FloatArray | undefined,
  targetGradient: FloatArray | undefined,
  scale: number,
) => number;

/**
 * Up to this many elements kernels follow PyTorch to the last digit; beyond, rounding less or in another order
 * is welcome where it is faster.
 */
export const mostExact = 512;

/** Whether a fused kernel can compute in this dtype. */
export function isKernelDtype(dtype: DType): dtype is 'float64' | 'float32' {
  return dtype === 'float32' || dtype === 'float64';
}

/**
 * An intermediate result as a kernel of float32 holds it, where PyTorch's rounding of it would show: before a
 * subtraction of nearly equal numbers.
 */
export function singlePrecision(value: number, isSingle: boolean): number {
  return isSingle ? Math.fround(value) : value;
}

/**
 * The kernel of an elementwise loss of two tensors; undefined unless their shapes and dtypes are equal.
 * @param names What the gradients of the first and of the second are called; the second may have none.
 * @param own What else the loss has.
 */
export function pairKernel(
  input: Tensor,
  target: Tensor,
  loop: PairLoop,
  names: readonly [string, string?] = inputAndTarget,
  own: Pick<Kernel, 'batchSize' | 'warning'> = nothingElse,
): Kernel | undefined {
  const { dtype, shape } = input;
  if (!isKernelDtype(dtype) || target.dtype !== dtype || !sameShape(shape, target.shape)) return undefined;
  const [x, t] = [input.data as FloatArray, target.data as FloatArray];
  const [first, second = ''] = names;
  return {
    dtype,
    shape,
    denominator: x.length,
    batchSize: own.batchSize,
    warning: own.warning,
    differentiates: names as readonly string[],
    overwrites: true,
    run: (elements, gradients, scale) => loop(x, t, elements, gradients[first], gradients[second], scale),
  };
}

const inputAndTarget = ['input', 'target'] as const;
const nothingElse = {};
