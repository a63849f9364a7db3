import type { DType } from '../../engine/tensor/tensor';
import type { Argument, Call, Expression } from '../../python/syntax';
import type { Value } from '../constants/values';
import type { TensorOrigin } from './tensorOrigin';

/** A call that makes a tensor, usually of another one. */
export interface TensorCall {
  readonly call: Call;
  /** What it takes the tensor from, and what is known of that. */
  readonly from: Expression | undefined;
  readonly input: TensorOrigin;
  /** The arguments besides. */
  readonly arguments: readonly Argument[];
  /** The value of an expression, as far as the code tells it. */
  readonly value: (expression: Expression) => Value;
}

/** What a call leaves of what is known about its input. */
export type TensorOperation = (call: TensorCall) => TensorOrigin;

/** The argument of a name, or at a position. */
function argumentAt(call: TensorCall, index: number, name: string): Expression | undefined {
  const named = call.arguments.find((one) => one.kind === 'keyword' && one.name === name);
  if (named) return named.value;
  const before = call.arguments.slice(0, index + 1);
  const found = before[index];
  return before.every((one) => one.kind === 'positional') ? found?.value : undefined;
}

/** An integer argument; undefined where it isn't there or not known. */
export function integerAt(call: TensorCall, index: number, name: string): number | undefined {
  const argument = argumentAt(call, index, name);
  const value = argument && call.value(argument);
  return value?.kind === 'int' ? value.value : undefined;
}

/** The dtype that one of the arguments is. */
export function dtypeAmong(call: TensorCall): DType | undefined {
  for (const { value } of call.arguments) {
    const known = call.value(value);
    if (known.kind === 'dtype') return known.dtype;
  }
  return undefined;
}

/** The sizes that `view(2, -1)`, `zeros(2, 3)` or `zeros((2, 3))` name, those that aren't known as undefined. */
export function sizesAmong(call: TensorCall): readonly (number | undefined)[] | undefined {
  const given = call.arguments.filter((one) => one.kind !== 'keyword');
  if (given.some((one) => one.kind !== 'positional')) return undefined;
  const first = given[0]?.value;
  const sizes =
    given.length === 1 && first?.kind === 'sequence' ? first.elements : given.map((one) => one.value);
  if (sizes.length === 0 || sizes.some((one) => one.kind === 'star')) return undefined;
  const known = sizes.map((one): number | 'no size' | undefined => {
    const value = call.value(one);
    if (value.kind === 'int') return value.value;
    if (value.kind !== 'unknown') return 'no size';
    // A name may stand for a whole tuple.
    return given.length === 1 && first?.kind !== 'sequence' ? 'no size' : undefined;
  });
  return known.includes('no size')
    ? undefined
    : known.map((one) => (typeof one === 'number' && one >= 0 ? one : undefined));
}
