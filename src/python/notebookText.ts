import { closersOf } from './closers';
import type { TextChange } from './textChanges';

/** A code cell of a notebook. */
export interface Cell {
  /** Tells it from the other cells, whatever its text is. */
  readonly key: unknown;
  readonly text: string;
}

/** Cell magics whose cell is Python all the same. */
const pythonMagics = /^%%(?:time|timeit|capture|prun|python3?|ipytest)\b/;

/** A line that IPython takes for itself: `%matplotlib inline`, `!pip install torch`, `torch.nn?`. */
const magicLine = /^([ \t]*)(?:[%!](?=[A-Za-z%!])|\?)/gm;

/**
 * The cells of a notebook as one Python text, in which each cell sees the imports and names of those above it. Offsets
 * within a cell stay what they are, moved by where the cell starts: what is not Python is made a comment of the same
 * length. Brackets and quotes that a cell leaves open are closed behind it.
 */
export class NotebookText {
  #text = '';
  #starts = new Map<unknown, number>();
  /** What was made of each cell; it stays as long as the cell's text. */
  #made = new Map<unknown, { readonly text: string; readonly python: string }>();

  get text(): string {
    return this.#text;
  }

  /** Where a cell starts; undefined for cells that are not there. */
  startOf(key: unknown): number | undefined {
    return this.#starts.get(key);
  }

  /** The cell that an offset lies in: the last one that starts there or before. */
  cellAt(offset: number): unknown {
    let found: unknown;
    for (const [key, start] of this.#starts) if (start <= offset) found = key;
    return found;
  }

  /** Takes over the cells as they are now, in their order. Answers the one change of the text, if there is any. */
  update(cells: readonly Cell[]): TextChange | undefined {
    const before = this.#text;
    const made = this.#made;
    this.#made = new Map();
    this.#starts = new Map();
    let after = '';
    for (const { key, text } of cells) {
      const earlier = made.get(key);
      const python = earlier?.text === text ? earlier.python : asPython(text);
      this.#made.set(key, { text, python });
      this.#starts.set(key, after.length);
      after += python;
    }
    this.#text = after;
    return changeBetween(before, after);
  }
}

function asPython(text: string): string {
  const isOther = /^\s*%%/.test(text) && !pythonMagics.test(text.trimStart());
  const code = isOther
    ? text.replaceAll(/[^\r\n]/g, ' ')
    : text.replaceAll(magicLine, (found) => `${found.slice(0, -1)}#`);
  // What is still being written in one cell is no part of the next.
  const closers = closersOf(code);
  return `${code}\n${closers === '' ? '' : `${closers}\n`}${code.endsWith('\\') ? '\n' : ''}`;
}

/** The smallest single change that makes one text of the other. */
function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end++;
  }
  return { offset: start, length: before.length - end - start, text: after.slice(start, after.length - end) };
}
