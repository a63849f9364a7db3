import type { Resolver } from '../python/resolver';
import type { Argument, ClassStatement, Expression, FunctionStatement, SourceText } from '../python/syntax';
import { visitStatements } from '../python/visit';
import { constructorOf, handsOnOf, initialised, type Constructor } from './constructors';
import type { LossMeaning } from './meanings';

/**
 * The class that derives from a loss, or from another class that does, and does not change what it computes.
 *
 * @param before the other bases that stand in front of that one
 */
export function derivedFrom(
  source: SourceText,
  statement: ClassStatement,
  base: LossMeaning,
  before: readonly Expression[],
  resolver: Resolver,
): LossMeaning {
  const derived: LossMeaning = { ...base, isSubclass: true };
  const unknown: LossMeaning = { ...derived, isComplete: false, ownConstructor: undefined };
  const isKnown =
    !setsParameters(statement, base, resolver) && !before.some((one) => hasConstructor(one, resolver));
  const own = statement.body.binding('__init__');
  if (own.length === 0) return isKnown ? derived : unknown;
  const constructors = own.flatMap(({ statement: one }) => (one.kind === 'function' ? [one] : []));
  const [only] = constructors;
  const ownConstructor =
    isKnown && only && own.length === 1 ? constructor(source, statement, only, base, resolver) : undefined;
  if (ownConstructor)
    return { ...unknown, ownConstructor, given: ownConstructor.handsOn.map(({ argument }) => argument) };
  // What a base class of the file hands on itself doesn't come from here.
  const handedOn = base.isComplete ? constructors.flatMap((one) => lastHandedOn(one) ?? []) : [];
  return { ...unknown, given: [...base.given, ...handedOn] };
}

/** The constructor of a class, of one call of PyTorch's in the end, where it is plain to see. */
function constructor(
  source: SourceText,
  statement: ClassStatement,
  own: FunctionStatement,
  { loss, isComplete, ownConstructor }: LossMeaning,
  resolver: Resolver,
): Constructor | undefined {
  // Of weights that are learned one does not know when they are drawn.
  if (loss.learned || (!isComplete && !ownConstructor)) return undefined;
  const known = source.remember('constructors', () => new Map<ClassStatement, Constructor | undefined>());
  if (!known.has(statement)) {
    const found = constructorOf(statement, own, resolver);
    const handsOn = found && ownConstructor ? handsOnOf(ownConstructor, found.handsOn) : found?.handsOn;
    known.set(statement, found && handsOn && { ...found, handsOn });
  }
  return known.get(statement);
}

/** The arguments of the last `super().__init__(...)` in a constructor, or of its older spellings. */
function lastHandedOn({ body }: FunctionStatement): readonly Argument[] | undefined {
  let found: readonly Argument[] | undefined;
  for (const part of body.mentioning('__init__'))
    visitStatements(part.statement, (one) => {
      const call = initialised(one);
      if (call?.callee.kind !== 'attribute') return;
      found = call.callee.object.kind === 'call' ? call.arguments : call.arguments.slice(1);
    });
  return found;
}

/** Whether a class sets parameters of the loss itself, or makes something else of them than attributes. */
function setsParameters(statement: ClassStatement, { loss }: LossMeaning, resolver: Resolver): boolean {
  return loss.parameters.some(({ name }) =>
    resolver
      .attributeBindings(statement, name, true)
      .some(
        ({ key, source }) =>
          (key.includes('.') && source.kind !== 'annotation') || source.kind === 'function',
      ),
  );
}

/** Whether a class has a constructor, which may hand on something. */
function hasConstructor(base: Expression, resolver: Resolver): boolean {
  return resolver
    .resolve(base)
    .some(
      (one) =>
        one.kind === 'class' && resolver.attributeBindings(one.statement, '__init__', false).length > 0,
    );
}
