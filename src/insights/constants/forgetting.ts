import { bindingsIn } from '../../python/bindings';
import type { Block, Call, Expression, Statement } from '../../python/syntax';
import { visitExpressions } from '../../python/walk';
import { loseContents, loseWeights } from './memory';
import { allExpressions, drawsRandom, isQuiet } from './relevant';
import type { Value } from './values';

/** The kinds of values whose contents may change. */
const contentful = new Set<Value['kind']>(['tensor', 'module', 'sequence', 'dictionary']);

/** What is known at a place of the code, and may be forgotten. */
export interface Remembered {
  readonly names: Map<string, Value>;
  readonly block: Block;
  /** Whether random numbers are known. */
  readonly hasGenerator: boolean;
  /** Whether a call changes nothing and draws no random numbers, even where its value is not known. */
  isHarmless(call: Call): boolean;
  loseGenerator(reason: string): void;
}

/** Forgets what statements that were not run would have bound, or changed. */
export function forgetBindings(known: Remembered, statements: readonly Statement[], reason: string): void {
  const { names } = known;
  for (const statement of statements) {
    for (const [key, bindings] of bindingsIn(statement)) {
      const name = key.replace(/[.[].*$/, '');
      const value = names.get(name);
      if (name !== key && value) loseContents(value, reason);
      else if (bindings.some((binding) => binding.source.kind !== 'import'))
        names.set(name, { kind: 'unknown', reason });
    }
    for (const expression of allExpressions(statement)) loseCalls(known, expression);
  }
}

/** Forgets the names in targets. */
export function forgetNames(known: Remembered, targets: readonly Expression[], reason: string): void {
  for (const target of targets)
    visitExpressions(target, (inner) => {
      if (inner.kind === 'name') known.names.set(inner.id, { kind: 'unknown', reason });
    });
}

function hasMoreToLose({ hasGenerator, names }: Remembered): boolean {
  return hasGenerator || [...names.values()].some(({ kind }) => contentful.has(kind));
}

/** Calls in code that was not run may have drawn random numbers, or changed what they were given. */
export function loseCalls(known: Remembered, expression: Expression): void {
  const { text } = known.block.source;
  visitExpressions(expression, (inner) => {
    if (inner.kind !== 'call') return;
    const callee = text.slice(inner.callee.span.start, inner.callee.span.end);
    const mayDraw = drawsRandom(callee) || !isQuiet(callee);
    // Asked last: to know what is called takes longer than all the rest.
    if ((!mayDraw && !callee.endsWith('_')) || !hasMoreToLose(known) || known.isHarmless(inner)) return;
    if (mayDraw) {
      known.loseGenerator(`\`${callee}\` may have drawn random numbers`);
      // It may know a layer by its name, and train it.
      for (const value of known.names.values()) loseWeights(value, `\`${callee}\` may have trained it`);
    }
    if (isQuiet(callee) && !callee.endsWith('_')) return;
    const objects = inner.callee.kind === 'attribute' ? [inner.callee.object] : [];
    for (const given of [...objects, ...inner.arguments.map((argument) => argument.value)])
      visitExpressions(given, (part) => {
        const value = part.kind === 'name' ? known.names.get(part.id) : undefined;
        if (value) loseContents(value, `\`${callee}\` may have changed it`);
      });
  });
}
