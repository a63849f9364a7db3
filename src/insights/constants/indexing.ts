import { broadcastShapes } from '../../engine/tensor/broadcast';
import { isFloat } from '../../engine/tensor/dtype';
import { cast } from '../../engine/tensor/rounding';
import { expandData } from '../../engine/tensor/shape';
import { elementCount, storage, type Tensor } from '../../engine/tensor/tensor';
import { refuseOpenIntegers } from './integral';
import { isOverlapping, mostPicked, pickedView, written } from './layout';
import { loseContents } from './memory';
import {
  BudgetExceeded,
  contents,
  int,
  numberOf,
  tensorValue,
  unknown,
  type TensorValue,
  type Value,
} from './values';

/** Where the elements that an index takes of its dimension begin in memory, and their shape. */
interface Axis {
  readonly offsets: readonly number[];
  readonly shape: readonly number[];
  /** Of an index tensor, a list or a mask: what such indices take goes together, and is copied. */
  readonly isAdvanced: boolean;
}

/** The indices between the brackets of `x[a, b]`, which Python sees as one tuple. */
export function indicesOf(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) =>
    value.kind === 'sequence' && value.form === 'tuple' ? value.items : [value],
  );
}

/** Whether a loop can go through a value. */
export function isIterable(value: Value): boolean {
  return value.kind === 'sequence' || (value.kind === 'tensor' && value.tensor.shape.length > 0);
}

/** What a loop goes through: the items of a list, the rows of a tensor. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value?.kind === 'sequence') return value.lost === undefined ? value.items : unknown(value.lost);
  if (value?.kind !== 'tensor') return unknown('what is gone through');
  const rows = contents(value).shape[0] ?? unknown('the elements of a scalar');
  return Array.from({ length: rows }, (_, row) => indexed(value, [int(row)]));
}

/** `value[indices]`: integers, slices, `...`, None, and lists, index tensors and masks beside each other. */
export function indexed(value: TensorValue, indices: readonly Value[]): TensorValue {
  const tensor = contents(value);
  const all = axesOf(tensor, indices);
  // NumPy counts an integer among the index arrays.
  if (value.isArray && all.some(({ isAdvanced }) => isAdvanced) && indices.some(({ kind }) => kind === 'int'))
    unknown('integers beside index arrays');
  const axes = joinAdvanced(all);
  if (axes.reduce((count, axis) => count * axis.offsets.length, 1) > mostPicked) throw new BudgetExceeded();
  let offsets = [0];
  for (const axis of axes) offsets = offsets.flatMap((offset) => axis.offsets.map((more) => offset + more));
  const shape = axes.flatMap((axis) => axis.shape);
  const isCopy = axes.some((axis) => axis.isAdvanced);
  const first = offsets[0] ?? 0;
  // One run of memory is looked at, not copied, so that changes in place are seen.
  const isRun = !isCopy && offsets.every((offset, index) => offset === first + index);
  const take = ({ dtype, data }: Tensor): Tensor => {
    if (isRun) return { dtype, shape, data: data.subarray(first, first + offsets.length) };
    const taken = storage(dtype, offsets.length);
    offsets.forEach((offset, index) => {
      taken[index] = data[offset] ?? 0;
    });
    return { dtype, shape, data: taken };
  };
  return isCopy ? tensorValue(take(tensor), value.requiresGrad, value.isArray) : pickedView(value, take);
}

/** `target[indices] = value`, in place. */
export function assignElements(target: TensorValue, indices: readonly Value[], value: Value): void {
  const { tensor, memory } = target;
  const number = numberOf(value);
  if (memory.hasCopiedViews || isOverlapping(target) || (number === undefined && value.kind !== 'tensor')) {
    loseContents(target, 'an element of it was assigned');
    return;
  }
  const places = storage('float64', tensor.data.length).map((_, index) => index);
  const chosen = indexed(
    tensorValue({ dtype: 'float64', shape: tensor.shape, data: places }),
    indices,
  ).tensor;
  const given = value.kind === 'tensor' ? contents(value) : scalar(number ?? 0);
  if (value.kind === 'tensor') refusePut(target, indices, value);
  if (broadcastShapes(given.shape, chosen.shape).join() !== chosen.shape.join())
    unknown('what is assigned does not fit');
  refuseOpenIntegers(tensor.dtype, given.data);
  const { data } = expandData(cast(given, tensor.dtype), chosen.shape);
  chosen.data.forEach((place, index) => {
    tensor.data[place] = data[index] ?? 0;
  });
  written(target);
  if (value.kind === 'tensor' && value.requiresGrad && isFloat(tensor.dtype)) target.requiresGrad = true;
}

/** What index tensors and lists choose takes tensors of its own dtype only, and none out of the same memory. */
function refusePut(target: TensorValue, indices: readonly Value[], value: TensorValue): void {
  const isPlain =
    value.tensor.shape.length === 0 && !indices.some((index) => isList(index) && !isMask(index));
  if (isPlain || !indices.some(isList)) return;
  if (value.tensor.dtype !== target.tensor.dtype) unknown('PyTorch refuses another dtype');
  if (value.memory === target.memory) unknown('PyTorch refuses elements of the tensor itself');
}

function isList(index: Value): boolean {
  return index.kind === 'sequence' || (index.kind === 'tensor' && index.tensor.shape.length > 0);
}

function scalar(number: number): Tensor {
  return { dtype: 'float64', shape: [], data: Float64Array.of(number) };
}

function axesOf(tensor: Tensor, indices: readonly Value[]): Axis[] {
  const axes: Axis[] = [];
  const left = indices.reduce((count, index) => count - dimensionsOf(index), tensor.shape.length);
  if (left < 0) unknown('too many indices');
  if (indices.filter((index) => index.kind === 'ellipsis').length > 1) unknown('a second `...`');
  let dim = 0;
  const whole = (): Axis => axisOf({ kind: 'slice', parts: [] }, tensor, dim++);
  for (const index of indices) {
    if (index.kind === 'none') axes.push({ offsets: [0], shape: [1], isAdvanced: false });
    else if (index.kind === 'ellipsis') for (let i = 0; i < left; i++) axes.push(whole());
    else {
      axes.push(axisOf(index, tensor, dim));
      dim += dimensionsOf(index);
    }
  }
  while (dim < tensor.shape.length) axes.push(whole());
  return axes;
}

/** How many dimensions an index is for. */
function dimensionsOf(index: Value): number {
  if (index.kind === 'none' || index.kind === 'ellipsis') return 0;
  return isMask(index) ? contents(index).shape.length : 1;
}

function isMask(value: Value): value is TensorValue {
  return value.kind === 'tensor' && value.tensor.dtype === 'bool';
}

/** Several index tensors side by side pick one element each: `x[rows, columns]`. */
function joinAdvanced(axes: readonly Axis[]): readonly Axis[] {
  // An integer drops its dimension before.
  const open = axes.filter((axis) => axis.isAdvanced || axis.shape.length > 0);
  const advanced = open.filter((axis) => axis.isAdvanced);
  if (advanced.length < 2) return axes;
  const first = open.findIndex((axis) => axis.isAdvanced);
  const areTogether = advanced.every((axis, index) => open[first + index] === axis);
  const shape = advanced.map((axis) => axis.shape).reduce(broadcastShapes);
  const parts = advanced.map((axis) => {
    const data = Float64Array.from(axis.offsets);
    return expandData({ dtype: 'float64', shape: axis.shape, data }, shape).data;
  });
  const offsets = Array.from({ length: elementCount(shape) }, (_, index) =>
    parts.reduce((sum, part) => sum + (part[index] ?? 0), 0),
  );
  const dropped = axes.filter((axis) => !open.includes(axis));
  const joined = { offsets, shape, isAdvanced: true };
  // What index tensors take that stand apart comes first.
  if (!areTogether) return [...dropped, joined, ...open.filter((axis) => !axis.isAdvanced)];
  return [...dropped, ...open.slice(0, first), joined, ...open.slice(first + advanced.length)];
}

function axisOf(index: Value, tensor: Tensor, dim: number): Axis {
  if (index.kind === 'tensor' && index.tensor.dtype === 'bool') return maskAxis(index, tensor, dim);
  const size = tensor.shape[dim] ?? unknown('too many indices');
  const stride = elementCount(tensor.shape.slice(dim + 1));
  const taken = (positions: readonly number[], shape: readonly number[], isAdvanced: boolean): Axis => ({
    offsets: positions.map((at) => at * stride),
    shape,
    isAdvanced,
  });
  switch (index.kind) {
    case 'int':
      return taken([position(index.value, size)], [], false);
    case 'slice': {
      if ((index.parts[2] ?? 1) <= 0) return unknown('a slice that runs backwards');
      const positions = positionsOf(index.parts, size);
      return taken(positions, [positions.length], false);
    }
    case 'sequence': {
      const positions = index.items.flatMap((item, at) => {
        if (item.kind === 'bool') return item.value ? [at] : [];
        return item.kind === 'int' ? [position(item.value, size)] : unknown('an index');
      });
      const masks = index.items.filter((item) => item.kind === 'bool').length;
      if (masks > 0 && (masks < index.items.length || masks !== size)) unknown('a mask of another shape');
      return taken(positions, [positions.length], true);
    }
    case 'tensor':
      return indexAxis(index, size, taken);
    default:
      return unknown('an index');
  }
}

function indexAxis(
  index: TensorValue,
  size: number,
  taken: (positions: readonly number[], shape: readonly number[], isAdvanced: boolean) => Axis,
): Axis {
  const { dtype, shape, data } = contents(index);
  if (dtype !== 'int64' && dtype !== 'int32') return unknown('an index tensor');
  const positions = Array.from(data, (at) => position(at, size));
  // A scalar is taken for the integer that it is.
  return taken(positions, shape, shape.length > 0);
}

function maskAxis(mask: TensorValue, tensor: Tensor, dim: number): Axis {
  const { shape, data } = contents(mask);
  if (shape.some((size, index) => size !== tensor.shape[dim + index])) unknown('a mask of another shape');
  const stride = elementCount(tensor.shape.slice(dim + shape.length));
  const offsets = [...data.keys()].filter((at) => data[at] !== 0).map((at) => at * stride);
  return { offsets, shape: [offsets.length], isAdvanced: true };
}

function position(index: number, size: number): number {
  const at = index < 0 ? index + size : index;
  return at >= 0 && at < size ? at : unknown('an index out of range');
}

/** The places that a slice takes of so many, as Python has it. */
export function positionsOf(parts: readonly (number | undefined)[], size: number): readonly number[] {
  const step = parts[2] ?? 1;
  if (step === 0) return unknown('Python refuses a slice without a step');
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  const bound = (at: number | undefined, otherwise: number): number =>
    at === undefined ? otherwise : Math.min(Math.max(at < 0 ? at + size : at, least), most);
  const end = bound(parts[1], step > 0 ? most : least);
  const positions: number[] = [];
  for (let at = bound(parts[0], step > 0 ? least : most); step > 0 ? at < end : at > end; at += step)
    positions.push(at);
  return positions;
}
