import { isArrayOf, isCount, isObjectWith, isOptional, isString, type FieldGuards } from './guards';

/** An element of an input, or all of it, that is to blame. */
export interface PlaceView {
  readonly input: string;
  /** As one writes it in Python: `target[3]`. */
  readonly label: string;
  /** The element, row by row; left out where all of it is meant. */
  readonly index?: number;
  /** Where its number stands in the input's text, in UTF-16 units; left out where that is not known. */
  readonly offset?: number;
  readonly length?: number;
}

/** Whether the value is a place. */
export const isPlaceView = isObjectWith<PlaceView>({
  input: isString,
  label: isString,
  index: isOptional(isCount),
  offset: isOptional(isCount),
  length: isOptional(isCount),
});

/** A call that PyTorch refuses. */
export interface CallError {
  /** PyTorch's exception type and message. */
  readonly type: string;
  readonly message: string;
  /** Ours: why, and the way out. */
  readonly explanation?: string;
  /** Where the cause stands. */
  readonly places?: readonly PlaceView[];
}

/** The guards of a {@link CallError}. */
export const callErrorFields: FieldGuards<CallError> = {
  type: isString,
  message: isString,
  explanation: isOptional(isString),
  places: isOptional(isArrayOf(isPlaceView)),
};
