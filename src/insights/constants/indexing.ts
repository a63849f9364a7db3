import { elementCount, storage, type Tensor } from '../../engine/tensor/tensor';
import { contents, unknown, viewOf, type TensorValue, type Value } from './values';

/** Which positions of one dimension an index takes; a dropped dimension takes one. */
interface Axis {
  readonly positions: readonly number[];
  readonly isDropped: boolean;
}

/** `value[indices]`: integers, slices, `...`, None, lists, and index or mask tensors of one dimension. */
export function indexed(value: TensorValue, indices: readonly Value[]): Value {
  const tensor = contents(value);
  const [only] = indices;
  if (indices.length === 1 && only?.kind === 'tensor' && contents(only).dtype === 'bool')
    return masked(value, only);
  const axes: Axis[] = [];
  const shape: (number | Axis)[] = [];
  const consuming = indices.filter((index) => index.kind !== 'none' && index.kind !== 'ellipsis').length;
  let dim = 0;
  let advanced = 0;
  const take = (axis: Axis): void => {
    axes.push(axis);
    if (!axis.isDropped) shape.push(axis);
    dim++;
  };
  for (const index of indices) {
    if (index.kind === 'none') shape.push(1);
    else if (index.kind === 'ellipsis')
      for (let left = tensor.shape.length - consuming; left > 0; left--) take(whole(tensor.shape[dim] ?? 0));
    else {
      if (index.kind === 'tensor' || index.kind === 'sequence') advanced++;
      take(axisOf(index, tensor.shape[dim] ?? unknown('too many indices')));
    }
  }
  if (advanced > 1) return unknown('several index tensors');
  while (dim < tensor.shape.length) take(whole(tensor.shape[dim] ?? 0));
  const target = shape.map((part) => (typeof part === 'number' ? part : part.positions.length));
  return viewOf(value, gather(tensor, axes, target));
}

function gather(tensor: Tensor, axes: readonly Axis[], shape: readonly number[]): Tensor {
  const strides = tensor.shape.map((_, index) => elementCount(tensor.shape.slice(index + 1)));
  let offsets = [0];
  axes.forEach((axis, index) => {
    const stride = strides[index] ?? 1;
    offsets = offsets.flatMap((offset) => axis.positions.map((position) => offset + position * stride));
  });
  const first = offsets[0] ?? 0;
  // One run of memory is looked at, not copied, so that changes in place are seen.
  if (offsets.every((offset, index) => offset === first + index))
    return { dtype: tensor.dtype, shape, data: tensor.data.subarray(first, first + offsets.length) };
  const data = storage(tensor.dtype, offsets.length);
  offsets.forEach((offset, index) => {
    data[index] = tensor.data[offset] ?? 0;
  });
  return { dtype: tensor.dtype, shape, data };
}

function masked(value: TensorValue, mask: TensorValue): Value {
  const tensor = contents(value);
  const { data: chosen, shape } = contents(mask);
  if (shape.some((size, index) => size !== tensor.shape[index])) unknown('a mask of another shape');
  const inner = elementCount(tensor.shape.slice(shape.length));
  const rows = [...chosen.keys()].filter((index) => chosen[index] !== 0);
  const data = storage(tensor.dtype, rows.length * inner);
  rows.forEach((row, index) => data.set(tensor.data.subarray(row * inner, (row + 1) * inner), index * inner));
  return viewOf(value, {
    dtype: tensor.dtype,
    shape: [rows.length, ...tensor.shape.slice(shape.length)],
    data,
  });
}

function whole(size: number): Axis {
  return { positions: Array.from({ length: size }, (_, index) => index), isDropped: false };
}

function axisOf(index: Value, size: number): Axis {
  switch (index.kind) {
    case 'int':
      return { positions: [position(index.value, size)], isDropped: true };
    case 'slice': {
      const [lower = 0, upper = size, step = 1] = index.parts;
      if (step <= 0) return unknown('a slice that runs backwards');
      const start = clamp(lower, size);
      const end = clamp(upper, size);
      const positions: number[] = [];
      for (let at = start; at < end; at += step) positions.push(at);
      return { positions, isDropped: false };
    }
    case 'sequence':
      return {
        positions: index.items.map((item) =>
          item.kind === 'int' ? position(item.value, size) : unknown('an index'),
        ),
        isDropped: false,
      };
    case 'tensor': {
      const { dtype, shape, data } = contents(index);
      if (dtype !== 'int64' || shape.length > 1) return unknown('an index tensor');
      return { positions: Array.from(data, (at) => position(at, size)), isDropped: shape.length === 0 };
    }
    default:
      return unknown('an index');
  }
}

function position(index: number, size: number): number {
  const at = index < 0 ? index + size : index;
  return at >= 0 && at < size ? at : unknown('an index out of range');
}

function clamp(bound: number, size: number): number {
  return Math.min(Math.max(bound < 0 ? bound + size : bound, 0), size);
}
