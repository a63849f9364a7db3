import { isBoolean, isCount, isFinite, isObjectWith, isString } from './guards';
import { isSetting, type Setting } from './setting';

/** A result of before, as the history lists it. */
export interface PastResult {
  readonly id: number;
  /** The loss with those of its parameters that were set. */
  readonly setting: Setting;
  /** The loss's value: all digits of a single number, else as PyTorch prints the tensor, shortened. */
  readonly value: string;
  /** When it was computed, in milliseconds since 1970. */
  readonly time: number;
  /** Whether the user wants it kept however many come after it. */
  readonly pinned: boolean;
  /** Whether it can be restored: what is very large is not kept twice. */
  readonly restorable: boolean;
}

/** Whether the value is a result that the history lists. */
export const isPastResult = isObjectWith<PastResult>({
  id: isCount,
  setting: isSetting,
  value: isString,
  time: isFinite,
  pinned: isBoolean,
  restorable: isBoolean,
});
