import { refuse, TorchError } from '../torchError';
import { roundTo } from './rounding';
import { elementCount, storage, type Tensor } from './tensor';

/**
 * PyTorch's `narrow` of the first dimension: `length` of its entries from `start` on.
 * @throws TorchError for entries that there are not.
 */
export function narrow({ dtype, shape, data }: Tensor, start: number, length: number): Tensor {
  const [size, ...rest] = shape;
  if (size === undefined) refuse('narrow() cannot be applied to a 0-dim tensor.');
  if (start + length > size) {
    refuse(`start (${start}) + length (${length}) exceeds dimension size (${size}).`);
  }
  const inner = elementCount(rest);
  return {
    dtype,
    shape: [length, ...rest],
    data: data.subarray(start * inner, (start + length) * inner),
  };
}

/**
 * PyTorch's `index_select` of the first dimension: the entries that `index` names, in its order.
 * @throws TorchError for an index of several dimensions, and for entries that there are not.
 */
export function indexSelect({ dtype, shape, data }: Tensor, index: Tensor): Tensor {
  const count = index.data.length;
  if (index.shape.length > 1) {
    throw new TorchError('IndexError', 'index_select(): Index is supposed to be a vector');
  }
  const [size = 1, ...rest] = shape;
  if (shape.length === 0 && count !== 1) {
    refuse(`index_select(): Index to scalar can have only 1 value, got ${count} value(s)`);
  }
  const inner = elementCount(rest);
  if (rest.length > 0 && size === 0 && count > 0) {
    refuse('index_select(): self indexing axis dim should be positive');
  }
  const selected = storage(dtype, count * inner);
  for (let i = 0; i < count; i++) {
    const place = index.data[i]!;
    if (place < 0 || place >= size) throw new TorchError('IndexError', 'index out of range in self');
    selected.set(data.subarray(place * inner, (place + 1) * inner), i * inner);
  }
  return { dtype, shape: shape.length === 0 ? [] : [count, ...rest], data: selected };
}

/**
 * PyTorch's `gather` of one element of each row of a matrix: a vector.
 * @throws TorchError for an index of several dimensions, and for columns that there are not.
 */
export function gatherColumns({ dtype, shape, data }: Tensor, columns: Tensor): Tensor {
  if (columns.shape.length !== 1) {
    refuse('Index tensor must have the same number of dimensions as input tensor');
  }
  const width = shape[1]!;
  const gathered = storage(dtype, columns.data.length);
  for (let i = 0; i < gathered.length; i++) {
    const column = columns.data[i]!;
    if (column < 0 || column >= width) {
      refuse(`index ${column} is out of bounds for dimension 1 with size ${width}`);
    }
    gathered[i] = data[i * width + column]!;
  }
  return { dtype, shape: columns.shape, data: gathered };
}

/** PyTorch's `index_add` of the first dimension: `x` plus `factor` times each entry of `source`, at its place. */
export function indexAdd(x: Tensor, places: Tensor, source: Tensor, factor: 1 | -1): Tensor {
  const data = x.data.slice();
  const inner = elementCount(x.shape.slice(1));
  for (let i = 0; i < places.data.length; i++) {
    const start = places.data[i]! * inner;
    for (let k = 0; k < inner; k++) {
      data[start + k] = roundTo(x.dtype, data[start + k]! + factor * source.data[i * inner + k]!);
    }
  }
  return { ...x, data };
}
