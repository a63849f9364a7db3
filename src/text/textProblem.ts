import { t } from '../l10n/localize';
/** Where a text can't be read as a tensor, and why. Lines and columns count from 1, columns in UTF-16 units. */
export interface TextProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** Offset and length in UTF-16 units. The length is 0 where something is missing at the end of the text. */
  readonly offset: number;
  readonly length: number;
}

/** Thrown inside the room where a text can't be read; the room's doors turn it into a {@link TextProblem}. */
export class TextError extends Error {
  constructor(
    message: string,
    readonly offset: number,
    readonly length = 1,
  ) {
    super(message);
    this.name = 'TextError';
  }
}

/** The problem that an error found in `text` stands for. */
export function problemIn(text: string, error: TextError): TextProblem {
  const offset = Math.min(error.offset, text.length);
  let line = 1;
  let lineStart = 0;
  for (const lineEnd of text.slice(0, offset).matchAll(/\r\n?|\n/g)) {
    line++;
    lineStart = lineEnd.index + lineEnd[0].length;
  }
  return {
    message: error.message,
    line,
    column: offset - lineStart + 1,
    offset,
    length: Math.min(error.length, text.length - offset),
  };
}

/** How a message names what stands at `offset`: a short quotation, or the end of the text. */
export function quoteAt(text: string, offset: number): string {
  const word = wordAt(text, offset);
  if (word !== undefined) return `'${word}'`;
  return offset < text.length ? t`the end of the line` : t`the end of the text`;
}

/** What stands at `offset`, not more than a few characters of it; undefined at the end of a line and of the text. */
export function wordAt(text: string, offset: number): string | undefined {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 10);
  if (/[\r\n]/.test(character)) return undefined;
  return /^[\p{L}\p{N}_.]{1,24}/u.exec(text.slice(offset, offset + 24))?.[0] ?? character;
}
