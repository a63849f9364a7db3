import { elementCount, storage, type Tensor } from './tensor';

/** Whether two shapes are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A shape as PyTorch's C++ messages print it: `[2, 7]`. */
export function sizesText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** A shape as Python prints it: `torch.Size([3, 1])`. */
export function sizeText(shape: readonly number[]): string {
  return `torch.Size(${sizesText(shape)})`;
}

/** The data of a tensor repeated along broadcast dimensions; the same tensor where nothing is repeated. */
export function expandData(tensor: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  const data = storage(tensor.dtype, elementCount(shape));
  const source = broadcastIndices(tensor.shape, shape);
  for (let i = 0; i < data.length; i++) data[i] = tensor.data[source(i)]!;
  return { dtype: tensor.dtype, shape, data };
}

/**
 * From the flat index of an element of `to` to the flat index of the element of `from` that is broadcast
 * there. `from` must be broadcastable to `to`.
 */
export function broadcastIndices(from: readonly number[], to: readonly number[]): (index: number) => number {
  const strides: number[] = [];
  let stride = 1;
  for (let k = 1; k <= to.length; k++) {
    const size = k <= from.length ? from[from.length - k]! : 1;
    strides.push(size === 1 ? 0 : stride);
    stride *= size;
  }
  return (index) => {
    let source = 0;
    for (let k = 1; k <= to.length; k++) {
      const size = to[to.length - k]!;
      source += (index % size) * strides[k - 1]!;
      index = Math.floor(index / size);
    }
    return source;
  };
}
