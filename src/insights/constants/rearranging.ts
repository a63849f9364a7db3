import { isFloat } from '../../engine/tensor/dtype';
import { roundTo } from '../../engine/tensor/rounding';
import { elementCount, storage, type Tensor } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import { indexed } from './indexing';
import { pickedView } from './layout';
import type { Family, Operation } from './operations';
import { repeated } from './pieces';
import { dimension, permuted } from './shaping';
import { asMethod } from './spellings';
import { contents, tensorValue, unknown } from './values';

/** The lower or upper triangle of each matrix; the rest is 0. */
function triangle(isKept: (row: number, column: number, diagonal: number) => boolean): Operation {
  return (call, context) => {
    const given = new Given(call, ['input', 'diagonal']);
    const value = given.tensor('input');
    const { dtype, shape, data } = contents(value);
    context.spend(data.length);
    const [rows = 0, columns = 0] = shape.slice(-2);
    if (shape.length < 2) return unknown('PyTorch refuses the triangle of a vector');
    const diagonal = given.integer('diagonal') ?? 0;
    const made = storage(dtype, data.length);
    for (let i = 0; i < data.length; i++)
      if (isKept(Math.floor(i / columns) % rows, i % columns, diagonal)) made[i] = data[i] ?? 0;
    return tensorValue({ dtype, shape, data: made }, value.requiresGrad);
  };
}

/** The elements of a matrix on a diagonal: `take` reads them in order. */
function onDiagonal({ dtype, shape, data }: Tensor, offset: number): Tensor {
  const [rows = 0, columns = 0] = shape;
  const count = Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
  const made = storage(dtype, count);
  for (let i = 0; i < count; i++)
    made[i] = data[(i - Math.min(offset, 0)) * columns + i + Math.max(offset, 0)] ?? 0;
  return { dtype, shape: [count], data: made };
}

/** A vector as a diagonal matrix, or the diagonal of a matrix. */
const diag: Operation = (call, context) => {
  const given = new Given(call, ['input', 'diagonal']);
  const value = given.tensor('input');
  const source = contents(value);
  const offset = given.integer('diagonal') ?? 0;
  if (source.shape.length === 2) return tensorValue(onDiagonal(source, offset), value.requiresGrad);
  if (source.shape.length !== 1) return unknown('PyTorch refuses the diagonal of that');
  const size = source.data.length + Math.abs(offset);
  context.spend(size * size);
  const data = storage(source.dtype, size * size);
  source.data.forEach((x: number, i: number) => {
    data[(i - Math.min(offset, 0)) * size + i + Math.max(offset, 0)] = x;
  });
  return tensorValue({ dtype: source.dtype, shape: [size, size], data }, value.requiresGrad);
};

const diagonal: Operation = (call) => {
  const given = new Given(call, ['input', 'offset', 'dim1', 'dim2']);
  const value = given.tensor('input');
  if (value.tensor.shape.length !== 2 || given.has('dim1') || given.has('dim2'))
    return unknown('the diagonals of many matrices');
  return pickedView(value, (one) => onDiagonal(one, given.integer('offset') ?? 0));
};

const trace: Operation = (call) => {
  const value = new Given(call, ['input']).tensor('input');
  const source = contents(value);
  if (source.shape.length !== 2) return unknown('PyTorch refuses the trace of that');
  const dtype = isFloat(source.dtype) ? source.dtype : 'int64';
  const data = storage(dtype, 1);
  data[0] = roundTo(
    dtype,
    Array.from(onDiagonal(source, 0).data).reduce((a, b) => a + b, 0),
  );
  return tensorValue({ dtype, shape: [], data }, value.requiresGrad);
};

/** Along a dimension, what goes out at the end comes in at the beginning; without one, of all elements in order. */
const roll: Operation = (call, context) => {
  const given = new Given(call, ['input', 'shifts', 'dims']);
  const value = given.tensor('input');
  const source = contents(value);
  context.spend(source.data.length);
  const shifts = given.integers('shifts') ?? unknown('how far');
  const dims = given.has('dims') ? given.integers('dims') : undefined;
  if (dims && (dims.length !== shifts.length || source.shape.length === 0))
    return unknown('PyTorch refuses these shifts');
  if (!dims && shifts.length !== 1) return unknown('PyTorch refuses these shifts');
  const rolled = (tensor: Tensor, shift: number, size: number, stride: number): Tensor => {
    const data = storage(tensor.dtype, tensor.data.length);
    for (let i = 0; i < data.length; i++) {
      const at = Math.floor(i / stride) % size;
      const from = (((at - shift) % size) + size) % size;
      data[i] = tensor.data[i + (from - at) * stride] ?? 0;
    }
    return { ...tensor, data };
  };
  let result = source;
  shifts.forEach((shift, index) => {
    const dim = dims && dimension(dims[index] ?? 0, source.shape.length);
    result =
      dim === undefined
        ? rolled(result, shift, source.data.length, 1)
        : rolled(result, shift, source.shape[dim] ?? 1, elementCount(source.shape.slice(dim + 1)));
  });
  return tensorValue(result, value.requiresGrad);
};

/** Each element so many times, one behind the other. */
const repeatInterleave: Operation = (call, context) => {
  const given = new Given(call, ['input', 'repeats', 'dim']);
  const value = given.tensor('input');
  const source = contents(value);
  const repeats = given.required('repeats');
  const flat = given.has('dim')
    ? value
    : tensorValue({ ...source, shape: [source.data.length] }, value.requiresGrad);
  const dim = dimension(given.integer('dim') ?? 0, flat.tensor.shape.length);
  const size = flat.tensor.shape[dim] ?? 0;
  const times =
    repeats.kind === 'tensor' && repeats.tensor.data.length > 1
      ? Array.from(contents(repeats).data)
      : Array.from({ length: size }, () => given.number('repeats') ?? 0);
  if (times.length !== size || !times.every((count) => count >= 0))
    return unknown('PyTorch refuses these repeats');
  const total = times.reduce((a, b) => a + b, 0);
  context.spend(size === 0 ? 0 : (flat.tensor.data.length / size) * total);
  const places = Float64Array.from(times.flatMap((count, at) => Array<number>(count).fill(at)));
  const index = tensorValue({ dtype: 'int64', shape: [places.length], data: places });
  const wholes = Array.from({ length: dim }, () => ({ kind: 'slice', parts: [] }) as const);
  return indexed(flat, [...wholes, index]);
};

const tile: Operation = (call, context) => {
  const given = new Given(call, ['input', '*dims']);
  const value = given.tensor('input');
  const source = contents(value);
  const times = given.integers('dims') ?? unknown('how often');
  const rank = Math.max(times.length, source.shape.length);
  const shape = [...Array<number>(rank - source.shape.length).fill(1), ...source.shape];
  const counts = [...Array<number>(rank - times.length).fill(1), ...times];
  context.spend(source.data.length * counts.reduce((a, b) => a * b, 1));
  let result: Tensor = { ...source, shape };
  counts.forEach((count, dim) => {
    result = repeated(result, dim, count);
  });
  return tensorValue(result, value.requiresGrad);
};

/** Some dimensions to other places; the others keep their order. */
const movedim: Operation = (call) => {
  const given = new Given(call, ['input', 'source', 'destination']);
  const value = given.tensor('input');
  const rank = value.tensor.shape.length;
  const dims = (name: string): number[] => {
    const one = given.value(name);
    const list = one?.kind === 'sequence' ? given.integers(name) : [given.integer(name) ?? 0];
    return (list ?? []).map((dim) => dimension(dim, rank));
  };
  const [from, to] = [dims('source'), dims('destination')];
  if (from.length !== to.length || new Set(from).size < from.length || new Set(to).size < to.length)
    return unknown('PyTorch refuses these dimensions');
  const rest = [...value.tensor.shape.keys()].filter((dim) => !from.includes(dim));
  const order = value.tensor.shape.map((_, dim) => {
    const moved = to.indexOf(dim);
    return moved >= 0 ? (from[moved] ?? 0) : (rest.shift() ?? 0);
  });
  return pickedView(value, (one) => permuted(one, order));
};

const operations: Readonly<Record<string, Operation>> = {
  tril: triangle((row, column, diagonal) => column <= row + diagonal),
  triu: triangle((row, column, diagonal) => column >= row + diagonal),
  diag,
  diagonal,
  trace,
  roll,
  repeat_interleave: repeatInterleave,
  tile,
  movedim,
  moveaxis: movedim,
};

/** The same elements in other places. */
export const rearranging: Family = {
  functions: Object.fromEntries(Object.entries(operations).map(([name, one]) => [`torch.${name}`, one])),
  methods: Object.fromEntries(Object.entries(operations).map(([name, one]) => [name, asMethod(one)])),
};
