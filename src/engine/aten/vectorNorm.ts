import { streamedNumber } from '../tensor/formatNumber';
import { euclideanNorm } from '../numeric/euclideanNorm';
import { isHalf } from '../tensor/dtype';
import { combine, divide, map, maskedFill, multiply, sign } from '../tensor/pointwise';
import { sumDimension } from '../tensor/reduction';
import { roundTo } from '../tensor/rounding';
import { convertScalar } from '../tensor/scalarConversion';
import { elementCount, storage, type Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { record, type Variable } from './variable';

/**
 * The `p`-norm along a dimension, ATen's `norm` of floats: for infinite `p` the largest or smallest absolute
 * value, for 0 the number of elements that are not 0. With `keeps` the dimension remains with size 1.
 * @throws TorchError for an empty dimension where nothing is the norm of nothing.
 */
export function vectorNorm(x: Variable, p: number, dimension: number, keeps = false): Variable {
  const { tensor } = x;
  const kept = tensor.shape.map((size, index) => (index === dimension ? 1 : size));
  const norm: Tensor = { ...forward(tensor, p, dimension), shape: kept };
  const shape = keeps ? kept : kept.filter((_, index) => index !== dimension);
  return record({ ...norm, shape }, [x], (gradient) => [
    backward(tensor, p, norm, { ...gradient, shape: kept }, dimension),
  ]);
}

/** The power as C has it: 1 to any power is 1, NaN and infinity included. */
function power(base: number, exponent: number): number {
  return base === 1 ? 1 : base ** exponent;
}

function forward(x: Tensor, p: number, dimension: number): Tensor {
  const size = x.shape[dimension] ?? 1;
  const inner = elementCount(x.shape.slice(dimension + 1));
  const rows = elementCount(x.shape.filter((_, index) => index !== dimension));
  if (size === 0) refuseEmpty(p, dimension);
  const data = storage(x.dtype, rows);
  const reduce = reducer(x, p, size, inner);
  for (let row = 0; row < rows; row++) {
    data[row] = roundTo(x.dtype, reduce(Math.floor(row / inner) * size * inner + (row % inner)));
  }
  return { dtype: x.dtype, shape: x.shape, data };
}

function refuseEmpty(p: number, dimension: number): void {
  if (!(p < 0 || p === Infinity)) return;
  refuse(
    `linalg.vector_norm cannot compute the ${streamedNumber(p)} norm on the dimension ` +
      `${dimension}because this dimension is empty and the operation does not have an identity`,
  );
}

/** From where a row starts to its norm. 16-bit floats add up in float32. */
function reducer(x: Tensor, p: number, size: number, inner: number): (start: number) => number {
  const wide = isHalf(x.dtype) ? 'float32' : x.dtype;
  const at = (start: number, k: number): number => Math.abs(x.data[start + k * inner]!);
  const total = (start: number, term: (value: number) => number): number => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum = roundTo(wide, sum + roundTo(wide, term(at(start, k))));
    return sum;
  };
  if (p === 0) return (start) => total(start, (value) => Number(value !== 0));
  // ATen's shortcut, which needs a dimension.
  if (size === 1 && x.shape.length > 0) return (start) => at(start, 0);
  if (size === 0) return () => 0;
  if (p === Infinity || p === -Infinity) {
    const better = p > 0 ? Math.max : Math.min;
    return (start) => {
      let best = at(start, 0);
      for (let k = 1; k < size; k++) best = better(best, at(start, k));
      return best;
    };
  }
  if (p === 1) return (start) => total(start, (value) => value);
  if (p === 2) {
    if (inner === 1) return (start) => euclideanNorm(x.data as Float32Array | Float64Array, start, size);
    return (start) => Math.sqrt(total(start, (value) => value * value));
  }
  const exponent = roundTo(wide, p);
  const root = roundTo(wide, 1 / exponent);
  return (start) =>
    power(
      total(start, (value) => power(value, exponent)),
      root,
    );
}

/** The gradient, by the formula that PyTorch takes for each `p`; undefined for 0. */
function backward(
  x: Tensor,
  p: number,
  norm: Tensor,
  gradient: Tensor,
  dimension: number,
): Tensor | undefined {
  if (p === 0) return undefined;
  if (p === 1) return multiply(sign(x), gradient);
  if (p === 2) return multiply(gradient, maskedFill(divide(x, norm), isZero(norm), 0));
  const size = map(x, Math.abs);
  if (p === Infinity || p === -Infinity) {
    const isExtreme = combine(size, norm, (a, b) => Number(a === b || Number.isNaN(a)), { output: 'bool' });
    const ties = isExtreme.shape.length === 0 ? isExtreme : sumDimension(isExtreme, dimension);
    const share = divide(gradient, { ...ties, shape: norm.shape });
    return multiply(sign(x), multiply(share, isExtreme));
  }
  if (p < 1) {
    const scaled = multiply(sign(x), maskedFill(raise(size, p - 1), isZero(x), 0));
    return multiply(multiply(scaled, gradient), raise(norm, 1 - p));
  }
  const scaled = p < 2 ? multiply(sign(x), raise(size, p - 1)) : multiply(x, raise(size, p - 2));
  return multiply(scaled, maskedFill(divide(gradient, raise(norm, p - 1)), isZero(norm), 0));
}

function isZero(x: Tensor): Tensor {
  return map(x, (value) => Number(value === 0), 'bool');
}

/** ATen's `pow` with a number, which all but float16 take apart for some exponents, rounding each step. */
function raise(x: Tensor, exponent: number): Tensor {
  const rounded = isHalf(x.dtype) ? convertScalar(x.dtype, exponent, 'backward') : exponent;
  if (x.dtype !== 'float16') {
    if (rounded === -0.5) return map(map(x, Math.sqrt), (root) => 1 / root);
    if (rounded === -2) return map(multiply(x, x), (square) => 1 / square);
    if (rounded === 3) return multiply(multiply(x, x), x);
  }
  return map(x, (value) => power(value, rounded));
}
