import { mostExact, singlePrecision as single, type FloatArray, type Kernel } from '../kernel';
import { exponentials } from '../numeric/blocks';
import { orderedSum } from '../numeric/orderedSum';
import { startOf, type ClassLayout } from './classes';
import { subtractLargest, sumOf } from './crossEntropyBlocks';
import type { CrossEntropyCall } from './crossEntropyCall';

/** The fused kernel of cross entropy with a probability for each class as target. */
export function probabilityKernel(
  { input, target, ignoreIndex, smoothing }: CrossEntropyCall,
  layout: ClassLayout,
  weights: FloatArray | null,
): Kernel | undefined {
  if (target.dtype !== layout.dtype || ignoreIndex >= 0) return undefined;
  const x = input.data as FloatArray;
  const t = target.data as FloatArray;
  const { classes, stride, samples } = layout;
  const spread = smoothing / classes;
  return {
    dtype: layout.dtype,
    shape: layout.shape,
    denominator: samples,
    differentiates: ['input', 'target'],
    total: (elements) => -0 - orderedSum(elements.map((value) => -value)),
    run(elements, { input: dx, target: dt }, scale) {
      const isSingle = x instanceof Float32Array;
      const isRounded = isSingle && x.length <= mostExact;
      const powers = new Float64Array(classes);
      let sum = 0;
      for (let sample = 0; sample < samples; sample++) {
        const start = startOf(sample, layout);
        const end = start + classes * stride;
        const largest = subtractLargest(x, start, layout, powers, 0);
        exponentials(powers, classes, isSingle);
        const sumOfPowers = sumOf(powers, 0, classes);
        const log = Math.log(sumOfPowers);
        let total = 0;
        let mass = 0;
        for (let i = start, c = 0; i < end; i += stride, c++) {
          const weight = weights === null ? 1 : weights[c]!;
          const share = weight * (t[i]! * (1 - smoothing) + spread);
          // Losses of both signs may cancel: then PyTorch's rounding and order of addition show.
          if (isRounded && share < 0) return NaN;
          const probability = single(x[i]! - largest - log, isRounded);
          total += share * probability;
          mass += share;
          if (dt !== undefined) dt[i] = -scale * (1 - smoothing) * weight * probability;
        }
        // Negated last, as PyTorch does: what is 0 is -0.
        sum -= total;
        if (elements !== undefined) elements[sample] = -total;
        if (dx !== undefined) {
          const factor = mass / sumOfPowers;
          for (let i = start, c = 0; i < end; i += stride, c++) {
            const weight = weights === null ? 1 : weights[c]!;
            dx[i] = scale * (powers[c]! * factor - weight * (t[i]! * (1 - smoothing) + spread));
          }
        }
      }
      return sum;
    },
  };
}
