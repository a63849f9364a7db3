import type { LossDefinition } from '../engine/defineLoss';
import type { LossCall } from '../engine/evaluate';
import type { TorchError } from '../engine/torchError';
import type { CallError } from '../protocol/callError';
import type { Setting } from '../protocol/setting';

/** The call that a question is about, and what answering may need besides. */
export interface QuestionContext {
  readonly loss: LossDefinition;
  /** With the gradients of all inputs that can have one. */
  readonly call: LossCall;
  /** An input as typed. */
  readonly textOf: (input: string) => string;
  /** PyTorch's error and our explanation of it. */
  readonly explain: (error: TorchError) => CallError;
  /** Another setting on the same tensors; an error if its parameters can't be read. */
  readonly callOf: (setting: Setting) => LossCall | CallError;
  /** Tells the user what comes next, if that can take long. */
  readonly step: (what: string) => void;
}
