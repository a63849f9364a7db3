import { foreignPath, type Referent } from '../python/referent';
import type { SourceText, Span } from '../python/syntax';

/** A name of another module that may stand for a loss there, or lead to one. */
export interface ForeignName {
  /** Tells it from others. */
  readonly path: string;
  /** Whether it is an attribute that a class of another module gives. */
  readonly isInherited: boolean;
  /** Where the code names it. */
  readonly span: Span;
}

type Foreign = Extract<Referent, { readonly kind: 'imported' | 'star' | 'inherited' }>;

/** Notes that an answer depends on what a name of another module is, where that may be a loss. */
export function noteForeignName(source: SourceText, referent: Foreign): void {
  if (!referent.at || (referent.kind !== 'star' && isOfTorch.test(referent.path))) return;
  const path = foreignPath(referent);
  notes(source).set(path, { path, isInherited: referent.kind === 'inherited', span: referent.at });
}

/** The names of other modules that the answers depend on which have been given since the last change. */
export function foreignNames(source: SourceText): readonly ForeignName[] {
  return [...notes(source).values()];
}

function notes(source: SourceText): Map<string, ForeignName> {
  return source.remember('foreign names', () => new Map<string, ForeignName>());
}

const isOfTorch = /^torch(?:\.|$)/;
