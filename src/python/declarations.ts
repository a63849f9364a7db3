import type { Span, Spanned } from './span';

/** One name that an import statement binds. */
export interface ImportedName extends Spanned {
  /** The name in front of `as`, where there is one. */
  readonly originalSpan: Span | undefined;
  /** The module, relative ones with their dots. */
  readonly module: string;
  /** What is taken from it; `undefined` for `import module`. */
  readonly member: string | undefined;
  /** The name bound here: the alias, or the first part of a dotted module. */
  readonly bound: string;
  readonly aliased: boolean;
}

/** `import ...` or `from ... import ...`. */
export interface ImportStatement extends Spanned {
  readonly kind: 'import';
  readonly names: readonly ImportedName[];
  /** The module of `from module import *`. */
  readonly star: string | undefined;
}

/** `global` or `nonlocal`. */
export interface DeclarationStatement extends Spanned {
  readonly kind: 'global' | 'nonlocal';
  readonly names: readonly string[];
}
