import { promoteTypes } from '../../engine/tensor/dtype';
import { sameShape } from '../../engine/tensor/shape';
import type { DType } from '../../engine/tensor/tensor';
import type { OperationContext } from './operations';
import { contents, numberOf, unknown, type Value } from './values';

/** Where a nested list of numbers leads: its shape, its numbers, and what kind they are. */
export interface Nested {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
  /** Of Python's numbers among the elements. */
  readonly category: 'bool' | 'int' | 'float' | 'none';
  /** Of tensors and arrays among the elements. */
  readonly dtype: DType | undefined;
}

/** From what fits into all others to what fits into none. */
const categories: readonly Nested['category'][] = ['none', 'bool', 'int', 'float'];

/** The shape of a number: one for all, so that most need not be compared. */
const ofNumber: readonly number[] = [];

/** Reads a value that stands for an array: a number, a tensor, or (nested) sequences of them; each element is work. */
export function readNested(value: Value, context: OperationContext): Nested {
  const numbers: number[] = [];
  let category: Nested['category'] = 'none';
  let dtype: DType | undefined;
  const raise = (next: Nested['category']): void => {
    if (next !== category && categories.indexOf(next) > categories.indexOf(category)) category = next;
  };
  const visit = (one: Value): readonly number[] => {
    if (one.kind === 'tensor') {
      const { data, shape, dtype: own } = contents(one);
      context.spend(data.length);
      for (const number of data) numbers.push(number);
      dtype = dtype === undefined ? own : promoteTypes(dtype, own);
      if (one === value || one.isArray) return shape;
      // In a list a tensor counts as the one number in it.
      return data.length === 1 ? ofNumber : unknown('PyTorch refuses tensors in a list');
    }
    if (one.kind === 'sequence') {
      if (one.lost !== undefined) unknown(one.lost);
      context.spend(one.items.length);
      let inner: readonly number[] | undefined;
      for (const item of one.items) {
        const shape = visit(item);
        if (inner === undefined) inner = shape;
        else if (inner !== shape && !sameShape(inner, shape)) unknown('the rows differ in length');
      }
      return [one.items.length, ...(inner ?? [])];
    }
    const number = numberOf(one);
    if (number === undefined) unknown(one.kind === 'unknown' ? one.reason : 'an element is not a number');
    raise(one.kind === 'float' ? 'float' : one.kind === 'bool' ? 'bool' : 'int');
    numbers.push(number);
    return ofNumber;
  };
  const shape = visit(value);
  return { shape, numbers, category, dtype };
}

/** The dtype that holds all elements, where Python's floats count as `float`. */
export function inferred({ category, dtype }: Nested, float: DType): DType {
  if (category === 'none') return dtype ?? float;
  const ofNumbers = category === 'int' ? 'int64' : category === 'bool' ? 'bool' : float;
  return dtype === undefined ? ofNumbers : promoteTypes(dtype, ofNumbers);
}
