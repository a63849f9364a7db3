import { t } from '../l10n/localize';
import { Character, isBlank, isLineEnd, isWordCharacter } from './characters';
import { TextError, quoteAt, wordAt } from './textProblem';

const dottedName = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;
/** The rest of a complex number, behind its real part or its digits. */
const imaginary = /(?:[+-](?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)?j(?!\w)/iy;
const simpleString = /'([^'\\\r\n]*)'|"([^"\\\r\n]*)"/y;

/** A place in a text that moves forward as the text is read. */
export class TextCursor {
  constructor(
    readonly text: string,
    public at = 0,
  ) {}

  /** The UTF-16 code at the cursor, NaN at the end. */
  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  /** Skips blanks, line ends, line continuations and comments. */
  skipSpace(): void {
    const text = this.text;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (isBlank(code) || isLineEnd(code)) this.at++;
      else if (code === Character.hash) this.skipLine();
      else if (code === Character.backslash && isLineEnd(text.charCodeAt(this.at + 1))) this.at += 2;
      else return;
    }
  }

  /** Skips to the end of the line. */
  skipLine(): void {
    while (this.at < this.text.length && !isLineEnd(this.code)) this.at++;
  }

  /** Steps over the character if it is the next one. */
  take(code: number): boolean {
    if (this.code !== code) return false;
    this.at++;
    return true;
  }

  /** Steps over a sticky pattern's match, and returns it. */
  takeMatch(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at += match[0].length;
    return match;
  }

  /** The dotted name at the cursor (`torch.float32`), without moving. */
  peekName(): string | undefined {
    if (!isWordCharacter(this.code)) return undefined;
    dottedName.lastIndex = this.at;
    return dottedName.exec(this.text)?.[0];
  }

  /** Reads the contents of a one-line string without escapes. */
  takeString(): string | undefined {
    const match = this.takeMatch(simpleString);
    return match && (match[1] ?? match[2]);
  }

  /** @throws TextError where a number goes on as a complex one */
  refuseComplex(): void {
    imaginary.lastIndex = this.at;
    const rest = imaginary.exec(this.text)?.[0];
    if (rest !== undefined) {
      const message = t`complex numbers are not read here: paste x.real, x.imag or x.abs()`;
      throw new TextError(message, this.at, rest.length);
    }
  }

  /** @throws TextError that names what was expected at `at` and what stands there */
  fail(expected: string, at = this.at): never {
    const length = wordAt(this.text, at)?.length ?? 0;
    throw new TextError(t`expected ${expected}, found ${quoteAt(this.text, at)}`, at, length);
  }
}
