import { normEpsilon } from '../aten/cosineEmbeddingLoss';
import {
  isKernelDtype,
  mostExact,
  singlePrecision as single,
  type FloatArray,
  type GradientArrays,
  type Kernel,
} from '../kernel';
import { orderedSum } from '../numeric/orderedSum';
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
  if ((target.dtype !== dtype && target.dtype !== 'int64') || Number.isNaN(margin)) return undefined;
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
  const unit = single(scale, isSingle);
  const sums = new Float64Array(3);
  const products = x1.length <= mostExact ? x1.slice(0, columns) : undefined;
  let sum = 0;
  for (let row = 0; row < t.length; row++) {
    const start = row * columns;
    if (products === undefined) addProducts(x1, x2, start, columns, sums);
    else orderProducts(x1, x2, start, products, sums);
    const square1 = single(single(sums[1]!, isSingle) + normEpsilon, isSingle);
    const square2 = single(single(sums[2]!, isSingle) + normEpsilon, isSingle);
    const squares = single(square1 * square2, isSingle);
    // PyTorch's product of squares overflows long before the cosine does.
    if (!(squares < Infinity)) return NaN;
    const norms = single(Math.sqrt(squares), isSingle);
    const cosine = single(single(sums[0]!, isSingle) / norms, isSingle);
    let value = 0;
    let slope = 0;
    if (t[row] === 1) {
      value = 1 - cosine;
      slope = -unit;
    } else if (t[row] === -1 && cosine >= margin) {
      value = cosine - margin;
      slope = unit;
    }
    sum += value;
    if (elements !== undefined) elements[row] = value;
    // Few gradients of 0 get PyTorch's sign.
    if (slope === 0 && products === undefined) continue;
    const across = single(slope / norms, isSingle);
    const byNorms = single(-slope * single(cosine / norms, isSingle), isSingle);
    const bySquares = single(byNorms / (2 * norms), isSingle);
    if (d1 !== undefined)
      differentiate(d1, x1, x2, start, columns, single(bySquares * square2, isSingle), across);
    if (d2 !== undefined)
      differentiate(d2, x2, x1, start, columns, single(bySquares * square1, isSingle), across);
  }
  return sum;
}

/** The dot product and both squared norms of a row. */
function addProducts(
  x1: FloatArray,
  x2: FloatArray,
  start: number,
  columns: number,
  sums: Float64Array,
): void {
  let [product, square1, square2] = [0, 0, 0];
  for (let i = start; i < start + columns; i++) {
    const a = x1[i]!;
    const b = x2[i]!;
    product += a * b;
    square1 += a * a;
    square2 += b * b;
  }
  sums[0] = product;
  sums[1] = square1;
  sums[2] = square2;
}

/** The same in PyTorch's order of addition, by way of `products`. */
function orderProducts(
  x1: FloatArray,
  x2: FloatArray,
  start: number,
  products: FloatArray,
  sums: Float64Array,
): void {
  const order = (x: FloatArray, y: FloatArray): number => {
    for (let k = 0; k < products.length; k++) products[k] = x[start + k]! * y[start + k]!;
    return orderedSum(products);
  };
  sums[0] = order(x1, x2);
  sums[1] = order(x1, x1);
  sums[2] = order(x2, x2);
}

function differentiate(
  gradient: FloatArray,
  own: FloatArray,
  other: FloatArray,
  start: number,
  columns: number,
  along: number,
  across: number,
): void {
  const isSingle = gradient instanceof Float32Array;
  for (let i = start; i < start + columns; i++) {
    gradient[i] = 2 * single(along * own[i]!, isSingle) + single(across * other[i]!, isSingle);
  }
}
