import type { TextChange } from './pythonDocument';

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
 * length.
 */
export class NotebookText {
  #text = '';
  #starts = new Map<unknown, number>();

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
    this.#starts = new Map();
    let after = '';
    for (const { key, text } of cells) {
      this.#starts.set(key, after.length);
      after += `${asPython(text)}\n`;
    }
    this.#text = after;
    return changeBetween(before, after);
  }
}

function asPython(text: string): string {
  if (text.startsWith('%%') && !pythonMagics.test(text)) return text.replaceAll(/[^\r\n]/g, ' ');
  return text.replaceAll(magicLine, (found) => `${found.slice(0, -1)}#`);
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
