import { orderedSum } from '../../engine/numeric/orderedSum';
import { isFloat, isHalf } from '../../engine/tensor/dtype';
import { cast, roundTo } from '../../engine/tensor/rounding';
import { elementCount, storage, type DType, type Tensor } from '../../engine/tensor/tensor';
import { larger, smaller } from './arithmetic';
import { Given } from './callArguments';
import type { Family, Method, Operation } from './operations';
import { dimension, permuted } from './shaping';
import { asMethod } from './spellings';
import { bool, contents, tensorValue, tuple, unknown, type Value } from './values';

/** The tensor as rows: what is reduced together lies together. */
export interface Rows {
  readonly tensor: Tensor;
  readonly length: number;
  /** The shape with the reduced dimensions left out, or kept at size 1. */
  readonly shape: readonly number[];
}

/** Puts the dimensions that are reduced behind the others. */
export function rowsOf(tensor: Tensor, dims: readonly number[] | undefined, keep: boolean): Rows {
  const rank = tensor.shape.length;
  // No dimensions are all.
  const asked = dims && dims.length > 0 ? dims : tensor.shape.map((_, index) => index);
  const reduced = new Set(asked.map((dim) => dimension(dim, rank)));
  const kept = tensor.shape.map((_, index) => index).filter((index) => !reduced.has(index));
  const moved = [...reduced].filter((index) => index < rank);
  const length = elementCount(moved.map((index) => tensor.shape[index] ?? 1));
  const shape = keep
    ? tensor.shape.map((size, index) => (reduced.has(index) ? 1 : size))
    : kept.map((index) => tensor.shape[index] ?? 1);
  return { tensor: permuted(tensor, [...kept, ...moved]), length, shape };
}

type Reduce = (row: ArrayLike<number>, given: Given) => number;

/** How a reduction is called, beside a tensor, `dim` as one dimension or several, and `keepdim`. */
interface Form {
  readonly names?: readonly string[];
  readonly keywords?: readonly string[];
  /** Whether `dim` is one dimension, and no list; `max` refuses None, too. */
  readonly takes?: 'one' | 'one, no None';
  /** Whether `keepdim` may stand without `dim`. */
  readonly keepsAlone?: true;
  /** What an empty list of dimensions is not followed for: it is refused, or means none. */
  readonly needsSome?: true;
  /** Whether it is written in Python, which knows no `axis`. */
  readonly isOfPython?: true;
}

function refuseForm(form: Form, given: Given): void {
  const dims = given.value('dim');
  if (form.takes && dims?.kind === 'sequence') unknown('PyTorch wants one dimension');
  if (form.takes === 'one, no None' && given.has('dim') && !dims) unknown('PyTorch wants a dimension');
  if (form.needsSome && dims?.kind === 'sequence' && dims.items.length === 0) unknown('no dimensions');
  if (!form.keepsAlone && given.has('keepdim') && !given.has('dim')) unknown('PyTorch keeps no dimension');
}

function reduction(reduce: Reduce, dtypeOf: (dtype: DType) => DType, form: Form = {}): Operation {
  return (call, context) => {
    const names = form.names ?? ['input', 'dim', 'keepdim'];
    const given = new Given(call, names, form.keywords, form.isOfPython !== true);
    const value = given.tensor('input');
    if (!value.isArray) refuseForm(form, given);
    const asked = given.dtype();
    if (asked && isHalf(asked) && value.tensor.dtype !== asked) unknown('a reduction to 16-bit floats');
    const source = asked ? cast(contents(value), asked) : contents(value);
    context.spend(source.data.length);
    const dims = given.value('dim');
    const list =
      dims === undefined
        ? undefined
        : dims.kind === 'sequence'
          ? given.integers('dim')
          : [given.integer('dim') ?? 0];
    const { tensor, length, shape } = rowsOf(source, list, given.flag('keepdim'));
    const dtype = asked ?? dtypeOf(source.dtype);
    const data = storage(dtype, elementCount(shape));
    for (let row = 0; row < data.length; row++)
      data[row] = roundTo(dtype, reduce(tensor.data.subarray(row * length, (row + 1) * length), given));
    return tensorValue({ dtype, shape, data }, value.requiresGrad && isFloat(dtype), value.isArray);
  };
}

const asIs = (dtype: DType): DType => dtype;
const summed = (dtype: DType): DType => (isFloat(dtype) ? dtype : 'int64');
/** Truth is bool, but for uint8, which was bool once. */
const ofTruth = (dtype: DType): DType => (dtype === 'uint8' ? 'uint8' : 'bool');
/** What PyTorch reduces step by step: 16-bit floats would be rounded on the way. */
const wide = (dtype: DType): DType =>
  dtype === 'float32' || dtype === 'float64' ? dtype : unknown(`a reduction of ${dtype} in steps`);
const indexed = (dtype: DType): DType =>
  dtype === 'bool' ? unknown('PyTorch refuses the largest of bools') : 'int64';
const floating = (dtype: DType): DType =>
  isFloat(dtype) ? dtype : unknown('PyTorch refuses the mean of integers');

/** In the order in which PyTorch adds what lies in one piece. */
const sum: Reduce = (row) =>
  row instanceof Float32Array || row instanceof Float64Array ? orderedSum(row) : exactSum(row);
const exactSum = (row: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < row.length; i++) total += row[i] ?? 0;
  return total;
};
const mean: Reduce = (row, given) => sum(row, given) / row.length;
const product: Reduce = (row) => {
  let total = 1;
  for (let i = 0; i < row.length; i++) total *= row[i] ?? 1;
  return total;
};
const largest: Reduce = (row) => row[bestIndex(row, 1)] ?? unknown('the largest of nothing');
const smallest: Reduce = (row) => row[bestIndex(row, -1)] ?? unknown('the smallest of nothing');
const spread: Form = {
  names: ['input', 'dim', 'unbiased', 'keepdim'],
  keywords: ['correction'],
  keepsAlone: true,
};
/** With Bessel's correction unless the call says otherwise. */
const variance: Reduce = (row, given) => {
  const isBiased = given.has('unbiased') && !given.flag('unbiased');
  const correction = given.number('correction') ?? (isBiased ? 0 : 1);
  const middle = exactSum(row) / row.length;
  let total = 0;
  for (let i = 0; i < row.length; i++) total += ((row[i] ?? 0) - middle) ** 2;
  return total / Math.max(0, row.length - correction);
};

/** `std(False)`: whether to correct, in the place of the dimension. */
function corrected(reduce: Operation): Operation {
  return ({ positional, keywords }, context) => {
    const [input, unbiased, ...more] = positional;
    if (!input || unbiased?.kind !== 'bool' || more.length > 0)
      return reduce({ positional, keywords }, context);
    return reduce({ positional: [input], keywords: new Map([...keywords, ['unbiased', unbiased]]) }, context);
  };
}

const logSumExp: Reduce = (row) => {
  const top = row[bestIndex(row, 1)] ?? -Infinity;
  if (!Number.isFinite(top)) return top;
  let total = 0;
  for (let i = 0; i < row.length; i++) total += Math.exp((row[i] ?? 0) - top);
  return top + Math.log(total);
};

const norm: Reduce = (row, given) => {
  const order = given.value('p');
  const p = order?.kind === 'string' && order.value === 'fro' ? 2 : (given.number('p') ?? 2);
  const sizes = Array.from(row, Math.abs);
  if (p === Infinity) return sizes.reduce((a, b) => Math.max(a, b), 0);
  if (p === 1) return sizes.reduce((a, b) => a + b, 0);
  return p === 2 ? Math.sqrt(sizes.reduce((a, b) => a + b * b, 0)) : unknown('a norm of that order');
};

/** The first index of the best element; NaN wins. */
function bestIndex(row: ArrayLike<number>, sign: number): number {
  let best = 0;
  for (let i = 0; i < row.length; i++) {
    const value = row[i] ?? 0;
    if (Number.isNaN(value)) return i;
    if (sign * value > sign * (row[best] ?? 0)) best = i;
  }
  return best;
}

/** `max` and `min` of one dimension give a pair. */
function extreme(reduce: Reduce, sign: number): Operation {
  const plain = reduction(reduce, asIs, { takes: 'one, no None' });
  return (call, context) => {
    const second = call.positional[1] ?? call.keywords.get('other');
    if (second?.kind === 'tensor') return (sign > 0 ? larger : smaller)(call, context);
    const given = new Given(call, ['input', 'dim', 'keepdim']);
    const values = plain(call, context);
    if (!given.has('dim')) return values;
    const indices = reduction(
      (row) => bestIndex(row, sign),
      () => 'int64',
    )(call, context);
    return { ...tuple([values, indices]), fields: ['values', 'indices'] };
  };
}

const ofAny: Form = { keepsAlone: true, needsSome: true };

/** It wants a dimension. */
const logSumExpAlong: Operation = (call, context) => {
  new Given(call, ['input', 'dim', 'keepdim']).required('dim');
  return reduction(logSumExp, wide, { needsSome: true })(call, context);
};

const operations: Readonly<Record<string, Operation>> = {
  sum: reduction(sum, summed, { keywords: ['dtype'] }),
  mean: reduction(mean, floating, { keywords: ['dtype'] }),
  prod: reduction(product, (dtype) => (isFloat(dtype) ? wide(dtype) : summed(dtype)), {
    keywords: ['dtype'],
    takes: 'one, no None',
  }),
  amax: reduction(largest, asIs, { keepsAlone: true }),
  amin: reduction(smallest, asIs, { keepsAlone: true }),
  max: extreme(largest, 1),
  min: extreme(smallest, -1),
  argmax: reduction((row) => bestIndex(row, 1), indexed, { takes: 'one', keepsAlone: true }),
  argmin: reduction((row) => bestIndex(row, -1), indexed, { takes: 'one', keepsAlone: true }),
  var: corrected(reduction(variance, floating, spread)),
  std: corrected(reduction((row, given) => Math.sqrt(variance(row, given)), floating, spread)),
  all: reduction((row) => Number(Array.from(row).every((value) => value !== 0)), ofTruth, ofAny),
  any: reduction((row) => Number(Array.from(row).some((value) => value !== 0)), ofTruth, ofAny),
  logsumexp: logSumExpAlong,
  norm: reduction(norm, wide, {
    names: ['input', 'p', 'dim', 'keepdim'],
    keepsAlone: true,
    isOfPython: true,
  }),
};

const functions: Record<string, Operation> = {
  'torch.equal': (call): Value => {
    const given = new Given(call, ['input', 'other']);
    const a = contents(given.tensor('input'));
    const b = contents(given.tensor('other'));
    return bool(a.shape.join() === b.shape.join() && a.data.every((value, index) => value === b.data[index]));
  },
};
const methods: Record<string, Method> = {};
for (const [name, operation] of Object.entries(operations)) {
  functions[`torch.${name}`] = operation;
  methods[name] = asMethod(operation);
}

/** Many elements to one. */
export const reductions: Family = { functions, methods };
