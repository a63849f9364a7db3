import { isFloat } from '../../engine/tensor/dtype';
import { elementCount, storage, type DType, type Tensor } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import { indexed } from './indexing';
import { isOverlapping } from './layout';
import type { Family, Operation } from './operations';
import { rowsOf } from './reductions';
import { dimension, permuted } from './shaping';
import { asMethod } from './spellings';
import { contents, tensorValue, tuple, unknown, viewOf, type TensorValue, type Value } from './values';

/** The work of sorting, for each element. */
const sortingWork = 10;

/** The places of a row's elements in ascending order, equal ones as they stand; NaN comes last. */
function ascending(row: ArrayLike<number>): number[] {
  const key = (index: number): number => row[index] ?? 0;
  return Array.from({ length: row.length }, (_, index) => index).sort(
    (a, b) => compare(key(a), key(b)) || a - b,
  );
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

/** The same from the largest on: equal ones stay as they stand. */
function descending(row: ArrayLike<number>): number[] {
  const key = (index: number): number => row[index] ?? 0;
  return Array.from({ length: row.length }, (_, index) => index).sort(
    (a, b) => compare(key(b), key(a)) || a - b,
  );
}

/** What `pick` takes of each row along a dimension, and from which places; equal elements of rows longer than `longestStable` are in no known order. */
function picked(
  value: TensorValue,
  dim: number,
  pick: (row: ArrayLike<number>) => readonly number[],
  longestStable = 0,
): { readonly values: TensorValue; readonly indices: TensorValue } {
  const source = contents(value);
  const rank = source.shape.length;
  if (rank === 0) return unknown('the order of a scalar');
  const at = dimension(dim, rank);
  const { tensor, length } = rowsOf(source, [at], false);
  const rows = length === 0 ? 0 : tensor.data.length / length;
  const data = Array.from({ length: rows }, (_, row) =>
    tensor.data.subarray(row * length, (row + 1) * length),
  );
  const places = data.map(pick);
  if (rows === 0) return unknown('the order of nothing');
  const count = places[0]?.length ?? 0;
  const kept = source.shape.filter((_, index) => index !== at);
  const back = [...kept.keys()];
  back.splice(at, 0, kept.length);
  const made = (dtype: DType, element: (row: number, place: number) => number): Tensor => {
    const data = storage(dtype, rows * count);
    places.forEach((list, row) =>
      list.forEach((place, index) => (data[row * count + index] = element(row, place))),
    );
    return permuted({ dtype, shape: [...kept, count], data }, back);
  };
  const values = tensorValue(
    made(source.dtype, (row, place) => tensor.data[row * length + place] ?? 0),
    value.requiresGrad,
  );
  const indices = tensorValue(made('int64', (_, place) => place));
  if (length > longestStable && data.some((row) => new Set(row).size < length))
    indices.memory.lost = 'which of equal elements is taken';
  return { values, indices };
}

function pair({ values, indices }: ReturnType<typeof picked>): Value {
  return { ...tuple([values, indices]), fields: ['values', 'indices'] };
}

function sorted(given: Given, context: Parameters<Operation>[1]): ReturnType<typeof picked> {
  const value = given.tensor('input');
  context.spend(value.tensor.data.length * sortingWork);
  const order = given.flag('descending') ? descending : ascending;
  return picked(value, given.dimension('dim', -1), order, given.flag('stable') ? Infinity : longestInsertion);
}

/** Longer rows are sorted in a way that may put equal elements in any order. */
const longestInsertion = 16;

const sortNames = ['input', 'dim', 'descending', 'stable'];

/** The largest or smallest. */
const topk: Operation = (call, context) => {
  const given = new Given(call, ['input', 'k', 'dim', 'largest', 'sorted']);
  const value = given.tensor('input');
  const k = given.integer('k') ?? unknown('how many');
  if (value.tensor.dtype === 'bool') return unknown('PyTorch refuses the largest of bools');
  const order = !given.has('largest') || given.flag('largest') ? descending : ascending;
  if (given.has('sorted') && !given.flag('sorted')) return unknown('an order that is not told');
  context.spend(value.tensor.data.length * sortingWork);
  return pair(
    picked(value, given.dimension('dim', -1), (row) => {
      if (!(k >= 0 && k <= row.length)) unknown('PyTorch refuses so many');
      return order(row).slice(0, k);
    }),
  );
};

/** The lower one of the two in the middle. NaN wins. */
const median: Operation = (call, context) => {
  const given = new Given(call, ['input', 'dim', 'keepdim']);
  const value = given.tensor('input');
  const { data, dtype, shape } = contents(value);
  if (dtype === 'bool') return unknown('PyTorch refuses the median of bools');
  if (given.has('keepdim') && !given.has('dim')) return unknown('PyTorch keeps no dimension');
  context.spend(data.length * sortingWork);
  if (data.some(Number.isNaN) || data.length === 0) return unknown('the median of NaN, or of nothing');
  if (!given.has('dim')) {
    const order = ascending(data);
    const middle = data[order[Math.floor((order.length - 1) / 2)] ?? 0] ?? 0;
    const only = storage(dtype, 1);
    only[0] = middle;
    return tensorValue({ dtype, shape: [], data: only }, value.requiresGrad);
  }
  // PyTorch 2.13 reads beyond the memory of a tensor that is expanded.
  if (isOverlapping(value)) return unknown('the median of elements that are one');
  const dim = given.dimension('dim', 0);
  const { values, indices } = picked(value, dim, (row) =>
    ascending(row).slice(Math.floor((row.length - 1) / 2), Math.floor((row.length - 1) / 2) + 1),
  );
  if (given.flag('keepdim')) return pair({ values, indices });
  const dropped = shape.filter((_, index) => index !== dimension(dim, shape.length));
  const without = (one: TensorValue): TensorValue => viewOf(one, { ...one.tensor, shape: dropped });
  return pair({ values: without(values), indices: without(indices) });
};

/** The distinct elements in ascending order. */
const unique: Operation = (call, context) => {
  const given = new Given(call, ['input', 'sorted', 'return_inverse', 'return_counts', 'dim']);
  const { data, dtype } = contents(given.tensor('input'));
  if (given.has('sorted') && !given.flag('sorted')) return unknown('an order that is not told');
  if (['return_inverse', 'return_counts', 'dim'].some((name) => given.has(name)))
    return unknown('more than the distinct elements');
  context.spend(data.length * sortingWork);
  if (data.some(Number.isNaN)) return unknown('distinct NaN');
  const distinct = [...new Set(data)].sort((a, b) => a - b);
  const made = storage(dtype, distinct.length);
  made.set(distinct);
  return tensorValue({ dtype, shape: [distinct.length], data: made });
};

/** Where a tensor is not 0, a row of indices for each such element. */
const nonzero: Operation = (call, context) => {
  const { shape, data } = contents(new Given(call, ['input']).tensor('input'));
  context.spend(data.length);
  const found = [...data.keys()].filter((at) => data[at] !== 0);
  const strides = shape.map((_, index) => elementCount(shape.slice(index + 1)));
  const made = storage('int64', found.length * shape.length);
  found.forEach((at, row) =>
    strides.forEach((stride, index) => {
      made[row * shape.length + index] = Math.floor(at / stride) % (shape[index] ?? 1);
    }),
  );
  return tensorValue({ dtype: 'int64', shape: [found.length, shape.length], data: made });
};

const maskedSelect: Operation = (call, context) => {
  const given = new Given(call, ['input', 'mask']);
  const [value, mask] = [given.tensor('input'), given.tensor('mask')];
  context.spend(value.tensor.data.length);
  if (mask.tensor.dtype !== 'bool' || mask.tensor.shape.join() !== value.tensor.shape.join())
    return unknown('a mask of another shape');
  const taken = indexed(value, [mask]);
  return tensorValue(taken.tensor, value.requiresGrad);
};

const operations: Readonly<Record<string, Operation>> = {
  sort: (call, context) => pair(sorted(new Given(call, sortNames), context)),
  argsort: (call, context) => sorted(new Given(call, sortNames), context).indices,
  topk,
  median,
  unique,
  nonzero,
  argwhere: nonzero,
  masked_select: maskedSelect,
  count_nonzero: (call, context) => {
    const given = new Given(call, ['input', 'dim']);
    const { data } = contents(given.tensor('input'));
    if (given.value('dim')) return unknown('counts along a dimension');
    context.spend(data.length);
    const count = storage('int64', 1);
    count[0] = Array.from(data).filter((x) => x !== 0).length;
    return tensorValue({ dtype: 'int64', shape: [], data: count });
  },
};

/** Elements in order, and those that stand out. */
export const ordering: Family = {
  functions: Object.fromEntries(Object.entries(operations).map(([name, one]) => [`torch.${name}`, one])),
  methods: Object.fromEntries(Object.entries(operations).map(([name, one]) => [name, asMethod(one)])),
};

/** Running sums and products along a dimension, which PyTorch keeps in float64. */
function running(step: (before: number, value: number) => number): Operation {
  return (call, context) => {
    const given = new Given(call, ['input', 'dim'], ['dtype']);
    const value = given.tensor('input');
    const source = contents(value);
    context.spend(source.data.length);
    const dtype = given.dtype() ?? (isFloat(source.dtype) ? source.dtype : 'int64');
    if (dtype === 'float16' || dtype === 'bfloat16' || given.has('dtype')) return unknown('sums on the way');
    const { shape, data } = source;
    const at = dimension(given.integer('dim') ?? unknown('the dimension'), shape.length);
    const stride = elementCount(shape.slice(at + 1));
    const size = shape[at] ?? 1;
    const made = storage(dtype, data.length);
    for (let start = 0; start < data.length; start++) {
      if (Math.floor(start / stride) % size > 0) continue;
      let sum: number | undefined;
      for (let k = 0; k < size; k++) {
        const next = data[start + k * stride] ?? 0;
        sum = sum === undefined ? next : step(sum, next);
        if (!isFloat(dtype) && !Number.isSafeInteger(sum)) unknown('an integer beyond 2**53');
        made[start + k * stride] = sum;
      }
    }
    return tensorValue({ dtype, shape, data: made }, value.requiresGrad && isFloat(dtype));
  };
}

const [cumsum, cumprod] = [running((a, b) => a + b), running((a, b) => a * b)];

/** Sums and products on the way. */
export const accumulating: Family = {
  functions: { 'torch.cumsum': cumsum, 'torch.cumprod': cumprod },
  methods: { cumsum: asMethod(cumsum), cumprod: asMethod(cumprod) },
};
