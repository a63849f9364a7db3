/** TeX of a formula as a tree that can be computed. */
export type Tex =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: string; readonly indices: readonly Tex[] }
  | { readonly kind: 'apply'; readonly name: string; readonly operands: readonly Tex[] }
  | { readonly kind: 'fold'; readonly name: string; readonly range: Range; readonly body: Tex }
  | { readonly kind: 'cases'; readonly rows: readonly { readonly value: Tex; readonly when: Condition }[] };

/** What an index runs through: from one number to another, or all that meet the conditions. */
export interface Range {
  readonly variable: string;
  readonly ends?: readonly [Tex, Tex];
  readonly conditions: Condition;
}

/** Comparisons that must all hold; none: always. */
export type Condition = readonly Relation[];

/** `left operator right`. */
export interface Relation {
  readonly left: Tex;
  readonly operator: string;
  readonly right: Tex;
}

/** `name_{parameters} = body`, or `name(parameters) = body`. */
export interface Definition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Tex;
}

/** What TeX says in several tokens, as one. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\\left\|/g, '\\abs '],
  [/\\right\|/g, '\\endabs '],
  [/\\left|\\right|\\[,;!]/g, ' '],
  [/\\operatorname\{(\w+)\}/g, '\\$1 '],
  [/\\mathbf\{1\}_/g, '\\indicator '],
  [/\\mathcal\{B\}\^\{-1\}/g, '\\alignments '],
  [/\\text\{if \}/g, ' '],
  [/\\text\{otherwise\}/g, '\\otherwise '],
  [/\\begin\{cases\}/g, '\\cases '],
  [/\\end\{cases\}/g, '\\endcases '],
  [/\\partial\s*\\ell(?:_[in])?\}/g, '\\partial}'],
];

const functions: ReadonlySet<string> = new Set([
  'd',
  '\\sigma',
  '\\cos',
  '\\exp',
  '\\alignments',
  '\\sgn',
  '\\softmax',
]);
const relations: ReadonlySet<string> = new Set(['=', '<', '>', '\\le', '\\ge', '\\ne', '\\in', '\\notin']);
const closing: ReadonlySet<string> = new Set([
  ...['', ')', ']', '}', ',', '+', '-', '&', '\\\\', '\\endcases', '\\endabs', '\\rVert'],
  ...relations,
]);

/** The statements of a formula: `a = ..., \quad b = ...`. */
export function parseFormula(tex: string): readonly Definition[] {
  return tex.split(/,?\s*\\q?quad/).map((statement) => new Parser(statement).definition());
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(readonly tex: string) {
    const plain = spellings.reduce((text, [pattern, spelling]) => text.replace(pattern, spelling), tex);
    this.#tokens = plain.match(/\\(?:[a-zA-Z]+|\\)|\d+|\S/g) ?? [];
  }

  definition(): Definition {
    const head = this.#atom();
    this.#expect('=');
    const body = this.#expression();
    this.#expect('');
    if (head.kind !== 'symbol' && head.kind !== 'apply') this.#fail('no name');
    const parameters = head.kind === 'symbol' ? head.indices : head.operands;
    return {
      name: head.name,
      parameters: parameters.map((each) => (each.kind === 'symbol' ? each.name : this.#fail('no parameter'))),
      body,
    };
  }

  get #next(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #take(): string {
    return this.#tokens[this.#at++] ?? '';
  }

  #accept(token: string): boolean {
    if (this.#next !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#accept(token) && token !== '') this.#fail(`no ${token}`);
    if (token === '' && this.#next !== '') this.#fail('more than a formula');
  }

  #fail(why: string): never {
    throw new Error(`${why} before ${this.#tokens.slice(this.#at).join(' ')} in ${this.tex}`);
  }

  #expression(): Tex {
    let sum = this.#signed();
    for (;;) {
      if (this.#accept('+')) sum = apply('add', sum, this.#term());
      else if (this.#accept('-')) sum = apply('subtract', sum, this.#term());
      else return sum;
    }
  }

  #signed(): Tex {
    return this.#accept('-') ? apply('negate', this.#term()) : this.#term();
  }

  /** Factors side by side. Sums, products and functions without parentheses take all factors that follow. */
  #term(): Tex {
    let product = this.#factor();
    while (!closing.has(this.#next)) {
      const name = this.#accept('\\cdot') ? 'dot' : 'multiply';
      product = apply(name, product, this.#factor());
    }
    return product;
  }

  #factor(): Tex {
    const base = this.#atom();
    return this.#accept('^') ? apply('power', base, this.#argument()) : base;
  }

  /** A group in braces, or one token. */
  #argument(): Tex {
    return this.#next === '{' ? this.#between('{', '}') : this.#atom();
  }

  #between(open: string, close: string): Tex {
    this.#expect(open);
    const inside = this.#expression();
    this.#expect(close);
    return inside;
  }

  #list(open: string, close: string): readonly Tex[] {
    this.#expect(open);
    const items = [this.#expression()];
    while (this.#accept(',')) items.push(this.#expression());
    this.#expect(close);
    return items;
  }

  #atom(): Tex {
    const token = this.#take();
    switch (token) {
      case '(':
        this.#at--;
        return this.#between('(', ')');
      case '[':
        return this.#bracket(']');
      case '\\indicator':
        this.#expect('{');
        return this.#bracket('}');
      case '\\abs':
        this.#at--;
        return apply('absolute', this.#between('\\abs', '\\endabs'));
      case '\\lVert':
        return this.#norm();
      case '\\frac':
        return this.#fraction();
      case '\\cases':
        return this.#cases();
      case '\\sum':
      case '\\prod':
        return { kind: 'fold', name: token.slice(1), range: this.#range(), body: this.#signed() };
      case '\\max':
      case '\\min':
        if (this.#next === '_')
          return { kind: 'fold', name: 'max', range: this.#range(), body: this.#term() };
        return { kind: 'apply', name: token.slice(1), operands: this.#list('(', ')') };
      case '\\log':
        return apply('log', this.#next === '(' ? this.#between('(', ')') : this.#term());
      case '\\nabla': {
        this.#expect('_');
        this.#argument();
        return { kind: 'apply', name: `\\nabla ${this.#take()}`, operands: this.#list('(', ')') };
      }
      default:
        return this.#named(token);
    }
  }

  #named(token: string): Tex {
    if (/^\d+$/.test(token)) return { kind: 'number', value: Number(token) };
    if (!/^(?:\\?[a-zA-Z]+)$/.test(token)) this.#fail(`nothing begins with ${token}`);
    if (token === 'e' && this.#accept('^')) return apply('\\exp', this.#argument());
    if (functions.has(token)) return { kind: 'apply', name: token, operands: this.#list('(', ')') };
    const indices = this.#accept('_') ? this.#subscript() : [];
    const [name, more] = this.#superscript(token);
    if (name === 'W^\\top') return apply('transpose', { kind: 'symbol', name: 'W', indices });
    return { kind: 'symbol', name, indices: [...indices, ...more] };
  }

  #subscript(): readonly Tex[] {
    if (this.#next === '{') return this.#list('{', '}');
    const token = this.#take();
    const isNumber = /^\d+$/.test(token);
    return [
      isNumber ? { kind: 'number', value: Number(token) } : { kind: 'symbol', name: token, indices: [] },
    ];
  }

  /** A superscript that belongs to a name, such as `+`, or is another index, as of layers. */
  #superscript(name: string): readonly [string, readonly Tex[]] {
    const mark = this.#next === '^' ? (this.#tokens[this.#at + 2] ?? '') : '';
    if (!['+', '-', 'h', '\\top', 'k'].includes(mark) || this.#tokens[this.#at + 3] !== '}')
      return [name, []];
    this.#at += 4;
    return mark === 'k' ? [name, [{ kind: 'symbol', name: 'k', indices: [] }]] : [`${name}^${mark}`, []];
  }

  #fraction(): Tex {
    if (this.#tokens[this.#at + 1] === '\\partial') {
      for (const token of ['{', '\\partial', '}', '{', '\\partial']) this.#expect(token);
      const by = this.#atom();
      this.#expect('}');
      return by.kind === 'symbol' ? { ...by, name: `\\partial ${by.name}` } : this.#fail('no derivative');
    }
    return apply('divide', this.#between('{', '}'), this.#between('{', '}'));
  }

  /** A comparison, which counts 1 or 0, or only brackets. */
  #bracket(close: string): Tex {
    const inside = this.#expression();
    if (this.#accept(close)) return inside;
    const when = this.#condition(inside);
    this.#expect(close);
    return { kind: 'cases', rows: [{ value: { kind: 'number', value: 1 }, when }] };
  }

  #norm(): Tex {
    const inside = this.#expression();
    this.#expect('\\rVert');
    const order: Tex = this.#accept('_') ? this.#argument() : { kind: 'number', value: 2 };
    return apply('norm', inside, order);
  }

  #cases(): Tex {
    const rows: { value: Tex; when: Condition }[] = [];
    do {
      const value = this.#expression();
      this.#expect('&');
      rows.push({ value, when: this.#accept('\\otherwise') ? [] : this.#condition(this.#expression()) });
    } while (this.#accept('\\\\'));
    this.#expect('\\endcases');
    return { kind: 'cases', rows };
  }

  /** Comparisons, chained or listed, of which the first one's left side is known. */
  #condition(first: Tex): Condition {
    const found: Relation[] = [];
    let left = first;
    for (;;) {
      while (relations.has(this.#next)) {
        const operator = this.#take();
        const right = this.#expression();
        found.push({ left, operator, right });
        left = right;
      }
      if (!this.#accept(',')) return found;
      left = this.#expression();
    }
  }

  #range(): Range {
    this.#expect('_');
    if (this.#next !== '{') return { variable: this.#take(), conditions: [] };
    this.#expect('{');
    const variable = this.#next;
    const conditions = this.#condition(this.#expression());
    this.#expect('}');
    const [start] = conditions;
    if (!this.#accept('^')) return { variable, conditions };
    if (start?.operator !== '=') this.#fail('no beginning');
    return { variable, ends: [start.right, this.#argument()], conditions: conditions.slice(1) };
  }
}

function apply(name: string, ...operands: readonly Tex[]): Tex {
  return { kind: 'apply', name, operands };
}
