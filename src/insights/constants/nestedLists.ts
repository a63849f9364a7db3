import { promoteTypes } from '../../engine/tensor/dtype';
import { sameShape } from '../../engine/tensor/shape';
import type { DType } from '../../engine/tensor/tensor';
import type { OperationContext } from './operations';
import { atOnce, countWork, isPauseDue, stepsBetweenPauses } from '../../python/pauses';
import { contents, numberOf, unknown, type Nested, type SequenceValue, type Value } from './values';

/** From what fits into all others to what fits into none. */
const categories: readonly Nested['category'][] = ['none', 'bool', 'int', 'float'];

/** The shape of a number: one for all, so that most need not be compared. */
const ofNumber: readonly number[] = [];

/**
 * Reads a value that stands for an array: a number, a tensor, or (nested) sequences of them. Each element is work, behind
 * some of which it pauses.
 */
export function* nestedInSteps(value: Value, context: OperationContext): Generator<void, Nested> {
  const numbers: number[] = [];
  let category: Nested['category'] = 'none';
  let dtype: DType | undefined;
  const raise = (next: Nested['category']): void => {
    if (next !== category && categories.indexOf(next) > categories.indexOf(category)) category = next;
  };
  const one = (item: Value): readonly number[] => {
    if (item.kind === 'tensor') {
      const { data, shape, dtype: own } = contents(item);
      context.spend(data.length);
      for (const number of data) numbers.push(number);
      dtype = dtype === undefined ? own : promoteTypes(dtype, own);
      if (item === value || item.isArray) return shape;
      // In a list a tensor counts as the one number in it.
      return data.length === 1 ? ofNumber : unknown('PyTorch refuses tensors in a list');
    }
    const number = numberOf(item);
    if (number === undefined) unknown(item.kind === 'unknown' ? item.reason : 'an element is not a number');
    raise(item.kind === 'float' ? 'float' : item.kind === 'bool' ? 'bool' : 'int');
    numbers.push(number);
    return ofNumber;
  };
  const visit = function* (sequence: SequenceValue): Generator<void, readonly number[]> {
    if (sequence.lost !== undefined) unknown(sequence.lost);
    context.spendInPieces(sequence.items.length);
    let inner: readonly number[] | undefined;
    for (const [at, item] of sequence.items.entries()) {
      if (at % stepsBetweenPauses === 0 && at > 0) {
        countWork(stepsBetweenPauses);
        if (isPauseDue()) yield;
      }
      const shape = item.kind === 'sequence' ? yield* visit(item) : one(item);
      if (inner === undefined) inner = shape;
      else if (inner !== shape && !sameShape(inner, shape)) unknown('the rows differ in length');
    }
    if (isPauseDue()) yield;
    return [sequence.items.length, ...(inner ?? [])];
  };
  const shape = value.kind === 'sequence' ? yield* visit(value) : one(value);
  return { shape, numbers, category, dtype };
}

/** The same at once, where it has not been read before. */
export function readNested(value: Value, context: OperationContext): Nested {
  return (value.kind === 'sequence' ? value.nested : undefined) ?? atOnce(nestedInSteps(value, context));
}

/** The dtype that holds all elements, where Python's floats count as `float`. */
export function inferred({ category, dtype }: Nested, float: DType): DType {
  if (category === 'none') return dtype ?? float;
  const ofNumbers = category === 'int' ? 'int64' : category === 'bool' ? 'bool' : float;
  return dtype === undefined ? ofNumbers : promoteTypes(dtype, ofNumbers);
}
