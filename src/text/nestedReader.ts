import type { DType } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { atKeyword, readDType, readKeyword } from './callArguments';
import type { Keywords, Mutable, Written } from './callArguments';
import { Character, isBlank, isDigit, isLineEnd, isWordCharacter } from './characters';
import { constructorNamed } from './dtypeNames';
import type { Constructor, Inference } from './dtypeNames';
import { readFilledTensor } from './filledTensor';
import { Nesting } from './nesting';
import { NumberScanner } from './numberScanner';
import type { Reading } from './reading';
import { summarisedPrint } from './summarisedPrint';
import { readMethod } from './tensorMethods';
import type { Reshaping } from './tensorMethods';
import { TextCursor } from './textCursor';
import { TextError } from './textProblem';

/** What a value says of its dtype: the dtype itself, or who infers it from the numbers. */
type Meaning = { readonly dtype: DType } | { readonly inference: Inference };

/** A call whose closing parenthesis hasn't been read yet. */
interface OpenCall {
  readonly name: string;
  readonly start: number;
  readonly constructor: Constructor;
  readonly keywords: Keywords;
  /** What the values in the enclosing list meant before this call. */
  readonly outer: Meaning | undefined;
  /** How many lists were open, and how many values the innermost had, when the call began. */
  readonly depth: number;
  readonly before: number;
}

const infinityString = /float\(\s*(['"])\s*([+-]?)(nan|inf(?:inity)?)\s*\1\s*\)/iy;
const maximumCalls = 16;

/**
 * Reads lists, tuples, printed tensors and arrays, and the calls that make them: everything with brackets.
 * One pass, without recursion, so that neither a long nor a deep text can harm.
 */
export class NestedReader {
  private readonly cursor: TextCursor;
  private readonly numbers: NumberScanner;
  private readonly nesting: Nesting;
  private readonly calls: OpenCall[] = [];
  private readonly written: Mutable<Written> = {};
  private readonly reshapings: Reshaping[] = [];
  private meaning: Meaning | undefined;

  /** @param watched the index of a number whose offset is wanted */
  constructor(text: string, at: number, watched: number) {
    this.cursor = new TextCursor(text, at);
    this.numbers = new NumberScanner(text, watched);
    this.nesting = new Nesting(text);
  }

  /** Reads to the end of the text. @throws TextError */
  read(): Reading {
    const { cursor, nesting } = this;
    let wantsValue = true;
    for (;;) {
      const before = cursor.at;
      cursor.skipSpace();
      const code = cursor.code;
      if (Number.isNaN(code)) return this.finish();
      if (code === Character.closeBracket || code === Character.closeParenthesis) {
        this.close(code);
        wantsValue = false;
      } else if (wantsValue) wantsValue = this.readValue(code);
      else if (code === Character.comma) {
        cursor.at++;
        wantsValue = this.afterComma();
      } else if (code === Character.semicolon && nesting.endRow(cursor.at)) {
        cursor.at++;
        wantsValue = true;
      } else if (code === Character.semicolon && nesting.atTop && nesting.count > 0) {
        cursor.at++;
        cursor.skipSpace();
        if (!Number.isNaN(cursor.code)) cursor.fail(t`the end of the text`);
      } else if (code === Character.dot && isLetter(cursor.text.charCodeAt(cursor.at + 1))) {
        this.callMethod();
      } else {
        this.checkBlankSeparated(before);
        wantsValue = this.readValue(code);
      }
    }
  }

  /** In code `[1 -2]` is a subtraction; in the prints of NumPy, which name no call, it is two numbers. */
  private get allowsBlanks(): boolean {
    return this.calls.every(({ constructor }) => constructor.blanks === true);
  }

  private finish(): Reading {
    const { cursor, nesting, meaning } = this;
    const call = this.calls.at(-1);
    if (call?.depth === nesting.depth) {
      const { line, column } = nesting.placeOfStart(call.start);
      cursor.fail(t`')' for the ${call.name}( opened at line ${line}, column ${column}`);
    }
    if (!nesting.atTop) {
      const { line, column } = nesting.placeOfStart();
      cursor.fail(
        nesting.inList
          ? t`',' or ']' for the '[' opened at line ${line}, column ${column}`
          : t`',' or ')' for the '(' opened at line ${line}, column ${column}`,
      );
    }
    if (nesting.count === 0) cursor.fail(t`a tensor`);
    let shape = nesting.finish();
    for (const reshaping of this.reshapings) {
      const next = nesting.hasSeveral ? undefined : reshaping.apply(shape);
      if (next === undefined) {
        throw new TextError(t`the shape [${shape.join(', ')}] can't become this one`, reshaping.offset);
      }
      shape = next;
    }
    return {
      numbers: this.numbers,
      shape,
      written: { ...this.written, ...(meaning && 'dtype' in meaning ? { dtype: meaning.dtype } : {}) },
      inference: meaning && 'inference' in meaning ? meaning.inference : undefined,
    };
  }

  /** Reads one value or what opens one; returns whether a value is still wanted. */
  private readValue(code: number): boolean {
    const { cursor, numbers, nesting } = this;
    const start = cursor.at;
    if (summarisedPrint.startsAt(cursor.text, start)) throw summarisedPrint.error(start);
    if (code === Character.openBracket || code === Character.openParenthesis) {
      nesting.openSequence(code === Character.openBracket, start);
      cursor.at++;
      return true;
    }
    if (NumberScanner.startsNumber(code)) {
      this.readNumbers();
      return false;
    }
    const end = numbers.readWord(start);
    if (end === start) {
      const infinity = cursor.takeMatch(infinityString);
      if (infinity === undefined) return this.readName();
      numbers.append(start, infinity[2] === '-', /^n/i.test(infinity[3] ?? '') ? NaN : Infinity, true);
    } else cursor.at = end;
    nesting.addNumber(start);
    return false;
  }

  /** Reads a number, and in a list all that follow it separated alike. */
  private readNumbers(): void {
    const { cursor, numbers, nesting } = this;
    nesting.addNumber(cursor.at);
    const end = numbers.readNumber(cursor.at);
    cursor.at = end;
    if (nesting.atTop || !nesting.inList) return;
    const separator = cursor.code === Character.comma ? 'comma' : 'blank';
    if ((nesting.separator ?? separator) !== separator || (separator === 'blank' && !this.allowsBlanks))
      return;
    const first = numbers.count;
    cursor.at = numbers.readMore(end, separator === 'comma' ? Character.comma : 0, true);
    if (cursor.at === end) return;
    nesting.separator = separator;
    nesting.addMoreNumbers(numbers.count - first);
  }

  /** A comma between values, or between a call's argument and the keywords after it. */
  private afterComma(): boolean {
    const { cursor, nesting } = this;
    const call = this.calls.at(-1);
    if (call?.depth !== nesting.depth) {
      if (nesting.separator === 'blank' && !nesting.atTop) cursor.fail(t`a blank or ']'`, cursor.at - 1);
      nesting.separator = 'comma';
      return true;
    }
    cursor.skipSpace();
    while (cursor.code !== Character.closeParenthesis) {
      if (atKeyword(cursor)) readKeyword(cursor, call.keywords, this.written);
      else if (call.constructor.inference === 'numpy' && call.keywords.dtype === undefined) {
        call.keywords.dtype = readDType(cursor);
      } else cursor.fail(t`a keyword argument such as dtype= or ')'`);
      cursor.skipSpace();
      if (!cursor.take(Character.comma)) break;
      cursor.skipSpace();
    }
    if (cursor.code !== Character.closeParenthesis) cursor.fail(t`',' or ')'`);
    return false;
  }

  /** A name: of a call that holds a tensor, or of something that can't stand here. */
  private readName(): boolean {
    const { cursor, nesting } = this;
    const start = cursor.at;
    if (cursor.code === Character.openBrace) {
      throw new TextError(t`a dictionary holds tensors by their names: paste the one that you mean`, start);
    }
    const name = cursor.peekName() ?? cursor.fail(t`a number or '['`);
    if (name === 'None' || name === 'null') {
      throw new TextError(t`${name} is not a number: write nan for a missing one`, start, name.length);
    }
    const filled = readFilledTensor(cursor, this.numbers, this.written);
    if (filled) {
      if (!nesting.addWhole(filled.shape)) {
        throw new TextError(t`${name}(...) inside a list is not evaluated here`, start, name.length);
      }
      const { dtype } = filled.keywords;
      this.meaning = dtype === undefined ? { inference: filled.inference } : { dtype };
      return false;
    }
    const constructor = constructorNamed(name);
    const after = start + name.length;
    if (cursor.text.charCodeAt(after) !== Character.openParenthesis) {
      if (atKeyword(cursor)) {
        if (this.calls.at(-1)?.depth === nesting.depth) return this.readFirstKeyword(name);
        throw new TextError(t`expected the end of the text: one field takes one tensor`, start, name.length);
      }
      cursor.fail(t`a number or '['`);
    }
    if (constructor === undefined) {
      const message = t`${name}(...) is not evaluated here: paste numbers, torch.tensor(...) or what print() shows`;
      throw new TextError(message, start, name.length);
    }
    if (this.calls.length === maximumCalls) throw new TextError(t`too many calls inside each other`, start);
    this.calls.push({
      name,
      start,
      constructor,
      keywords: {},
      outer: this.meaning,
      depth: nesting.depth,
      before: nesting.count,
    });
    this.meaning = undefined;
    cursor.at = after + 1;
    return true;
  }

  /** `tensor(data=...`, or what a sparse tensor prints first. */
  private readFirstKeyword(name: string): boolean {
    const { cursor } = this;
    if (name === 'data' || name === 'object') cursor.takeMatch(/\w+\s*=/y);
    else {
      const call = this.calls.at(-1);
      if (call) readKeyword(cursor, call.keywords, this.written);
      if (!cursor.take(Character.comma)) cursor.fail("','");
    }
    return true;
  }

  private close(code: number): void {
    const { cursor, nesting } = this;
    const call = this.calls.at(-1);
    if (call?.depth !== nesting.depth) {
      const own = nesting.inList ? Character.closeBracket : Character.closeParenthesis;
      if (nesting.atTop || code !== own) cursor.fail(this.expectedNext());
      nesting.closeSequence(cursor.at++);
      return;
    }
    if (code !== Character.closeParenthesis) cursor.fail(t`',' or ')'`);
    if (nesting.count !== call.before + 1) {
      throw new TextError(t`expected the numbers of ${call.name}(...) here`, cursor.at);
    }
    if (call.keywords.size !== undefined) {
      if (!nesting.replaceShape(call.keywords.size)) {
        throw new TextError(t`this size doesn't fit the numbers`, call.keywords.sizeOffset ?? cursor.at);
      }
    }
    cursor.at++;
    this.calls.pop();
    this.meaning = this.merge(call.outer, this.meaningOf(call), call);
  }

  private meaningOf(call: OpenCall): Meaning | undefined {
    const dtype = call.keywords.dtype ?? call.constructor.dtype;
    if (dtype !== undefined) return { dtype };
    if (this.meaning !== undefined || call.constructor.inference === undefined) return this.meaning;
    return { inference: call.constructor.inference };
  }

  /** Values of one list have one dtype. */
  private merge(outer: Meaning | undefined, own: Meaning | undefined, call: OpenCall): Meaning | undefined {
    const different = outer && own && JSON.stringify(outer) !== JSON.stringify(own);
    if (different)
      throw new TextError(t`values of different dtypes in one list`, call.start, call.name.length);
    return own ?? outer;
  }

  private callMethod(): void {
    const effect = readMethod(this.cursor, this.written);
    if (effect.dtype !== undefined) this.meaning = { dtype: effect.dtype };
    if (effect.reshaping === undefined) return;
    if (!this.nesting.atTop) {
      throw new TextError(t`a change of shape inside a list is not followed`, effect.reshaping.offset);
    }
    this.reshapings.push(effect.reshaping);
  }

  /** What can follow a value, for messages. */
  private expectedNext(): string {
    const { nesting } = this;
    if (this.calls.at(-1)?.depth === nesting.depth) return t`',' or ')'`;
    if (nesting.atTop) return nesting.count === 0 ? t`a tensor` : t`the end of the text`;
    if (!nesting.inList) return t`',' or ')'`;
    return nesting.separator === 'blank' ? t`a number or ']'` : t`',' or ']'`;
  }

  /** A value after another without a comma, as NumPy prints: after a blank, and never once there was a comma. */
  private checkBlankSeparated(before: number): void {
    const { cursor, nesting } = this;
    const call = this.calls.at(-1);
    const separated = cursor.at > before && isSpace(cursor.text.charCodeAt(before));
    const allowed = nesting.atTop || (nesting.separator !== 'comma' && nesting.inList && this.allowsBlanks);
    const possible = allowed && call?.depth !== nesting.depth;
    if (summarisedPrint.startsAt(cursor.text, cursor.at)) throw summarisedPrint.error(cursor.at);
    if (!separated) cursor.refuseComplex();
    if (!separated || !possible) cursor.fail(this.expectedNext());
    if (!nesting.atTop) nesting.separator = 'blank';
  }
}

function isLetter(code: number): boolean {
  return isWordCharacter(code) && !isDigit(code);
}

function isSpace(code: number): boolean {
  return isBlank(code) || isLineEnd(code) || code === Character.hash;
}
