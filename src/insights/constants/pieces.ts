import { elementCount, storage, type Tensor } from '../../engine/tensor/tensor';
import { unknown } from './values';

/** Tensors one behind the other along a dimension that they have. */
export function joined(tensors: readonly Tensor[], dim: number): Tensor {
  const [first] = tensors;
  if (!first) return unknown('no tensors to join');
  const fits = tensors.every(
    (tensor) =>
      tensor.dtype === first.dtype &&
      tensor.shape.length === first.shape.length &&
      tensor.shape.every((size, index) => index === dim || size === first.shape[index]),
  );
  if (!fits) unknown('tensors that do not fit together');
  const along = tensors.map((tensor) => tensor.shape[dim] ?? 1);
  const shape = first.shape.map((size, index) => (index === dim ? along.reduce((a, b) => a + b, 0) : size));
  const data = storage(first.dtype, elementCount(shape));
  const outer = elementCount(first.shape.slice(0, dim));
  const inner = elementCount(first.shape.slice(dim + 1));
  let at = 0;
  for (let row = 0; row < outer; row++)
    tensors.forEach((tensor, index) => {
      const length = (along[index] ?? 1) * inner;
      data.set(tensor.data.subarray(row * length, (row + 1) * length), at);
      at += length;
    });
  return { dtype: first.dtype, shape, data };
}

/** The tensor so many times, one behind the other along a dimension. */
export function repeated({ dtype, shape, data }: Tensor, dim: number, count: number): Tensor {
  if (!(count > 0)) unknown('nothing of it');
  const run = elementCount(shape.slice(dim));
  const made = storage(dtype, data.length * count);
  for (let from = 0; from < data.length; from += run) {
    const start = from * count;
    made.set(data.subarray(from, from + run), start);
    // Twice as much with each step.
    for (let done = run; done < run * count; done *= 2)
      made.copyWithin(start + done, start, start + Math.min(done, run * count - done));
  }
  return { dtype, shape: shape.map((size, index) => (index === dim ? size * count : size)), data: made };
}

/** The tensor from its end to its beginning along a dimension. */
export function flipped({ dtype, shape, data }: Tensor, dim: number): Tensor {
  const [size, stride] = [shape[dim] ?? 1, elementCount(shape.slice(dim + 1))];
  const made = storage(dtype, data.length);
  for (let i = 0; i < data.length; i++) {
    const at = Math.floor(i / stride) % size;
    made[i] = data[i + (size - 1 - 2 * at) * stride] ?? 0;
  }
  return { dtype, shape, data: made };
}
