import { singlePrecision, type FloatArray, type Kernel } from '../kernel';
import type { Tensor, TensorData } from '../tensor/tensor';
import { classLayout, classWeights, startOf, targetTotal, targetWeight } from './classes';

/** The fused kernel of the negative log-likelihood loss. */
export function nllKernel(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  ignoreIndex: number,
): Kernel | undefined {
  const layout = classLayout(input);
  if (layout === undefined) return undefined;
  const weights = classWeights(weight, layout);
  if (weights === undefined) return undefined;
  const denominator = targetWeight(target, weights, ignoreIndex, layout);
  if (denominator === undefined || Number.isNaN(denominator)) return undefined;
  const x = input.data as FloatArray;
  const indices = target.data;
  return {
    dtype: layout.dtype,
    shape: layout.shape,
    denominator,
    differentiates: ['input'],
    total: (elements) => targetTotal(elements, indices, ignoreIndex, layout.dtype),
    run(elements, { input: dx }, scale) {
      const slope = singlePrecision(-scale, x instanceof Float32Array);
      if (layout.stride === 1 && weights === null && elements === undefined && dx !== undefined) {
        return plainRows(x, indices, layout.classes, ignoreIndex, dx, slope);
      }
      let sum = 0;
      for (let sample = 0; sample < indices.length; sample++) {
        const index = indices[sample]!;
        if (index === ignoreIndex) continue;
        const i = startOf(sample, layout) + index * layout.stride;
        const factor = weights === null ? 1 : weights[index]!;
        const value = -x[i]! * factor;
        sum += value;
        if (elements !== undefined) elements[sample] = value;
        if (dx !== undefined) dx[i] = factor * slope;
      }
      return sum;
    },
  };
}

/** Many rows that lie one after the other, without class weights, when nothing but sum and gradient is wanted. */
function plainRows(
  x: FloatArray,
  indices: TensorData,
  classes: number,
  ignoreIndex: number,
  dx: FloatArray,
  slope: number,
): number {
  let sum = 0;
  for (let sample = 0, start = 0; sample < indices.length; sample++, start += classes) {
    const index = indices[sample]!;
    if (index === ignoreIndex) continue;
    // The bitwise operation keeps the place an integer in machine code.
    const i = (start + index) | 0;
    sum -= x[i]!;
    dx[i] = slope;
  }
  return sum;
}
