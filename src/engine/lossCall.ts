import type { ParameterValue } from './lossDefinition';
import type { Tensor, TensorData } from './tensor/tensor';

/** One call of a loss: construction, forward and backward together. */
export interface LossCall {
  /** The name of the class in `torch.nn`. */
  readonly loss: string;
  /** Parameters that differ from the default, in PyTorch's names. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /**
   * Inputs as `forward()` names them; numbers (a `bigint` is a Python int) and tuples only where PyTorch takes them.
   * The weights of a module that learns can stand here too, by their names in its `state_dict`.
   */
  readonly inputs: Readonly<Record<string, Tensor | number | bigint | readonly number[]>>;
  /** The inputs and parameters that require a gradient. */
  readonly gradients?: readonly string[];
  /**
   * Arrays that gradients may be written to, by name, such as those of a call before: new memory takes as long as
   * many a loss. What is in them is lost, so none may be an input's.
   */
  readonly into?: Readonly<Record<string, TensorData>>;
  /** Whether the unreduced loss is wanted too. */
  readonly elements?: boolean;
  /** `functional` for arguments and messages that only the functional has. The default is the module. */
  readonly via?: 'module' | 'functional';
}

/** What PyTorch would give. */
export interface LossResult {
  readonly loss: Tensor;
  /** The loss with `reduction='none'`, if it was asked for. */
  readonly elements: Tensor | undefined;
  /** Gradients of `loss.sum()`, by name, of what was asked for; null where PyTorch leaves None. */
  readonly gradients: Readonly<Record<string, Tensor | null>>;
  /** PyTorch's warnings, in its words and order. */
  readonly warnings: readonly string[];
  /** The first result of a loss whose call returns two. */
  readonly output: Tensor | undefined;
  /** What `reduction='mean'` divides by, where the loss knows it. */
  readonly denominator: number | undefined;
}
