import { bodiesOf } from './bindings';
import type { Block } from './syntax';
import type { Statement } from './syntax';

/**
 * Visits a statement and the statements inside it, outermost first. Bodies of functions and classes are entered
 * only where `enter` says so.
 */
export function visitStatements(
  statement: Statement,
  visit: (statement: Statement) => void,
  enter: (block: Block) => boolean = () => false,
): void {
  visit(statement);
  if (statement.kind === 'function' || statement.kind === 'class') {
    if (enter(statement.body))
      for (const chunk of statement.body.chunks) visitStatements(chunk.statement, visit, enter);
    return;
  }
  for (const body of bodiesOf(statement)) for (const inner of body) visitStatements(inner, visit, enter);
}
