import { dtypes } from '../engine/tensor/tensor';
import type { DType } from '../engine/tensor/tensor';

/** Who infers the dtype of numbers that have none written: PyTorch makes floats float32, NumPy float64. */
export type Inference = 'torch' | 'numpy';

/** A function or class whose call holds a tensor. */
export interface Constructor {
  /** The dtype that it always gives (`torch.FloatTensor`). */
  readonly dtype?: DType;
  /** Otherwise who infers it; left out where the argument keeps what it has (`Parameter(tensor(...))`). */
  readonly inference?: Inference;
  /** Whether its print separates numbers by blanks, where `[1 -2]` would be a subtraction in code. */
  readonly blanks?: true;
}

/** Other names of dtypes: PyTorch's short ones, NumPy's, Python's types. */
const aliases: Readonly<Record<string, DType>> = {
  double: 'float64',
  float: 'float32',
  half: 'float16',
  long: 'int64',
  int: 'int32',
  short: 'int16',
  bool_: 'bool',
  single: 'float32',
  byte: 'uint8',
  int_: 'int64',
  intp: 'int64',
  float_: 'float64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  b1: 'bool',
};

/** Where the same short name means another dtype: `dtype=float` is Python's float, `np.short` is NumPy's. */
const pythonTypes: Readonly<Record<string, DType>> = { float: 'float64', int: 'int64', bool: 'bool' };
const numpyTypes: Readonly<Record<string, DType>> = { ...pythonTypes, half: 'float16', double: 'float64' };

/** The dtype that a source text names (`torch.half`, `np.float32`, `float`, `'int64'` and `'<f4'` without quotes). */
export function dtypeNamed(text: string): DType | undefined {
  const name = text.replace(/^[<>=|](?=[a-z]\d$)/, '');
  const dot = name.lastIndexOf('.');
  const owner = name.slice(0, Math.max(dot, 0));
  const own = name.slice(dot + 1);
  if (owner === '' && Object.hasOwn(pythonTypes, own)) return pythonTypes[own];
  if ((owner === 'np' || owner === 'numpy') && Object.hasOwn(numpyTypes, own)) return numpyTypes[own];
  const dtype = dtypes.find((known) => known === own);
  return dtype ?? (Object.hasOwn(aliases, own) ? aliases[own] : undefined);
}

const tensorClasses: Readonly<Record<string, DType>> = {
  Tensor: 'float32',
  FloatTensor: 'float32',
  DoubleTensor: 'float64',
  HalfTensor: 'float16',
  BFloat16Tensor: 'bfloat16',
  LongTensor: 'int64',
  IntTensor: 'int32',
  ShortTensor: 'int16',
  CharTensor: 'int8',
  ByteTensor: 'uint8',
  BoolTensor: 'bool',
};

const torchFunctions = new Set(['tensor', 'as_tensor', 'asarray']);
const numpyFunctions = new Set(['array', 'matrix', 'asarray', 'asanyarray', 'ascontiguousarray']);
const wrappers = new Set(['Parameter', 'Variable', 'from_numpy', 'print', 'Buffer', 'float', 'int', 'bool']);

/** As JAX prints its arrays. */
const jaxArrays = new Set(['Array', 'DeviceArray', 'jax.Array']);

/** What a call of `name` gives (`torch.tensor`, `np.array`, `FloatTensor`), if that is known. */
export function constructorNamed(name: string): Constructor | undefined {
  const dot = name.lastIndexOf('.');
  const owner = name.slice(0, Math.max(dot, 0));
  const own = name.slice(dot + 1);
  if (name === 'tf.Tensor') return { inference: 'torch', blanks: true };
  if (jaxArrays.has(name)) return { inference: 'torch' };
  const numpy = ['np', 'numpy', 'jnp', 'jax.numpy'].includes(owner);
  if (numpy && own !== 'array' && dtypeNamed(name) !== undefined) {
    return { dtype: dtypeNamed(name) ?? 'float64' };
  }
  if ((numpy && numpyFunctions.has(own)) || name === 'array' || name === 'matrix') {
    return { inference: 'numpy' };
  }
  if (numpy || !['', 'torch', 'torch.cuda', 'nn', 'torch.nn', 'torch.autograd', 'autograd'].includes(owner)) {
    return undefined;
  }
  if (Object.hasOwn(tensorClasses, own)) return { dtype: tensorClasses[own] ?? 'float32' };
  if (torchFunctions.has(own) && name !== 'asarray') return { inference: 'torch' };
  return wrappers.has(own) ? {} : undefined;
}
