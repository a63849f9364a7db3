import { isFloat } from '../../engine/tensor/dtype';
import type { Mersenne } from '../../engine/tensor/random';
import { roundTo } from '../../engine/tensor/rounding';
import { elementCount, storage, type DType } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import { elementwise } from './arithmetic';
import { made as newTensor } from './creation';
import { generatorOf, newGenerator } from './generators';
import {
  anyInteger,
  chance,
  chances,
  fillInSteps,
  integers,
  normal,
  uniform,
  wideRange,
  type Fill,
} from './randomSamples';
import { isOverlapping, isSpread, written } from './layout';
import { knowAgain } from './memory';
import type { Reason } from './reason';
import { withSelf, type Family, type Operation, type OperationContext } from './operations';
import { contents, tensorValue, unknown, type CallValues, type TensorValue, type Value } from './values';

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

/** A new tensor of floats, filled by a distribution. */
function newRandom(fill: Fill): Operation {
  return (call, context) => {
    const given = new Given(call, ['*size'], options);
    const shape = given.shape('size') ?? unknown('the size is missing');
    return made(shape, given.dtype() ?? 'float32', fill, given, context);
  };
}

function likeRandom(fill: Fill): Operation {
  return (call, context) => {
    const given = new Given(call, ['input'], options);
    const value = given.value('input');
    if (value?.kind !== 'tensor') return unknown('what it is like');
    const { shape, dtype } = inOrder(value).tensor;
    return made(shape, given.dtype() ?? dtype, fill, given, context);
  };
}

function made(
  shape: readonly number[],
  dtype: DType,
  fill: Fill,
  given: Given,
  context: OperationContext,
): TensorValue {
  const device = given.value('device');
  const isCpu =
    device?.kind === 'device' ? device.isCpu : device?.kind === 'string' && device.value === 'cpu';
  if (device && !isCpu) unknown({ kind: 'randomDevice' });
  const random = generatorOf(given, context);
  const count = elementCount(shape);
  context.spendInPieces(count);
  const tensor = { dtype, shape, data: storage(dtype, count) };
  const value = newTensor(tensor, given);
  context.finishLater(fillInSteps(tensor, fill, random));
  return value;
}

const randint: Operation = (call, context) => {
  const { keywords, positional } = call;
  const isShort =
    positional.length < 3 &&
    (positional[1]?.kind === 'sequence' || (positional.length === 1 && !keywords.has('high')));
  const names = isShort ? ['high', 'size'] : ['low', 'high', 'size'];
  const given = new Given(call, names, ['low', 'high', 'size', ...options]);
  const low = given.integer('low') ?? 0;
  const high = given.integer('high') ?? unknown('the upper bound is missing');
  const size = given.value('size');
  if (size?.kind !== 'sequence') return unknown('the size');
  const shape = given.shape('size') ?? [];
  // Of 64 bits each, which takes longer.
  if (high - low >= wideRange) context.spendInPieces(2 * elementCount(shape));
  return made(shape, given.dtype() ?? 'int64', integers(low, high), given, context);
};

const randintLike: Operation = (call, context) => {
  const isShort = call.positional.length < 3 && !(call.keywords.has('low') || call.keywords.has('high'));
  const given = new Given(call, isShort ? ['input', 'high'] : ['input', 'low', 'high'], [
    'low',
    'high',
    ...options,
  ]);
  const like = inOrder(given.tensor('input')).tensor;
  const fill = integers(
    given.integer('low') ?? 0,
    given.integer('high') ?? unknown('the upper bound is missing'),
  );
  return made(like.shape, given.dtype() ?? like.dtype, fill, given, context);
};

/** A Fisher-Yates shuffle that swaps forwards. */
const randperm: Operation = (call, context) => {
  const given = new Given(call, ['n'], options);
  const n = given.integer('n') ?? unknown('how many');
  if (n < 0) return unknown('PyTorch refuses negative sizes');
  context.spend(n);
  const random = generatorOf(given, context);
  const order = Array.from({ length: n }, (_, index) => index);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (random.bits32() % (n - i));
    const swapped = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swapped;
  }
  const dtype = given.dtype() ?? 'int64';
  if (dtype === 'bool') return unknown('PyTorch refuses a permutation of bools');
  const data = storage(dtype, n);
  data.set(order);
  return tensorValue({ dtype, shape: [n], data });
};

/** `torch.normal`: with numbers and a size, or with tensors for mean and deviation. */
const normalFunction: Operation = (call, context) => {
  const given = new Given(call, ['mean', 'std', 'size'], options);
  const mean = given.value('mean') ?? { kind: 'float', value: 0 };
  const deviation = given.value('std') ?? { kind: 'float', value: 1 };
  if (mean.kind !== 'tensor' && deviation.kind !== 'tensor') {
    const fill = normal(given.number('mean') ?? 0, given.number('std') ?? 1);
    if (given.value('size')?.kind === 'int') return unknown('PyTorch wants a tuple');
    return made(given.shape('size') ?? unknown('the size'), given.dtype() ?? 'float32', fill, given, context);
  }
  if ([mean, deviation].some((value) => value.kind === 'tensor' && !isFloat(value.tensor.dtype)))
    return unknown('PyTorch refuses normal samples of integers');
  const like = elementwise(mean, deviation, (x) => x).tensor;
  context.spend(like.data.length * 3);
  const samples = tensorValue({ ...like, data: storage(like.dtype, like.data.length) });
  normal(0, 1)(samples.tensor, generatorOf(given, context));
  return elementwise(
    elementwise(samples, deviation, (x, y) => x * y),
    mean,
    (x, y) => x + y,
  );
};

const bernoulli: Operation = (call, context) => {
  const given = new Given(call, ['input', 'p'], ['generator', 'out']);
  const value = given.value('input');
  if (value?.kind !== 'tensor') return unknown('the chances');
  const { dtype, shape } = inOrder(value).tensor;
  const fill = given.has('p') ? chance(given.number('p') ?? 0.5) : chances(contents(value));
  const samples = made(shape, dtype, fill, given, context);
  return { ...samples, requiresGrad: value.requiresGrad };
};

/** PyTorch draws in the order in which the elements lie. */
function inOrder(value: TensorValue): TensorValue {
  return value.isReordered ? unknown({ kind: 'randomOrder' }) : value;
}

/** Fills a tensor in place; `lost` says why nobody knows with what. */
function refill(
  self: TensorValue,
  fill: Fill,
  given: Given,
  context: OperationContext,
  lost?: Reason,
): Value {
  if (self.memory.hasCopiedViews) return unknown('it was changed in place, and others look at it');
  if (isSpread(self)) return unknown({ kind: 'randomOrder' });
  const { tensor } = inOrder(self);
  const random = generatorOf(given, context);
  context.spendInPieces(tensor.data.length);
  context.finishLater(refilled(self, fill, random, lost));
  return self;
}

function* refilled(
  self: TensorValue,
  fill: Fill,
  random: Mersenne,
  lost: Reason | undefined,
): Generator<void> {
  yield* fillInSteps(self.tensor, fill, random);
  written(self);
  if (lost === undefined) knowAgain(self);
  else self.memory.lost = lost;
}

/** The seed and what draws from PyTorch's default generator on the CPU. */
export const randomness: Family = {
  functions: {
    'torch.Generator': newGenerator,
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
      if (given.has('to') && second === undefined) return unknown('no upper bound');
      const end = second ?? first;
      if (end !== undefined)
        return refill(self, integers(second === undefined ? 0 : (first ?? 0), end), given, context);
      context.spendInPieces(2 * self.tensor.data.length);
      const lost = self.tensor.dtype === 'int64' ? 'integers beyond 2**53' : undefined;
      return refill(self, anyInteger, given, context, lost);
    },
    uniform_: (self, call, context) => {
      const given = new Given(call, ['from', 'to'], ['generator']);
      return refill(self, uniform(given.number('from') ?? 0, given.number('to') ?? 1), given, context);
    },
    normal_: (self, call, context) => {
      const given = new Given(call, ['mean', 'std'], ['generator']);
      return refill(self, normal(given.number('mean') ?? 0, given.number('std') ?? 1), given, context);
    },
    bernoulli: (self, call, context) => bernoulli(withSelf(call, self), context),
    bernoulli_: (self, call, context) => {
      const given = new Given(call, ['p'], ['generator']);
      const p = given.value('p');
      if (p?.kind !== 'tensor') return refill(self, chance(given.number('p') ?? 0.5), given, context);
      if (p.tensor.shape.join() !== self.tensor.shape.join()) return unknown('chances of another shape');
      return refill(self, chances(contents(p)), given, context);
    },
    fill_: (self, call, context) => {
      const value = new Given(call, ['value']).number('value') ?? 0;
      return refillWith(self, value, context);
    },
    zero_: (self, _, context) => refillWith(self, 0, context),
  },
};

function refillWith(self: TensorValue, value: number, context: OperationContext): Value {
  if (self.memory.hasCopiedViews || isOverlapping(self))
    return unknown('it was changed in place, and others look at it');
  context.spend(self.tensor.data.length);
  self.tensor.data.fill(roundTo(self.tensor.dtype, value));
  written(self);
  knowAgain(self);
  return self;
}

function seed(call: CallValues, context: OperationContext): Value {
  context.seed(new Given(call, ['seed']).number('seed') ?? unknown('the seed'));
  return { kind: 'generator' };
}
