import { evaluate, lossByName } from '../../src/engine/evaluate';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { TorchError } from '../../src/engine/torchError';
import type { ReferenceCase } from './referenceCase';

/** What came of a call: values and gradients, or the error. */
export type Answer =
  | {
      readonly loss: Tensor;
      readonly output: Tensor | undefined;
      readonly gradients: Readonly<Record<string, Tensor | null>>;
      readonly warnings: readonly string[];
    }
  | {
      readonly error: { readonly type: string; readonly message: string; readonly stage: string };
      readonly warnings: readonly string[];
    };

/** Asks the engine what a reference case asks. An error that is no TorchError is the engine's own failure. */
export function askEngine(reference: ReferenceCase): Answer {
  if (lossByName(reference.loss) === undefined) return failure('The engine has no such loss.');
  try {
    return evaluate({
      loss: reference.loss,
      parameters: reference.parameters,
      inputs: reference.inputs,
      gradients: reference.requiresGrad,
      via: reference.via,
    });
  } catch (error) {
    if (error instanceof TorchError) {
      const { type, message, stage, warnings } = error;
      return { error: { type, message, stage }, warnings };
    }
    return failure(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function failure(message: string): Answer {
  return { error: { type: 'failure of the engine', message, stage: 'never' }, warnings: [] };
}
