import type { LossDefinition } from '../engine/defineLoss';
import type { Call, Expression, Statement } from '../python/syntax';
import { bodiesOf } from '../python/bindings';
import type { PythonDocument } from '../python/pythonDocument';
import { expressionsOf, visitExpressions } from '../python/walk';
import type { Block } from '../python/syntax';
import { bindConstructor, bindFunctional, type BoundArguments } from './boundArguments';
import { meaningsHere } from './changedParameters';
import { meaningsOf, type LossMeaning } from './lossMeanings';
import { argumentsOf } from './lossUse';

/** A call that makes a loss: `nn.MSELoss(...)`. */
export interface CreationSite {
  readonly kind: 'creation';
  readonly call: Call;
  readonly statement: Statement;
  readonly loss: LossDefinition;
  readonly via: 'module';
  readonly parameters: BoundArguments;
}

/** A call that computes a loss: of an instance, or of a functional. */
export interface EvaluationSite {
  readonly kind: 'evaluation';
  readonly call: Call;
  readonly statement: Statement;
  readonly loss: LossDefinition;
  readonly via: 'module' | 'functional';
  /** What may have made the instance: several where that depends on the run, all of them of this loss. */
  readonly candidates: readonly LossMeaning[];
  /** The parameters: of a functional as written here, of an instance those of its constructor. */
  readonly parameters: BoundArguments;
  readonly inputs: BoundArguments;
}

/** Another call: of a method such as `backward()`, or of what is no loss. */
export interface OtherSite {
  readonly kind: 'other';
  readonly call: Call;
  readonly statement: Statement;
}

/** A place that rules look at. */
export type Site = CreationSite | EvaluationSite | OtherSite;

/** Finds the sites in a statement and in all that is inside it, in the order of the code: each is told when it is asked for. */
export function* sitesIn(document: PythonDocument, statement: Statement): Generator<() => Site> {
  for (const expression of expressionsOf(statement)) {
    const calls: Call[] = [];
    visitExpressions(expression, (inner) => {
      if (inner.kind === 'call') calls.push(inner);
    });
    for (const call of calls) yield () => siteOf(document, call, statement);
  }
  if (statement.kind === 'function' || statement.kind === 'class')
    yield* sitesInBlock(document, statement.body);
  else for (const body of bodiesOf(statement)) for (const inner of body) yield* sitesIn(document, inner);
}

/** Whether the parameters of a site are written in its own call. */
export function ownsParameters(site: Site): site is CreationSite | EvaluationSite {
  return site.kind === 'creation' || (site.kind === 'evaluation' && site.via === 'functional');
}

/** What a call is for rules: only what certainly is a loss of PyTorch's counts as one. */
function siteOf(document: PythonDocument, call: Call, statement: Statement): Site {
  const other = { kind: 'other', call, statement } as const;
  if (!mayBeLoss(call.callee)) return other;
  const { meanings, isOpen, certainty } = meaningsHere(document, call.callee);
  const [meaning] = meanings;
  if (meaning === undefined || isOpen || certainty === 'assumed') return other;
  const { loss, role, via } = meaning;
  if (meanings.some((one) => one.loss !== loss || one.role !== role || one.via !== via)) return other;
  if (role === 'class') {
    if (meanings.length > 1 || meaning.isSubclass) return other;
    const parameters = bindConstructor(loss, [...meaning.given, ...call.arguments]);
    return { kind: 'creation', call, statement, loss, via: 'module', parameters };
  }
  if (role === 'value') return other;
  const { inputs, parameters } = argumentsOf(meaning, call);
  const common = { kind: 'evaluation', call, statement, loss, candidates: meanings, inputs } as const;
  if (role === 'instance') return { ...common, via: 'module', parameters };
  if (meanings.length > 1) return other;
  return {
    ...common,
    via: 'functional',
    parameters: bindFunctional(loss, [...meaning.given, ...call.arguments]),
  };
}

function* sitesInBlock(document: PythonDocument, block: Block): Generator<() => Site> {
  for (const chunk of block.chunks) yield* sitesIn(document, chunk.statement);
}

function mayBeLoss(callee: Expression): boolean {
  return ['name', 'attribute', 'call', 'subscript', 'conditional'].includes(callee.kind);
}

/** The call that computed the loss which an expression certainly stands for. */
export function lossOfValue(
  document: PythonDocument,
  expression: Expression,
  statement: Statement,
): EvaluationSite | undefined {
  const { meanings, isOpen } = meaningsOf(document, expression);
  const [only, another] = meanings;
  if (isOpen || another || only?.role !== 'value' || !only.call) return undefined;
  const site = siteOf(document, only.call, statement);
  return site.kind === 'evaluation' ? site : undefined;
}
