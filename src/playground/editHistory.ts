import type { PlaygroundState } from '../protocol/messages';
import type { PlaygroundEdit } from './playgroundEdits';

/** How much an {@link EditHistory} remembers, and what it takes as one step. */
export interface EditHistoryOptions {
  /** Edits of one field with no longer a pause between them, in milliseconds, are one step. */
  readonly pause?: number;
  /** The most steps that can be undone. */
  readonly steps?: number;
  /** The most characters of text that are kept for undoing. */
  readonly characters?: number;
}

/** A state to come back to. */
interface Step {
  readonly state: PlaygroundState;
  /** The characters that this state holds and the one after it does not. */
  readonly characters: number;
}

/**
 * The states that the user can come back to by undoing and redoing. The tab and its settings are not among what
 * is undone: they are where one looks, not what one changed.
 */
export class EditHistory {
  readonly #pause: number;
  readonly #steps: number;
  readonly #characters: number;
  #past: Step[] = [];
  #future: PlaygroundState[] = [];
  /** The field that was edited last, while typing on in it belongs to the same step. */
  #field: string | undefined;
  #time = 0;

  constructor({ pause = 1000, steps = 200, characters = 20_000_000 }: EditHistoryOptions = {}) {
    this.#pause = pause;
    this.#steps = steps;
    this.#characters = characters;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /**
   * Remembers the state that a change replaces.
   * @param field what was typed into, as {@link typedField} tells it; undefined for any other change
   * @param time in milliseconds, from anywhere
   */
  record(before: PlaygroundState, after: PlaygroundState, field: string | undefined, time: number): void {
    if (before === after) return;
    const isSameStep = field !== undefined && field === this.#field && time - this.#time <= this.#pause;
    this.#field = field;
    this.#time = time;
    this.#future = [];
    if (!isSameStep) this.#remember(before, after);
  }

  /** The state before the last step, which `present` is after; undefined if there is none. */
  undo(present: PlaygroundState): PlaygroundState | undefined {
    this.#field = undefined;
    const step = this.#past.pop();
    if (!step) return undefined;
    this.#future.push(present);
    return asSeen(step.state, present);
  }

  /** The state that the last undo left; undefined if there is none. */
  redo(present: PlaygroundState): PlaygroundState | undefined {
    this.#field = undefined;
    const state = this.#future.pop();
    if (!state) return undefined;
    this.#remember(present, state);
    return asSeen(state, present);
  }

  #remember(state: PlaygroundState, after: PlaygroundState): void {
    this.#past.push({ state, characters: charactersOnlyIn(state, after) });
    let first = this.#past.length - 1;
    let total = this.#past[first]?.characters ?? 0;
    // The latest step is kept whatever its size; before it, as many as there is room for.
    while (first > 0 && this.#past.length - first < this.#steps) {
      total += this.#past[first - 1]?.characters ?? 0;
      if (total > this.#characters) break;
      first--;
    }
    this.#past = this.#past.slice(first);
  }
}

/** A state as it is looked at in another one. */
function asSeen(state: PlaygroundState, { tab, views }: PlaygroundState): PlaygroundState {
  return { ...state, tab, ...(views && { views }) };
}

/**
 * The field that an edit types into, if it is one small change of its text: such edits in quick succession are one
 * step, as in a text editor. What is pasted, chosen or cleared is a step of its own.
 */
export function typedField(state: PlaygroundState, edit: PlaygroundEdit): string | undefined {
  switch (edit.type) {
    case 'setInput': {
      const input = state.inputs[edit.name];
      const isTyped = isSmallChange(input?.text ?? '', edit.text) && (input?.dtype ?? 'auto') === edit.dtype;
      return isTyped ? `input ${edit.name}` : undefined;
    }
    case 'setParameter': {
      const text = edit.text ?? '';
      // A word is a choice: a step of its own.
      const isTyped = /\d/.test(text) && isSmallChange(state.parameters[edit.name] ?? '', text);
      return isTyped ? `parameter ${edit.name}` : undefined;
    }
    default:
      return undefined;
  }
}

/** Longer changes than a key press with an automatic closing bracket or an input method's word are no typing. */
const longestTyped = 20;

/** Whether all that differs between two texts is one short piece. */
function isSmallChange(before: string, after: string): boolean {
  if (after === '' || Math.abs(after.length - before.length) > longestTyped) return false;
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same++;
  const rest = Math.max(before.length, after.length) - same;
  return rest <= longestTyped || before.endsWith(after.slice(same + longestTyped));
}

/** Strings that two states share are kept in memory once. */
function charactersOnlyIn(state: PlaygroundState, after: PlaygroundState): number {
  let characters = 0;
  for (const [name, { text }] of Object.entries(state.inputs)) {
    if (after.inputs[name]?.text !== text) characters += text.length;
  }
  for (const [name, text] of Object.entries(state.parameters)) {
    if (after.parameters[name] !== text) characters += text.length;
  }
  return characters;
}
