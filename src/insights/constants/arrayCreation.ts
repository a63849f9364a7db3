import type { DType } from '../../engine/tensor/tensor';
import { asDType, Given } from './callArguments';
import { creation, filled, options } from './creation';
import { inferred, readNested } from './nestedLists';
import type { Family, Operation } from './operations';
import {
  detached,
  numberOf,
  tensorValue,
  tuple,
  unknown,
  type SequenceValue,
  type TensorValue,
  type Value,
} from './values';

const array: Operation = (call, context) => {
  const given = new Given(call, ['object', 'dtype'], options);
  const object = given.required('object');
  const nested = readNested(object, context);
  if (nested.dtype && object.kind === 'sequence' && hasTensors(object)) unknown('an array of tensors');
  const dtype = numpyDType(given.value('dtype')) ?? inferred(nested, 'float64');
  const value = tensorValue(filled(dtype, nested.shape, nested.numbers), false, true);
  return nested.shape.length === 0 ? { ...value, isWithoutDimensions: true } : value;
};

function hasTensors({ items }: SequenceValue): boolean {
  return items.some((item) =>
    item.kind === 'sequence' ? hasTensors(item) : item.kind === 'tensor' && !item.isArray,
  );
}

/** Shares memory with what it is made of. */
const asArray: Operation = (call, context) => {
  const { object = call.positional[0] } = Object.fromEntries(call.keywords);
  const isPlain = call.positional.length + call.keywords.size === 1;
  if (object?.kind !== 'tensor') return array(call, context);
  return isPlain ? asArrayOf(object) : unknown('another look at the same memory');
};

/** The array that looks at the memory of a tensor. */
export function asArrayOf(value: TensorValue): TensorValue {
  if (value.requiresGrad) return unknown('PyTorch refuses an array of what has a gradient');
  if (value.tensor.dtype === 'bfloat16') return unknown('NumPy has no bfloat16');
  return { ...detached(value), isArray: true, isWithoutDimensions: value.tensor.shape.length === 0 };
}

/** In NumPy's words: `float` is float64. */
export function numpyDType(value: Value | undefined): DType | undefined {
  if (value?.kind === 'string' && value.value === 'float') return 'float64';
  if (value?.kind === 'string' && value.value === 'int') return 'int64';
  if (value?.kind === 'dtype' && value.isOfNumPy !== true) return unknown('NumPy refuses that dtype');
  return value && asDType(value);
}

/** NumPy's functions of these names, which make float64 where PyTorch makes its default dtype. */
const asInTorch: Readonly<Record<string, Operation>> = Object.fromEntries(
  ['zeros', 'ones', 'full', 'eye', 'arange', 'linspace'].map((name): [string, Operation] => [
    `numpy.${name}`,
    ({ positional, keywords }, context) => {
      const make = creation.functions[`torch.${name}`] ?? unknown(`the function ${name}`);
      // A second argument of these is the dtype, or what PyTorch has no place for.
      const most = { full: 2, arange: 3, linspace: 3, eye: 2 }[name] ?? 1;
      if (positional.length > most || [...keywords.keys()].some((one) => one !== 'dtype'))
        return unknown('an array of more than that');
      const asked = numpyDType(keywords.get('dtype'));
      const value = name === 'full' ? positional[1] : undefined;
      const isWhole =
        name === 'arange' ? positional.every(({ kind }) => kind === 'int') : value?.kind === 'int';
      const dtype = asked ?? (value?.kind === 'bool' ? 'bool' : isWhole ? 'int64' : 'float64');
      // How it counts in other dtypes is its own affair.
      if (/^(?:arange|linspace)$/.test(name) && !/^(?:float64|int64)$/.test(dtype))
        return unknown('a range of that dtype');
      const size: Value | undefined = name === 'full' ? sizeTuple(positional[0]) : positional[0];
      const given = size ? [size, ...positional.slice(1)] : [];
      const made = make(
        { positional: given, keywords: new Map([['dtype', { kind: 'dtype', dtype }]]) },
        context,
      );
      return made.kind === 'tensor' ? { ...made, isArray: true } : made;
    },
  ]),
);

function sizeTuple(size: Value | undefined): Value | undefined {
  return size?.kind === 'int' ? tuple([size]) : size;
}

/** `np.float32(1.5)`: a number that keeps its dtype, as an array without dimensions does. */
const numberOfDType: Operation = (call, context) => {
  const given = new Given(call, ['dtype', 'value']);
  const value = given.required('value');
  const number = numberOf(value) ?? unknown('what a number is made of');
  context.spend(1);
  return tensorValue(filled(numpyDType(given.value('dtype')) ?? 'float64', [], number), false, true);
};

/** NumPy's arrays out of numbers. */
export const arrayCreation: Family = {
  functions: {
    ...asInTorch,
    'numpy.generic': numberOfDType,
    'numpy.array': array,
    'numpy.asarray': asArray,
  },
  methods: {},
};
