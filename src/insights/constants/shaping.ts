import { expandData } from '../../engine/tensor/shape';
import { elementCount, storage, type Tensor } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import type { Family, Method, Operation } from './operations';
import { indexed } from './indexing';
import { copyOf, pickedView, reshapedAs, sideBySide, viewAs } from './layout';
import { flipped, repeated } from './pieces';
import {
  contents,
  detached,
  int,
  shapeValue,
  tensorValue,
  tuple,
  unknown,
  viewOf,
  type CallValues,
  type SequenceValue,
  type TensorValue,
  type Value,
} from './values';

/** A dimension counted from either end, as an index. */
export function dimension(dim: number, rank: number): number {
  const count = Math.max(rank, 1);
  const index = dim < 0 ? dim + count : dim;
  return index >= 0 && index < count ? index : unknown('a dimension that is not there');
}

/** The same elements in another shape; one size may be -1. A view where the elements lie so that there can be one. */
export function reshaped(
  value: TensorValue,
  sizes: readonly number[],
  make: typeof reshapedAs = reshapedAs,
): TensorValue {
  const tensor = contents(value);
  if (sizes.filter((size) => size === -1).length > 1) unknown('PyTorch refuses two sizes of -1');
  const known = sizes.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const shape = sizes.map((size) => (size === -1 ? tensor.data.length / known : size));
  if (
    !shape.every((size) => Number.isInteger(size) && size >= 0) ||
    elementCount(shape) !== tensor.data.length
  )
    unknown('the shape does not fit');
  return make(value, shape);
}

/** With dimensions of size 1 more or less. */
function withOnes(value: TensorValue, shape: readonly number[]): TensorValue {
  return viewOf(value, { ...contents(value), shape });
}

/** The tensor with its dimensions in another order; contents are copied. */
export function permuted(tensor: Tensor, order: readonly number[]): Tensor {
  const { shape, data, dtype } = tensor;
  const strides = shape.map((_, index) => elementCount(shape.slice(index + 1)));
  const target = order.map((index) => shape[index] ?? 1);
  const moved = storage(dtype, data.length);
  const steps = order.map((index) => strides[index] ?? 0);
  for (let i = 0; i < moved.length; i++) {
    let rest = i;
    let from = 0;
    for (let k = target.length - 1; k >= 0; k--) {
      const size = target[k] ?? 1;
      from += (rest % size) * (steps[k] ?? 0);
      rest = Math.floor(rest / size);
    }
    moved[i] = data[from] ?? 0;
  }
  return { dtype, shape: target, data: moved };
}

function transposed(value: TensorValue, first: number, second: number): TensorValue {
  const tensor = contents(value);
  const order = tensor.shape.map((_, index) => index);
  const a = dimension(first, order.length);
  const b = dimension(second, order.length);
  if (order.length === 0) return withOnes(value, []);
  [order[a], order[b]] = [b, a];
  return reordered(value, order);
}

/** The same elements with their dimensions in another order. */
function reordered(value: TensorValue, order: readonly number[]): TensorValue {
  return pickedView(value, (tensor) => permuted(tensor, order));
}

function squeezed(value: TensorValue, dims: readonly number[] | undefined): TensorValue {
  const { shape } = contents(value);
  const chosen = dims?.map((dim) => dimension(dim, shape.length));
  return withOnes(
    value,
    shape.filter((size, index) => size !== 1 || (chosen && !chosen.includes(index))),
  );
}

function sizesOf(call: CallValues, name: string): readonly number[] {
  return new Given(call, [`*${name}`]).integers(name) ?? unknown('the shape is missing');
}

const shapeMethods: Record<string, Method> = {
  view: (self, call) => {
    const [first] = call.positional;
    if (first?.kind === 'dtype') unknown('another look at the same bits');
    return reshaped(self, sizesOf(call, 'size'), viewAs);
  },
  reshape: (self, call) => reshaped(self, sizesOf(call, 'shape')),
  view_as: (self, call) => reshaped(self, new Given(call, ['other']).tensor('other').tensor.shape, viewAs),
  reshape_as: (self, call) => reshaped(self, new Given(call, ['other']).tensor('other').tensor.shape),
  unsqueeze: (self, call) => {
    const { shape } = contents(self);
    const dim = new Given(call, ['dim']).integer('dim') ?? unknown('the dimension is missing');
    const at = dimension(dim, shape.length + 1);
    return withOnes(self, [...shape.slice(0, at), 1, ...shape.slice(at)]);
  },
  squeeze: (self, call) => squeezed(self, new Given(call, ['dim']).integers('dim')),
  flatten: (self, call) => {
    const given = new Given(call, ['start_dim', 'end_dim']);
    const { shape } = contents(self);
    const start = dimension(given.integer('start_dim') ?? 0, shape.length);
    const end = dimension(given.integer('end_dim') ?? -1, shape.length);
    // Of NumPy it is a copy.
    const source = self.isArray ? copyOf(self) : self;
    if (shape.length === 0) return reshaped(source, [1]);
    if (start === end) return source;
    if (start > end) return unknown('PyTorch flattens no dimensions from behind');
    return reshaped(source, [
      ...shape.slice(0, start),
      elementCount(shape.slice(start, end + 1)),
      ...shape.slice(end + 1),
    ]);
  },
  // Unlike `flatten()` it copies what does not lie side by side, even where a view would do.
  ravel: (self) => reshaped(sideBySide(self), [-1]),
  transpose: (self, call) => {
    const given = new Given(call, ['dim0', 'dim1']);
    const [first, second] = [given.integer('dim0'), given.integer('dim1')];
    return transposed(
      self,
      first ?? unknown('a dimension is missing'),
      second ?? unknown('a dimension is missing'),
    );
  },
  permute: (self, call) => {
    const tensor = contents(self);
    const order = sizesOf(call, 'dims').map((dim) => dimension(dim, tensor.shape.length));
    if (new Set(order).size !== tensor.shape.length || order.length !== tensor.shape.length)
      unknown('an order of the dimensions');
    return reordered(self, order);
  },
  t: (self) => {
    const { shape } = self.tensor;
    if (shape.length > 2) return unknown('PyTorch transposes no more than matrices');
    return shape.length < 2 ? withOnes(self, shape) : transposed(self, 0, 1);
  },
  contiguous: (self) => sideBySide(self),
  expand: (self, call, context) => {
    const tensor = contents(self);
    const sizes = sizesOf(call, 'size');
    const offset = sizes.length - tensor.shape.length;
    const shape = sizes.map((size, index) =>
      size === -1 ? (tensor.shape[index - offset] ?? unknown('PyTorch refuses a new size of -1')) : size,
    );
    context.spend(elementCount(shape));
    return expanded(self, shape);
  },
  expand_as: (self, call) => expanded(self, new Given(call, ['other']).tensor('other').tensor.shape),
  repeat: (self, call, context) => {
    const tensor = contents(self);
    const times = sizesOf(call, 'repeats');
    const shape = [
      ...Array<number>(Math.max(0, times.length - tensor.shape.length)).fill(1),
      ...tensor.shape,
    ];
    if (times.length < tensor.shape.length) unknown('the repeats do not fit');
    context.spend(elementCount(shape) * times.reduce((a, b) => a * b, 1));
    let result: Tensor = { ...tensor, shape };
    times.forEach((count, dim) => {
      result = repeated(result, dim, count);
    });
    return tensorValue(result, self.requiresGrad);
  },
  flip: (self, call, context) => {
    const tensor = contents(self);
    const dims = sizesOf(call, 'dims').map((dim) => dimension(dim, tensor.shape.length));
    context.spend(tensor.data.length * Math.max(1, dims.length));
    return tensorValue(dims.reduce(flipped, tensor), self.requiresGrad);
  },
  split: (self, call) => {
    const given = new Given(call, ['split_size', 'dim'], ['split_size_or_sections'], false);
    const size = given.value('split_size') ?? given.required('split_size_or_sections');
    if (size.kind !== 'int' || size.value < 1) return unknown('parts of several sizes');
    return parts(self, given.integer('dim') ?? 0, size.value);
  },
  chunk: (self, call) => {
    const given = new Given(call, ['chunks', 'dim']);
    const dim = dimension(given.integer('dim') ?? 0, self.tensor.shape.length);
    const size = Math.ceil((self.tensor.shape[dim] ?? 0) / (given.integer('chunks') ?? 1));
    return size > 0 ? parts(self, dim, size) : unknown('parts of nothing');
  },
  unbind: (self, call) => {
    const dim = dimension(new Given(call, ['dim']).integer('dim') ?? 0, self.tensor.shape.length);
    return tuple(
      parts(self, dim, 1).items.map((one) => (one.kind === 'tensor' ? squeezed(one, [dim]) : one)),
    );
  },
  size: (self, call) => {
    const dim = new Given(call, ['dim']).integer('dim');
    const { shape } = self.tensor;
    return dim === undefined
      ? shapeValue(shape)
      : int(shape[dimension(dim, shape.length)] ?? unknown('no size'));
  },
  dim: (self) => int(self.tensor.shape.length),
  numel: (self) => int(self.tensor.data.length),
  nelement: (self) => int(self.tensor.data.length),
};

function parts(value: TensorValue, dim: number, size: number): SequenceValue {
  const { shape } = contents(value);
  const at = dimension(dim, shape.length);
  const before: Value[] = shape.slice(0, at).map(() => ({ kind: 'slice', parts: [] }));
  const count = Math.ceil((shape[at] ?? 1) / size);
  return tuple(
    Array.from({ length: count }, (_, index) =>
      indexed(value, [...before, { kind: 'slice', parts: [index * size, (index + 1) * size] }]),
    ),
  );
}

function expanded(value: TensorValue, shape: readonly number[]): TensorValue {
  const tensor = contents(value);
  const offset = shape.length - tensor.shape.length;
  if (offset < 0 || !tensor.shape.every((size, index) => size === 1 || size === shape[index + offset]))
    unknown('the shape does not fit');
  return pickedView(value, (one) => expandData(one, shape));
}

shapeMethods['swapaxes'] = shapeMethods['swapdims'] = (self, call) => {
  const given = new Given(call, ['axis0', 'axis1'], ['dim0', 'dim1']);
  const first = given.integer('axis0') ?? given.integer('dim0') ?? 0;
  return transposed(self, first, given.integer('axis1') ?? given.integer('dim1') ?? 1);
};

shapeMethods['broadcast_to'] = (self, call, context) =>
  shapeMethods['expand']?.(self, call, context) ?? unknown('a shape');

// In place they give the tensor itself another shape.
for (const name of ['unsqueeze', 'squeeze', 't', 'transpose', 'swapaxes', 'swapdims'])
  shapeMethods[`${name}_`] = (self, call, context) => {
    const result = shapeMethods[name]?.(self, call, context);
    if (result?.kind !== 'tensor') return unknown('a change of shape in place');
    self.tensor = result.tensor;
    self.places = result.places;
    self.isReordered = result.isReordered ?? false;
    return self;
  };

/** The functions that take no single integers, unlike the methods of these names. */
const wantTuples: ReadonlySet<string> = new Set(['reshape', 'permute', 'flip', 'broadcast_to']);

function asFunction(name: string): Operation {
  return (call, context) => {
    const [self, ...rest] = call.positional;
    const method = shapeMethods[name];
    const input = self ?? call.keywords.get('input');
    if (input?.kind !== 'tensor' || !method) return unknown(`the argument of ${name}`);
    contents(input);
    if (
      wantTuples.has(name) &&
      [...rest.slice(0, 1), ...call.keywords.values()].some(({ kind }) => kind === 'int')
    )
      return unknown('PyTorch wants a tuple');
    const keywords = new Map([...call.keywords].filter(([key]) => key !== 'input'));
    return method(input, { positional: rest, keywords }, context);
  };
}

const functions: Record<string, Operation> = {};
for (const name of [
  'reshape',
  'unsqueeze',
  'squeeze',
  'flatten',
  'ravel',
  'transpose',
  'permute',
  't',
  'numel',
  'flip',
  'split',
  'chunk',
  'unbind',
  'swapaxes',
  'swapdims',
  'broadcast_to',
])
  functions[`torch.${name}`] = asFunction(name);

/** What a tensor tells about itself. */
export const shapeAttributes: Readonly<Record<string, (self: TensorValue) => Value>> = {
  shape: (self) => shapeValue(self.tensor.shape),
  T: (self) => reordered(self, [...self.tensor.shape.keys()].reverse()),
  mT: (self) => transposed(self, -2, -1),
  ndim: (self) => int(self.tensor.shape.length),
  dtype: (self) => ({ kind: 'dtype', dtype: self.tensor.dtype }),
  requires_grad: (self) => ({ kind: 'bool', value: self.requiresGrad }),
  data: detached,
};

/** Other shapes of the same elements. */
export const shaping: Family = { functions, methods: shapeMethods };
