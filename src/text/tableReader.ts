import { t } from '../l10n/localize';
import { Character, isBlank, isLineEnd } from './characters';
import { NumberScanner } from './numberScanner';
import type { Reading } from './reading';
import { summarisedPrint } from './summarisedPrint';
import { TextCursor } from './textCursor';
import { TextError } from './textProblem';

/** What stands between the numbers of a row. */
type Delimiter = ',' | ';' | '\t' | ' ';

/**
 * Reads numbers without brackets: one number, a row or a column of them, and tables as CSV, TSV or MATLAB have them,
 * with or without a header. Every line is a row; a `;` after numbers that blanks or commas separate ends a row too.
 */
export class TableReader {
  private readonly cursor: TextCursor;
  private readonly numbers: NumberScanner;
  private delimiter: Delimiter | undefined;
  private commaBlank = false;
  private header: { readonly offset: number; readonly line: string } | undefined;
  private rows = 0;
  private columns = 0;

  /** @param watched the index of a number whose offset is wanted */
  constructor(text: string, at: number, watched: number) {
    this.cursor = new TextCursor(text, at);
    this.numbers = new NumberScanner(text, watched);
  }

  /** Reads to the end of the text. @throws TextError */
  read(): Reading {
    const { cursor, numbers } = this;
    for (;;) {
      cursor.skipSpace();
      if (Number.isNaN(cursor.code)) break;
      if (this.rows === 0 && this.header === undefined && !this.atNumber()) this.readHeader();
      else this.readRow();
    }
    const { rows, columns, header } = this;
    if (rows === 0) cursor.fail(t`a number`, header?.offset);
    const table = rows > 1 || header !== undefined;
    const single = columns === 1 && (table || this.delimiter === undefined);
    const shape = [...(table ? [rows] : []), ...(single ? [] : [columns])];
    return { numbers, shape, written: {}, inference: undefined };
  }

  private atNumber(): boolean {
    const { cursor } = this;
    const start = cursor.at + (cursor.code === Character.doubleQuote ? 1 : 0);
    const probe = new NumberScanner(cursor.text.slice(start, start + 40));
    const code = cursor.text.charCodeAt(start);
    return NumberScanner.startsNumber(code) || code === Character.ellipsis || probe.readWord(0) > 0;
  }

  private readHeader(): void {
    const { cursor } = this;
    const offset = cursor.at;
    cursor.skipLine();
    this.header = { offset, line: cursor.text.slice(offset, cursor.at) };
  }

  /** Reads one row up to the end of its line; in a column, as many as there are. */
  private readRow(): void {
    const { cursor, numbers } = this;
    const { text, at: start } = cursor;
    const before = numbers.count;
    const rowsBefore = this.rows;
    do {
      this.readField();
      // The usual case at full speed; what it leaves is looked at with care.
      const { delimiter } = this;
      if (delimiter !== undefined) {
        cursor.at = numbers.readMore(cursor.at, delimiter === ' ' ? 0 : delimiter.charCodeAt(0), false);
      } else if (this.columns === 1) this.readColumn();
    } while (this.readDelimiter());
    const fields = numbers.count - before - (this.rows - rowsBefore);
    if (this.rows === 0) {
      this.columns = fields;
      if (this.header) this.checkHeader(this.header.line, start);
    } else if (fields !== this.columns) {
      const row = Math.max(start, text.lastIndexOf('\n', cursor.at - 1) + 1);
      const message = t`expected ${this.columns} numbers in this row, as in the first (got ${fields})`;
      throw new TextError(message, row, cursor.at - row);
    }
    this.rows++;
  }

  /** Reads on in a column: the rest of this row and of those that are just one number, but for the last one's end. */
  private readColumn(): void {
    const { cursor, numbers } = this;
    const first = numbers.count;
    const lineEnd = cursor.code;
    if (!isLineEnd(lineEnd)) return;
    cursor.at = numbers.readMore(cursor.at, lineEnd, true);
    this.rows += numbers.count - first;
  }

  private readField(): void {
    const { cursor, numbers } = this;
    const start = cursor.at;
    if (summarisedPrint.startsAt(cursor.text, start)) throw summarisedPrint.error(start);
    const quoted = cursor.take(Character.doubleQuote);
    const code = cursor.code;
    if (NumberScanner.startsNumber(code)) cursor.at = numbers.readNumber(cursor.at);
    else {
      const end = numbers.readWord(cursor.at);
      if (end === cursor.at) this.failAtField();
      cursor.at = end;
    }
    if (quoted && !cursor.take(Character.doubleQuote)) cursor.fail("'\"'");
  }

  /** Reads what follows a number; false where that ends the row. */
  private readDelimiter(): boolean {
    const { cursor } = this;
    const { text, at: gap } = cursor;
    let tabs = 0;
    while (isBlank(cursor.code)) if (text.charCodeAt(cursor.at++) === Character.tab) tabs++;
    const { at, code } = cursor;
    if (Number.isNaN(code) || isLineEnd(code) || code === Character.hash) return false;
    let found: Delimiter;
    if (code === Character.comma || code === Character.semicolon) {
      found = code === Character.comma ? ',' : ';';
      cursor.at++;
    } else if (at > gap) found = tabs > 0 ? '\t' : ' ';
    else {
      cursor.refuseComplex();
      return cursor.fail(this.expectedDelimiter());
    }
    if (this.delimiter === undefined) {
      this.delimiter = found;
      this.commaBlank = found === ',' && isBlank(cursor.code);
    }
    if (tabs > 1 && found === '\t')
      throw new TextError(t`an empty cell: write nan for a missing number`, gap + 1);
    if (found === ';' && this.delimiter !== ';') return this.endMatlabRow(at);
    this.checkDelimiter(found, at);
    while (isBlank(cursor.code)) cursor.at++;
    return !(Number.isNaN(cursor.code) || isLineEnd(cursor.code) || cursor.code === Character.hash);
  }

  private endMatlabRow(at: number): boolean {
    if (this.delimiter === ',' && !this.commaBlank) {
      throw new TextError(
        t`this can be read in two ways: write '; ' and ', ' with a blank for MATLAB's rows, or decimal points in CSV`,
        at,
      );
    }
    if (this.delimiter === '\t') this.cursor.fail(t`a tab`, at);
    return false;
  }

  private checkDelimiter(found: Delimiter, at: number): void {
    const { delimiter } = this;
    const blank = (found === ' ' || found === '\t') && (delimiter === ' ' || delimiter === '\t');
    if (found === delimiter || blank) return;
    const comma = (found === ',' && delimiter !== ' ') || (found === '\t' && delimiter === ',');
    if (comma) {
      throw new TextError(
        t`a comma inside a number? Write numbers with a decimal point (1.5), and separate them by blanks, commas or tabs`,
        found === ',' ? at : at - 1,
      );
    }
    this.cursor.fail(this.expectedDelimiter(), at);
  }

  private expectedDelimiter(): string {
    switch (this.delimiter) {
      case undefined:
        return t`a separator or the end of the line`;
      case '\t':
        return t`a tab or the end of the line`;
      case ' ':
        return t`a blank or the end of the line`;
      default:
        return t`'${this.delimiter}' or the end of the line`;
    }
  }

  private failAtField(): never {
    const { cursor } = this;
    const { code } = cursor;
    const isEmpty = code === Character.doubleQuote && cursor.text.charAt(cursor.at - 1) === '"';
    if (isEmpty || code === Character.comma || code === Character.semicolon) {
      throw new TextError(t`an empty cell: write nan for a missing number`, cursor.at);
    }
    return cursor.fail(t`a number`);
  }

  /** A header names as many columns as the rows have, and all of them. */
  private checkHeader(line: string, row: number): void {
    const { delimiter, columns } = this;
    const offset = this.header?.offset ?? 0;
    if (delimiter === undefined || delimiter === ' ') return;
    const cells = line.replace(/"[^"]*"/g, 'x').split(delimiter);
    if (cells.length !== columns) {
      const message = t`the header names ${cells.length} columns, this row has ${columns} numbers`;
      throw new TextError(message, row);
    }
    if (cells[0]?.trim() === '') {
      throw new TextError(t`the first column has no name: if it only numbers the rows, leave it out`, offset);
    }
  }
}
