import type { PythonDocument } from '../python/pythonDocument';
import { isInComment, locate, type Location } from '../python/locate';
import { eachChild } from '../python/walk';
import type { Argument, Binding, BindingSource, Call, Expression, Span, Statement } from '../python/syntax';
import { targetBindings } from '../python/bindings';
import { bindConstructor, bindForward, bindFunctional, type BoundArguments } from './boundArguments';
import { meaningsHere } from './changedParameters';
import { handsOnAs } from './constructors';
import { meaningsOfUse, withCallers } from './givenByCallers';
import {
  meaningsOf,
  newResolver,
  ofReferent,
  ofReferents,
  type LossMeaning,
  type Meanings,
} from './lossMeanings';

/** A loss in the code, at a place. */
export interface LossUse {
  /** What stands there: the class or functional, an instance, a call's result, or an argument's name. */
  readonly role: LossMeaning['role'] | 'keyword';
  readonly start: number;
  readonly end: number;
  /** Every loss that it may be, in the order of the code; never empty. */
  readonly candidates: readonly LossMeaning[];
  /** Whether it may also be something else. */
  readonly isOpen: boolean;
  readonly certainty: 'resolved' | 'assumed';
  /** The name of the argument, for a keyword. */
  readonly keyword: string | undefined;
  /** The call of which the place is the callee or a keyword, if any. */
  readonly call: Call | undefined;
}

/** A call that computes a loss: of an instance, or of a functional. */
export interface LossCall {
  readonly call: Call;
  readonly start: number;
  readonly end: number;
  /** The losses it may compute, with what constructed them; never empty. */
  readonly candidates: readonly LossMeaning[];
  readonly isOpen: boolean;
  readonly certainty: 'resolved' | 'assumed';
  readonly statement: Statement;
}

/** What a candidate is called with: the parameters and the inputs, by name. */
export interface CallArguments {
  readonly parameters: BoundArguments;
  readonly inputs: BoundArguments;
}

/** Sorts what a candidate was given into parameters and inputs. */
export function argumentsOf(meaning: LossMeaning, call: Call | undefined): CallArguments {
  const { loss, via, given } = meaning;
  const calledWith = call?.arguments ?? meaning.call?.arguments ?? [];
  if (via === 'module')
    return { parameters: bindConstructor(loss, given), inputs: bindForward(loss, calledWith) };
  const all = bindFunctional(loss, [...given, ...calledWith]);
  return { parameters: all, inputs: all };
}

/** Whether an expression is what a statement gives another value: `nn.MSELoss = Mine`. */
function isTarget({ statements }: Location, expression: Expression): boolean {
  const statement = statements.at(-1);
  return statement?.kind === 'assign' && statement.targets.includes(expression);
}

/** The loss at `offset`, if there is one: never a guess. */
export function lossUseAt(document: PythonDocument, offset: number): LossUse | undefined {
  if (isInComment(document, offset)) return undefined;
  const location = locate(document, offset);
  if (location.keyword) return keywordUse(document, location.keyword.call, location.keyword.argument);
  if (location.imported) return importedUse(document, location, offset);
  if (location.parameter) return parameterUse(document, location);
  if (location.onDefinitionName) return definedUse(document, location);
  const target = assignedTarget(location, offset);
  if (target) return targetUse(document, target);
  // The innermost expression that is a name or an attribute under the cursor, or the bracket of a call.
  for (let i = location.expressions.length - 1; i >= 0; i--) {
    const expression = location.expressions[i];
    if (expression === undefined) continue;
    if (expression.kind === 'name' || expression.kind === 'attribute') {
      const around = location.expressions[i - 1];
      const found = expressionUse(document, expression, calleeOf(location, expression));
      if (found) return found;
      // `nn` in `nn.MSELoss`: the whole of it is meant.
      if (around?.kind === 'attribute' && leadsOutside(document, expression) && !isTarget(location, around)) {
        const role = meaningsOf(document, around).meanings[0]?.role;
        if (role === undefined || role === 'class' || role === 'functional') continue;
      }
      return undefined;
    }
    if (expression.kind === 'call') {
      return isOnBracket(document, expression, offset) ? callUse(document, expression) : undefined;
    }
    if (expression.kind === 'subscript') return expressionUse(document, expression, undefined);
    return undefined;
  }
  return undefined;
}

/** The loss calls in an expression, outermost first. */
export function lossCallsIn(
  document: PythonDocument,
  statement: Statement,
  expression: Expression,
): LossCall[] {
  const calls: LossCall[] = [];
  const visit = (inner: Expression): void => {
    if (inner.kind === 'call') {
      const call = asLossCall(document, inner, statement);
      if (call) calls.push(call);
    }
    eachChild(inner, visit);
  };
  visit(expression);
  return calls;
}

/** The call as a loss call, if it is one. */
export function asLossCall(document: PythonDocument, call: Call, statement: Statement): LossCall | undefined {
  if (!mayBeLoss(call.callee)) return undefined;
  const { meanings, isOpen, certainty } = meaningsOfUse(document, call.callee);
  const candidates = meanings.filter((one) => one.role === 'instance' || one.role === 'functional');
  if (candidates.length === 0 || candidates.length < meanings.length) return undefined;
  if (isOpen && candidates.some((one) => isSpelled(document, call.callee.span, one))) return undefined;
  return { call, start: call.span.start, end: call.span.end, candidates, isOpen, certainty, statement };
}

function mayBeLoss(callee: Expression): boolean {
  return ['name', 'attribute', 'call', 'subscript', 'conditional'].includes(callee.kind);
}

/** Whether a functional stands there under its own name: what may be another library's of that name is not it. */
function isSpelled({ text }: PythonDocument, { end }: Span, { loss, role }: LossMeaning): boolean {
  const name = loss.functional ?? '';
  return role === 'functional' && text.slice(end - name.length, end) === name;
}

function use(
  document: PythonDocument,
  span: Span,
  { meanings, isOpen, certainty }: Meanings,
  call: Call | undefined,
): LossUse | undefined {
  const role = meanings[0]?.role;
  if (role === undefined) return undefined;
  // Instances and functionals are called alike; everything else is of one kind.
  const isCalled = meanings.every((one) => one.role === 'instance' || one.role === 'functional');
  if (!isCalled && meanings.some((one) => one.role !== role)) return undefined;
  if (isOpen && (role === 'class' || meanings.some((one) => isSpelled(document, span, one))))
    return undefined;
  return {
    role,
    start: span.start,
    end: span.end,
    candidates: meanings,
    isOpen,
    certainty,
    keyword: undefined,
    call,
  };
}

function expressionUse(
  document: PythonDocument,
  expression: Expression,
  call: Call | undefined,
): LossUse | undefined {
  return use(document, expression.span, meaningsOfUse(document, expression), call);
}

/** Whether an expression stands for something of another module, or for nothing in sight. */
function leadsOutside(document: PythonDocument, expression: Expression): boolean {
  const kinds = newResolver(document)
    .resolve(expression)
    .map((referent) => referent.kind);
  return kinds.every(
    (kind) => kind === 'imported' || kind === 'unbound' || kind === 'star' || kind === 'none',
  );
}

/** Whether `offset` touches the bracket that opens a call or the one that closes it. */
function isOnBracket({ text }: PythonDocument, { callee, span }: Call, offset: number): boolean {
  const { end } = callee.span;
  // Where something is broken other text may stand in front of the bracket.
  const isOpening =
    offset >= end &&
    /^[\s)]*\(?$/.test(text.slice(end, offset)) &&
    /^[\s)]*\(/.test(text.slice(end, offset + 100));
  return isOpening || span.end - 1 <= offset;
}

/** On the bracket of a call: the instance or value that it makes. */
function callUse(document: PythonDocument, call: Call): LossUse | undefined {
  return use(document, call.span, meaningsOf(document, call), call);
}

function calleeOf(location: Location, expression: Expression): Call | undefined {
  return location.expressions.find((one): one is Call => one.kind === 'call' && one.callee === expression);
}

function keywordUse(document: PythonDocument, call: Call, argument: Argument): LossUse | undefined {
  const { name, nameSpan } = argument;
  if (name === undefined || nameSpan === undefined) return undefined;
  const { meanings, isOpen, certainty } = meaningsHere(document, call.callee);
  const candidates = meanings.filter((meaning) => {
    if (meaning.role === 'functional') return meaning.loss.functionalArguments.includes(name);
    if (meaning.role === 'instance') return meaning.loss.inputs.some((input) => input.name === name);
    return (
      meaning.role === 'class' &&
      (meaning.isComplete || (meaning.ownConstructor && handsOnAs(meaning.ownConstructor, name)) === true) &&
      meaning.loss.parameters.some((row) => row.name === name && !row.functionalOnly)
    );
  });
  if (isOpen || candidates.length === 0 || candidates.length < meanings.length) return undefined;
  return {
    role: 'keyword',
    start: nameSpan.start,
    end: nameSpan.end,
    candidates,
    isOpen,
    certainty,
    keyword: name,
    call,
  };
}

function importedUse(document: PythonDocument, { imported }: Location, offset: number): LossUse | undefined {
  if (imported?.member === undefined) return undefined;
  const path = `${imported.module}${imported.module.endsWith('.') ? '' : '.'}${imported.member}`;
  const { span, originalSpan } = imported;
  const referent = { kind: 'imported', path, at: originalSpan ?? span } as const;
  const meanings = ofReferent(document, referent, newResolver(document));
  return meanings && use(document, span.touches(offset) ? span : (originalSpan ?? span), meanings, undefined);
}

/** A class that derives from a loss, where it is defined. */
function definedUse(document: PythonDocument, { statements }: Location): LossUse | undefined {
  const statement = statements.at(-1);
  if (statement?.kind !== 'class') return undefined;
  const meanings = ofReferent(document, { kind: 'class', statement }, newResolver(document));
  return meanings && use(document, statement.nameSpan, meanings, undefined);
}

function parameterUse(document: PythonDocument, { parameter }: Location): LossUse | undefined {
  if (!parameter) return undefined;
  const resolver = newResolver(document);
  const referents = resolver.binding({
    key: parameter.name,
    span: parameter.span,
    source: { kind: 'parameter', parameter },
  });
  const of = withCallers(document, ofReferents(document, referents, resolver), referents);
  return use(document, parameter.span, of, undefined);
}

/** What the name under the cursor gets its value from, where that is an assignment target. */
function assignedTarget(location: Location, offset: number): Binding | undefined {
  const statement = location.statements.at(-1);
  const outermost = location.expressions[0];
  const walrus = location.expressions.find((one) => one.kind === 'walrus' && one.target.span.touches(offset));
  if (walrus?.kind === 'walrus')
    return targetBindings(walrus.target, (path) => ({ kind: 'assign', value: walrus.value, path }))[0];
  if (!statement || !outermost) return undefined;
  let bindings: readonly Binding[] = [];
  if (statement.kind === 'assign' && statement.targets.includes(outermost)) {
    const { value, annotation } = statement;
    const source = (path: readonly number[]): BindingSource => {
      if (value) return { kind: 'assign', value, path };
      return annotation ? { kind: 'annotation', annotation } : { kind: 'opaque' };
    };
    bindings = targetBindings(outermost, source, annotation);
  } else if (statement.kind === 'for' && outermost === statement.target) {
    bindings = targetBindings(outermost, (path) => ({ kind: 'iterate', iterable: statement.subject, path }));
  }
  const binding = bindings.find((one) => one.span.touches(offset) && one.source.kind !== 'item');
  // In `self.loss = ...` the cursor on `self` doesn't mean the loss.
  const innermost = location.expressions.at(-1);
  return binding && innermost && innermost.span.end >= binding.span.end ? binding : undefined;
}

function targetUse(document: PythonDocument, binding: Binding): LossUse | undefined {
  const resolver = newResolver(document);
  const referents = resolver.binding(binding);
  const of = withCallers(document, ofReferents(document, referents, resolver), referents);
  return use(document, binding.span, of, undefined);
}
