import type { Block, Chunk, Expression, Statement } from '../../python/syntax';
import { bodiesOf } from '../../python/bindings';
import { expressionsOf, visitExpressions } from '../../python/walk';
import { drawsRandom } from './callees';
import { mayChange, type IsHarmless } from './sharing';
import { BudgetExceeded } from './values';

/** More statements than this are not looked through for one value. */
const limit = 3000;

/**
 * The statements of `block` that have to be run, in order, to know the expressions of `target`: all in front of it
 * that mention a name they depend on, functions and classes only where they may change it, and what mentions those;
 * where random numbers are drawn, everything since the seed was set.
 */
export function relevantChunks(
  block: Block,
  target: Statement,
  expressions: readonly Expression[],
  isHarmless: IsHarmless,
): Chunk[] {
  const { text } = block.source;
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
  const follow = (): void => {
    for (let name = queue.pop(); name !== undefined; name = queue.pop())
      for (const chunk of block.mentioning(name)) {
        if (chunk.start > end) break;
        const { statement } = chunk;
        if (statement.kind !== 'function' && statement.kind !== 'class') take(chunk);
        else if (mayChange([statement], name, isHarmless)) {
          take(chunk);
          wanted(statement.name);
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
  follow();
  const isRandom = [...chosen.values()].some((chunk) => drawsRandom(text.slice(chunk.start, chunk.end)));
  if (isRandom) {
    let seeded: Chunk | undefined;
    for (const chunk of block.mentioning('manual_seed')) if (chunk.start < end) seeded = chunk;
    for (const chunk of seeded ? block.from(seeded.start + 1) : []) {
      if (chunk.start > end) break;
      if (isRun(chunk) && chunk.statement.kind !== 'import') take(chunk);
    }
    follow();
  }
  return [...chosen.values()].sort((a, b) => a.start - b.start);
}

/** Calls of these matter to everything. */
const everywhere = ['set_grad_enabled', 'exec', 'globals'];

function isRun({ statement }: Chunk): boolean {
  return statement.kind !== 'function' && statement.kind !== 'class';
}

/** The expressions of a statement and of the statements inside it. */
export function allExpressions(statement: Statement): Expression[] {
  return [
    ...expressionsOf(statement),
    ...bodiesOf(statement).flatMap((body) => body.flatMap((inner) => allExpressions(inner))),
  ];
}
