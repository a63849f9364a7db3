import { softplus } from '../numeric/sigmoid';
import { roundTo } from '../tensor/rounding';
import type { DType } from '../tensor/tensor';
import type { Applied, Expression, Named, Operation } from './expression';

/** A number or an expression; a bare number stands for itself. */
export type Term = Expression | number;

/** Builds expressions, each operation rounded to a dtype as PyTorch rounds it. */
export class Arithmetic {
  constructor(readonly dtype: DType) {}

  /** A number as the dtype holds it. */
  round(value: number): number {
    return roundTo(this.dtype, value);
  }

  /** A number with a name. */
  named(symbol: string, value: number): Named {
    return { kind: 'named', symbol, value };
  }

  /** The sum of numbers, rounded once, under a symbol. */
  sum(symbol: string, values: Iterable<number>): Named {
    let total = 0;
    for (const value of values) total += value;
    return this.named(symbol, this.round(total));
  }

  add(a: Term, b: Term): Applied {
    return this.#apply('add', [a, b], (x, y) => x + y);
  }

  subtract(a: Term, b: Term): Applied {
    return this.#apply('subtract', [a, b], (x, y) => x - y);
  }

  multiply(a: Term, b: Term): Applied {
    return this.#apply('multiply', [a, b], (x, y) => x * y);
  }

  divide(a: Term, b: Term): Applied {
    return this.#apply('divide', [a, b], (x, y) => x / y);
  }

  negate(a: Term): Applied {
    return this.#apply('negate', [a], (x) => -x);
  }

  square(a: Term): Applied {
    return this.#apply('square', [a], (x) => x * x);
  }

  /** `|a|`. */
  absolute(a: Term): Applied {
    return this.#apply('absolute', [a], Math.abs);
  }

  power(a: Term, b: Term): Applied {
    return this.#apply('power', [a, b], (x, y) => x ** y);
  }

  root(a: Term): Applied {
    return this.#apply('root', [a], Math.sqrt);
  }

  exp(a: Term): Applied {
    return this.#apply('exp', [a], Math.exp);
  }

  log(a: Term): Applied {
    return this.#apply('log', [a], Math.log);
  }

  /** `log(1 + a)`. */
  log1p(a: Term): Applied {
    return this.#apply('log1p', [a], Math.log1p);
  }

  /** `log(1 + exp(a))`. */
  softplus(a: Term): Applied {
    return this.#apply('softplus', [a], softplus);
  }

  /** The larger of both; NaN if one is. */
  larger(a: Term, b: Term): Applied {
    return this.#apply('larger', [a, b], Math.max);
  }

  /** The smaller of both; NaN if one is. */
  smaller(a: Term, b: Term): Applied {
    return this.#apply('smaller', [a, b], Math.min);
  }

  #apply(operation: Operation, terms: readonly Term[], compute: (a: number, b: number) => number): Applied {
    const operands = terms.map((term) => (typeof term === 'number' ? this.named('', term) : term));
    const [a, b] = operands;
    const value = this.round(compute(a?.value ?? NaN, b?.value ?? NaN));
    return { kind: 'applied', operation, operands, value };
  }
}
