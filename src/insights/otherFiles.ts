import { ownBindings } from '../python/bindings';
import { definitionsOf } from '../python/definitions';
import { locate } from '../python/locate';
import type { PythonDocument } from '../python/pythonDocument';
import { selfOf } from '../python/methods';
import { foreignPath, type Referent } from '../python/referent';
import type { Resolver } from '../python/resolver';
import type { Argument, Binding, Expression, Statement } from '../python/syntax';
import { distanceFunction } from './distanceFunction';
import { newEvaluator } from './evaluateCall';
import type { Export } from './exports';
import { foreignNames, noteForeignName, type ForeignName } from './foreignNames';
import { canonicalPath, lossAtPath } from './lossNames';
import { newResolver, ofReferents } from './lossMeanings';
import type { LossMeaning, Meanings } from './meanings';
import { isTold, textOf, toldArgument } from './toldArguments';

/** A name, or the name of a module that it is a part of, and the offset of its last character. */
export interface Step {
  readonly path: string;
  readonly offset: number;
  /** What may be found where it is defined: a name of the module, an attribute of a class, or either. */
  readonly leadsTo: 'name' | 'attribute' | 'either';
}

/** The names of other modules that an answer depends on, first those that say that they have to do with losses. */
export function namesBehind(document: PythonDocument, ask: () => unknown): readonly ForeignName[] {
  const names = document.afresh(() => {
    ask();
    return foreignNames(document);
  });
  return [...names.filter(isTelling), ...names.filter((name) => !isTelling(name))];
}

/** The names of other modules among the answers so far that say so, or are known already. */
export function tellingNames(document: PythonDocument): readonly ForeignName[] {
  const isKnown = ({ path }: ForeignName): boolean =>
    document.elsewhere(path) !== undefined || document.pathElsewhere(path) !== undefined;
  return foreignNames(document).filter((name) => isTelling(name) || isKnown(name));
}

/** By the name itself, or by that of the module, or of the class and its module. */
function isTelling({ path }: ForeignName): boolean {
  const parts = path.split('.').slice(-3);
  return (
    isOfTorch(parts.at(-1) ?? '') ||
    parts.slice(path.includes('()') ? 0 : -2).some((part) => telling.test(part))
  );
}

const telling = /loss|criteri|entropy|nll|mse|bce|ctc|huber|hinge|kl_?div/i;

function isOfTorch(name: string): boolean {
  return ['torch.nn', 'torch.nn.functional'].some((module) => lossAtPath(`${module}.${name}`) !== undefined);
}

/** The steps by which a name leads into another module: `nn`, then `nn.MSELoss`. */
export function stepsTo(document: PythonDocument, { path, span, isInherited }: ForeignName): readonly Step[] {
  const offset = span.end - 1;
  if (isInherited) return [{ path, offset, leadsTo: 'attribute' }];
  let at: Expression | undefined = locate(document, span.end).expressions.find(
    (expression) => expression.span.start === span.start && expression.span.end === span.end,
  );
  const leadsTo = ({ kind }: Expression): Step['leadsTo'] => (kind === 'attribute' ? 'either' : 'name');
  const last: Step = { path, offset, leadsTo: at ? leadsTo(at) : 'name' };
  const before: Step[] = [];
  for (let module = path; at?.kind === 'attribute';) {
    at = at.object;
    module = module.slice(0, module.lastIndexOf('.'));
    before.unshift({ path: module, offset: at.span.end - 1, leadsTo: leadsTo(at) });
  }
  const [root] = before;
  const [only, another] = root && at ? newResolver(document).resolve(at) : [];
  const isNamed =
    !another && (only?.kind === 'imported' || only?.kind === 'star') && foreignPath(only) === root?.path;
  // What stands for a module in another way, as `self.nn`, has no name there.
  return isNamed ? [...before, last] : [last];
}

/**
 * Whether what is found by a step can be what was asked for: who looks for definitions by their names alone finds others,
 * too. An attribute has one name everywhere.
 */
export function fits({ path, leadsTo }: Step, { attribute }: Export): boolean {
  if (attribute === undefined) return leadsTo !== 'attribute';
  return leadsTo !== 'name' && path.slice(path.lastIndexOf('.') + 1) === attribute;
}

/**
 * What others get that import the name which a file binds at a place, or take the attribute that a class of it has.
 * Undefined for what is neither PyTorch's nor made of it.
 */
export function exportAt(document: PythonDocument, offset: number): Export | undefined {
  const resolver = newResolver(document);
  const bound = boundAt(document, offset, resolver);
  if (!bound) return undefined;
  const { bindings, attribute } = bound;
  const referents = bindings
    .flatMap((binding) => resolver.binding(binding))
    .filter(({ kind }) => kind !== 'none');
  const [only] = referents;
  if (only === undefined) return undefined;
  const meanings = madeThere(document, referents, resolver);
  if (meanings) return { path: undefined, meanings, attribute };
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
  const { meanings, isOpen, certainty } = of;
  if (certainty === 'assumed' || meanings.length === 0) return undefined;
  if (meanings.some(({ role }) => role === 'value' || (isOpen && role !== 'instance'))) return undefined;
  if (meanings.every(isPlain) && referents.every(({ kind }) => kind === 'imported')) return undefined;
  const evaluator = newEvaluator(document);
  const told = (argument: Argument): Argument =>
    isTold(argument.value)
      ? argument
      : toldArgument(argument, {
          told: textOf(document, argument.value),
          value: evaluator.value(argument.value),
          distance: distanceFunction(document, argument.value),
        });
  return { ...of, meanings: meanings.map((one) => ({ ...one, given: one.given.map(told) })) };
}

/** Whether it is a class or function of PyTorch's as it is. */
function isPlain({ role, given, isSubclass }: LossMeaning): boolean {
  return (role === 'class' || role === 'functional') && given.length === 0 && !isSubclass;
}

/** What a name of the module is in the end, or an attribute of a class. */
interface Bound {
  /** All that it has been given. */
  readonly bindings: readonly Binding[];
  readonly attribute: string | undefined;
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
    return unbound ? undefined : { bindings: [...bindings], attribute: undefined };
  }
  const self = inner.kind === 'function' ? selfOf(inner) : undefined;
  const owner = inner.kind === 'class' ? inner : outer;
  if (owner?.kind !== 'class') return undefined;
  if (owner !== inner && (self === undefined || !key.startsWith(`${self}.`))) return undefined;
  const attribute = owner === inner ? key : key.slice((self ?? '').length + 1);
  return { bindings: resolver.attributeBindings(owner, attribute, true), attribute };
}

function isDefinition(statement: Statement): boolean {
  return statement.kind === 'function' || statement.kind === 'class';
}

function boundBy(statement: Statement, offset: number): string | undefined {
  return ownBindings(statement).find(({ span }) => span.touches(offset))?.key;
}
