import { isFloat } from '../../engine/tensor/dtype';
import type { DType } from '../../engine/tensor/tensor';
import { contents, numberOf, unknown, type CallValues, type TensorValue, type Value } from './values';

const dtypeNames: Readonly<Record<string, DType>> = {
  float64: 'float64',
  double: 'float64',
  float32: 'float32',
  float: 'float32',
  float16: 'float16',
  half: 'float16',
  bfloat16: 'bfloat16',
  int64: 'int64',
  long: 'int64',
  int32: 'int32',
  int: 'int32',
  int16: 'int16',
  short: 'int16',
  int8: 'int8',
  uint8: 'uint8',
  bool: 'bool',
};

/** The dtypes of the tensor types of old, as `type('torch.LongTensor')` names them. */
export const tensorTypes: Readonly<Record<string, DType | undefined>> = {
  FloatTensor: 'float32',
  DoubleTensor: 'float64',
  HalfTensor: 'float16',
  BFloat16Tensor: 'bfloat16',
  LongTensor: 'int64',
  IntTensor: 'int32',
  ByteTensor: 'uint8',
  BoolTensor: 'bool',
};

/** The dtype of that name in `torch` or NumPy (where `float` is float64 and `int` int64). */
export function dtypeNamed(name: string): DType | undefined {
  return Object.hasOwn(dtypeNames, name) ? dtypeNames[name] : undefined;
}

/** What NumPy calls otherwise. */
const numpyNames: Readonly<Record<string, string | undefined>> = Object.assign(
  Object.create(null) as Record<string, string>,
  { axis: 'dim', keepdims: 'keepdim' },
);

/** The arguments of a call of a function of PyTorch, by the names of its parameters. */
export class Given {
  private readonly byName = new Map<string, Value>();
  /** Positional arguments behind the named ones, where the last of those has a star. */
  private readonly rest: readonly Value[];
  private readonly starred: string | undefined;

  /**
   * @param parameters the positional parameters in order; the last one may be `*sizes`: several integers, or one list
   * of them
   * @param keywords what is given by name alone; nothing else is taken
   * @param takesAxis whether `dim` and `keepdim` may be called as NumPy calls them: not by what is written in Python
   */
  constructor(
    call: CallValues,
    parameters: readonly string[],
    keywords: readonly string[] = [],
    takesAxis = true,
  ) {
    const last = parameters.at(-1);
    this.starred = last?.startsWith('*') ? last.slice(1) : undefined;
    const names = this.starred === undefined ? parameters : [...parameters.slice(0, -1), this.starred];
    if (call.positional.length > names.length && this.starred === undefined)
      unknown('more arguments than PyTorch takes');
    call.positional.slice(0, names.length).forEach((value, index) => {
      this.byName.set(names[index] ?? '', value);
    });
    this.rest = call.positional.slice(names.length);
    for (const [given, value] of call.keywords) {
      const name = (takesAxis ? numpyNames[given] : undefined) ?? given;
      if (!names.includes(name) && !keywords.includes(name)) unknown(`the argument ${name}`);
      if (this.byName.has(name)) unknown(`PyTorch refuses a second ${name}`);
      if (name === this.starred && value.kind === 'int') unknown('PyTorch wants a tuple');
      this.byName.set(name, value);
    }
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** The value, or `undefined` if it is left out or None. */
  value(name: string): Value | undefined {
    const value = this.byName.get(name);
    return value?.kind === 'none' ? undefined : value;
  }

  required(name: string): Value {
    return this.value(name) ?? unknown(`the argument ${name} is missing`);
  }

  /** A dimension that is not None where it is given, or the one that is meant where it is not. */
  dimension(name: string, otherwise: number): number {
    return this.has(name) ? integer(this.required(name)) : otherwise;
  }

  tensor(name: string): TensorValue {
    const value = this.required(name);
    if (value.kind !== 'tensor') unknown(`the argument ${name} is not a tensor`);
    contents(value);
    return value;
  }

  number(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    return numberOf(value) ?? itemOf(value) ?? unknown(`the argument ${name} is not a number`);
  }

  /** An integer: no bool, and no float, even a whole one. */
  integer(name: string): number | undefined {
    const value = this.value(name);
    return value && integer(value);
  }

  flag(name: string): boolean {
    const value = this.value(name);
    return value?.kind === 'bool'
      ? value.value
      : value !== undefined && unknown(`PyTorch wants a bool for ${name}`);
  }

  string(name: string): string | undefined {
    const value = this.value(name);
    return value === undefined || value.kind === 'string' ? value?.value : unknown(`the argument ${name}`);
  }

  /** A dtype of PyTorch's, or a type of Python's. */
  dtype(name = 'dtype'): DType | undefined {
    const value = this.value(name);
    const isRefused = value?.kind === 'string' || (value?.kind === 'dtype' && value.isOfNumPy === true);
    return value && (isRefused ? unknown('PyTorch refuses that dtype') : asDType(value));
  }

  /** A shape: integers that are not negative. */
  shape(name: string): readonly number[] | undefined {
    const sizes = this.integers(name);
    return sizes?.every((size) => size >= 0) === false ? unknown('PyTorch refuses negative sizes') : sizes;
  }

  /** A list of integers, given as one list, as several arguments where the name has a star, or as one integer. */
  integers(name: string): readonly number[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (value.kind === 'sequence') return value.items.map(integer);
    return [value, ...this.rest].map(integer);
  }
}

/** An integer argument. */
export function integer(value: Value): number {
  const isWhole = value.kind === 'int' || (value.kind === 'tensor' && !isFloat(value.tensor.dtype));
  return (isWhole ? (numberOf(value) ?? itemOf(value)) : undefined) ?? unknown('an integer is not known');
}

/** A dtype: `torch.float32`, a Python type, or its name. */
export function asDType(value: Value): DType {
  if (value.kind === 'dtype') return value.dtype;
  if (value.kind === 'path') {
    if (value.path === 'float' || value.path === 'numpy.float_') return 'float64';
    if (value.path === 'int') return 'int64';
    const name = /^(?:torch|numpy)\.(\w+)$/.exec(value.path)?.[1];
    const dtype = name === undefined ? undefined : (dtypeNamed(name) ?? tensorTypes[name]);
    if (dtype) return dtype;
    if (value.path === 'bool') return 'bool';
  }
  const named =
    value.kind === 'string'
      ? (dtypeNamed(value.value) ?? tensorTypes[value.value.replace(/^torch\./, '')])
      : undefined;
  const isComplex = value.kind === 'path' && /^torch\.c(?:omplex\d*|float|double|half)$/.test(value.path);
  return named ?? unknown(isComplex ? { kind: 'complex' } : 'the dtype is not known');
}

function itemOf(value: Value): number | undefined {
  if (value.kind !== 'tensor') return undefined;
  const { data } = contents(value);
  return data.length === 1 ? data[0] : undefined;
}
