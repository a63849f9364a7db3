import { singlePrecision, type FloatArray, type Kernel } from '../kernel';
import type { Tensor } from '../tensor/tensor';
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
