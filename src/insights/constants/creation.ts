import { roundTo } from '../../engine/tensor/rounding';
import { elementCount, storage, type DType, type Tensor } from '../../engine/tensor/tensor';
import { isFloat, isHalf } from '../../engine/tensor/dtype';
import { Given, tensorTypes } from './callArguments';
import { refuseLargeIntegers, refuseOpenIntegers } from './integral';
import { inferred, readNested } from './nestedLists';
import type { Family, Operation, OperationContext } from './operations';
import {
  contents,
  detached,
  float,
  shapeValue,
  tensorValue,
  tuple,
  unknown,
  type CallValues,
  type TensorValue,
  type Value,
} from './values';

/** What functions that make tensors take besides, by keyword. */
export const options = [
  'dtype',
  'device',
  'requires_grad',
  'pin_memory',
  'layout',
  'memory_format',
  'out',
  'generator',
];

/** A tensor of these numbers, each rounded to the dtype; PyTorch refuses what an integer of it does not hold. */
export function filled(dtype: DType, shape: readonly number[], numbers: ArrayLike<number> | number): Tensor {
  const count = elementCount(shape);
  refuseLargeIntegers(dtype, typeof numbers === 'number' ? [numbers] : numbers);
  const data = storage(dtype, count);
  for (let i = 0; i < count; i++)
    data[i] = roundTo(dtype, typeof numbers === 'number' ? numbers : (numbers[i] ?? 0));
  return { dtype, shape, data };
}

function tensorOf(value: Value, dtype: DType | undefined, context: OperationContext): Tensor {
  const nested = readNested(value, context);
  return filled(dtype ?? inferred(nested, 'float32'), nested.shape, nested.numbers);
}

const tensor: Operation = (call, context) => {
  const given = new Given(call, ['data'], options);
  return made(tensorOf(given.required('data'), given.dtype(), context), given);
};

/** A new tensor, with a gradient where the call asks for one. */
export function made(tensor: Tensor, given: Given): TensorValue {
  if (!given.flag('requires_grad')) return tensorValue(tensor);
  if (!isFloat(tensor.dtype)) unknown('PyTorch refuses gradients of integers');
  return { ...tensorValue(tensor, true), isLeaf: true };
}

/** Shares memory with the array. */
const fromNumpy: Operation = (call) => {
  const array = new Given(call, ['ndarray']).tensor('ndarray');
  // One element of an array is a number, and so is what NumPy computes without dimensions.
  const isNumber = array.tensor.shape.length === 0 && array.isWithoutDimensions !== true;
  return array.isArray && !isNumber
    ? { ...array, isArray: false }
    : unknown('PyTorch refuses what is no array');
};

/** Shares memory with what it is made of. */
const asTensor: Operation = (call, context) => {
  const given = new Given(call, ['data', 'dtype', 'device'], options);
  const data = given.required('data');
  const dtype = given.dtype();
  if (data.kind === 'tensor' && (dtype === undefined || dtype === data.tensor.dtype))
    return data.isArray ? { ...data, isArray: false } : data;
  return tensorValue(tensorOf(data, dtype, context));
};

function shapeAndOptions(call: CallValues): { given: Given; shape: readonly number[] } {
  const given = new Given(call, ['*size'], options);
  return { given, shape: given.shape('size') ?? unknown('the size is missing') };
}

/** What a new tensor takes shape and dtype from; its contents need not be known. */
function likeOf(given: Given): Tensor {
  const value = given.required('input');
  return value.kind === 'tensor' ? value.tensor : unknown('the argument input is not a tensor');
}

function constantFilled(value: number): Operation {
  return (call, context) => {
    const { given, shape } = shapeAndOptions(call);
    context.spend(elementCount(shape));
    return made(filled(given.dtype() ?? 'float32', shape, value), given);
  };
}

function constantLike(value: number): Operation {
  return (call, context) => {
    const given = new Given(call, ['input'], options);
    const like = likeOf(given);
    context.spend(like.data.length);
    return made(filled(given.dtype() ?? like.dtype, like.shape, value), given);
  };
}

const full: Operation = (call, context) => {
  const given = new Given(call, ['size', 'fill_value'], options);
  const size = given.required('size');
  if (size.kind !== 'sequence') return unknown('PyTorch wants a tuple');
  const shape = given.shape('size') ?? [];
  const value = given.required('fill_value');
  const number = given.number('fill_value') ?? 0;
  if (value.kind === 'tensor') return unknown('what a tensor fills it with');
  const dtype =
    given.dtype() ?? (value.kind === 'int' ? 'int64' : value.kind === 'bool' ? 'bool' : 'float32');
  context.spend(elementCount(shape));
  return made(filled(dtype, shape, number), given);
};

const fullLike: Operation = (call, context) => {
  const given = new Given(call, ['input', 'fill_value'], options);
  const like = likeOf(given);
  context.spend(like.data.length);
  const number = given.number('fill_value') ?? 0;
  return made(filled(given.dtype() ?? like.dtype, like.shape, number), given);
};

const eye: Operation = (call, context) => {
  const given = new Given(call, ['n', 'm'], options);
  const rows = given.integer('n') ?? unknown('the number of rows is missing');
  const columns = given.integer('m') ?? rows;
  if (Math.min(rows, columns) < 0) return unknown('PyTorch refuses negative sizes');
  context.spend(rows * columns);
  const result = filled(given.dtype() ?? 'float32', [rows, columns], 0);
  for (let i = 0; i < Math.min(rows, columns); i++) result.data[i * columns + i] = 1;
  return made(result, given);
};

const arange: Operation = (call, context) => {
  const given = new Given(call, ['start', 'end', 'step'], options);
  const only = !given.has('end');
  const start = only ? 0 : (given.number('start') ?? 0);
  const end = given.number(only ? 'start' : 'end') ?? unknown('the end is missing');
  const step = given.number('step') ?? 1;
  const asked = ['start', 'end', 'step'].map((name) => given.value(name));
  const isFloating = asked.some(
    (value) => value?.kind === 'float' || (value?.kind === 'tensor' && isFloat(value.tensor.dtype)),
  );
  const dtype = given.dtype() ?? (isFloating ? 'float32' : 'int64');
  if (dtype === 'bool') return unknown('PyTorch refuses a range of bools');
  if (step === 0 || (end - start) / step < 0) return unknown('PyTorch refuses a range without an end');
  const count = Math.ceil((end - start) / step);
  if (!isFloat(dtype)) return made(wholeRange(dtype, { start, end, step, count }, context), given);
  context.spend(count);
  const numbers = Array.from({ length: count }, (_, index) => start + index * step);
  // Of 16-bit floats it computes some of them in steps of their own.
  if (isHalf(dtype) && ![step, ...numbers].every((x) => roundTo(dtype, x) === x))
    return unknown('a range of 16-bit floats');
  return made(filled(dtype, [count], numbers), given);
};

/** PyTorch drops what comes behind the point of start and step, and counts before it does, but for int64. */
function wholeRange(
  dtype: DType,
  range: { readonly start: number; readonly end: number; readonly step: number; readonly count: number },
  context: OperationContext,
): Tensor {
  const [start, end, step] = [range.start, range.end, range.step].map(Math.trunc) as [number, number, number];
  if (dtype === 'int64' && step === 0) unknown('PyTorch refuses a range without steps');
  const count = dtype === 'int64' ? Math.max(0, Math.ceil((end - start) / step)) : range.count;
  context.spend(count);
  refuseOpenIntegers(dtype, [start, start + step * count]);
  const data = storage(dtype, count);
  for (let i = 0; i < count; i++) data[i] = roundTo(dtype, start + step * i);
  return { dtype, shape: [count], data };
}

/** PyTorch counts the second half back from the end. */
const linspace: Operation = (call, context) => {
  const given = new Given(call, ['start', 'end', 'steps'], options);
  const steps = given.integer('steps') ?? unknown('the steps are missing');
  if (steps < 0) return unknown('PyTorch refuses a negative number of steps');
  context.spend(steps);
  const dtype = given.dtype() ?? 'float32';
  const ends = [given.number('start') ?? 0, given.number('end') ?? 0];
  const [start = 0, end = 0] = ends.map(isFloat(dtype) ? (x) => roundTo(dtype, x) : Math.trunc);
  if (dtype === 'bool') return unknown('PyTorch refuses a range of bools');
  if (dtype === 'uint8' && Math.min(start, end) < 0) return unknown('negative numbers without a sign');
  const width = isFloat(dtype) ? roundTo(dtype, end - start) : end - start;
  const quotient = width / (steps - 1);
  const step = isFloat(dtype) ? roundTo(dtype, quotient) : quotient;
  // Of 16-bit floats every step is rounded.
  const far = (count: number): number => (isHalf(dtype) ? roundTo(dtype, step * count) : step * count);
  const numbers = Array.from({ length: steps }, (_, index) =>
    steps === 1 ? start : index < Math.floor(steps / 2) ? start + far(index) : end - far(steps - index - 1),
  );
  return made(filled(dtype, [steps], numbers), given);
};

const oneHot: Operation = (call, context) => {
  const given = new Given(call, ['input', 'num_classes']);
  const { shape, data, dtype } = contents(given.tensor('input'));
  if (dtype !== 'int64') return unknown('PyTorch refuses classes that are no int64');
  const asked = given.integer('num_classes') ?? -1;
  const classes = asked > 0 ? asked : Math.max(0, ...data) + 1;
  context.spend(data.length * classes);
  const made = filled('int64', [...shape, classes], 0);
  data.forEach((index, row) => {
    if (index < 0 || index >= classes) unknown('a class is out of range');
    made.data[row * classes + index] = 1;
  });
  return tensorValue(made);
};

/** `torch.FloatTensor([...])` and its kin. */
function legacyConstructor(dtype: DType): Operation {
  return (call, context) => {
    const [first] = call.positional;
    if (call.keywords.size > 0 || call.positional.length > 1 || first?.kind === 'int')
      unknown('uninitialised memory');
    const isTaken =
      first === undefined || first.kind === 'sequence' || (first.kind === 'tensor' && first.isArray);
    if (!isTaken || (first?.kind === 'tensor' && first.tensor.shape.length === 0))
      return unknown('PyTorch refuses what is no sequence');
    if (
      first?.kind === 'sequence' &&
      (first.isShape === true || first.items.some(({ kind }) => kind === 'tensor'))
    )
      return unknown('a tensor of such a sequence');
    return tensorValue(first ? tensorOf(first, dtype, context) : filled(dtype, [0], 0));
  };
}

/** What a float dtype can hold, as far as people ask. */
const finfo: Operation = (call) => {
  const dtype = new Given(call, ['type']).dtype('type') ?? 'float32';
  const limits: Readonly<Record<string, readonly [number, number, number]>> = {
    float64: [2 ** -52, Number.MAX_VALUE, 2 ** -1022],
    float32: [2 ** -23, (2 - 2 ** -23) * 2 ** 127, 2 ** -126],
    float16: [2 ** -10, 65504, 2 ** -14],
    bfloat16: [2 ** -7, (2 - 2 ** -7) * 2 ** 127, 2 ** -126],
  };
  const [eps, max, tiny] = limits[dtype] ?? unknown('PyTorch refuses that dtype');
  return {
    ...tuple([eps, max, -max, tiny, tiny].map(float)),
    fields: ['eps', 'max', 'min', 'tiny', 'smallest_normal'],
  };
};

/** Memory that nobody has written yet: known only once something fills it. */
const empty: Operation = (call, context) => {
  const { given, shape } = shapeAndOptions(call);
  return uninitialised(given.dtype() ?? 'float32', shape, given, context);
};

const emptyLike: Operation = (call, context) => {
  const given = new Given(call, ['input'], options);
  const like = likeOf(given);
  return uninitialised(given.dtype() ?? like.dtype, like.shape, given, context);
};

function uninitialised(
  dtype: DType,
  shape: readonly number[],
  given: Given,
  context: OperationContext,
): Value {
  context.spend(elementCount(shape));
  const value = made(filled(dtype, shape, 0), given);
  value.memory.lost = 'uninitialised memory';
  return value;
}

const identity: Operation = (call) => {
  const given = new Given(call, ['data'], ['requires_grad']);
  const value = given.tensor('data');
  const asked = given.has('requires_grad') ? given.flag('requires_grad') : undefined;
  return { ...value, isArray: false, requiresGrad: asked ?? value.requiresGrad, isLeaf: asked === true };
};

const parameter: Operation = (call) => {
  const given = new Given(call, ['data', 'requires_grad']);
  const asked = !given.has('requires_grad') || given.flag('requires_grad');
  return { ...detached(given.tensor('data')), requiresGrad: asked, isLeaf: true };
};

/** Tensors out of numbers. */
export const creation: Family = {
  functions: {
    'torch.tensor': tensor,
    'torch.as_tensor': asTensor,
    'torch.asarray': asTensor,
    'torch.from_numpy': fromNumpy,
    'torch.autograd.Variable': identity,
    'torch.nn.Parameter': parameter,
    'torch.nn.parameter.Parameter': parameter,
    'torch.zeros': constantFilled(0),
    'torch.ones': constantFilled(1),
    'torch.empty': empty,
    'torch.zeros_like': constantLike(0),
    'torch.ones_like': constantLike(1),
    'torch.empty_like': emptyLike,
    'torch.full': full,
    'torch.full_like': fullLike,
    'torch.eye': eye,
    'torch.arange': arange,
    'torch.linspace': linspace,
    'torch.nn.functional.one_hot': oneHot,
    'torch.finfo': finfo,
    'torch.Size': (call) => shapeValue(new Given(call, ['size']).integers('size') ?? []),
    'torch.Tensor': legacyConstructor('float32'),
    ...Object.fromEntries(
      Object.entries(tensorTypes).flatMap(([name, dtype]) =>
        dtype ? [[`torch.${name}`, legacyConstructor(dtype)]] : [],
      ),
    ),
    'torch.device': (call) => {
      const device = new Given(call, ['type', 'index']).value('type');
      if (device?.kind === 'device') return device;
      return { kind: 'device', isCpu: device?.kind === 'string' && device.value === 'cpu' };
    },
  },
  methods: {
    new_tensor: (self, call, context) => {
      const given = new Given(call, ['data'], options);
      return made(tensorOf(given.required('data'), given.dtype() ?? self.tensor.dtype, context), given);
    },
    new_zeros: (self, call, context) => newFilled(self.tensor.dtype, call, context, 0),
    new_ones: (self, call, context) => newFilled(self.tensor.dtype, call, context, 1),
    new_full: (self, call, context) => {
      const keywords = new Map<string, Value>([
        ['dtype', { kind: 'dtype', dtype: self.tensor.dtype }],
        ...call.keywords,
      ]);
      return full({ positional: call.positional, keywords }, context);
    },
    new_empty: (self, call, context) => {
      const { given, shape } = shapeAndOptions(call);
      return uninitialised(given.dtype() ?? self.tensor.dtype, shape, given, context);
    },
  },
};

function newFilled(dtype: DType, call: CallValues, context: OperationContext, value: number): Value {
  const { given, shape } = shapeAndOptions(call);
  context.spend(elementCount(shape));
  return made(filled(given.dtype() ?? dtype, shape, value), given);
}
