import { elementCount, type Tensor } from '../../engine/tensor/tensor';
import { BudgetExceeded, contents, tensorValue, unknown, viewOf, type TensorValue } from './values';

/** So many elements are picked in one go, which takes some 10 ms. */
export const mostPicked = 50_000;

/** A view of the elements that `take` picks from a tensor, in whichever order. */
export function pickedView(value: TensorValue, take: (tensor: Tensor) => Tensor): TensorValue {
  const tensor = contents(value);
  if (tensor.data.length > mostPicked) throw new BudgetExceeded();
  const taken = take(tensor);
  if (isUncertain(value)) return viewOf(value, taken);
  if (taken.data.buffer === tensor.data.buffer && !value.places) return viewOf(value, taken);
  const data = Float64Array.from(placesOf(value));
  const places = Array.from(take({ dtype: 'float64', shape: tensor.shape, data }).data);
  const view = viewOf(value, taken, places);
  const strides = stridesOf(places, taken.shape).filter((stride) => stride !== 0);
  view.isReordered = strides.some((stride, index) => stride > (strides[index - 1] ?? Infinity));
  return view;
}

/** The same elements in another shape: a view, as PyTorch's `view` gives, which refuses what would be a copy. */
export function viewAs(value: TensorValue, shape: readonly number[]): TensorValue {
  const canView = hasView(value, shape);
  if (canView === undefined) unknown('a view of elements whose order is not known');
  if (!canView) unknown('PyTorch refuses this view: the elements lie too far apart');
  return viewOf(value, { ...contents(value), shape });
}

/** The same elements in another shape: a view where there can be one, else a copy, as `reshape` does. */
export function reshapedAs(value: TensorValue, shape: readonly number[]): TensorValue {
  return hasView(value, shape) === true
    ? viewOf(value, { ...contents(value), shape })
    : copyUnlessView(value, shape);
}

/** A copy where there can be no view; of elements whose order is not known it may be one. */
function copyUnlessView(value: TensorValue, shape: readonly number[]): TensorValue {
  const tensor = contents(value);
  const copy = { ...tensor, shape, data: tensor.data.slice() };
  return isUncertain(value)
    ? viewOf({ ...value, isReordered: false }, copy)
    : tensorValue(copy, value.requiresGrad, value.isArray);
}

/** A copy with memory of its own. */
export function copyOf(value: TensorValue): TensorValue {
  const tensor = contents(value);
  return tensorValue({ ...tensor, data: tensor.data.slice() }, value.requiresGrad, value.isArray);
}

/** As `contiguous()`: the tensor itself where its elements lie side by side, else a copy. */
export function sideBySide(value: TensorValue): TensorValue {
  return isUncertain(value) || isSpread(value) ? copyUnlessView(value, value.tensor.shape) : value;
}

/** Whether elements lie apart from each other, or in another order. */
export function isSpread({ places, tensor }: TensorValue): boolean {
  return (
    tensor.data.length > 1 && places?.some((place, index) => place !== (places[0] ?? 0) + index) === true
  );
}

/** Whether a tensor is all that looks at its memory sees: what is written into it makes the memory known. */
export function isWhole({ tensor, memory, places }: TensorValue): boolean {
  return places === undefined && tensor.data.length === memory.data.length;
}

/** Whether some elements lie in the same place, as those of `x.expand(3, 4)` do. */
export function isOverlapping({ places }: TensorValue): boolean {
  return places !== undefined && new Set(places).size < places.length;
}

/** Brings the memory up to date with what was written into the data of a tensor, and with it all that look at it. */
export function written({ tensor, places, memory }: TensorValue): void {
  if (places) for (const [index, place] of places.entries()) memory.data[place] = tensor.data[index] ?? 0;
  for (const copy of memory.copies)
    copy.places?.forEach((place, index) => {
      copy.tensor.data[index] = memory.data[place] ?? 0;
    });
}

/** Whether nobody knows where the elements lie. */
function isUncertain({ places, isReordered }: TensorValue): boolean {
  return isReordered === true && places === undefined;
}

function placesOf({ places, tensor: { data }, memory }: TensorValue): readonly number[] {
  if (places) return places;
  const first = (data.byteOffset - memory.data.byteOffset) / data.BYTES_PER_ELEMENT;
  return Array.from({ length: data.length }, (_, index) => first + index);
}

/** Whether the elements can be looked at in another shape as they lie; undefined if that is not known. */
function hasView(value: TensorValue, shape: readonly number[]): boolean | undefined {
  const { tensor } = value;
  if (tensor.data.length < 2) return true;
  if (isUncertain(value)) return tensor.shape.join() === shape.join() ? true : undefined;
  return (
    value.places === undefined || areStridesKept(tensor.shape, stridesOf(value.places, tensor.shape), shape)
  );
}

/** How far apart neighbours along each dimension lie. */
function stridesOf(places: readonly number[], shape: readonly number[]): readonly number[] {
  const [first = 0] = places;
  return shape.map((size, dim) =>
    size === 1 ? 0 : (places[elementCount(shape.slice(dim + 1))] ?? 0) - first,
  );
}

/** As PyTorch decides whether a shape is a view of another (`computeStride` of ATen/TensorUtils.cpp). */
function areStridesKept(
  shape: readonly number[],
  strides: readonly number[],
  wanted: readonly number[],
): boolean {
  let at = wanted.length - 1;
  let base = strides.at(-1) ?? 1;
  let [count, made] = [1, 1];
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    count *= shape[dim] ?? 1;
    const isJoined = shape[dim - 1] === 1 || strides[dim - 1] === count * base;
    if (dim > 0 && isJoined) continue;
    while (at >= 0 && (made < count || wanted[at] === 1)) made *= wanted[at--] ?? 1;
    if (made !== count) return false;
    base = strides[dim - 1] ?? 1;
    [count, made] = [1, 1];
  }
  return at === -1;
}
