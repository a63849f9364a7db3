import { t } from '../l10n/localize';
import { TextError, problemIn, type TextProblem } from './textProblem';

/** As many dimensions as PyTorch's tensors can have. */
const maximumDimensions = 64;

/** What stands between the values of a sequence: commas, or blanks as in NumPy's prints. */
export type Separator = 'comma' | 'blank';

/** A list or tuple that isn't closed yet. The outermost one is the text itself. */
interface OpenSequence {
  readonly start: number;
  readonly isList: boolean;
  count: number;
  separator: Separator | undefined;
}

/**
 * The lists within lists of a text, and the shape that they make. The first sequence of each depth fixes its size;
 * every later one must agree.
 */
export class Nesting {
  private readonly open: OpenSequence[] = [{ start: 0, isList: true, count: 0, separator: undefined }];
  private current: OpenSequence;
  /** By depth; the text itself is depth 0. Undefined until the first sequence of that depth is closed. */
  private readonly sizes: (number | undefined)[] = [];
  /** How deep the numbers are: one more than a tensor's dimensions, unless the text holds several values. */
  private numberDepth: number | undefined;
  /** The rows of MATLAB's `[1 2; 3 4]`, while they are read. */
  private rows: { readonly depth: number; readonly columns: number; count: number } | undefined;
  private emptyShape: readonly number[] | undefined;

  constructor(private readonly text: string) {
    this.current = this.innermost();
  }

  /** How many lists and tuples are open, the text itself not counted. */
  get depth(): number {
    return this.open.length - 1;
  }

  /** Whether the cursor is outside of every list. */
  get atTop(): boolean {
    return this.open.length === 1;
  }

  /** Whether the innermost sequence is a list in brackets, and no tuple. */
  get inList(): boolean {
    return this.current.isList;
  }

  /** How many values the innermost sequence has so far. */
  get count(): number {
    return this.current.count;
  }

  /** Whether the text holds more than one value side by side. */
  get hasSeveral(): boolean {
    return (this.open[0]?.count ?? 0) > 1;
  }

  /** A `[` (`isList`) or `(` at the offset. @throws TextError where numbers were before, or too many lists are open */
  openSequence(isList: boolean, offset: number): void {
    if (this.numberDepth !== undefined && this.open.length + 1 > this.numberDepth) {
      throw new TextError(t`expected a number here, as before, and not a list`, offset);
    }
    if (this.open.length > maximumDimensions) {
      throw new TextError(t`a tensor has at most ${maximumDimensions} dimensions`, offset);
    }
    this.current.count++;
    this.current = { start: offset, isList, count: 0, separator: undefined };
    this.open.push(this.current);
  }

  /** A number at the offset. @throws TextError where lists were before */
  addNumber(offset: number): void {
    this.numberDepth ??= this.open.length;
    if (this.open.length !== this.numberDepth) {
      throw new TextError(t`expected a list here, as before, and not a number`, offset);
    }
    this.current.count++;
  }

  /** A tensor of that shape whose numbers are not written one by one; false where it cannot stand alone. */
  addWhole(shape: readonly number[]): boolean {
    if (!this.atTop || this.current.count > 0) return false;
    for (const [dim, size] of shape.entries()) this.sizes[dim + 1] = size;
    this.numberDepth = shape.length + 1;
    this.current.count++;
    return true;
  }

  /** More numbers after one in the same list. */
  addMoreNumbers(count: number): void {
    this.current.count += count;
  }

  /** What separates the values of the innermost sequence, as far as it is known. */
  get separator(): Separator | undefined {
    return this.current.separator;
  }

  set separator(separator: Separator | undefined) {
    this.current.separator = separator;
  }

  /** A `;` in a list of numbers: the end of a MATLAB row. False where it can't be one. */
  endRow(offset: number): boolean {
    const depth = this.depth;
    if (this.rows === undefined) {
      const possible = this.current.isList && depth > 0 && this.open.length === this.numberDepth;
      if (!possible || this.sizes[depth] !== undefined) return false;
      this.rows = { depth, columns: this.current.count, count: 0 };
    }
    if (this.rows.depth !== depth) return false;
    if (this.current.count !== this.rows.columns) throw this.ragged(this.rows.columns, offset, 1);
    this.rows.count++;
    this.current.count = 0;
    return true;
  }

  /** A `]` or `)` at the offset. @throws TextError where another was due, or a size disagrees with earlier ones */
  closeSequence(offset: number): void {
    const { current, depth } = this;
    const isGrouping = !current.isList && current.count === 1 && current.separator !== 'comma';
    if (this.rows?.depth === depth) this.closeRows(offset);
    else if (isGrouping) this.closeGrouping(offset);
    else {
      this.numberDepth ??= this.open.length;
      const size = (this.sizes[depth] ??= current.count);
      if (size !== current.count) throw this.ragged(size, current.start, offset + 1 - current.start);
    }
    this.open.pop();
    this.current = this.innermost();
  }

  /** The shape, at the end of the text. */
  finish(): readonly number[] {
    const several = this.hasSeveral;
    const shape = this.sizes.slice(1, this.numberDepth).map((size) => size ?? 0);
    if (!several) return this.emptyShape ?? shape;
    if (this.emptyShape)
      throw new TextError(t`several empty tensors with a shape of their own`, this.text.length, 0);
    return [this.current.count, ...shape];
  }

  /** What a call says of its value's shape (`size=(0, 3)`). False where the numbers make another one. */
  replaceShape(shape: readonly number[]): boolean {
    const own = this.sizes.slice(this.depth + 1, this.numberDepth);
    if (own.length === shape.length && own.every((size, dim) => size === shape[dim])) return true;
    const empty = own.includes(0) && shape.includes(0) && shape.every((size) => size >= 0);
    if (!empty || !this.atTop || this.hasSeveral) return false;
    this.emptyShape = shape;
    return true;
  }

  /** Where something was opened, for a message about its missing end. */
  placeOfStart(offset = this.current.start): Pick<TextProblem, 'line' | 'column'> {
    return problemIn(this.text, new TextError('', offset));
  }

  private closeRows(offset: number): void {
    const { rows, current, depth } = this;
    if (rows === undefined) return;
    if (current.count > 0) this.endRow(offset);
    this.sizes[depth] = rows.count;
    this.sizes[depth + 1] = rows.columns;
    this.numberDepth = depth + 2;
    this.rows = undefined;
  }

  /** Parentheses around one value are no tuple, so they are no dimension. */
  private closeGrouping(offset: number): void {
    const { depth } = this;
    if (this.sizes[depth] !== undefined) {
      throw new TextError(t`expected ',': a tuple of one is written (x,)`, offset);
    }
    this.sizes.splice(depth, 1);
    if (this.numberDepth !== undefined) this.numberDepth--;
  }

  private ragged(expected: number, offset: number, length: number): TextError {
    const dim = this.rows ? this.depth : this.depth - (this.hasSeveral ? 0 : 1);
    const message = `expected sequence of length ${expected} at dim ${dim} (got ${this.current.count})`;
    return new TextError(message, offset, length);
  }

  private innermost(): OpenSequence {
    return this.open.at(-1) ?? { start: 0, isList: true, count: 0, separator: undefined };
  }
}
