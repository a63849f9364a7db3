/** The element types a {@link Tensor} can have, in PyTorch's spelling without `torch.`. */
export const dtypes = [
  'float64',
  'float32',
  'float16',
  'bfloat16',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
] as const;

/** An element type: one of {@link dtypes}. */
export type DType = (typeof dtypes)[number];

/** An element type whose values PyTorch differentiates. */
export type FloatDType = 'float64' | 'float32' | 'float16' | 'bfloat16';

/** What holds a tensor's elements; which array belongs to which dtype is {@link storage}. */
export type TensorData = Float64Array | Float32Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/**
 * A contiguous, row-major tensor. `data.length` is the product of `shape`; a 0-d tensor has the shape `[]`
 * and one element. float16 and bfloat16 live in a Float32Array whose values are already rounded to the
 * dtype; int64 lives in a Float64Array, exact up to 2**53.
 */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** The zeroed storage for `length` elements of `dtype`. */
export function storage(dtype: DType, length: number): TensorData {
  switch (dtype) {
    case 'float64':
    case 'int64':
      return new Float64Array(length);
    case 'float32':
    case 'float16':
    case 'bfloat16':
      return new Float32Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'int16':
      return new Int16Array(length);
    case 'int8':
      return new Int8Array(length);
    case 'uint8':
    case 'bool':
      return new Uint8Array(length);
  }
}

/** The number of elements that a shape holds: 1 for the 0-d shape `[]`. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (let i = 0; i < shape.length; i++) count *= shape[i]!;
  return count;
}
