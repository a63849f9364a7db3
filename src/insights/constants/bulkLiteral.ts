import type { Span } from '../../python/syntax';
import type { OperationContext } from './operations';
import { countWork, isPauseDue } from '../../python/pauses';
import { numberLiteral } from './scalars';
import { bool, int, unknown, type SequenceValue, type Value } from './values';

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
    } else if (word !== ',') stack.at(-1)?.items.push(scalarOf(sign, word));
    if (stack.length === 0) break;
  }
  return last ?? unknown('a long literal');
}

/** A number or a truth of the literal, with its sign. */
function scalarOf(sign: string | undefined, word: string): Value {
  if (word === 'True' || word === 'False') {
    const value = word === 'True';
    return sign ? int(sign === '-' ? 0 - Number(value) : Number(value)) : bool(value);
  }
  const number = numberLiteral(word);
  if (number.kind !== 'int' && number.kind !== 'float') return unknown('a long literal of more than numbers');
  if (sign !== '-') return number;
  return { kind: number.kind, value: number.kind === 'int' ? 0 - number.value : -number.value };
}

/** About as many as there are numbers. */
function commasIn(text: string, { start, end }: Span): number {
  let count = 0;
  for (let at = text.indexOf(',', start); at >= 0 && at < end; at = text.indexOf(',', at + 1)) count++;
  return count;
}
