import type {
  Block,
  Call,
  Chunk,
  Expression,
  ExpressionStatement,
  Scope,
  SourceText,
  Statement,
} from '../../python/syntax';
import { bodiesOf } from '../../python/bindings';
import { expressionsOf, visitExpressions } from '../../python/walk';
import { drawsRandom, mayDrawAsDecorator, mayDrawRandom } from './callees';
import { countWork, isPauseDue } from '../../python/pauses';
import { definitionMayChange, mayTouch, type IsHarmless } from './sharing';
import { BudgetExceeded } from './values';

/** More statements than this are not looked through for one value. */
const limit = 3000;

/** The work of looking at a statement, beside that of an evaluation's steps. */
const lookingCost = 10;

/** So much of its text, in UTF-16 units, is looked at for the work of a step. */
const lookedAtPerStep = 4;

/** What is asked about random numbers. */
export interface RandomNumbers {
  /** Whether the generator's state is wanted itself. */
  readonly areWanted: boolean;
  /** The names of functions that do nothing but seed. */
  readonly seeders: Iterable<string>;
  /** Whether a call is one of such a function. */
  isSeed(call: Call): boolean;
  /** Whether it is known where the block begins. Asked only where that matters. */
  areKnownBefore(): Generator<void, boolean>;
}

/**
 * The statements of `block` that have to be run, in order, to know the expressions of `target`: all in front of it
 * that mention a name they depend on, functions and classes only where they may change it, and what mentions those;
 * where random numbers are drawn, everything since the seed was set, here or before the block.
 */
export function* relevantChunks(
  block: Block,
  target: Statement,
  expressions: readonly Expression[],
  isHarmless: IsHarmless,
  random: RandomNumbers,
): Generator<void, Chunk[]> {
  const { source } = block;
  const { text } = source;
  const end = target.span.end;
  const chosen = new Map<number, Chunk>();
  const names = new Set<string>();
  const queue: string[] = [];
  const wanted = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    queue.push(name);
  };
  const need = (expression: Expression): void =>
    visitExpressions(expression, (inner) => {
      if (inner.kind === 'name') wanted(inner.id);
    });
  const take = (chunk: Chunk): void => {
    if (chosen.has(chunk.start)) return;
    if (chosen.size >= limit) throw new BudgetExceeded();
    chosen.set(chunk.start, chunk);
    for (const expression of allExpressions(chunk.statement)) need(expression);
  };
  const follow = function* (): Generator<void> {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const mentions: Chunk[] = [];
      for (const chunk of block.mentioning(name)) {
        if (chunk.start > end) break;
        yield* lookedThrough(chunk.end - chunk.start);
        if (isRun(chunk) && binds(chunk, name)) take(chunk);
        else mentions.push(chunk);
      }
      // What only reads it says nothing about it. Nothing in a module can be followed that code changes: `torch` stands in
      // nearly every function. Asked where it matters, and last: the answer takes a look at all that binds the name.
      let isKnownModule: boolean | undefined;
      const isFixed = (): boolean => (isKnownModule ??= isModule(block, name));
      for (const chunk of mentions) {
        yield* lookedThrough(chunk.end - chunk.start);
        const { statement } = chunk;
        if (statement.kind !== 'function' && statement.kind !== 'class') {
          if (!isFixed() && mayTouch(source, statement, name, isHarmless)) take(chunk);
        } else if (!isFixed() && definitionMayChange(source, statement, name, isHarmless)) {
          take(chunk);
          wanted(statement.name);
        }
      }
    }
  };
  expressions.forEach(need);
  for (const own of block.from(target.span.start + 1)) {
    take(own);
    break;
  }
  for (const word of everywhere)
    for (const chunk of block.mentioning(word)) if (chunk.start < end && isRun(chunk)) take(chunk);
  yield* follow();
  const isDrawing = (chunk: Chunk): boolean => drawsRandom(text.slice(chunk.start, chunk.end));
  if (random.areWanted || [...chosen.values()].some(isDrawing)) {
    // What is drawn behind a seed may depend on what was drawn before it, behind another one.
    for (let [before, from] = [end, Infinity]; before < from;) {
      const seeded =
        seedBefore(block, before, random) ??
        ((yield* random.areKnownBefore()) ? block.range.start : undefined);
      if (seeded === undefined) break;
      for (const chunk of block.from(seeded)) {
        if (chunk.start > end) break;
        yield* lookedThrough(0);
        if (isRun(chunk) ? chunk.statement.kind !== 'import' : mayDrawAsDefined(text, chunk.statement))
          take(chunk);
      }
      yield* follow();
      from = seeded;
      const drawn = [...chosen.values()].filter((chunk) => isRun(chunk) && isDrawing(chunk));
      before = Math.min(...drawn.map(({ start }) => start + 1));
    }
  }
  return [...chosen.values()].sort((a, b) => a.start - b.start);
}

/** Inside of the last statement that seeds the generator, and does nothing else, else of the first that mentions it. */
function seedBefore(block: Block, before: number, random: RandomNumbers): number | undefined {
  let seeded: number | undefined;
  for (const word of ['manual_seed', ...random.seeders])
    for (const chunk of block.mentioning(word)) {
      if (chunk.start >= before || !isRun(chunk) || chunk.start < (seeded ?? 0)) continue;
      if (seeded === undefined || isSeed(block.source.text, chunk.statement, random))
        seeded = chunk.start + 1;
    }
  return seeded;
}

/** Whether a statement binds a name, or a part of what it stands for. */
function binds({ bindings }: Chunk, name: string): boolean {
  for (const key of bindings.keys())
    if (key === name || key.startsWith(`${name}.`) || key.startsWith(`${name}[`)) return true;
  return false;
}

/** Whether a name stands for a module or something of one, wherever it stands for anything. */
function isModule(block: Block, name: string): boolean {
  for (let scope: Scope | undefined = block.scope; scope; scope = scope.parent) {
    const binders = scope.block?.binding(name) ?? [];
    if (scope.own.some(({ key }) => key === name)) return false;
    if (binders.length > 0) return binders.every(({ statement }) => statement.kind === 'import');
  }
  return false;
}

/** Calls of these matter to everything. */
const everywhere = ['set_grad_enabled', 'exec', 'globals'];

function isRun({ statement }: Chunk): boolean {
  return statement.kind !== 'function' && statement.kind !== 'class';
}

/** Whether a statement does nothing but to seed PyTorch's own generator. */
function isSeed(text: string, statement: Statement, random: RandomNumbers): boolean {
  const call = statement.kind === 'expression' ? statement.values[0] : undefined;
  if (call?.kind !== 'call') return false;
  if (random.isSeed(call)) return true;
  const callee = text.slice(call.callee.span.start, call.callee.span.end);
  return /^(?:torch\.(?:random\.)?)?manual_seed$/.test(callee);
}

/** Whether a function's defaults and decorators, or what stands in a class, may draw random numbers. */
function mayDrawAsDefined(text: string, statement: Statement): boolean {
  const decorators = statement.kind === 'function' || statement.kind === 'class' ? statement.decorators : [];
  if (decorators.some(({ span }) => mayDrawAsDecorator(text.slice(span.start, span.end)))) return true;
  return expressionsAsDefined(statement).some((expression) => {
    let found = false;
    visitExpressions(expression, (inner) => {
      found ||=
        inner.kind === 'call' && mayDrawRandom(text.slice(inner.callee.span.start, inner.callee.span.end));
    });
    return found;
  });
}

/** The expressions that are evaluated where a statement runs, those in the body of a class among them. */
export function expressionsAsDefined(statement: Statement): Expression[] {
  const inside =
    statement.kind === 'class'
      ? statement.body.chunks.map((chunk) => chunk.statement)
      : bodiesOf(statement).flat();
  return [...expressionsOf(statement), ...inside.flatMap(expressionsAsDefined)];
}

/** The expressions of such a statement that run: the message of an assertion is for its failure. */
export function valuesRun(
  { text }: SourceText,
  { values, span }: ExpressionStatement,
): readonly Expression[] {
  return text.startsWith('assert', span.start) ? values.slice(0, 1) : values;
}

/** The expressions of a statement and of the statements inside it. */
export function allExpressions(statement: Statement): Expression[] {
  return [
    ...expressionsOf(statement),
    ...bodiesOf(statement).flatMap((body) => body.flatMap((inner) => allExpressions(inner))),
  ];
}

/** Counts the work of looking through text of a length, in UTF-16 units, with a pause where one is due. */
export function* lookedThrough(length: number): Generator<void> {
  countWork(lookingCost + length / lookedAtPerStep);
  if (isPauseDue()) yield;
}
