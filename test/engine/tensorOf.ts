import { roundTo } from '../../src/engine/tensor/rounding';
import { storage, type DType, type Tensor } from '../../src/engine/tensor/tensor';

/** Nested lists of numbers, rectangular. */
export type Nested = number | readonly Nested[];

/** The tensor that `torch.tensor(values, dtype=dtype)` gives. */
export function tensorOf(dtype: DType, values: Nested): Tensor {
  const shape: number[] = [];
  for (let level = values; typeof level !== 'number'; level = level[0] ?? 0) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  const flat = flatten(values);
  const data = storage(dtype, flat.length);
  data.set(flat.map((value) => roundTo(dtype, value)));
  return { dtype, shape, data };
}

function flatten(values: Nested): readonly number[] {
  return typeof values === 'number' ? [values] : values.flatMap(flatten);
}
