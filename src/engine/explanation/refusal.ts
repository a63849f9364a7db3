import type { TorchError } from '../torchError';
import type { Explanation } from './explanation';
import { refusals, type FailedCall } from './refusals';

/** Why PyTorch refused a call, and the way out; undefined where its message is all there is to say. */
export function explainRefusal(error: TorchError, call: FailedCall): Explanation | undefined {
  for (const [pattern, explain] of refusals) {
    const match = pattern.exec(error.message);
    const told = match && explain(match, call);
    if (told) return { kind: 'refused', ...told };
  }
  return undefined;
}
