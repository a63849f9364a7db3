import { isOptional, isString, type FieldGuards } from './guards';

/** A call that PyTorch refuses. */
export interface CallError {
  /** PyTorch's exception type and message. */
  readonly type: string;
  readonly message: string;
  /** Ours: why, and the way out. */
  readonly explanation?: string;
}

/** The guards of a {@link CallError}. */
export const callErrorFields: FieldGuards<CallError> = {
  type: isString,
  message: isString,
  explanation: isOptional(isString),
};
