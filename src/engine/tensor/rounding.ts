import { isHalf } from './dtype';
import { storage, type DType, type Tensor, type TensorData } from './tensor';

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The bfloat16 nearest to a float32 value, ties to even; NaN and infinities as they are. */
export function roundBFloat16(value: number): number {
  float[0] = value;
  if (value !== value) return NaN;
  const pattern = bits[0]!;
  bits[0] = (pattern + 0x7fff + ((pattern >>> 16) & 1)) & 0xffff0000;
  return float[0];
}

const smallestNormalFloat16 = 2 ** -14;
/** Half a unit above the largest float16, 65504: from here on values round to infinity. */
const float16Overflow = 65520;

/** The float16 nearest to a float32 value, ties to even, subnormals kept, infinity from 65520 on. */
export function roundFloat16(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude >= float16Overflow) return value > 0 ? Infinity : -Infinity;
  if (magnitude < smallestNormalFloat16) {
    // Below 2**-14 float16 is a grid of 2**-24, as float32 is between 0.5 and 1.
    const rounded = Math.fround(Math.fround(magnitude + 0.5) - 0.5);
    return value < 0 || Object.is(value, -0) ? -rounded : rounded;
  }
  float[0] = value;
  if (value !== value) return NaN;
  const pattern = bits[0]!;
  bits[0] = (pattern + 0xfff + ((pattern >>> 13) & 1)) & 0xffffe000;
  return float[0];
}

/** A number as `dtype` holds it. Integers are truncated and wrapped, bool is whether it is not zero. */
export function roundTo(dtype: DType, value: number): number {
  switch (dtype) {
    case 'float64':
      return value;
    case 'float32':
      return Math.fround(value);
    case 'float16':
      return roundFloat16(Math.fround(value));
    case 'bfloat16':
      return roundBFloat16(Math.fround(value));
    case 'bool':
      return value !== 0 ? 1 : 0;
    case 'int64':
      return Math.trunc(value);
    default: {
      const cell = storage(dtype, 1);
      cell[0] = Math.trunc(value);
      return cell[0];
    }
  }
}

/** Rounds float32 values in place to the 16-bit float that they stand for; leaves other dtypes alone. */
export function roundStored(data: TensorData, dtype: DType): void {
  if (!isHalf(dtype)) return;
  const round = dtype === 'float16' ? roundFloat16 : roundBFloat16;
  for (let i = 0; i < data.length; i++) data[i] = round(data[i]!);
}

/** The tensor with its elements converted to `dtype`; the same tensor where they are. */
export function cast(tensor: Tensor, dtype: DType): Tensor {
  if (tensor.dtype === dtype) return tensor;
  const { data } = tensor;
  const converted = storage(dtype, data.length);
  if (dtype === 'bool') {
    for (let i = 0; i < data.length; i++) converted[i] = data[i] !== 0 ? 1 : 0;
  } else if (dtype === 'int64') {
    for (let i = 0; i < data.length; i++) converted[i] = Math.trunc(data[i]!);
  } else {
    converted.set(data);
    roundStored(converted, dtype);
  }
  return { dtype, shape: tensor.shape, data: converted };
}
