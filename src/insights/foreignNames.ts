import type { Referent } from '../python/referent';
import type { SourceText, Span } from '../python/syntax';
import { lossAtPath } from './lossNames';

/** A name of another module that may be one of PyTorch's losses there. */
export interface ForeignName {
  /** Tells it from others. */
  readonly path: string;
  /** Where the code names it. */
  readonly span: Span;
}

type Foreign = Extract<Referent, { readonly kind: 'imported' | 'star' | 'unbound' }>;

/** By which path it is known what a referent is. */
export function foreignPath(referent: Foreign): string {
  return referent.kind === 'star' ? `${referent.modules.join(' ')}.*.${referent.path}` : referent.path;
}

/** Notes that an answer depends on what a name of another module is, where that may be a loss. */
export function noteForeignName(source: SourceText, referent: Foreign): void {
  if (referent.kind === 'unbound' || !referent.at || !mayBeLoss(referent)) return;
  const path = foreignPath(referent);
  notes(source).set(path, { path, span: referent.at });
}

/** The names of other modules that the answers depend on which have been given since the last change. */
export function foreignNames(source: SourceText): readonly ForeignName[] {
  return [...notes(source).values()];
}

function notes(source: SourceText): Map<string, ForeignName> {
  return source.remember('foreign names', () => new Map<string, ForeignName>());
}

/** Modules of the project may name anything as they like; of others only classes, and names of PyTorch's functions. */
function mayBeLoss({ kind, path }: Foreign): boolean {
  if (kind === 'star' || path.startsWith('.')) return true;
  const name = path.slice(path.lastIndexOf('.') + 1);
  return (
    !path.startsWith('torch.') &&
    (/^[A-Z]/.test(name) || lossAtPath(`torch.nn.functional.${name}`) !== undefined)
  );
}
