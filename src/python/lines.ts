import type { Point } from 'web-tree-sitter';

/** The line starts of a text, kept up to date with its edits. Lines end at `\n` alone, as the parser counts them. */
export class Lines {
  private starts: number[];

  constructor(text: string) {
    this.starts = [0].concat(lineStarts(text, 0));
  }

  /** The row and column of an offset, both from 0, columns in UTF-16 units. */
  point(offset: number): Point {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { row: low, column: offset - (this.starts[low] ?? 0) };
  }

  /** The offsets `[start, end)` of the line that holds `offset`, its line break not included. */
  lineAround(offset: number, text: string): { readonly start: number; readonly end: number } {
    const { row } = this.point(offset);
    const start = this.starts[row] ?? 0;
    let end = row + 1 < this.starts.length ? (this.starts[row + 1] ?? 0) - 1 : text.length;
    if (end > start && text.charCodeAt(end - 1) === 13) end -= 1;
    return { start, end };
  }

  /** Replaces `length` units at `offset` by `text`. */
  replace(offset: number, length: number, text: string): void {
    const first = this.point(offset).row + 1;
    const last = this.point(offset + length).row + 1;
    const shift = text.length - length;
    const behind = this.starts.slice(last);
    if (shift !== 0) for (let i = 0; i < behind.length; i++) behind[i] = (behind[i] ?? 0) + shift;
    this.starts = this.starts.slice(0, first).concat(lineStarts(text, offset), behind);
  }
}

function lineStarts(text: string, base: number): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(base + at + 1);
  return starts;
}
