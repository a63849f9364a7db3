import { isObjectWith, isRecordOf, isString } from './guards';

/** A loss and its parameters as typed, to be run on the state's tensors in place of the state's own loss. */
export interface Setting {
  readonly loss: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Whether the value is a loss with parameters as typed. */
export const isSetting = isObjectWith<Setting>({ loss: isString, parameters: isRecordOf(isString) });
