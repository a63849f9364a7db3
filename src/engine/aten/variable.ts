import { cast } from '../tensor/rounding';
import { add } from '../tensor/pointwise';
import { sumToShape } from '../tensor/sumToShape';
import { isFloat, type IntegerScalar } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';

/**
 * From the gradient of an operation's result to those of its operands, in their order; undefined where PyTorch
 * leaves a gradient undefined. Broadcast dimensions and dtypes may be left as they fall: the tape sums and
 * converts, as PyTorch's engine does. Gradients that nobody wants (see {@link isWanted}) are ignored, so that
 * returning undefined for them saves work.
 */
export type Backward = (gradient: Tensor) => readonly (Tensor | undefined)[];

let created = 0;

/** A tensor on the tape: PyTorch's autograd, for the operations that losses are made of. */
export class Variable {
  /** The gradient that `backward` accumulated. */
  gradient: Tensor | undefined;
  /** Operations are differentiated in the reverse of the order in which they were done. */
  readonly order = created++;

  constructor(
    readonly tensor: Tensor,
    readonly requiresGrad: boolean,
    readonly operands: readonly VariableOperand[] = [],
    readonly differentiate?: Backward,
  ) {}

  get shape(): readonly number[] {
    return this.tensor.shape;
  }

  /** Adds to the gradient, reduced to this variable's shape and converted to its dtype, in that order. */
  accumulate(gradient: Tensor): void {
    const own = cast(sumToShape(gradient, this.shape), this.tensor.dtype);
    this.gradient = this.gradient === undefined ? own : add(this.gradient, own);
  }
}

/** What an operation on the tape takes: a variable, a float, or an integer. */
export type VariableOperand = Variable | number | IntegerScalar;

/** Whether an operand is a variable whose gradient somebody wants. */
export function isWanted(operand: VariableOperand): operand is Variable {
  return operand instanceof Variable && operand.requiresGrad;
}

/** A tensor that takes part in the computation without a gradient. */
export function constant(tensor: Tensor): Variable {
  return new Variable(tensor, false);
}

/** The result of an operation; it is on the tape if one of them is and its dtype is a float. */
export function record(
  result: Tensor,
  operands: readonly VariableOperand[],
  differentiate: Backward,
): Variable {
  const requiresGrad = isFloat(result.dtype) && operands.some(isWanted);
  return requiresGrad ? new Variable(result, true, operands, differentiate) : constant(result);
}

/**
 * Differentiates `loss.sum()`: afterwards each variable that it was computed from has its gradient.
 * @throws TorchError of stage `backward` where an operation has no derivative or the loss none at all.
 */
export function backward(loss: Variable): void {
  if (!loss.requiresGrad) {
    refuse('element 0 of tensors does not require grad and does not have a grad_fn', 'backward');
  }
  const ones: Tensor = { ...loss.tensor, data: loss.tensor.data.slice().fill(1) };
  loss.accumulate(ones);
  for (const variable of tape(loss)) {
    if (variable.gradient === undefined || variable.differentiate === undefined) continue;
    const gradients = variable.differentiate(variable.gradient);
    variable.operands.forEach((operand, index) => {
      const gradient = gradients[index];
      if (isWanted(operand) && gradient !== undefined) operand.accumulate(gradient);
    });
  }
}

/** All variables that a result was computed from, latest first. */
function tape(result: Variable): readonly Variable[] {
  const found = new Set([result]);
  for (const variable of found) {
    for (const operand of variable.operands) if (isWanted(operand)) found.add(operand);
  }
  return [...found].sort((a, b) => b.order - a.order);
}
