import { isFloat, isHalf } from '../../engine/tensor/dtype';
import { fillNormal, type Mersenne } from '../../engine/tensor/random';
import { roundTo } from '../../engine/tensor/rounding';
import { elementCount, storage, type DType, type Tensor } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import { elementwise } from './arithmetic';
import type { Family, Operation, OperationContext } from './operations';
import {
  contents,
  none,
  tensorValue,
  unknown,
  type CallValues,
  type TensorValue,
  type Value,
} from './values';

const options = [
  'dtype',
  'device',
  'requires_grad',
  'layout',
  'pin_memory',
  'generator',
  'out',
  'memory_format',
];

type Fill = (tensor: Tensor, random: Mersenne) => void;

function refuseGenerator(given: Given): void {
  if (given.value('generator')) unknown('a generator of its own');
}

/** A new tensor of floats, filled by a distribution. */
function newRandom(fill: Fill): Operation {
  return (call, context) => {
    const given = new Given(call, ['size'], options);
    refuseGenerator(given);
    const shape = given.integers('size') ?? [];
    return made(shape, given.dtype() ?? 'float32', fill, given, context);
  };
}

function likeRandom(fill: Fill): Operation {
  return (call, context) => {
    const given = new Given(call, ['input'], options);
    const value = given.value('input');
    if (value?.kind !== 'tensor') return unknown('what it is like');
    const { shape, dtype } = value.tensor;
    return made(shape, given.dtype() ?? dtype, fill, given, context);
  };
}

function made(
  shape: readonly number[],
  dtype: DType,
  fill: Fill,
  given: Given,
  context: OperationContext,
): Value {
  const device = given.value('device');
  const isCpu =
    device?.kind === 'device' ? device.isCpu : device?.kind === 'string' && device.value === 'cpu';
  if (device && !isCpu) unknown('random numbers of another device');
  const count = elementCount(shape);
  context.spend(count);
  const tensor = { dtype, shape, data: storage(dtype, count) };
  fill(tensor, context.generator());
  return tensorValue(tensor, given.flag('requires_grad'));
}

function uniform(from: number, to: number): Fill {
  return ({ dtype, data }, random) => {
    if (!isFloat(dtype) || isHalf(dtype)) unknown(`random numbers of ${dtype}`);
    const isDouble = dtype === 'float64';
    for (let i = 0; i < data.length; i++) {
      const sample = isDouble ? random.uniform53() : random.uniform24();
      data[i] = isDouble
        ? sample * (to - from) + from
        : Math.fround(Math.fround(sample * Math.fround(to - from)) + Math.fround(from));
    }
  };
}

function normal(mean: number, deviation: number): Fill {
  return ({ dtype, data }, random) => {
    if (dtype !== 'float32' && dtype !== 'float64') unknown(`random numbers of ${dtype}`);
    if (data instanceof Float32Array || data instanceof Float64Array)
      fillNormal(data, random, mean, deviation);
  };
}

/** Integers of `[from, to)`. */
function integers(from: number, to: number): Fill {
  const range = to - from;
  if (!(range > 0) || range >= 2 ** 28) unknown('a range of random integers');
  return ({ dtype, data }, random) => {
    for (let i = 0; i < data.length; i++) data[i] = roundTo(dtype, (random.bits32() % range) + from);
  };
}

const randint: Operation = (call, context) => {
  const isShort = call.positional.length < 3 && call.positional[1]?.kind === 'sequence';
  const names = isShort ? ['high', 'size'] : ['low', 'high', 'size'];
  const given = new Given(call, names, ['low', 'high', 'size', ...options]);
  refuseGenerator(given);
  const low = given.number('low') ?? 0;
  const high = given.number('high') ?? unknown('the upper bound is missing');
  const size = given.value('size');
  if (size?.kind !== 'sequence') return unknown('the size');
  const shape = given.integers('size') ?? [];
  return made(shape, given.dtype() ?? 'int64', integers(low, high), given, context);
};

const randintLike: Operation = (call, context) => {
  const isShort = call.positional.length < 3 && !(call.keywords.has('low') || call.keywords.has('high'));
  const given = new Given(call, isShort ? ['input', 'high'] : ['input', 'low', 'high'], [
    'low',
    'high',
    ...options,
  ]);
  const like = given.tensor('input').tensor;
  const fill = integers(
    given.number('low') ?? 0,
    given.number('high') ?? unknown('the upper bound is missing'),
  );
  return made(like.shape, given.dtype() ?? like.dtype, fill, given, context);
};

/** A Fisher-Yates shuffle that swaps forwards. */
const randperm: Operation = (call, context) => {
  const given = new Given(call, ['n'], options);
  refuseGenerator(given);
  const n = given.number('n') ?? 0;
  context.spend(n);
  const random = context.generator();
  const order = Array.from({ length: n }, (_, index) => index);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (random.bits32() % (n - i));
    const swapped = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swapped;
  }
  const dtype = given.dtype() ?? 'int64';
  const data = storage(dtype, n);
  data.set(order);
  return tensorValue({ dtype, shape: [n], data });
};

/** `torch.normal`: with numbers and a size, or with tensors for mean and deviation. */
const normalFunction: Operation = (call, context) => {
  const given = new Given(call, ['mean', 'std', 'size'], options);
  refuseGenerator(given);
  const mean = given.value('mean') ?? { kind: 'float', value: 0 };
  const deviation = given.value('std') ?? { kind: 'float', value: 1 };
  if (mean.kind !== 'tensor' && deviation.kind !== 'tensor') {
    const fill = normal(given.number('mean') ?? 0, given.number('std') ?? 1);
    return made(
      given.integers('size') ?? unknown('the size'),
      given.dtype() ?? 'float32',
      fill,
      given,
      context,
    );
  }
  const like = elementwise(mean, deviation, (x) => x).tensor;
  const samples = made(like.shape, like.dtype, normal(0, 1), given, context);
  return elementwise(
    elementwise(samples, deviation, (x, y) => x * y),
    mean,
    (x, y) => x + y,
  );
};

const bernoulli: Operation = (call, context) => {
  const given = new Given(call, ['input'], ['generator', 'out']);
  refuseGenerator(given);
  const { dtype, shape, data: chances } = contents(given.tensor('input'));
  if (dtype !== 'float32' && dtype !== 'float64') return unknown('random bits');
  context.spend(chances.length);
  const random = context.generator();
  const data = storage(dtype, chances.length);
  for (let i = 0; i < data.length; i++) {
    const sample = dtype === 'float64' ? random.uniform53() : random.uniform24();
    data[i] = sample < (chances[i] ?? 0) ? 1 : 0;
  }
  return tensorValue({ dtype, shape, data });
};

/** Fills a tensor in place. */
function refill(self: TensorValue, fill: Fill, context: OperationContext): Value {
  if (self.memory.hasCopiedViews) return unknown('it was changed in place, and others look at it');
  context.spend(self.tensor.data.length);
  fill(self.tensor, context.generator());
  self.memory.lost = undefined;
  return self;
}

/** Samples without bounds: as far as the dtype holds integers exactly. */
function anyInteger({ dtype, data }: Tensor, random: Mersenne): void {
  if (dtype === 'float32') for (let i = 0; i < data.length; i++) data[i] = random.bits32() % (2 ** 24 + 1);
  else unknown('random integers without a bound');
}

/** The seed and what draws from PyTorch's default generator on the CPU. */
export const randomness: Family = {
  functions: {
    'torch.manual_seed': seed,
    'torch.random.manual_seed': seed,
    'torch.rand': newRandom(uniform(0, 1)),
    'torch.randn': newRandom(normal(0, 1)),
    'torch.rand_like': likeRandom(uniform(0, 1)),
    'torch.randn_like': likeRandom(normal(0, 1)),
    'torch.randint': randint,
    'torch.randint_like': randintLike,
    'torch.randperm': randperm,
    'torch.normal': normalFunction,
    'torch.bernoulli': bernoulli,
  },
  methods: {
    random_: (self, call, context) => {
      const given = new Given(call, ['from', 'to'], ['generator']);
      const [first, second] = [given.number('from'), given.number('to')];
      const end = second ?? first;
      if (end === undefined) return refill(self, anyInteger, context);
      return refill(self, integers(second === undefined ? 0 : (first ?? 0), end), context);
    },
    uniform_: (self, call, context) => {
      const given = new Given(call, ['from', 'to'], ['generator']);
      return refill(self, uniform(given.number('from') ?? 0, given.number('to') ?? 1), context);
    },
    normal_: (self, call, context) => {
      const given = new Given(call, ['mean', 'std'], ['generator']);
      return refill(self, normal(given.number('mean') ?? 0, given.number('std') ?? 1), context);
    },
    bernoulli: (self, call, context) =>
      bernoulli({ positional: [self, ...call.positional], keywords: call.keywords }, context),
    fill_: (self, call, context) => {
      const value = new Given(call, ['value']).number('value') ?? 0;
      return refillWith(self, value, context);
    },
    zero_: (self, _, context) => refillWith(self, 0, context),
  },
};

function refillWith(self: TensorValue, value: number, context: OperationContext): Value {
  if (self.memory.hasCopiedViews) return unknown('it was changed in place, and others look at it');
  context.spend(self.tensor.data.length);
  self.tensor.data.fill(roundTo(self.tensor.dtype, value));
  self.memory.lost = undefined;
  return self;
}

function seed(call: CallValues, context: OperationContext): Value {
  context.seed(new Given(call, ['seed']).number('seed') ?? unknown('the seed'));
  return none;
}
