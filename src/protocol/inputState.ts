import type { InputState } from './messages';

/** Whether nothing is given for an input. */
export function isEmptyInput(input: InputState | undefined): boolean {
  return !input || (input.text.trim() === '' && !input.file);
}
