import { parseFormula, type Condition, type Definition, type Range, type Tex } from './parse';

/** A number, a vector (or the members of a set), or a matrix by rows (or a set of paths). */
export type Value = number | readonly number[] | readonly (readonly number[])[];

/** What a symbol stands for, given what its indices are; it may leave the last ones to the vector that it gives. */
export type Meaning = Value | ((...indices: never[]) => Value);

/** Symbols by their TeX, functions with `()` after it, the numbers of classes `C` and of coordinates `D` among them. */
export type Symbols = Readonly<Record<string, Meaning>>;

/** What a formula says about numbers: its statements, computed as TeX is read. */
export class FormulaReader {
  readonly #definitions: readonly Definition[];

  /** @param symbols What the formulas themselves do not define. Vectors are indexed from `origin`. */
  constructor(
    formulas: readonly string[],
    readonly symbols: Symbols,
    readonly origin: 0 | 1 = 1,
  ) {
    this.#definitions = formulas.flatMap(parseFormula);
  }

  /** The value of a symbol, which a formula defines or which is given. */
  value(name: string, ...indices: readonly Value[]): Value {
    return this.#lookUp(name, indices, new Map());
  }

  #lookUp(name: string, indices: readonly Value[], scope: Scope): Value {
    const bound = scope.get(name);
    // `j_n` may be something else than the index `j`.
    if (bound !== undefined && !(typeof bound === 'number' && indices.length > 0))
      return this.#at(bound, indices);
    const known = this.#definitions.filter((each) => each.name === name);
    const definition =
      known.find(({ parameters }) => parameters.length === indices.length) ??
      known.find(({ parameters }) => parameters.length > indices.length) ??
      known[0];
    if (definition !== undefined) return this.#define(definition, indices, scope);
    const meaning = this.symbols[name] ?? constants[name];
    if (meaning === undefined) throw new Error(`nothing says what ${name} is`);
    if (typeof meaning !== 'function') return this.#at(meaning, indices);
    // One that names no index is the same for all.
    return this.#at(called(meaning, indices), indices.slice(meaning.length || indices.length));
  }

  #define({ parameters, body }: Definition, indices: readonly Value[], scope: Scope): Value {
    if (indices.length < parameters.length) {
      const count = this.symbols['C'] as number;
      return Array.from({ length: count }, (_, c) =>
        asNumber(this.#define({ name: '', parameters, body }, [...indices, c + this.origin], scope)),
      );
    }
    const inner = new Map(scope);
    parameters.forEach((parameter, i) => inner.set(parameter, indices[i] ?? NaN));
    return this.#at(this.#compute(body, inner), indices.slice(parameters.length));
  }

  #at(value: Value, indices: readonly Value[]): Value {
    return indices.reduce<Value>((held, index) => {
      if (typeof held === 'number') throw new Error('an index of a number');
      const found = held[asNumber(index) - this.origin];
      if (found === undefined) throw new Error(`no element ${String(index)}`);
      return found;
    }, value);
  }

  #compute(tex: Tex, scope: Scope): Value {
    switch (tex.kind) {
      case 'number':
        return tex.value;
      case 'symbol':
        return this.#lookUp(
          tex.name,
          tex.indices.map((index) => this.#compute(index, scope)),
          scope,
        );
      case 'cases': {
        const row = tex.rows.find(({ when }) => this.#holds(when, scope));
        return row === undefined ? 0 : this.#compute(row.value, scope);
      }
      case 'fold': {
        const values = this.#indices(tex.range, scope)
          .map((index) => new Map(scope).set(tex.range.variable, index))
          .filter((inner) => this.#holds(tex.range.conditions, inner))
          .map((inner) => asNumber(this.#compute(tex.body, inner)));
        return folds[tex.name]?.(values) ?? NaN;
      }
      case 'apply':
        return this.#apply(tex.name, tex.operands, scope);
    }
  }

  #apply(name: string, operands: readonly Tex[], scope: Scope): Value {
    const [first] = operands;
    const values = operands.map((operand) => this.#compute(operand, scope));
    // What a bracket excludes need not be a number.
    if (name === 'multiply' && first?.kind === 'cases' && values[0] === 0)
      return elementwise(() => 0, ...values);
    const own = operations[name];
    if (own !== undefined) return own(...values);
    const definition = this.#definitions.find((each) => each.name === name);
    if (definition !== undefined) return this.#define(definition, values, scope);
    const meaning = this.symbols[`${name}()`];
    if (typeof meaning !== 'function') throw new Error(`nothing says what ${name} does`);
    return called(meaning, values);
  }

  /** Everything that an index runs through, before its conditions are looked at. */
  #indices({ ends, variable, conditions }: Range, scope: Scope): readonly Value[] {
    if (ends !== undefined) {
      const [first, last] = ends.map((end) => asNumber(this.#compute(end, scope)));
      return Array.from({ length: (last ?? NaN) - (first ?? NaN) + 1 }, (_, i) => (first ?? NaN) + i);
    }
    const [member] = conditions;
    if (member?.operator === '\\in') return this.#compute(member.right, scope) as readonly Value[];
    // Coordinates of vectors, or classes.
    const count = this.symbols[variable === 'k' && conditions.length === 0 ? 'D' : 'C'] as number;
    return Array.from({ length: count }, (_, i) => i + this.origin);
  }

  #holds(condition: Condition, scope: Scope): boolean {
    return condition.every(({ left, operator, right }) => {
      const [a, b] = [this.#compute(left, scope), this.#compute(right, scope)];
      if (operator === '\\in') return (b as readonly Value[]).includes(a);
      if (operator === '\\notin') return !(b as readonly Value[]).includes(a);
      return comparisons[operator]?.(asNumber(a), asNumber(b)) === true;
    });
  }
}

type Scope = ReadonlyMap<string, Value>;

const constants: Readonly<Record<string, Value>> = { '\\pi': Math.PI, '\\infty': Infinity };

const folds: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  prod: (values) => values.reduce((a, b) => a * b, 1),
  max: (values) => Math.max(...values),
};

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '\\ne': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '\\le': (a, b) => a <= b,
  '\\ge': (a, b) => a >= b,
};

/** What TeX's notation means whatever the formula. */
const operations: Readonly<Record<string, (...values: readonly Value[]) => Value>> = {
  add: (a, b) => elementwise((x, y) => x + y, a, b),
  subtract: (a, b) => elementwise((x, y) => x - y, a, b),
  multiply: (a, b) => (isMatrix(a) ? product(a, b) : elementwise((x, y) => x * y, a, b)),
  divide: (a, b) => elementwise((x, y) => x / y, a, b),
  power: (a, b) => elementwise((x, y) => x ** y, a, b),
  negate: (a) => elementwise((x) => -x, a, 0),
  absolute: (a) => elementwise(Math.abs, a, 0),
  '\\sgn': (a) => elementwise(Math.sign, a, 0),
  '\\exp': (a) => elementwise(Math.exp, a, 0),
  log: (a) => elementwise(Math.log, a, 0),
  '\\sigma': (a) => elementwise((x) => 1 / (1 + Math.exp(-x)), a, 0),
  max: (...values) => Math.max(...values.map(asNumber)),
  min: (...values) => Math.min(...values.map(asNumber)),
  dot: (a, b) => dot(a, b),
  norm: (a, order) => norm(a as readonly number[], asNumber(order)),
  '\\cos': (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)),
  transpose: (a) => transposed(a as readonly (readonly number[])[]),
  '\\softmax'(scores) {
    const exponentials = (scores as readonly number[]).map(Math.exp);
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    return exponentials.map((value) => value / total);
  },
};

function called(meaning: (...indices: never[]) => Value, values: readonly Value[]): Value {
  return (meaning as (...indices: readonly Value[]) => Value)(...values);
}

function asNumber(value: Value | undefined): number {
  if (typeof value !== 'number') throw new Error(`${JSON.stringify(value)} is no number`);
  return value;
}

function isMatrix(value: Value | undefined): value is readonly (readonly number[])[] {
  return typeof value === 'object' && typeof value[0] === 'object';
}

/** Numbers go with each element of a vector. */
function elementwise(of: (x: number, y: number) => number, a?: Value, b?: Value): Value {
  const length = typeof a === 'object' ? a.length : typeof b === 'object' ? b.length : undefined;
  if (length === undefined) return of(asNumber(a), asNumber(b));
  const element = (value: Value | undefined, i: number): number =>
    asNumber(typeof value === 'object' ? value[i] : value);
  return Array.from({ length }, (_, i) => of(element(a, i), element(b, i)));
}

function dot(a: Value | undefined, b: Value | undefined): number {
  const products = elementwise((x, y) => x * y, a, b) as readonly number[];
  return products.reduce((sum, value) => sum + value, 0);
}

function product(a: readonly (readonly number[])[], b: Value | undefined): Value {
  return isMatrix(b)
    ? transposed(transposed(b).map((column) => product(a, column) as readonly number[]))
    : a.map((row) => dot(row, b));
}

function transposed(a: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? NaN));
}

function norm(vector: readonly number[], order: number): number {
  const sizes = vector.map(Math.abs);
  if (order === Infinity) return Math.max(...sizes);
  return sizes.reduce((sum, size) => sum + size ** order, 0) ** (1 / order);
}
