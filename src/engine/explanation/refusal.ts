import type { LossDefinition } from '../defineLoss';
import type { Tensor } from '../tensor/tensor';
import type { TorchError } from '../torchError';
import type { Explanation } from './explanation';
import { refusals } from './refusals';

/** The call that failed, as far as it helps to explain why. */
export interface FailedCall {
  readonly loss: LossDefinition;
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/** Why PyTorch refused a call, and the way out; undefined where its message is all there is to say. */
export function explainRefusal(error: TorchError, call: FailedCall): Explanation | undefined {
  for (const [pattern, explain] of refusals) {
    const match = pattern.exec(error.message);
    const told = match && explain(match, call);
    if (told) return { kind: 'refused', ...told };
  }
  return undefined;
}
