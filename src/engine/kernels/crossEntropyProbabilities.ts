import type { FloatArray, Kernel } from '../kernel';
import { orderedSum } from '../numeric/orderedSum';
import { expTable, singleExp } from '../numeric/singleExp';
import { largestOf, type SoftmaxRow } from '../numeric/softmax';
import { startOf, type ClassLayout } from './classes';
import type { CrossEntropyCall } from './crossEntropy';

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
      const powers = x instanceof Float32Array ? expTable() : undefined;
      let sum = 0;
      for (let sample = 0; sample < samples; sample++) {
        const start = startOf(sample, layout);
        const end = start + classes * stride;
        const row = { start, count: classes, stride };
        const largest = largestOf(x, row);
        const exponentials = keepExponentials(x, row, largest, dx, powers);
        const log = Math.log(exponentials);
        let total = 0;
        let mass = 0;
        for (let i = start, c = 0; i < end; i += stride, c++) {
          const weight = weights === null ? 1 : weights[c]!;
          const share = weight * (t[i]! * (1 - smoothing) + spread);
          const probability = x[i]! - largest - log;
          total += share * probability;
          mass += share;
          if (dt !== undefined) dt[i] = -scale * (1 - smoothing) * weight * probability;
        }
        // Negated last, as PyTorch does: what is 0 is -0.
        sum -= total;
        if (elements !== undefined) elements[sample] = -total;
        if (dx !== undefined) {
          const factor = mass / exponentials;
          for (let i = start, c = 0; i < end; i += stride, c++) {
            const weight = weights === null ? 1 : weights[c]!;
            dx[i] = scale * (dx[i]! * factor - weight * (t[i]! * (1 - smoothing) + spread));
          }
        }
      }
      return sum;
    },
  };
}

/** The sum of the exponentials of a row, which stay in the gradient where that is wanted. */
function keepExponentials(
  x: FloatArray,
  { start, count, stride }: SoftmaxRow,
  largest: number,
  dx: FloatArray | undefined,
  powers: Float64Array | undefined,
): number {
  let sum = 0;
  for (let i = start, end = start + count * stride; i < end; i += stride) {
    const exponent = x[i]! - largest;
    const exponential = powers === undefined ? Math.exp(exponent) : singleExp(exponent, powers);
    sum += exponential;
    if (dx !== undefined) dx[i] = exponential;
  }
  return sum;
}
