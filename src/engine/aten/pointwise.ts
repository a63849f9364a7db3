import * as tensors from '../tensor/pointwise';
import { isFloat, type IntegerScalar } from '../tensor/dtype';
import type { DType, Tensor } from '../tensor/tensor';
import { scalar } from '../tensor/reduction';
import { refuseNegation } from './checks';
import { isWanted, record, Variable, type VariableOperand } from './variable';

function value(operand: VariableOperand): Tensor | number | IntegerScalar {
  return operand instanceof Variable ? operand.tensor : operand;
}

/** `a + b`. */
export function add(a: VariableOperand, b: VariableOperand): Variable {
  return record(tensors.add(value(a), value(b)), [a, b], (gradient) => [gradient, gradient]);
}

/**
 * `a += b`: the sum in the dtype of `a`.
 * @throws TorchError where the sum has another shape or cannot be stored in that dtype.
 */
export function addInPlace(a: Variable, b: Variable): Variable {
  const sum = tensors.storeInto(a.tensor, tensors.add(a.tensor, b.tensor));
  return record(sum, [a, b], (gradient) => [gradient, gradient]);
}

/** `a - b`. */
export function sub(a: VariableOperand, b: VariableOperand): Variable {
  return record(tensors.subtract(value(a), value(b)), [a, b], (gradient) => [
    gradient,
    tensors.negate(gradient),
  ]);
}

/** `a * b`. */
export function mul(a: VariableOperand, b: VariableOperand): Variable {
  const [left, right] = [value(a), value(b)];
  return record(tensors.multiply(left, right), [a, b], (gradient) => [
    isWanted(a) ? tensors.multiply(gradient, right) : undefined,
    isWanted(b) ? tensors.multiply(gradient, left) : undefined,
  ]);
}

/** `a / b`. */
export function div(a: VariableOperand, b: VariableOperand): Variable {
  const [left, right] = [value(a), value(b)];
  return record(tensors.divide(left, right), [a, b], (gradient) => [
    isWanted(a) ? tensors.divide(gradient, right) : undefined,
    isWanted(b)
      ? tensors.multiply(tensors.negate(gradient), tensors.divide(tensors.divide(left, right), right))
      : undefined,
  ]);
}

/** `number - x` as C++ writes it: the number first becomes a tensor of `x`'s dtype. */
export function subFrom(number: number, x: Variable): Variable {
  return record(tensors.subtractFrom(number, x.tensor), [x], (gradient) => [tensors.negate(gradient)]);
}

/**
 * `-x`.
 * @throws TorchError for bool.
 */
export function neg(x: Variable): Variable {
  refuseNegation(x.tensor.dtype);
  return record(tensors.negate(x.tensor), [x], (gradient) => [tensors.negate(gradient)]);
}

/** `|x|`; its gradient at 0 is 0. */
export function abs(x: Variable): Variable {
  return record(tensors.map(x.tensor, Math.abs), [x], (gradient) => [
    tensors.multiply(gradient, tensors.sign(x.tensor)),
  ]);
}

/** `x ** 2`. */
export function square(x: Variable): Variable {
  return record(tensors.multiply(x.tensor, x.tensor), [x], (gradient) => [
    tensors.multiply(gradient, tensors.multiply(x.tensor, { int: 2 })),
  ]);
}

/** `e ** x`. */
export function exp(x: Variable): Variable {
  const result = tensors.map(x.tensor, Math.exp, floatOf(x));
  return record(result, [x], (gradient) => [tensors.multiply(gradient, result)]);
}

/** Natural logarithm. */
export function log(x: Variable): Variable {
  return record(tensors.map(x.tensor, Math.log, floatOf(x)), [x], (gradient) => [
    tensors.divide(gradient, x.tensor),
  ]);
}

/** Square root. */
export function sqrt(x: Variable): Variable {
  const result = tensors.map(x.tensor, Math.sqrt, floatOf(x));
  return record(result, [x], (gradient) => [tensors.divide(gradient, tensors.multiply(result, { int: 2 }))]);
}

/** The dtype of `exp`, `log` and the like: float32 for integers. */
function floatOf(x: Variable): DType {
  return isFloat(x.tensor.dtype) ? x.tensor.dtype : 'float32';
}

/** The larger of `x` and `minimum`; the gradient passes where they are equal. */
export function clampMin(x: Variable, minimum: number): Variable {
  const result = tensors.combine(x.tensor, { int: minimum }, (a, b) => (a < b ? b : a));
  const kept = tensors.combine(x.tensor, minimum, (a, b) => (a >= b ? 1 : 0), { output: 'bool' });
  return record(result, [x], (gradient) => [
    tensors.where(kept, gradient, tensors.multiply(gradient, { int: 0 })),
  ]);
}

/** `a` where the condition holds, elsewhere `b`. */
export function where(condition: Tensor, a: Variable, b: Variable): Variable {
  return record(tensors.where(condition, a.tensor, b.tensor), [a, b], (gradient) => {
    const zeros = scalar(0, gradient.dtype);
    return [tensors.where(condition, gradient, zeros), tensors.where(condition, zeros, gradient)];
  });
}

/** `x` with `value` where the mask holds. */
export function maskedFill(x: Variable, mask: Tensor, filling: number): Variable {
  return record(tensors.maskedFill(x.tensor, mask, filling), [x], (gradient) => [
    tensors.maskedFill(gradient, mask, 0),
  ]);
}
