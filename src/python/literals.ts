import type { Spanned } from './span';

/** A number. */
export interface NumberLiteral extends Spanned {
  readonly kind: 'number';
  /** As written: `1_000`, `0x1f`, `1e-3`. */
  readonly text: string;
}

/** `True`, `False`, `None` or `...`. */
export interface Constant extends Spanned {
  readonly kind: 'constant';
  /** `null` is None, `undefined` the ellipsis. */
  readonly value: boolean | null | undefined;
}
