import type { NameElsewhere, SourceText } from '../python/sourceText';
import type { LossMeaning, Meanings } from './meanings';
import { isSameTold } from './toldArguments';

/** What a module gives others under a name. */
export interface Export extends NameElsewhere {
  /** What it is where the module makes it: an instance of a loss, a class that derives from one. */
  readonly meanings?: Meanings | undefined;
  /** Which attribute of a class it is; undefined for a name of the module. */
  readonly attribute?: string | undefined;
}

/** What a name of another module means, where somebody has found out that the module makes a loss of it. */
export function meaningsElsewhere(source: SourceText, path: string): Meanings | undefined {
  // Documents are told of nothing but exports.
  return (source.elsewhere(path) as Export | undefined)?.meanings;
}

/** Whether it is the same that two places, or one at two times, give under a name. */
export function isSameExport(one: Export | undefined, other: Export | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [a, b] = [one.meanings, other.meanings];
  if (one.path !== other.path || one.attribute !== other.attribute || a?.isOpen !== b?.isOpen) return false;
  return a === undefined || b === undefined ? a === b : isEach(a.meanings, b.meanings, isSameMeaning);
}

function isSameMeaning(one: LossMeaning, other: LossMeaning): boolean {
  return (
    one.role === other.role &&
    one.loss === other.loss &&
    one.via === other.via &&
    one.isComplete === other.isComplete &&
    one.isSubclass === other.isSubclass &&
    isEach(one.given, other.given, isSameTold)
  );
}

function isEach<T>(some: readonly T[], others: readonly T[], isSame: (a: T, b: T) => boolean): boolean {
  return (
    some.length === others.length &&
    some.every((one, index) => {
      const other = others[index];
      return other !== undefined && isSame(one, other);
    })
  );
}
