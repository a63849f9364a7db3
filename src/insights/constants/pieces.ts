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

/** The tensor cut along a dimension into tensors of `size`, the last one of what is left. */
export function slices(tensor: Tensor, dim: number, size: number): Tensor[] {
  const { dtype, shape, data } = tensor;
  const length = shape[dim] ?? 1;
  const inner = elementCount(shape.slice(dim + 1));
  return Array.from({ length: Math.ceil(length / size) }, (_, index) => {
    const [from, to] = [index * size, Math.min(length, (index + 1) * size)];
    const own = shape.map((each, at) => (at === dim ? to - from : each));
    const part = storage(dtype, elementCount(own));
    const run = (to - from) * inner;
    for (let row = 0; row * run < part.length; row++)
      part.set(data.subarray((row * length + from) * inner, (row * length + to) * inner), row * run);
    return { dtype, shape: own, data: part };
  });
}
