import type { Tensor } from '../engine/tensor/tensor';
import { locate, type Location } from '../python/locate';
import type { PythonDocument } from '../python/pythonDocument';
import type { Expression } from '../python/syntax';
import { newEvaluator } from './evaluateCall';

/** A tensor that the code tells. */
export interface TensorInCode {
  /** The expression it is the value of. */
  readonly expression: string;
  readonly tensor: Tensor;
}

/**
 * The tensor that the code in `[start, end]` stands for: an expression, or the value of an assignment. An empty range
 * means the name or call there. Undefined where that is no tensor, or the code does not tell which.
 */
export function tensorAt(document: PythonDocument, start: number, end: number): TensorInCode | undefined {
  const location = locate(document, start);
  const assigned = assignedValue(location, start, end);
  const expression = assigned ?? meantExpression(location, start, end);
  if (!expression) return undefined;
  const value = newEvaluator(document).value(expression);
  if (value.kind !== 'tensor' || value.memory.lost !== undefined) return undefined;
  const target = assigned && location.expressions[0];
  const { span } = target ?? expression;
  return { expression: document.text.slice(span.start, span.end), tensor: value.tensor };
}

/** What is assigned where a target is pointed at, or the whole statement is selected. */
function assignedValue(
  { statements, expressions }: Location,
  start: number,
  end: number,
): Expression | undefined {
  const statement = statements.at(-1);
  if (statement?.kind !== 'assign' || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  if (target === undefined || expressions[0] !== target) return undefined;
  const isWhole = start <= statement.span.start && end >= statement.span.end;
  const isTarget = end <= target.span.end;
  return isWhole || isTarget ? statement.value : undefined;
}

/** The largest expression inside the range; for an empty range the smallest around it. */
function meantExpression({ expressions }: Location, start: number, end: number): Expression | undefined {
  if (start === end) return expressions.at(-1);
  return expressions.find(({ span }) => span.start >= start && span.end <= end);
}
