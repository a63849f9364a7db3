import { storage, type DType, type TensorData } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { FileError } from './fileError';

/** How a file stores an element. `u` is an integer without sign, `b` a truth value, `bf` bfloat16. */
export type ElementKind =
  'f2' | 'f4' | 'f8' | 'bf2' | 'i1' | 'i2' | 'i4' | 'i8' | 'u1' | 'u2' | 'u4' | 'u8' | 'b1';

const dtypes: Readonly<Record<ElementKind, DType>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  bf2: 'bfloat16',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'int32',
  u4: 'int64',
  u8: 'int64',
  b1: 'bool',
};

/** The bytes that one element takes. */
export function elementSize(kind: ElementKind): number {
  return Number(kind.at(-1));
}

/** The dtype that holds the elements here: the same, or for `u2`, `u4` and `u8` a larger one with sign. */
export function dtypeOf(kind: ElementKind): DType {
  return dtypes[kind];
}

/**
 * The elements in the order in which they are stored.
 * @param bytes exactly theirs
 * @param place what the file calls them, for errors
 * @throws FileError for an int64 beyond 2**53, which a double does not hold
 */
export function decodeElements(
  bytes: Uint8Array,
  kind: ElementKind,
  bigEndian: boolean,
  place: string,
): TensorData {
  const size = elementSize(kind);
  // A copy, so that elements lie where typed arrays want them. Node's Buffer has a slice() that is none.
  const own = new Uint8Array(bytes);
  if (bigEndian && size > 1) reverseElements(own, size);
  const { buffer } = own;
  switch (kind) {
    case 'f4':
      return new Float32Array(buffer);
    case 'f8':
      return new Float64Array(buffer);
    case 'i1':
      return new Int8Array(buffer);
    case 'i2':
      return new Int16Array(buffer);
    case 'i4':
      return new Int32Array(buffer);
    case 'u1':
      return own;
    case 'u2':
      return Int32Array.from(new Uint16Array(buffer));
    case 'u4':
      return Float64Array.from(new Uint32Array(buffer));
    case 'i8':
      return exactIntegers(new BigInt64Array(buffer), place);
    case 'u8':
      return exactIntegers(new BigUint64Array(buffer), place);
    case 'b1':
      return own.map((byte) => (byte === 0 ? 0 : 1));
    case 'f2':
      return Float32Array.from(new Uint16Array(buffer), float16Value);
    case 'bf2': {
      const pattern = Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16);
      return new Float32Array(pattern.buffer);
    }
  }
}

/** Elements of a column-major array of a shape, in row-major order. */
export function rowMajor(data: TensorData, dtype: DType, shape: readonly number[]): TensorData {
  const ordered = storage(dtype, data.length);
  const index = shape.map(() => 0);
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  let from = 0;
  for (let at = 0; at < data.length; at++) {
    ordered[at] = data[from] ?? NaN;
    for (let dim = shape.length - 1; dim >= 0; dim--) {
      const step = strides[dim] ?? 0;
      const next = (index[dim] ?? 0) + 1;
      from += step;
      if (next < (shape[dim] ?? 0)) {
        index[dim] = next;
        break;
      }
      index[dim] = 0;
      from -= step * next;
    }
  }
  return ordered;
}

function exactIntegers(values: BigInt64Array | BigUint64Array, place: string): Float64Array {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  const data = new Float64Array(values.length);
  for (let index = 0; index < data.length; index++) {
    const value = values[index] ?? 0n;
    if (value > limit || value < -limit) {
      throw new FileError(
        t`${place}: element ${index} is ${String(value)}; whole numbers beyond 2**53 are not held exactly here`,
      );
    }
    data[index] = Number(value);
  }
  return data;
}

function reverseElements(bytes: Uint8Array, size: number): void {
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** The value of a float16 from its bits. */
function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
