import { isKernelDtype, singlePrecision as single, type FloatArray, type Kernel } from '../kernel';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { inVectors } from './vectorPairs';

/**
 * The kernel of the Gaussian negative log likelihood, for input and target of one shape and a variance that is
 * a number, or of that shape, or without the last dimension or with 1 there.
 * @param addend What is added to each loss.
 */
export function gaussianKernel(
  input: Tensor,
  target: Tensor,
  variance: Tensor | number | bigint,
  eps: number,
  addend: number,
): Kernel | undefined {
  const { dtype, shape } = input;
  if (!isKernelDtype(dtype) || target.dtype !== dtype || !sameShape(shape, target.shape)) return undefined;
  const isSingle = dtype === 'float32';
  if (typeof variance === 'bigint' || !Number.isFinite(single(eps, isSingle))) return undefined;
  const isNumber = typeof variance === 'number';
  if (!isNumber && (variance.dtype !== dtype || !fits(variance.shape, shape))) return undefined;
  const [x, t] = [input.data as FloatArray, target.data as FloatArray];
  const v = isNumber ? Float64Array.of(single(variance, isSingle)) : (variance.data as FloatArray);
  return {
    dtype,
    shape,
    denominator: x.length,
    overwrites: true,
    differentiates: isNumber ? ['input', 'target'] : ['input', 'target', 'var'],
    run(elements, { input, target, var: variances }, scale) {
      const [floor, term] = [single(eps, isSingle), single(addend, isSingle)];
      const exact = (
        [x, t, v]: readonly FloatArray[],
        [dx, dv]: readonly (FloatArray | undefined)[],
      ): number => loop(x!, t!, v!, elements, dx, target, dv, scale, floor, term, isSingle);
      if (elements !== undefined || target !== undefined || v.length !== x.length)
        return exact([x, t, v], [input, variances]);
      return inVectors(
        [x, t, v],
        [input, variances],
        (loops, end) => loops.gaussian(end, floor, scale / 2) + (end / 4) * term,
        exact,
      );
    },
  };
}

function fits(variance: readonly number[], input: readonly number[]): boolean {
  if (sameShape(variance, input)) return true;
  const rows = input.slice(0, -1);
  return input.length > 0 && (sameShape(variance, rows) || sameShape(variance, [...rows, 1]));
}

function loop(
  x: FloatArray,
  t: FloatArray,
  v: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  dv: FloatArray | undefined,
  scale: number,
  eps: number,
  addend: number,
  isSingle: boolean,
): number {
  const columns = x.length / v.length;
  const half = 0.5 * single(scale, isSingle);
  let sum = 0;
  let i = 0;
  for (let row = 0; row < v.length; row++) {
    if (v[row]! < 0) return NaN;
    const variance = v[row]! < eps ? eps : v[row]!;
    const log = single(Math.log(variance), isSingle);
    const weight = single(half / variance, isSingle);
    let slope = 0;
    for (let column = 0; column < columns; column++) {
      const difference = single(x[i]! - t[i]!, isSingle);
      const quotient = single(single(difference * difference, isSingle) / variance, isSingle);
      const value = 0.5 * single(log + quotient, isSingle) + addend;
      const pull = weight * (2 * difference);
      sum += value;
      if (elements !== undefined) elements[i] = value;
      if (dx !== undefined) dx[i] = pull;
      if (dt !== undefined) dt[i] = -pull;
      slope += single(half * single(quotient / variance, isSingle), isSingle);
      i++;
    }
    // Both terms nearly cancel where the squared error is near the variance.
    if (dv !== undefined) {
      dv[row] = single(single(columns * half, isSingle) / variance, isSingle) - single(slope, isSingle);
    }
  }
  return sum;
}
