import { mostExact, singlePrecision, type FloatArray, type Kernel } from '../kernel';
import { largestOf, softmaxLanes, sumOfExponentials, type SoftmaxRow } from '../numeric/softmax';
import { expTable, singleExp } from '../numeric/singleExp';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { classLayout, classWeights, startOf, targetTotal, targetWeight, type ClassLayout } from './classes';

/** What the kernels of cross entropy take from a call. */
export interface CrossEntropyCall {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  /** 0 to 1. */
  readonly smoothing: number;
}

/** The fused kernel of cross entropy, by the kind of target. */
export function crossEntropyKernel(call: CrossEntropyCall): Kernel | undefined {
  const layout = classLayout(call.input);
  if (layout === undefined) return undefined;
  const weights = classWeights(call.weight, layout);
  if (weights === undefined) return undefined;
  return sameShape(call.input.shape, call.target.shape)
    ? probabilityKernel(call, layout, weights)
    : indexKernel(call, layout, weights);
}

function indexKernel(
  { input, target, ignoreIndex, smoothing }: CrossEntropyCall,
  layout: ClassLayout,
  weights: FloatArray | null,
): Kernel | undefined {
  const denominator = targetWeight(target, weights, ignoreIndex, layout);
  if (denominator === undefined || Number.isNaN(denominator)) return undefined;
  const x = input.data as FloatArray;
  const indices = target.data;
  const { classes, stride } = layout;
  const isSingle = x instanceof Float32Array;
  const isExact = x.length <= mostExact;
  const spread = smoothing / classes;
  const spreadTotal = smoothing > 0 ? spread * (weights === null ? classes : totalOf(weights)) : 0;
  return {
    dtype: layout.dtype,
    shape: layout.shape,
    denominator,
    differentiates: ['input'],
    total: (elements) => targetTotal(elements, indices, ignoreIndex, layout.dtype),
    run(elements, { input: dx }, scale) {
      const lanes = isExact ? rowLanes(input, classes, isSingle) : undefined;
      const powers = isSingle ? expTable() : undefined;
      const unit = singlePrecision(scale, isSingle);
      let sum = 0;
      for (let sample = 0; sample < indices.length; sample++) {
        const row = { start: startOf(sample, layout), count: classes, stride };
        const largest = largestOf(x, row);
        const exponentials = isExact
          ? sumOfExponentials(x, row, largest, isSingle, lanes)
          : keepExponentials(x, row, largest, dx, powers);
        const index = indices[sample]!;
        if (index === ignoreIndex) {
          // A NaN in an ignored row does not show in the loss, but does in PyTorch's gradient.
          if (Number.isNaN(exponentials)) return NaN;
          if (dx !== undefined) scaleRow(dx, row, 0);
          continue;
        }
        const log = singlePrecision(Math.log(singlePrecision(exponentials, isSingle)), isSingle);
        const picked = row.start + index * stride;
        const weight = weights === null ? 1 : weights[index]!;
        const probability = singlePrecision(singlePrecision(x[picked]! - largest, isSingle) - log, isSingle);
        let value = -probability * weight * (1 - smoothing);
        if (smoothing > 0) value += spread * smooth(x, row, largest, log, weights);
        sum += value;
        if (elements !== undefined) elements[sample] = value;
        if (dx === undefined) continue;
        const kept = singlePrecision(weight * unit, isSingle) * (1 - smoothing);
        const pull = kept + scale * spreadTotal;
        if (isExact) fillProbabilities(dx, x, row, largest, log, pull);
        else scaleRow(dx, row, pull / exponentials);
        const full = isExact ? probability : x[picked]! - largest - Math.log(exponentials);
        dx[picked] = pull * singlePrecision(Math.exp(full), isSingle) - kept;
        if (smoothing > 0) spreadGradient(dx, row, scale * spread, weights);
      }
      return sum;
    },
  };
}

/** Partial sums for rows that lie in one piece, in the last dimension, and fill a register. */
function rowLanes({ shape }: Tensor, classes: number, isSingle: boolean): FloatArray | undefined {
  return shape.length <= 2 && classes >= 8 ? softmaxLanes(isSingle) : undefined;
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

function scaleRow(dx: FloatArray, { start, count, stride }: SoftmaxRow, factor: number): void {
  for (let i = start, end = start + count * stride; i < end; i += stride) dx[i]! *= factor;
}

/** Writes the probabilities of a row, times a factor, as the exponential of their rounded logarithm. */
function fillProbabilities(
  dx: FloatArray,
  x: FloatArray,
  { start, count, stride }: SoftmaxRow,
  largest: number,
  log: number,
  factor: number,
): void {
  const isSingle = x instanceof Float32Array;
  for (let i = start, end = start + count * stride; i < end; i += stride) {
    const probability = singlePrecision(singlePrecision(x[i]! - largest, isSingle) - log, isSingle);
    dx[i] = singlePrecision(Math.exp(probability), isSingle) * factor;
  }
}

function totalOf(weights: FloatArray): number {
  let total = 0;
  for (const weight of weights) total += weight;
  return total;
}

/** The weighted sum of all classes' negative log-probabilities. */
function smooth(
  x: FloatArray,
  { start, count, stride }: SoftmaxRow,
  largest: number,
  log: number,
  weights: FloatArray | null,
): number {
  let sum = 0;
  for (let c = 0; c < count; c++) {
    sum += (log - (x[start + c * stride]! - largest)) * (weights === null ? 1 : weights[c]!);
  }
  return sum;
}

function spreadGradient(
  dx: FloatArray,
  { start, count, stride }: SoftmaxRow,
  part: number,
  weights: FloatArray | null,
): void {
  for (let c = 0; c < count; c++) dx[start + c * stride]! -= part * (weights === null ? 1 : weights[c]!);
}

function probabilityKernel(
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
        let value = 0;
        let mass = 0;
        for (let i = start, c = 0; i < end; i += stride, c++) {
          const weight = weights === null ? 1 : weights[c]!;
          const share = weight * (t[i]! * (1 - smoothing) + spread);
          const negative = log - (x[i]! - largest);
          value += share * negative;
          mass += share;
          if (dt !== undefined) dt[i] = scale * (1 - smoothing) * weight * negative;
        }
        sum += value;
        if (elements !== undefined) elements[sample] = value;
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
