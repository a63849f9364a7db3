import { orderedSum } from '../numeric/orderedSum';
import { refuse } from '../torchError';
import { isFloat, isHalf, scalarTypeName } from './dtype';
import { columnSums } from './columnSums';
import { roundTo } from './rounding';
import { elementCount, storage, type DType, type Tensor } from './tensor';

/** A 0-d tensor. The value is rounded to the dtype. */
export function scalar(value: number, dtype: DType): Tensor {
  const data = storage(dtype, 1);
  data[0] = roundTo(dtype, value);
  return { dtype, shape: [], data };
}

/** The sum of all elements: rounded at each step to float64, or to float32 where that holds the elements. */
export function totalOf({ data }: Tensor): number {
  if (data instanceof Float32Array || data instanceof Float64Array) return orderedSum(data);
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]!;
  return sum;
}

/** The sum of all elements, 0-d; int64 for integers and bool. */
export function sum(x: Tensor): Tensor {
  return scalar(totalOf(x), isFloat(x.dtype) ? x.dtype : 'int64');
}

/**
 * The mean of all elements, 0-d; NaN of an empty tensor. float32 rounds the sum before it divides, the 16-bit
 * floats divide in float32.
 * @throws TorchError for integers.
 */
export function mean(x: Tensor): Tensor {
  if (!isFloat(x.dtype)) {
    refuse(
      'mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. ' +
        `Got: ${scalarTypeName(x.dtype)}`,
    );
  }
  const quotient = totalOf(x) / x.data.length;
  return scalar(isHalf(x.dtype) ? Math.fround(quotient) : quotient, x.dtype);
}

/** The sums along one dimension, which disappears, in the order of ATen's `sum`; int64 for integers and bool. */
export function sumDimension(x: Tensor, dimension: number): Tensor {
  const size = x.shape[dimension]!;
  const shape = x.shape.filter((_, index) => index !== dimension);
  const inner = elementCount(x.shape.slice(dimension + 1));
  const dtype = isFloat(x.dtype) ? x.dtype : 'int64';
  const data = storage(dtype, elementCount(shape));
  // Integers are added up as float64 is, which rounds none that a sum of these would hold.
  const values = x.data as Float64Array | Float32Array;
  for (let i = 0; i < data.length; i += inner) {
    const start = i * size;
    const sums = inner === 1 ? [orderedSum(values, start, size)] : columnSums(values, start, size, inner);
    for (let column = 0; column < inner; column++) data[i + column] = roundTo(dtype, sums[column]!);
  }
  return { dtype, shape, data };
}
