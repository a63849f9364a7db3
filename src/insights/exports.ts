import type { NameElsewhere, SourceText } from '../python/sourceText';
import type { Constructor } from './constructors';
import type { LossMeaning, Meanings } from './meanings';
import { isSameExpression, isSameTold } from './toldArguments';

/** What a module gives others under a name. */
export interface Export extends NameElsewhere {
  /** What it is where the module makes it: an instance of a loss, a class that derives from one. */
  readonly meanings?: Meanings | undefined;
  /** What it gives back where it is a function that gives back such a thing. */
  readonly returns?: Meanings | undefined;
  /** What it holds under literal keys where it is a container of such things; without a key, what may be under any. */
  readonly entries?: readonly Entry[] | undefined;
  /** Which attribute of a class it is; undefined for a name of the module. */
  readonly attribute?: string | undefined;
}

/** An entry of a container. */
export interface Entry {
  readonly key: string | undefined;
  readonly meanings: Meanings;
}

/** What a name of another module means, where somebody has found out that the module makes a loss of it. */
export function meaningsElsewhere(source: SourceText, path: string): Meanings | undefined {
  // Documents are told of nothing but exports.
  return (source.elsewhere(path) as Export | undefined)?.meanings;
}

/** What a function of another module gives back, where somebody has found out that it gives back a loss. */
export function returnsElsewhere(source: SourceText, path: string): Meanings | undefined {
  return (source.elsewhere(path) as Export | undefined)?.returns;
}

/** What a container of another module holds, where somebody has found out that it holds a loss. */
export function entriesElsewhere(source: SourceText, path: string): readonly Entry[] | undefined {
  return (source.elsewhere(path) as Export | undefined)?.entries;
}

/** Whether an export tells of a loss that the module makes. */
export function isOfLoss({ meanings, returns, entries }: Export): boolean {
  return meanings !== undefined || returns !== undefined || entries !== undefined;
}

/** Whether it is the same that two places, or one at two times, give under a name. */
export function isSameExport(one: Export | undefined, other: Export | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.path === other.path &&
    one.attribute === other.attribute &&
    areSame(one.meanings, other.meanings) &&
    areSame(one.returns, other.returns) &&
    one.entries?.length === other.entries?.length &&
    isEach(
      one.entries ?? [],
      other.entries ?? [],
      (a, b) => a.key === b.key && areSame(a.meanings, b.meanings),
    )
  );
}

function areSame(a: Meanings | undefined, b: Meanings | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.isOpen === b.isOpen && isEach(a.meanings, b.meanings, isSameMeaning);
}

function isSameMeaning(one: LossMeaning, other: LossMeaning): boolean {
  return (
    one.role === other.role &&
    one.loss === other.loss &&
    one.via === other.via &&
    one.isComplete === other.isComplete &&
    one.isSubclass === other.isSubclass &&
    isEach(one.given, other.given, isSameTold) &&
    isSameConstructor(one.ownConstructor, other.ownConstructor)
  );
}

function isSameConstructor(one: Constructor | undefined, other: Constructor | undefined): boolean {
  if (!one || !other) return one === other;
  return (
    isEach(one.handsOn, other.handsOn, (a, b) => a.from === b.from && isSameTold(a.argument, b.argument)) &&
    isEach(
      one.takes,
      other.takes,
      (a, b) =>
        a.name === b.name &&
        a.kind === b.kind &&
        a.passing === b.passing &&
        (a.default && b.default ? isSameExpression(a.default, b.default) : a.default === b.default),
    )
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
