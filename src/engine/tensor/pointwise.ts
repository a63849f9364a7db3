import { refuse } from '../torchError';
import { broadcastShapes } from './broadcast';
import { canCast, isFloat, isHalf, isTensor, resultType, scalarTypeName, type Operand } from './dtype';
import { cast, roundStored, roundTo } from './rounding';
import { convertScalar } from './scalarConversion';
import { expandData, sameShape, sizesText } from './shape';
import { elementCount, storage, type DType, type Tensor } from './tensor';

/** `f` of each element, computed in double precision and rounded to the tensor's dtype. */
export function map(x: Tensor, f: (value: number) => number, dtype: DType = x.dtype): Tensor {
  const data = storage(dtype, x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = f(x.data[i]!);
  roundStored(data, dtype);
  return { dtype, shape: x.shape, data };
}

/** How `combine` departs from the ordinary. */
interface CombineOptions {
  /** The dtype of the result, where it is not the dtype in which PyTorch computes (the comparisons' bool). */
  readonly output?: DType;
  /**
   * Whether a number beside a 16-bit float keeps float32 precision, and a tensor of one element that is the second
   * operand: as in ATen's products and quotients.
   */
  readonly keepsScalars?: boolean;
}

/**
 * `f` of each pair of elements, broadcast. Operands are first converted to the dtype in which PyTorch
 * computes (its result type), the result is rounded to it.
 */
export function combine(
  a: Operand,
  b: Operand,
  f: (a: number, b: number) => number,
  { output, keepsScalars = false }: CombineOptions = {},
): Tensor {
  const common = resultType(a, b);
  const dtype = output ?? common;
  const left = operand(a, common, keepsScalars && !isTensor(a));
  const right = operand(b, common, keepsScalars);
  if (typeof left === 'number') {
    return typeof right === 'number'
      ? map({ dtype, shape: [], data: new Float64Array(1) }, () => f(left, right), dtype)
      : map(right, (value) => f(left, value), dtype);
  }
  if (typeof right === 'number') return map(left, (value) => f(value, right), dtype);
  const shape = sameShape(left.shape, right.shape) ? left.shape : broadcastShapes(left.shape, right.shape);
  const x = expandData(left, shape).data;
  const y = expandData(right, shape).data;
  const data = storage(dtype, elementCount(shape));
  for (let i = 0; i < data.length; i++) data[i] = f(x[i]!, y[i]!);
  roundStored(data, dtype);
  return { dtype, shape, data };
}

function operand(value: Operand, dtype: DType, keepsScalars: boolean): Tensor | number {
  const kept = keepsScalars && isHalf(dtype) ? 'float32' : dtype;
  if (!isTensor(value)) return roundTo(kept, typeof value === 'number' ? value : value.int);
  return cast(value, value.data.length === 1 && value.dtype !== dtype ? kept : dtype);
}

/** Sum, elementwise. */
export function add(a: Operand, b: Operand): Tensor {
  return combine(a, b, (x, y) => x + y);
}

/**
 * Difference, elementwise.
 * @throws TorchError for bool tensors.
 */
export function subtract(a: Operand, b: Operand): Tensor {
  refuseBoolSubtraction(a, b);
  return combine(a, b, (x, y) => x - y);
}

/**
 * `number - x` as C++ writes it: the number first becomes a tensor of `x`'s dtype, so that it is rounded to
 * that, and truncated for integers.
 * @throws TorchError for bool tensors and for a number that the dtype cannot hold.
 */
export function subtractFrom(number: number, x: Tensor): Tensor {
  const data = storage(x.dtype, 1);
  // PyTorch fills a tensor like `x`, and looks no closer where that has one element of a 16-bit float.
  const isUnchecked = isHalf(x.dtype) && x.data.length === 1;
  data[0] = isUnchecked ? roundTo(x.dtype, number) : convertScalar(x.dtype, number);
  return subtract({ dtype: x.dtype, shape: [], data }, x);
}

/** Product, elementwise. */
export function multiply(a: Operand, b: Operand): Tensor {
  return combine(a, b, (x, y) => x * y, { keepsScalars: true });
}

/** Quotient, elementwise; of integers in float32. */
export function divide(a: Operand, b: Operand): Tensor {
  const common = resultType(a, b);
  if (isFloat(common)) return combine(a, b, (x, y) => x / y, { keepsScalars: true });
  return combine(
    isTensor(a) ? cast(a, 'float32') : a,
    isTensor(b) ? cast(b, 'float32') : b,
    (x, y) => x / y,
    { output: 'float32' },
  );
}

/** `-x`, elementwise. */
export function negate(x: Tensor): Tensor {
  // Integers have no -0, though the arrays that hold them do.
  return map(x, isFloat(x.dtype) ? (value) => -value : (value) => 0 - value);
}

/** 1, 0 or -1 by sign, 0 for NaN as in PyTorch's `sgn` of real numbers. */
export function sign(x: Tensor): Tensor {
  return map(x, (value) => (value > 0 ? 1 : value < 0 ? -1 : 0));
}

/** `x` where the mask is not zero replaced by `value`; the mask is broadcast to `x`. */
export function maskedFill(x: Tensor, mask: Tensor, value: number): Tensor {
  const fill = roundTo(x.dtype, value);
  const hidden = expandData(mask, x.shape).data;
  const data = x.data.slice();
  for (let i = 0; i < data.length; i++) if (hidden[i] !== 0) data[i] = fill;
  return { dtype: x.dtype, shape: x.shape, data };
}

/** `a` where the condition is not zero, elsewhere `b`; all broadcast, in the result type of `a` and `b`. */
export function where(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const dtype = resultType(a, b);
  const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape));
  const choose = expandData(condition, shape).data;
  const x = expandData(cast(a, dtype), shape).data;
  const y = expandData(cast(b, dtype), shape).data;
  const data = storage(dtype, elementCount(shape));
  for (let i = 0; i < data.length; i++) data[i] = choose[i] !== 0 ? x[i]! : y[i]!;
  return { dtype, shape, data };
}

/**
 * The result of an operation that PyTorch does in place on `target`: converted to its dtype.
 * @throws TorchError where PyTorch will not write that result into that tensor.
 */
export function storeInto(target: Tensor, result: Tensor): Tensor {
  if (!sameShape(target.shape, result.shape)) {
    refuse(
      `output with shape ${sizesText(target.shape)} doesn't match the broadcast shape ` +
        sizesText(result.shape),
    );
  }
  if (!canCast(result.dtype, target.dtype)) {
    refuse(
      `result type ${scalarTypeName(result.dtype)} can't be cast to the desired output type ` +
        scalarTypeName(target.dtype),
    );
  }
  return cast(result, target.dtype);
}

function refuseBoolSubtraction(a: Operand, b: Operand): void {
  const aBool = isTensor(a) && a.dtype === 'bool';
  const bBool = isTensor(b) && b.dtype === 'bool';
  if (aBool && bBool) {
    refuse(
      'Subtraction, the `-` operator, with two bool tensors is not supported. ' +
        'Use the `^` or `logical_xor()` operator instead.',
    );
  }
  if (aBool || bBool) {
    refuse(
      'Subtraction, the `-` operator, with a bool tensor is not supported. ' +
        'If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
    );
  }
}
