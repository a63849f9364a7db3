import { normEpsilon } from '../aten/cosineEmbeddingLoss';
import {
  isKernelDtype,
  singlePrecision as single,
  type FloatArray,
  type GradientArrays,
  type Kernel,
} from '../kernel';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

/** The fused kernel of the cosine embedding loss, for inputs of one shape. */
export function cosineEmbeddingKernel(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  margin: number,
): Kernel | undefined {
  const { dtype, shape } = input1;
  const { length } = target.shape;
  if (!isKernelDtype(dtype) || input2.dtype !== dtype || !sameShape(shape, input2.shape)) return undefined;
  if (target.dtype !== dtype && target.dtype !== 'int64') return undefined;
  if (length > 1 || shape.length !== length + 1 || !sameShape(target.shape, shape.slice(0, -1))) {
    return undefined;
  }
  const [x1, x2] = [input1.data as FloatArray, input2.data as FloatArray];
  const rounded = single(margin, dtype === 'float32');
  return {
    dtype,
    shape: target.shape,
    denominator: target.data.length,
    differentiates: ['input1', 'input2'],
    run: (elements, gradients, scale) =>
      loop(x1, x2, target.data as FloatArray, elements, gradients, scale, rounded),
  };
}

function loop(
  x1: FloatArray,
  x2: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  { input1: d1, input2: d2 }: GradientArrays,
  scale: number,
  margin: number,
): number {
  const isSingle = x1 instanceof Float32Array;
  const columns = x1.length / t.length;
  let sum = 0;
  for (let row = 0; row < t.length; row++) {
    const start = row * columns;
    const end = start + columns;
    let product = 0;
    let square1 = normEpsilon;
    let square2 = normEpsilon;
    for (let i = start; i < end; i++) {
      const a = x1[i]!;
      const b = x2[i]!;
      product += a * b;
      square1 += a * a;
      square2 += b * b;
    }
    square1 = single(square1, isSingle);
    square2 = single(square2, isSingle);
    const squares = single(square1 * square2, isSingle);
    // PyTorch's product of squares overflows long before the cosine does.
    if (!(squares < Infinity)) return NaN;
    const norms = single(Math.sqrt(squares), isSingle);
    const cosine = single(single(product, isSingle) / norms, isSingle);
    let value = 0;
    let slope = 0;
    if (t[row] === 1) {
      value = 1 - cosine;
      slope = -scale;
    } else if (t[row] === -1 && cosine >= margin) {
      value = cosine - margin;
      slope = scale;
    }
    sum += value;
    if (elements !== undefined) elements[row] = value;
    if (slope === 0) continue;
    const across = slope / norms;
    const along = (-slope * cosine) / squares;
    if (d1 !== undefined) differentiate(d1, x1, x2, start, end, along * square2, across);
    if (d2 !== undefined) differentiate(d2, x2, x1, start, end, along * square1, across);
  }
  return sum;
}

function differentiate(
  gradient: FloatArray,
  own: FloatArray,
  other: FloatArray,
  start: number,
  end: number,
  along: number,
  across: number,
): void {
  for (let i = start; i < end; i++) gradient[i] = along * own[i]! + across * other[i]!;
}
