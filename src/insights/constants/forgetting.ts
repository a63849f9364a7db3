import { bindingsIn, dottedPath } from '../../python/bindings';
import type {
  Block,
  Call,
  ClassStatement,
  Expression,
  FunctionStatement,
  Statement,
} from '../../python/syntax';
import { visitExpressions } from '../../python/walk';
import { isQuiet, mayDrawAsDecorator, mayDrawRandom, saysItDraws, writtenArguments } from './callees';
import { loseContents, loseWeights } from './memory';
import type { CallFacts } from './machineState';
import { mayLose, type Names } from './names';
import type { Reason } from './reason';
import { allExpressions, lookedThrough } from './relevant';
import { mayChange } from './sharing';
import type { UnknownResult, Value } from './values';

/** What is known at a place of the code, and may be forgotten. */
export interface Remembered {
  readonly names: Names;
  readonly block: Block;
  /** Whether random numbers are known. */
  readonly hasGenerator: boolean;
  /** The words in the functions and classes so far. */
  readonly namesInCalled: ReadonlySet<string>;
  /** The names that those may give other values: they declare them `global` or `nonlocal`. */
  readonly declaredInCalled: ReadonlySet<string>;
  /** Whether the functions and classes so far may change what a name of the block stands for. */
  calledMayChange(name: string): boolean;
  /** What is known about calls that are not followed. */
  readonly facts: CallFacts;
  /** The calls of the statement that runs which have been followed to their end. */
  readonly followed: ReadonlySet<Call>;
  loseGenerator(reason: Reason): void;
}

/** Forgets what statements that were not run would have bound, or changed. */
export function* forgetBindings(
  known: Remembered,
  statements: readonly Statement[],
  reason: Reason,
): Generator<void> {
  const { names } = known;
  yield* loseChanged(known, statements, reason);
  for (const statement of statements) {
    yield* lookedThrough(lengthOf([statement]));
    const expressions = allExpressions(statement);
    const forgotten = unknownOf(known, expressions, reason);
    for (const [key, bindings] of bindingsIn(statement)) {
      const name = key.replace(/[.[].*$/, '');
      const value = names.get(name);
      const isChanged = name !== key || bindings.some(({ source }) => source.kind === 'opaque');
      if (isChanged && value) loseContents(value, reason);
      if (name === key && bindings.some(({ source }) => source.kind !== 'import')) names.set(name, forgotten);
    }
    for (const expression of expressions) loseCalls(known, expression);
  }
}

/** Loses what these statements, or calls of the functions among them, may change. */
export function* loseChanged(
  known: Remembered,
  statements: readonly Statement[],
  reason: Reason,
): Generator<void> {
  const length = lengthOf(statements);
  for (const [name, value] of known.names.losable) {
    yield* lookedThrough(length);
    if (mayChange(statements, name, known.facts.isHarmless)) loseContents(value, reason);
  }
}

function lengthOf(statements: readonly Statement[]): number {
  const [first, last] = [statements[0], statements.at(-1)];
  return first && last ? last.span.end - first.span.start : 0;
}

/** Loses what the functions and classes so far may change, where anything may have called them. */
export function loseToCalled(known: Remembered, reason: Reason): void {
  for (const name of known.namesInCalled) {
    const value = known.names.losable.get(name);
    if (value && known.calledMayChange(name)) loseContents(value, reason);
  }
  for (const name of known.declaredInCalled) {
    const value = known.names.get(name);
    if (value) known.names.set(name, unknownSharing([value], reason));
  }
}

/** A decorator is called with what it decorates. */
export function loseToDecorators(
  known: Remembered,
  { decorators }: FunctionStatement | ClassStatement,
): void {
  const { text } = known.block.source;
  for (const { span } of decorators) {
    const callee = text.slice(span.start, span.end);
    if (mayDrawAsDecorator(callee)) known.loseGenerator({ kind: 'drawn', callee });
  }
}

/** Forgets the names in targets. */
export function forgetNames(
  known: Remembered,
  targets: readonly Expression[],
  forgotten: UnknownResult,
): void {
  for (const target of targets)
    visitExpressions(target, (inner) => {
      if (inner.kind === 'name') known.names.set(inner.id, forgotten);
    });
}

/** What expressions give that were not followed: it may look at all that they name. */
export function unknownOf(
  { names }: Remembered,
  expressions: readonly Expression[],
  reason: Reason,
): UnknownResult {
  const values: Value[] = [];
  for (const expression of expressions)
    visitExpressions(expression, (part) => {
      const value = part.kind === 'name' ? names.get(part.id) : undefined;
      if (value) values.push(value);
    });
  return unknownSharing(values, reason);
}

/** Something that is not known, but that changing it in place may change these. */
export function unknownSharing(values: readonly Value[], reason: Reason): UnknownResult {
  const all = values.flatMap((value) => (value.kind === 'unknown' ? (value.sharing ?? []) : [value]));
  const sharing = [...new Set(all.filter(mayLose))];
  return { kind: 'unknown', reason, ...(sharing.length > 0 && { sharing }) };
}

function hasMoreToLose({ hasGenerator, names, declaredInCalled }: Remembered): boolean {
  return hasGenerator || names.losable.size > 0 || declaredInCalled.size > 0;
}

/** What an expression may have done that could not be followed: its calls, and the names that it gives values. */
export function forgetRun(known: Remembered, expression: Expression, reason: Reason): void {
  loseCalls(known, expression);
  visitExpressions(expression, (inner) => {
    if (inner.kind === 'walrus') known.names.set(inner.target.id, unknownOf(known, [inner.value], reason));
  });
}

/** Calls in code that was not run may have drawn random numbers, or changed what they were given. */
export function loseCalls(known: Remembered, expression: Expression): void {
  const { text } = known.block.source;
  // What stands in it runs when it is called, which nobody can follow.
  if (expression.kind === 'lambda') return;
  const lose = (given: Expression, reason: Reason): void =>
    visitExpressions(given, (part) => {
      const value = part.kind === 'name' ? known.names.get(part.id) : undefined;
      if (value) loseContents(value, reason);
    });
  const repeated = repeatedCalls(known, expression);
  visitExpressions(expression, (inner) => {
    if (inner.kind !== 'call' || (known.followed.has(inner) && !repeated.has(inner))) return;
    const callee = calleeText(text, inner);
    const written = writtenArguments(inner);
    for (const given of written) lose(given, `\`${callee}\` wrote into it`);
    const isOfTensor = isTensorMethod(known, inner);
    const mayDraw = isOfTensor ? saysItDraws(callee) : mayDrawRandom(callee);
    // Asked last: to know what is called takes longer than all the rest.
    if ((!mayDraw && !callee.endsWith('_')) || !hasMoreToLose(known)) return;
    if (known.facts.isHarmless(inner) || known.facts.isForeign(inner)) return;
    if (mayDraw) known.loseGenerator({ kind: 'drawn', callee });
    if (isOfTensor || (isQuiet(callee) && !callee.endsWith('_'))) return;
    // It may know a layer by its name, and train it.
    for (const value of known.names.known) loseWeights(value, `\`${callee}\` may have trained it`);
    const reason = `\`${callee}\` may have changed it`;
    loseToCalled(known, reason);
    if (callsAnything.test(callee))
      for (const value of known.names.losable.values()) loseContents(value, reason);
    const object = inner.callee.kind === 'attribute' ? inner.callee.object : inner.callee;
    if (object.kind !== 'name' || inner.callee.kind === 'attribute' || isUnknown(known, object.id))
      lose(object, reason);
    for (const { value } of inner.arguments) lose(value, reason);
  });
}

/** A callee as written; of the method of what a call or an operator gives, which are looked at by themselves, the name. */
function calleeText(text: string, { callee }: Call): string {
  const isPath = dottedPath(callee) !== undefined || callee.kind !== 'attribute';
  return isPath ? text.slice(callee.span.start, callee.span.end) : `_.${callee.attribute}`;
}

/** The calls in what may run more than once, or later: that they were followed once says nothing. */
function repeatedCalls({ followed }: Remembered, expression: Expression): ReadonlySet<Call> {
  const found = new Set<Call>();
  if (followed.size === 0) return found;
  visitExpressions(expression, (inner) => {
    if (inner.kind !== 'comprehension' && inner.kind !== 'lambda') return;
    visitExpressions(inner, (part) => {
      if (part.kind === 'call') found.add(part);
    });
  });
  return found;
}

/** Whether a call is that of a method of a tensor, which leaves it as it is: others end in `_`. */
function isTensorMethod(known: Remembered, { callee }: Call): boolean {
  return callee.kind === 'attribute' && /[a-z\d]$/.test(callee.attribute) && isTensor(known, callee.object);
}

/**
 * Whether an expression certainly stands for a tensor: one that has a name, or what its methods and arithmetic make of
 * it. A part of it may be a number.
 */
function isTensor(known: Remembered, expression: Expression, isPart = false): boolean {
  if (expression.kind === 'number') return isPart;
  if (expression.kind === 'subscript') return isTensor(known, expression.value);
  if (expression.kind === 'binary' && !/^(?:and|or)$/.test(expression.operator))
    return [expression.left, expression.right].every((one) => isTensor(known, one, true));
  if (expression.kind === 'call')
    return (
      isTensorMethod(known, expression) && !/list|item|numpy|size|dim|elem|shape/.test(calleeName(expression))
    );
  const value = expression.kind === 'name' ? known.names.get(expression.id) : undefined;
  return value?.kind === 'tensor' && !value.isArray;
}

function calleeName({ callee }: Call): string {
  return callee.kind === 'attribute' ? callee.attribute : '';
}

function isUnknown({ names }: Remembered, name: string): boolean {
  return names.get(name)?.kind === 'unknown';
}

/** Runs code that is not seen, or hands out all names. */
const callsAnything = /^(?:exec|eval|globals|locals|vars)$/;
