/**
 * The longest text, in UTF-16 units, that a text area shows whole. Beyond it each keystroke would wait for the
 * browser's layout, so a reading view of the beginning takes its place.
 */
export const longestEditable = 100_000;

/** A piece of a long text. */
export interface Excerpt {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly offset: number;
  /** Whether something is left out before or after it. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

/** At most `length` units of the text with the offset `around` among them, a fifth of the way in. */
export function excerpt(text: string, around: number, length: number): Excerpt {
  const latest = Math.max(0, text.length - length);
  const offset = Math.min(Math.max(0, around - Math.floor(length / 5)), latest);
  const end = Math.min(text.length, offset + length);
  return { text: text.slice(offset, end), offset, cutBefore: offset > 0, cutAfter: end < text.length };
}

/** A text's size in words that suit its magnitude: `12 kB`, `9.8 MB`. */
export function sizeText(length: number): string {
  return length < 1e6 ? `${Math.round(length / 1e3)} kB` : `${(length / 1e6).toFixed(1)} MB`;
}
