import type { ParameterValue } from '../engine/lossDefinition';
import { Span, type Argument, type Expression, type OtherExpression } from '../python/syntax';
import { sameValue } from './constants/snapshot';
import type { Value } from './constants/values';

/** An expression of another file, by what that file tells of it. It has no place in this one. */
export interface ToldExpression extends OtherExpression {
  /** As the other file writes it. */
  readonly told: string;
  /** What it is there. */
  readonly value: Value;
  /** The distance function that it is, by the engine's name for it. */
  readonly distance: ParameterValue | undefined;
}

/** Whether an expression stands in another file. */
export function isTold(expression: Expression): expression is ToldExpression {
  return expression.kind === 'other' && 'told' in expression;
}

/** An argument of a call in another file. */
export function toldArgument(
  { kind, name }: Argument,
  what: Pick<ToldExpression, 'told' | 'value' | 'distance'>,
): Argument {
  const value: ToldExpression = { kind: 'other', span: nowhere, children: [], ...what };
  return { kind, name, nameSpan: undefined, span: nowhere, value };
}

/** Whether two arguments of other files are the same, whatever they are written like there. */
export function isSameTold(one: Argument, other: Argument): boolean {
  return one.kind === other.kind && one.name === other.name && isSameExpression(one.value, other.value);
}

/** Whether two expressions of other files are the same, and have the same value. */
export function isSameExpression(a: Expression, b: Expression): boolean {
  return (
    isTold(a) && isTold(b) && a.told === b.told && a.distance === b.distance && sameValue(a.value, b.value)
  );
}

/** An expression as the file writes it that it stands in. */
export function textOf({ text }: { readonly text: string }, expression: Expression): string {
  return isTold(expression) ? expression.told : text.slice(expression.span.start, expression.span.end);
}

/** Whether a range is one of this file: what stands in another has none. */
export function isHere({ start }: { readonly start: number }): boolean {
  return start >= 0;
}

const nowhere = new Span({ start: -1 }, 0, 0);
