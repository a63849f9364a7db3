import type { DType } from '../../engine/tensor/tensor';
import { unknownOrigin, type IntegerRange, type TensorOrigin, type TensorValues } from './tensorOrigin';
import { dtypeAmong, integerAt, sizesAmong, type TensorCall, type TensorOperation } from './tensorCall';

/** Makes values of a kind, of the shape of the input. */
function making(values: TensorValues): TensorOperation {
  return ({ call, from, input }) => ({
    ...input,
    values,
    maker: call,
    from,
    dtype: isFloating(input.dtype) ? input.dtype : 'float',
    converter: undefined,
    range: undefined,
  });
}

/** What is known of a tensor's shape. */
function shapeOf({ sizes, rank, batchFirst }: TensorOrigin) {
  return { sizes, rank, batchFirst };
}

/** Leaves the shape and nothing else. */
const sameShape: TensorOperation = ({ input }) => ({ ...unknownOrigin, ...shapeOf(input) });

const same: TensorOperation = ({ input }) => input;

const isFloating = (dtype: TensorOrigin['dtype']): boolean =>
  dtype === 'float' || dtype?.startsWith('float') === true || dtype === 'bfloat16';

function converted(dtype: DType): TensorOperation {
  return ({ call, input }) => {
    const { values } = input;
    const keeps = isFloating(dtype) || values === 'indices' || values === 'oneHot';
    const range = dtype === 'bool' ? zeroOrOne : input.range;
    return { ...(keeps ? input : { ...unknownOrigin, ...shapeOf(input) }), dtype, converter: call, range };
  };
}

/** What conditions and one-hot rows consist of. */
export const zeroOrOne: IntegerRange = { low: 0, high: 2 };

/** `to(...)` and `type(...)`, of a dtype, a device or another tensor. */
const to: TensorOperation = (call) => {
  const dtype = dtypeAmong(call);
  if (dtype !== undefined) return converted(dtype)(call);
  const isDevice = call.arguments.every(({ name, value }) => {
    if (name === 'device' || name === 'non_blocking' || name === 'copy') return true;
    const known = call.value(value);
    if (known.kind === 'string') return /^(?:cpu|cuda|mps)/.test(known.value);
    return (
      (value.kind === 'name' && /device/i.test(value.id)) ||
      (value.kind === 'attribute' && /device/i.test(value.attribute))
    );
  });
  if (isDevice) return call.input;
  // Values that only floating-point numbers have stay what they are, whatever the dtype.
  return { ...call.input, dtype: undefined, converter: undefined };
};

const log: TensorOperation = (call) => {
  const { values } = call.input;
  if (values !== 'softmax' && values !== 'sigmoid') return sameShape(call);
  return { ...making(values === 'softmax' ? 'logSoftmax' : 'logSigmoid')(call), from: undefined };
};

const argmax: TensorOperation = (call) => {
  const hasDimension = call.arguments.length === 1;
  const { rank } = call.input;
  return {
    ...unknownOrigin,
    values: 'indices',
    maker: call.call,
    from: call.from,
    dtype: 'int64',
    rank: hasDimension && rank !== undefined ? rank - 1 : undefined,
  };
};

const oneHot: TensorOperation = (call) => ({
  ...unknownOrigin,
  values: 'oneHot',
  maker: call.call,
  from: call.from,
  dtype: 'int64',
  sizes: [integerAt(call, 0, 'num_classes')],
  rank: call.input.rank === undefined ? undefined : call.input.rank + 1,
  range: zeroOrOne,
});

/** Standard deviations, of a tensor or of some of its dimensions. */
const deviation: TensorOperation = ({ call, from }) => ({
  ...unknownOrigin,
  values: 'deviation',
  maker: call,
  from,
  dtype: 'float',
});

/** The same values in a shape of which this is known. */
function reshaped(
  input: TensorOrigin,
  sizes: readonly (number | undefined)[] = [],
  rank?: number,
): TensorOrigin {
  return { ...input, sizes, rank, batchFirst: undefined };
}

const view: TensorOperation = (call) => {
  const sizes = sizesAmong(call);
  return reshaped(call.input, sizes, sizes?.length);
};

const flatten: TensorOperation = ({ input, arguments: dimensions }) =>
  dimensions.length === 0 ? reshaped(input, [undefined], 1) : reshaped(input);

const unsqueeze: TensorOperation = (call) => {
  const { input } = call;
  const dimension = integerAt(call, 0, 'dim');
  const rank = input.rank === undefined ? undefined : input.rank + 1;
  const isLast = dimension === -1 || (rank !== undefined && dimension === rank - 1);
  return reshaped(input, isLast ? [...input.sizes, 1] : [], rank);
};

const squeeze: TensorOperation = (call) => {
  const { input } = call;
  const dimension = integerAt(call, 0, 'dim');
  const { rank, sizes } = input;
  const isLast = dimension === -1 || (rank !== undefined && dimension === rank - 1);
  if (!isLast || sizes.at(-1) !== 1) return reshaped(input);
  return reshaped(input, sizes.slice(0, -1), rank === undefined ? undefined : rank - 1);
};

/** Puts the dimensions into another order. */
const reordered: TensorOperation = ({ input }) => reshaped(input, [], input.rank);

/** Functions of `torch` and `torch.nn.functional` and methods of tensors, by name; the tensor is taken first. */
export const tensorOperations: Readonly<Record<string, TensorOperation>> = {
  softmax: making('softmax'),
  log_softmax: making('logSoftmax'),
  sigmoid: making('sigmoid'),
  expit: making('sigmoid'),
  hardsigmoid: making('sigmoid'),
  logsigmoid: making('logSigmoid'),
  softplus: making('positive'),
  exp: making('positive'),
  std: deviation,
  log,
  argmax,
  one_hot: oneHot,
  relu: sameShape,
  leaky_relu: sameShape,
  gelu: sameShape,
  tanh: sameShape,
  clamp: sameShape,
  clip: sameShape,
  dropout: sameShape,
  float: converted('float32'),
  double: converted('float64'),
  half: converted('float16'),
  bfloat16: converted('bfloat16'),
  long: converted('int64'),
  int: converted('int32'),
  byte: converted('uint8'),
  bool: converted('bool'),
  to,
  type: to,
  cpu: same,
  cuda: same,
  clone: same,
  contiguous: same,
  detach: same,
  requires_grad_: same,
  retain_grad: same,
  view,
  reshape: view,
  flatten,
  unsqueeze,
  squeeze,
  transpose: reordered,
  permute: reordered,
  t: reordered,
};

/** Functions of `torch` that make a tensor of given sizes. */
export const tensorFactories: Readonly<Record<string, TensorOperation>> = {
  randn: (call) => factory(call, 'float', sizesAmong(call)),
  rand: (call) => factory(call, 'float', sizesAmong(call)),
  zeros: (call) => factory(call, 'float', sizesAmong(call)),
  ones: (call) => factory(call, 'float', sizesAmong(call)),
  empty: (call) => factory(call, 'float', sizesAmong(call)),
  randint: (call) => {
    const size =
      call.arguments.find(({ name }) => name === 'size') ??
      call.arguments.filter(({ kind }) => kind === 'positional').at(-1);
    const made = factory(
      call,
      'int64',
      size && sizesAmong({ ...call, arguments: [{ ...size, kind: 'positional' }] }),
    );
    return { ...made, maker: call.call, range: drawnFrom(call) };
  },
};

/** The integers of `randint(high, size)` and `randint(low, high, size)`. */
function drawnFrom(call: TensorCall): IntegerRange | undefined {
  const named = (name: string) => call.arguments.find((one) => one.name === name)?.value;
  const positional = call.arguments.filter(({ kind }) => kind === 'positional').map(({ value }) => value);
  const bounds = named('size') ? positional : positional.slice(0, -1);
  const low = named('low') ?? (bounds.length === 2 ? bounds[0] : undefined);
  const high = named('high') ?? bounds.at(-1);
  const [from, to] = [low, high].map((one) => one && call.value(one));
  if (to?.kind !== 'int' || (from && from.kind !== 'int')) return undefined;
  return { low: from?.value ?? 0, high: to.value };
}

function factory(
  call: TensorCall,
  usual: TensorOrigin['dtype'],
  sizes: readonly (number | undefined)[] | undefined,
): TensorOrigin {
  const keyword = call.arguments.find(({ name }) => name === 'dtype');
  const value = keyword && call.value(keyword.value);
  const dtype = keyword ? (value?.kind === 'dtype' ? value.dtype : undefined) : usual;
  return { ...unknownOrigin, dtype, sizes: sizes ?? [], rank: sizes?.length };
}
