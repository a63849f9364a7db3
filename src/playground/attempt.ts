import type { LossDefinition } from '../engine/defineLoss';
import { evaluate } from '../engine/evaluate';
import type { LossCall, LossResult } from '../engine/evaluate';
import { TorchError } from '../engine/torchError';

/** What came of a call: a result, perhaps without gradients because of the error, or the error alone. */
export type Attempt =
  | {
      readonly result: LossResult;
      readonly error: TorchError | undefined;
      /** The gradients that were asked for: those of the result, or those with which `backward()` failed. */
      readonly asked: readonly string[];
    }
  | { readonly result: undefined; readonly error: TorchError; readonly asked: readonly [] };

/** Messages of losses that can't be differentiated by every input that one could ask for. */
const notDifferentiable = /not differentiable|derivative|requires_grad|require grad/;

/**
 * Evaluates with the gradients of all inputs; where PyTorch refuses some, with that of the first one, and where
 * `backward()` fails even then, without any.
 */
export function evaluateAsFarAsPossible(call: LossCall, loss: LossDefinition): Attempt {
  const all = call.gradients ?? [];
  const first = all.filter((name) => name === loss.inputs[0]?.name);
  let refused: TorchError | undefined;
  let asked: readonly string[] = [];
  for (const gradients of first.length < all.length ? [all, first, []] : [all, []]) {
    try {
      const result = evaluate({ ...call, gradients });
      return gradients.length > 0
        ? { result, error: undefined, asked: gradients }
        : { result, error: refused, asked };
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
      refused = error;
      asked = gradients;
      if (error.stage !== 'backward' && !notDifferentiable.test(error.message))
        return { result: undefined, error, asked: [] };
    }
  }
  return { result: undefined, error: refused ?? new TorchError('RuntimeError', 'backward'), asked: [] };
}
