import type { Block, Chunk, Expression, Statement } from '../../python/syntax';
import { bodiesOf } from '../../python/bindings';
import { expressionsOf, visitExpressions } from '../../python/walk';
import { BudgetExceeded } from './values';

/** Calls that draw from PyTorch's generator; layers and two losses draw the weights that they learn. */
const randomWords =
  /\b(?:rand|randn|randint|rand_like|randn_like|randint_like|random_|normal|normal_|uniform_|bernoulli|bernoulli_|randperm|multinomial|poisson|exponential_|dropout|Dropout|Linear|Conv2d|Embedding|LinearCrossEntropyLoss|AdaptiveLogSoftmaxWithLoss)\b/;

/** More statements than this are not looked through for one value. */
const limit = 3000;

/** Whether text may draw random numbers. */
export function drawsRandom(text: string): boolean {
  return randomWords.test(text);
}

/** Whether a callee, as written, neither draws random numbers nor changes what it is given. */
export function isQuiet(callee: string): boolean {
  return /^(?:print|len|range|float|int|str|list|tuple|zip|enumerate|sum|min|max|abs|round|isinstance|torch\.(?!nn\.)[\w.]*[a-z\d]|(?:np|numpy|plt|math|time|os|logging|warnings)\.[\w.]+|F\.[\w]*[a-z\d]|[\w.[\]'"]+\.(?:backward|item|numpy|format|tolist|append|zero_grad|size|dim|mean|sum|cpu|detach|clone|to|float|long|view|reshape|retain_grad))$/.test(
    callee,
  );
}

/**
 * The statements of `block` that have to be run, in order, to know the expressions of `target`: all in front of it
 * that mention a name they depend on, and, where random numbers are drawn, everything since the seed was set.
 */
export function relevantChunks(block: Block, target: Statement, expressions: readonly Expression[]): Chunk[] {
  const { text } = block.source;
  const end = target.span.end;
  const chosen = new Map<number, Chunk>();
  const names = new Set<string>();
  const queue: string[] = [];
  const need = (expression: Expression): void =>
    visitExpressions(expression, (inner) => {
      if (inner.kind !== 'name' || names.has(inner.id)) return;
      names.add(inner.id);
      queue.push(inner.id);
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
        if (chunk.statement.kind !== 'function' && chunk.statement.kind !== 'class') take(chunk);
      }
  };
  expressions.forEach(need);
  for (const own of block.from(target.span.start + 1)) {
    take(own);
    break;
  }
  for (const chunk of block.mentioning('set_grad_enabled')) if (chunk.start < end) take(chunk);
  follow();
  const isRandom = [...chosen.values()].some((chunk) => drawsRandom(text.slice(chunk.start, chunk.end)));
  if (isRandom) {
    let seeded: Chunk | undefined;
    for (const chunk of block.mentioning('manual_seed')) if (chunk.start < end) seeded = chunk;
    for (const chunk of seeded ? block.from(seeded.start + 1) : []) {
      if (chunk.start > end) break;
      const { kind } = chunk.statement;
      if (kind !== 'function' && kind !== 'class' && kind !== 'import') take(chunk);
    }
    follow();
  }
  return [...chosen.values()].sort((a, b) => a.start - b.start);
}

/** The expressions of a statement and of the statements inside it. */
export function allExpressions(statement: Statement): Expression[] {
  return [
    ...expressionsOf(statement),
    ...bodiesOf(statement).flatMap((body) => body.flatMap((inner) => allExpressions(inner))),
  ];
}
