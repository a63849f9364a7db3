import type { InputState, PlaygroundState } from './messages';

/** Whether nothing is given for an input. */
export function isEmptyInput(input: InputState | undefined): boolean {
  return !input || (input.text.trim() === '' && !input.file);
}

/** The first input that a call of the code leaves open which was not shown before: what it gives there has another name. */
export function newlyAsked(
  before: PlaygroundState | undefined,
  { loss, inputs }: PlaygroundState,
): string | undefined {
  const known = before?.loss === loss ? before.inputs : {};
  const asked = Object.entries(inputs).find(
    ([name, input]) =>
      input.nameInCode !== undefined && isEmptyInput(input) && known[name]?.nameInCode !== input.nameInCode,
  );
  return asked?.[0];
}
