import type { Mersenne } from '../../engine/tensor/random';
import type { CallValues, TensorValue, Value } from './values';

/** What operations need besides their arguments. */
export interface OperationContext {
  /** Takes elements (or steps) out of the budget for what is done in one go; so many that it takes long have no place in it. */
  spend(amount: number): void;
  /** The same for what is done with pauses, or is done quickly. */
  spendInPieces(amount: number): void;
  /** Puts off what an operation has begun and takes long: it is done, with pauses, before anybody sees the result. */
  finishLater(steps: Generator<void>): void;
  /** PyTorch's default generator; throws where its state isn't known. */
  generator(): Mersenne;
  /** `torch.manual_seed`. */
  seed(seed: number): void;
  /** Whether what is computed now can have a gradient. */
  readonly isGradEnabled: boolean;
  /** Whether products may be rounded to 16 bits now, under `torch.autocast`. */
  readonly isAutocast?: boolean;
  /** `torch.set_grad_enabled`. */
  setGradMode(isEnabled: boolean): void;
}

/** A function of PyTorch, NumPy or Python. */
export type Operation = (call: CallValues, context: OperationContext) => Value;

/** A method of tensors; its arguments come without the tensor. */
export type Method = (self: TensorValue, call: CallValues, context: OperationContext) => Value;

/** Operations of one family, by full path (`torch.zeros`), and methods by name (`view`). */
export interface Family {
  readonly functions: Readonly<Record<string, Operation>>;
  readonly methods: Readonly<Record<string, Method>>;
}

/** A method as a function whose first argument is the tensor. */
export function withSelf(call: CallValues, self: TensorValue): CallValues {
  return { positional: [self, ...call.positional], keywords: call.keywords };
}
