import type { Span } from '../../python/syntax';
import type { OperationContext } from './operations';
import { countWork, isPauseDue } from './pauses';
import { numberLiteral } from './scalars';
import { int, unknown, type SequenceValue, type Value } from './values';

/** Reads a long literal of nested lists of numbers straight from the text. */
export function* bulkLiteral(text: string, span: Span, context: OperationContext): Generator<void, Value> {
  const token = /\s*(?:#[^\n]*\n\s*)*([-+]?)\s*([[\](),]|[\d.][\w.]*(?:[eE][-+]?\d+)?|True|False)/y;
  token.lastIndex = span.start;
  // All at once, before the work: what is too long is not read in part for nothing.
  context.spendInPieces(commasIn(text, span));
  const stack: SequenceValue[] = [];
  let last: Value | undefined;
  while (token.lastIndex < span.end) {
    countWork(1);
    if (isPauseDue()) yield;
    const match = token.exec(text);
    if (!match) return unknown('a long literal of more than numbers');
    const [, sign, word = ''] = match;
    if (word === '[' || word === '(') {
      const inner: SequenceValue = { kind: 'sequence', form: word === '[' ? 'list' : 'tuple', items: [] };
      stack.at(-1)?.items.push(inner);
      stack.push(inner);
    } else if (word === ']' || word === ')') {
      last = stack.pop();
    } else if (word !== ',') {
      const value = word === 'True' ? int(1) : word === 'False' ? int(0) : numberLiteral(word);
      if (value.kind !== 'int' && value.kind !== 'float') return value;
      const number = sign === '-' ? -value.value : value.value;
      stack
        .at(-1)
        ?.items.push(
          word === 'True' || word === 'False'
            ? { kind: 'bool', value: word === 'True' }
            : { kind: value.kind, value: number },
        );
    }
    if (stack.length === 0) break;
  }
  return last ?? unknown('a long literal');
}

/** About as many as there are numbers. */
function commasIn(text: string, { start, end }: Span): number {
  let count = 0;
  for (let at = text.indexOf(',', start); at >= 0 && at < end; at = text.indexOf(',', at + 1)) count++;
  return count;
}
