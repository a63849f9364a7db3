/** What an expression does with its operands. */
export type Operation =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'negate'
  | 'square'
  | 'absolute'
  | 'power'
  | 'root'
  | 'exp'
  | 'log'
  | 'log1p'
  | 'softplus'
  | 'larger'
  | 'smaller';

/** A number with a name: an element of a tensor, a parameter, or what an earlier step gave. */
export interface Named {
  readonly kind: 'named';
  /** Plain text, `x` or `log p`; a bare number has none. */
  readonly symbol: string;
  readonly value: number;
  /** Where it was read, for an element of a tensor. */
  readonly source?: Source;
}

/** An element of an input or parameter. */
export interface Source {
  /** PyTorch's name of the tensor. */
  readonly tensor: string;
  /** The place in its data, row by row. */
  readonly index: number;
}

/** An operation and what it gives, rounded to the dtype of the loss. */
export interface Applied {
  readonly kind: 'applied';
  readonly operation: Operation;
  readonly operands: readonly Expression[];
  readonly value: number;
}

/** Arithmetic as PyTorch does it, step by step, that can be read: with symbols, and with the numbers in it. */
export type Expression = Named | Applied;

/** How tightly an expression binds: sums least, then products, then what stands by itself. */
const binding: Readonly<Partial<Record<Operation, number>>> = {
  add: 1,
  subtract: 1,
  multiply: 2,
  divide: 2,
  negate: 2,
};
const tight = 4;

/** Expressions with their symbols: `(x − y)²`. */
export function withSymbols(expression: Expression): string {
  return render(expression, ({ symbol, value }) => symbol || String(value), ' · ');
}

/** The same with the numbers: `(2.5 − 3)²`. `format` writes a number, the sign included. */
export function withNumbers(expression: Expression, format: (value: number) => string): string {
  return render(expression, ({ value }) => format(value), ' × ');
}

function render(root: Expression, leaf: (named: Named) => string, times: string): string {
  const write = (expression: Expression, atLeast: number, isFirst: boolean): string => {
    if (expression.kind === 'named') {
      const text = leaf(expression);
      // A sign in the middle, and whatever is more than one word, needs parentheses beside an operator.
      const isLoose = text.startsWith('−') ? !isFirst || atLeast >= tight : / [+−·/] /.test(text);
      return isLoose && atLeast > 0 ? `(${text})` : text;
    }
    const own = binding[expression.operation] ?? tight;
    const text = operationText(expression, write, own, times, isFirst && own >= atLeast);
    return own < atLeast ? `(${text})` : text;
  };
  return write(root, 0, true);
}

type Write = (expression: Expression, atLeast: number, isFirst: boolean) => string;

function operationText(
  { operation, operands }: Applied,
  write: Write,
  own: number,
  times: string,
  isFirst: boolean,
): string {
  const [a, b] = operands as [Expression, Expression];
  const inside = (): string => operands.map((operand) => write(operand, 0, true)).join(', ');
  switch (operation) {
    case 'add':
      return `${write(a, own, isFirst)} + ${write(b, own, false)}`;
    case 'subtract':
      return `${write(a, own, isFirst)} − ${write(b, own + 1, false)}`;
    case 'multiply':
      return `${write(a, own, isFirst)}${times}${write(b, own, false)}`;
    case 'divide':
      return `${write(a, own, isFirst)} / ${write(b, own + 1, false)}`;
    case 'negate':
      return `−${write(a, own, false)}`;
    case 'square':
      return `${write(a, tight, false)}²`;
    case 'power':
      return `${write(a, tight, false)}^${write(b, tight, false)}`;
    case 'absolute':
      return `|${write(a, 0, true)}|`;
    case 'root':
      return `√(${inside()})`;
    case 'larger':
      return `max(${inside()})`;
    case 'smaller':
      return `min(${inside()})`;
    default:
      return `${operation}(${inside()})`;
  }
}

/** The innermost operation that made a number NaN or infinite of finite ones; undefined where there is none. */
export function firstNonFinite(expression: Expression): Applied | undefined {
  if (expression.kind === 'named') return undefined;
  for (const operand of expression.operands) {
    const inner = firstNonFinite(operand);
    if (inner !== undefined) return inner;
  }
  const isBorn = expression.operands.every(({ value }) => Number.isFinite(value));
  return isBorn && !Number.isFinite(expression.value) ? expression : undefined;
}

/** The named numbers that an expression is made of, from left to right. */
export function namedIn(expression: Expression): readonly Named[] {
  return expression.kind === 'named' ? [expression] : expression.operands.flatMap(namedIn);
}
