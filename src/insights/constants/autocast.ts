import type { Expression, SourceText } from '../../python/syntax';
import type { OperationContext } from './operations';
import { unknown } from './values';

/**
 * Whether products are rounded to 16 bits in a `with` statement of this expression, or under it as a decorator; undefined
 * where it leaves that as it is. What has a name may be an autocast in a file that has one.
 */
export function autocastOf(source: SourceText, { kind, span }: Expression): boolean | undefined {
  const text = source.text.slice(span.start, span.end);
  if (/\bautocast\b/.test(text)) return !/\benabled\s*=\s*False\b/.test(text);
  const isNamed = kind === 'name' || kind === 'attribute';
  return isNamed && source.findWord('autocast', 0, source.text.length) >= 0 ? true : undefined;
}

/** Refuses to know a product whose factors autocast may round. */
export function refuseAutocast({ isAutocast }: OperationContext): void {
  if (isAutocast === true) unknown('a product under autocast');
}
