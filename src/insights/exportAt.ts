import { ownBindings } from '../python/bindings';
import { literalKey } from '../python/containers';
import { definitionsOf } from '../python/definitions';
import { locate } from '../python/locate';
import type { PythonDocument } from '../python/pythonDocument';
import { selfOf } from '../python/methods';
import type { Referent } from '../python/referent';
import type { Resolver } from '../python/resolver';
import type { Argument, Binding, Expression, FunctionStatement, Statement } from '../python/syntax';
import { isChangedSomewhere } from './changedParameters';
import { visitStatements } from '../python/visit';
import type { Constructor } from './constructors';
import { distanceFunction } from './distanceFunction';
import { newEvaluator } from './evaluateCall';
import type { Entry, Export } from './exports';
import { noteForeignName } from './foreignNames';
import { canonicalPath } from './lossNames';
import { meaningsOf, newResolver, ofReferents } from './lossMeanings';
import type { LossMeaning, Meanings } from './meanings';
import { isTold, textOf, toldArgument } from './toldArguments';

/**
 * What others get that import the name which a file binds at a place, or take the attribute that a class of it has.
 * Undefined for what is neither PyTorch's nor made of it.
 */
export function exportAt(document: PythonDocument, offset: number): Export | undefined {
  const resolver = newResolver(document);
  const bound = boundAt(document, offset, resolver);
  if (!bound) return undefined;
  const { attribute, isOfSelf } = bound;
  const referents = bound.referents.filter(({ kind }) => kind !== 'none');
  const [only, another] = referents;
  if (only === undefined) return undefined;
  const meanings = madeThere(document, referents, resolver);
  if (meanings) return { path: undefined, meanings: orOther(meanings, isOfSelf), attribute };
  if (only.kind === 'function' && !another) {
    const returns = givenBack(document, only.statement, resolver);
    return returns && { path: undefined, returns: orOther(returns, isOfSelf), attribute };
  }
  if (only.kind === 'value' && !another) {
    const entries = entriesOf(document, only.expression, bound.items);
    return entries && { path: undefined, entries, attribute };
  }
  if (only.kind !== 'imported') return undefined;
  if (referents.some((one) => one.kind !== 'imported' || one.path !== only.path)) return undefined;
  noteForeignName(document, only);
  const path = canonicalPath(document.pathElsewhere(only.path) ?? only.path);
  return /^torch(?:\.|$)/.test(path) ? { path, attribute } : undefined;
}

/** What referents mean that a file makes a loss of, without what is PyTorch's own, and with all that the file tells of it. */
function madeThere(
  document: PythonDocument,
  referents: readonly Referent[],
  resolver: Resolver,
): Meanings | undefined {
  const of = ofReferents(document, referents, resolver);
  const { meanings } = of;
  if (!isToldOf(of)) return undefined;
  if (meanings.every(isPlain) && referents.every(({ kind }) => kind === 'imported')) return undefined;
  return told(document, of);
}

/** The same, and what a subclass may set in its place. */
function orOther(of: Meanings, mayBeOther: boolean): Meanings {
  return mayBeOther ? { ...of, isOpen: true } : of;
}

/** What a function of a file gives back, as far as losses are concerned. */
function givenBack(
  document: PythonDocument,
  statement: FunctionStatement,
  resolver: Resolver,
): Meanings | undefined {
  const of = ofReferents(document, resolver.returned(statement), resolver);
  return isToldOf(of) ? told(document, of) : undefined;
}

/** What a container of a file holds, if there are losses in it; `items` are put into it later. */
function entriesOf(
  document: PythonDocument,
  container: Expression,
  items: readonly Binding[],
): readonly Entry[] | undefined {
  const spelled = spelledEntries(container);
  if (!spelled) return undefined;
  const later = items.map(({ source }) =>
    source.kind === 'item' ? { key: literalKey(source.key), value: source.value } : unknownEntry,
  );
  const entries = [...spelled, ...later].map(({ key, value }) => {
    const of = value ? meaningsOf(document, value) : undefined;
    return { key, meanings: of && isToldOf(of) ? told(document, of) : nothingKnown };
  });
  return entries.some(({ meanings }) => meanings.meanings.length > 0) ? entries : undefined;
}

const unknownEntry = { key: undefined, value: undefined };

const nothingKnown: Meanings = { meanings: [], isOpen: true, certainty: 'resolved' };

/** The entries of a dictionary, list or tuple that is spelled out. */
function spelledEntries(
  container: Expression,
): readonly { readonly key: string | undefined; readonly value: Expression | undefined }[] | undefined {
  if (container.kind === 'dictionary')
    return container.entries.map(({ key, value }) => (key ? { key: literalKey(key), value } : unknownEntry));
  if (container.kind !== 'sequence' || container.elements.some(({ kind }) => kind === 'star'))
    return undefined;
  return container.elements.map((value, index) => ({ key: `n${String(index)}`, value }));
}

/** Whether others are told of what something means: of what is certain, or of an instance among what it may be. */
function isToldOf({ meanings, isOpen, certainty }: Meanings): boolean {
  if (certainty === 'assumed' || meanings.length === 0) return false;
  return meanings.every(({ role }) => role === 'instance' || (role !== 'value' && !isOpen));
}

/** Meanings with all that the file tells of the expressions in them. */
function told(document: PythonDocument, of: Meanings): Meanings {
  const evaluator = newEvaluator(document);
  const argumentHere = (argument: Argument): Argument =>
    isTold(argument.value)
      ? argument
      : toldArgument(argument, {
          told: textOf(document, argument.value),
          value: evaluator.value(argument.value),
          distance: distanceFunction(document, argument.value),
        });
  const constructorHere = ({ takes, handsOn }: Constructor): Constructor => ({
    takes: takes.map(({ name, kind, passing, default: value }) => ({
      name,
      kind,
      passing,
      default:
        value &&
        argumentHere({ kind: 'positional', value, span: value.span, name: undefined, nameSpan: undefined })
          .value,
    })),
    handsOn: handsOn.map(({ argument, from }) => ({ argument: argumentHere(argument), from })),
  });
  const meanings = of.meanings.map((one) => ({
    ...one,
    given: one.given.map(argumentHere),
    isComplete: one.isComplete && !isChangedSomewhere(document, one),
    ownConstructor: one.ownConstructor && constructorHere(one.ownConstructor),
  }));
  return { ...of, meanings };
}

/** Whether it is a class or function of PyTorch's as it is. */
function isPlain({ role, given, isSubclass }: LossMeaning): boolean {
  return (role === 'class' || role === 'functional') && given.length === 0 && !isSubclass;
}

/** What a name of the module is in the end, or an attribute of a class. */
interface Bound {
  /** All that it may stand for. */
  readonly referents: readonly Referent[];
  readonly attribute: string | undefined;
  /** Whether it is what a method gives back of the instance, for which subclasses may have something else. */
  readonly isOfSelf: boolean;
  /** What is put into it later, where it is a container. */
  readonly items: readonly Binding[];
}

function boundAt(document: PythonDocument, offset: number, resolver: Resolver): Bound | undefined {
  const { statements, imported } = locate(document, offset);
  const statement = statements.at(-1);
  const key = imported?.bound ?? (statement && boundBy(statement, offset));
  if (key === undefined || statement === undefined) return undefined;
  const around = statements.filter((one) => one !== statement && isDefinition(one));
  const [inner, outer] = [around.at(-1), around.at(-2)];
  if (inner === undefined) {
    const { module, text } = document;
    const { bindings, unbound } = definitionsOf(key, module.scope, text.length);
    const items = [...definitionsOf(`${key}[]`, module.scope, text.length).bindings];
    const referents = [...bindings].flatMap((binding) => resolver.binding(binding));
    return unbound ? undefined : { referents, attribute: undefined, isOfSelf: false, items };
  }
  const self = inner.kind === 'function' ? selfOf(inner) : undefined;
  const owner = inner.kind === 'class' ? inner : outer;
  if (owner?.kind !== 'class') return undefined;
  if (owner !== inner && (self === undefined || !key.startsWith(`${self}.`))) return undefined;
  const attribute = owner === inner ? key : key.slice((self ?? '').length + 1);
  const isOfSelf = resolver
    .attributeBindings(owner, attribute, true)
    .some(({ source }) => source.kind === 'function' && mayReturnOwn(source.statement));
  return {
    referents: resolver.attribute(owner, attribute),
    attribute,
    isOfSelf,
    items: resolver.attributeBindings(owner, `${attribute}[]`, true),
  };
}

/** Whether a method may give back what the instance has, other than what it makes or a name of the module. */
function mayReturnOwn(method: FunctionStatement): boolean {
  const self = selfOf(method);
  let mayBeOwn = false;
  for (const { statement } of method.body.mentioning('return'))
    visitStatements(statement, (inner) => {
      if (inner.kind === 'return' && inner.value) mayBeOwn ||= isOwn(inner.value, self);
    });
  return self !== undefined && mayBeOwn;
}

function isOwn(value: Expression, self: string | undefined): boolean {
  switch (value.kind) {
    case 'conditional':
      return isOwn(value.body, self) || isOwn(value.orElse, self);
    case 'call':
      return isOwn(value.callee, self);
    case 'attribute':
      return isOwn(value.object, self);
    case 'name':
      return (
        value.id === self || definitionsOf(value.id, value.scope, value.span.start).scope?.kind === 'function'
      );
    default:
      return true;
  }
}

function isDefinition(statement: Statement): boolean {
  return statement.kind === 'function' || statement.kind === 'class';
}

function boundBy(statement: Statement, offset: number): string | undefined {
  return ownBindings(statement).find(({ span }) => span.touches(offset))?.key;
}
