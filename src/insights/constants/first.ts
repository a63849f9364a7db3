import type { Call, Comprehension, Expression, Statement } from '../../python/syntax';
import { childrenOf, expressionsOf, visitExpressions } from '../../python/walk';
import { forgetNames, loseCalls, unknownOf, type Remembered } from './forgetting';

/**
 * Forgets what runs first in a statement where only some expressions of it are asked about: the calls in front of them,
 * the condition on which they are evaluated at all, and earlier passes of a comprehension around them.
 */
export function loseToFirst(known: Remembered, statement: Statement, asked: readonly Expression[]): void {
  const last = asked.at(-1);
  if (!last) return;
  const isAsked = ({ span }: Expression): boolean =>
    asked.some((one) => one.span.start <= span.start && span.end <= one.span.end);
  for (const call of callsIn(statement)) {
    if (call.span.start >= last.span.start) break;
    if (call.span.end <= last.span.start && !isAsked(call)) loseCalls(known, call);
  }
  for (const around of pathTo(statement, last))
    if (around.kind === 'conditional') loseCalls(known, around.test);
    else if (around.kind === 'comprehension' && !isFirstIterable(around, last)) {
      visitExpressions(around, (inner) => {
        if (inner.kind === 'call') loseCalls(known, inner);
      });
      const reason = 'it is what a comprehension goes through';
      for (const { target, iterable } of around.clauses)
        forgetNames(known, [target], unknownOf(known, [target, iterable], reason));
    }
}

/** What a comprehension goes through first is evaluated once, in front of it. */
function isFirstIterable({ clauses }: Comprehension, { span }: Expression): boolean {
  const first = clauses[0]?.iterable.span;
  return first !== undefined && first.start <= span.start && span.end <= first.end;
}

/** The expressions of a statement around another one, the outermost first. */
function pathTo(statement: Statement, { span }: Expression): readonly Expression[] {
  const isAround = (one: Expression): boolean => one.span.start <= span.start && span.end <= one.span.end;
  const path: Expression[] = [];
  let around = expressionsOf(statement).find(isAround);
  while (around && (around.span.start < span.start || span.end < around.span.end)) {
    path.push(around);
    around = childrenOf(around).find(isAround);
  }
  return path;
}

/** The calls in the expressions of a statement itself, in the order of the text. */
function callsIn(statement: Statement): readonly Call[] {
  const known = callsOf.get(statement);
  if (known) return known;
  const calls: Call[] = [];
  for (const expression of expressionsOf(statement))
    visitExpressions(expression, (inner) => {
      if (inner.kind === 'call') calls.push(inner);
    });
  calls.sort((a, b) => a.span.start - b.span.start);
  callsOf.set(statement, calls);
  return calls;
}

/** Asked for again for every expression of a statement. */
const callsOf = new WeakMap<Statement, readonly Call[]>();
