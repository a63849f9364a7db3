import { t } from '../l10n/localize';
import { Character, isDigit, isWordCharacter } from './characters';
import { TextError, quoteAt } from './textProblem';

const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${String(exponent)}`));

/** 2**27 + 1: splits a double into two halves whose products are exact (Dekker 1971). */
const splitter = 134217729;

/** Python's number syntax: digits may be grouped by single underscores. */
const pythonNumber =
  /[+\-−]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+\-−]?\d+(?:_\d+)*)?/y;

/** The constants that stand for a number, as Python, NumPy, PyTorch, JSON dialects and spreadsheets write them. */
const words: ReadonlyMap<string, number | boolean> = new Map<string, number | boolean>([
  ...['nan', 'NaN', 'NAN'].map((word): [string, number] => [word, NaN]),
  ...['inf', 'Inf', 'INF', 'infinity', 'Infinity'].map((word): [string, number] => [word, Infinity]),
  ...['True', 'true', 'TRUE'].map((word): [string, boolean] => [word, true]),
  ...['False', 'false', 'FALSE'].map((word): [string, boolean] => [word, false]),
]);
const modules = new Set(['math', 'np', 'numpy', 'torch', 'jnp']);

/**
 * Reads numbers out of a text, one after the other, into one growing array. A number comes out as `Number()`
 * would give it, correctly rounded, at a fraction of the cost.
 */
export class NumberScanner {
  values: Float64Array;
  count = 0;
  /** What kinds of numbers were seen; together they decide the dtype. */
  sawFloat = false;
  sawInteger = false;
  sawBool = false;
  /** The text and a character that ends every number: reading past a string's end gives NaN, and slows V8 down. */
  private readonly text: string;
  /** Where number `watched` starts, once it was read. */
  watchedOffset = -1;

  /** @param watched the index of a number whose place is wanted; -1 for none */
  constructor(
    text: string,
    private readonly watched = -1,
  ) {
    // `join` makes one flat string, where `+` makes a chain whose characters V8 reads more slowly.
    this.text = [text, '\0'].join('');
    this.values = new Float64Array(Math.max(16, text.length >>> 3));
  }

  /** Whether the character can begin a number made of digits. */
  static startsNumber(code: number): boolean {
    return (
      isDigit(code) ||
      code === Character.minus ||
      code === Character.dot ||
      code === Character.plus ||
      code === Character.unicodeMinus
    );
  }

  /**
   * Reads the numbers that follow the end of one in a row, each after `separator` (a UTF-16 code; 0 for none) and
   * blanks, of which there must be some where there is no separator. Returns the offset after the last one: nearly
   * all of a long text is read here, and whatever is unusual ends it.
   */
  readMore(end: number, separator: number, acrossLines: boolean): number {
    const text = this.text;
    let at = end;
    for (;;) {
      let next = at;
      if (separator !== 0 && text.charCodeAt(next++) !== separator) return at;
      let code = text.charCodeAt(next);
      while (code === Character.space || (acrossLines && code === Character.lineFeed)) {
        code = text.charCodeAt(++next);
      }
      if (next === at || !((code >= 48 && code <= 57) || code === Character.minus)) return at;
      at = this.readNumber(next);
    }
  }

  /** Reads the number at `start` and returns the offset after it. @throws TextError where none starts there */
  readNumber(start: number): number {
    const text = this.text;
    let at = start;
    let code = text.charCodeAt(at);
    const negative = code === Character.minus;
    if (negative || code === Character.plus) code = text.charCodeAt(++at);

    // The significant digits go to `head` (15 of them, exact) and then to `tail` (`tailDigits` of them).
    const digitsStart = at;
    let head = 0;
    let tail = 0;
    let tailDigits = 0;
    while (code >= 48 && code <= 57) {
      if (head < 1e14) head = head * 10 + (code - 48);
      else {
        tail = tail * 10 + (code - 48);
        tailDigits++;
      }
      code = text.charCodeAt(++at);
    }
    let digits = at - digitsStart;
    let exponent = 0;
    let float = false;
    if (code === Character.dot) {
      float = true;
      const fractionStart = ++at;
      code = text.charCodeAt(at);
      while (code >= 48 && code <= 57) {
        if (head < 1e14) head = head * 10 + (code - 48);
        else {
          tail = tail * 10 + (code - 48);
          tailDigits++;
        }
        code = text.charCodeAt(++at);
      }
      exponent = fractionStart - at;
      digits -= exponent;
    }
    if (digits === 0 || code === Character.underscore) return this.readUnusual(start);
    if (code === Character.e || code === Character.E) {
      code = text.charCodeAt(++at);
      const negativeExponent = code === Character.minus;
      if (negativeExponent || code === Character.plus) code = text.charCodeAt(++at);
      const exponentStart = at;
      let written = 0;
      while (code >= 48 && code <= 57) {
        if (written < 1e6) written = written * 10 + (code - 48);
        code = text.charCodeAt(++at);
      }
      // Not an exponent after all, or one with an underscore: the pattern decides what it is.
      if (at === exponentStart || code === Character.underscore) return this.readUnusual(start);
      float = true;
      exponent += negativeExponent ? -written : written;
    }

    let value = head;
    if (tailDigits > 0 || exponent !== 0) {
      if (exponent < -22 || exponent > 22 || tailDigits > 15) value = NaN;
      else if (tailDigits > 0) value = scaleLong(head, tail, tailDigits, exponent);
      else if (exponent < 0) value = head / (powersOfTen[-exponent] ?? NaN);
      else value = head * (powersOfTen[exponent] ?? NaN);
      if (value !== value) value = Math.abs(Number(text.slice(start, at)));
    }
    if (negative && (float || value !== 0)) value = -value;
    if (float) this.sawFloat = true;
    else this.sawInteger = true;
    if (this.count === this.watched) this.watchedOffset = start;
    if (this.count === this.values.length) this.grow();
    this.values[this.count++] = value;
    return at;
  }

  /**
   * Reads the constant at `start` (`nan`, `-inf`, `np.nan`, `True`) and returns the offset after it, or `start`
   * if none stands there.
   */
  readWord(start: number): number {
    const text = this.text;
    let at = start;
    const sign = text.charCodeAt(at);
    const negative = sign === Character.minus || sign === Character.unicodeMinus;
    if (negative || sign === Character.plus) at++;
    const name = at;
    while (isWordCharacter(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) === Character.dot && modules.has(text.slice(name, at))) {
      const member = ++at;
      while (isWordCharacter(text.charCodeAt(at))) at++;
      const word = text.slice(member, at);
      if (name === start && (word === 'True_' || word === 'False_')) {
        this.sawBool = true;
        this.push(start, word === 'True_' ? 1 : 0);
        return at;
      }
      const value = words.get(word);
      if (typeof value !== 'number') return start;
      this.append(start, negative, value, true);
      return at;
    }
    const value = at - name > 8 ? undefined : words.get(text.slice(name, at));
    if (value === undefined) return start;
    if (typeof value === 'number') this.append(start, negative, value, true);
    else if (name !== start) return start;
    else {
      this.sawBool = true;
      this.push(start, value ? 1 : 0);
    }
    return at;
  }

  /** Appends a number that was read at `start`; a minus sign of a whole zero is dropped, as Python does. */
  append(start: number, negative: boolean, magnitude: number, float: boolean): void {
    if (float) this.sawFloat = true;
    else this.sawInteger = true;
    this.push(start, negative && (float || magnitude !== 0) ? -magnitude : magnitude);
  }

  /** Lets the last number stand `times` times, all of them at `start`. */
  repeat(times: number, start: number): void {
    const first = this.count - 1;
    const value = this.values[first] ?? NaN;
    this.count = first + times;
    if (this.watched >= first && this.watched < this.count) this.watchedOffset = start;
    if (this.count > this.values.length) {
      const grown = new Float64Array(this.count);
      grown.set(this.values);
      this.values = grown;
    }
    this.values.fill(value, first, this.count);
  }

  private push(start: number, value: number): void {
    if (this.count === this.watched) this.watchedOffset = start;
    if (this.count === this.values.length) this.grow();
    this.values[this.count++] = value;
  }

  private grow(): void {
    const grown = new Float64Array(this.count * 2);
    grown.set(this.values);
    this.values = grown;
  }

  /** Underscores between digits, the minus sign of typeset text, and `-inf`. */
  private readUnusual(start: number): number {
    const afterWord = this.readWord(start);
    if (afterWord > start) return afterWord;
    pythonNumber.lastIndex = start;
    const match = pythonNumber.exec(this.text)?.[0];
    if (match === undefined) {
      throw new TextError(t`expected a number, found ${quoteAt(this.text, start)}`, start);
    }
    const plain = match.replaceAll('_', '').replaceAll('−', '-');
    const float = /[.eE]/.test(plain);
    this.append(start, plain.startsWith('-'), Math.abs(Number(plain)), float);
    return start + match.length;
  }
}

/**
 * (head * 10**tailDigits + tail) * 10**exponent, correctly rounded, for 16 to 30 digits and an exponent of at
 * most 22 either way: computed as an unevaluated sum of two doubles, good to 2**-98 or so. NaN where the sum lies
 * so near the middle between two doubles that even this can't tell.
 */
function scaleLong(head: number, tail: number, tailDigits: number, exponent: number): number {
  const shift = powersOfTen[tailDigits] ?? NaN;
  const product = head * shift;
  const productError = multiplicationError(head, shift, product);
  const high = product + tail;
  const low = tail - (high - product) + productError;
  const power = powersOfTen[Math.abs(exponent)] ?? NaN;
  let result: number;
  let rest: number;
  if (exponent < 0) {
    result = high / power;
    const back = result * power;
    rest = (high - back - multiplicationError(result, power, back) + low) / power;
  } else {
    result = high * power;
    rest = multiplicationError(high, power, result) + low * power;
  }
  const error = result * 2 ** -98;
  const lower = result + (rest - error);
  return lower === result + (rest + error) ? lower : NaN;
}

/** a * b - product, exactly (Dekker 1971). */
function multiplicationError(a: number, b: number, product: number): number {
  const aScaled = splitter * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = splitter * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
