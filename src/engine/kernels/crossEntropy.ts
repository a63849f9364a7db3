import type { FloatArray, Kernel } from '../kernel';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { classLayout, classWeights, startOf, targetWeight, type ClassLayout } from './classes';

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
  const spread = smoothing / classes;
  const spreadTotal = smoothing > 0 ? spread * (weights === null ? classes : totalOf(weights)) : 0;
  return {
    dtype: layout.dtype,
    shape: layout.shape,
    denominator,
    differentiates: ['input'],
    run(elements, { input: dx }, scale) {
      let sum = 0;
      for (let sample = 0; sample < indices.length; sample++) {
        const start = startOf(sample, layout);
        const end = start + classes * stride;
        const largest = largestOf(x, start, end, stride);
        let exponentials = 0;
        for (let i = start; i < end; i += stride) {
          const exponential = Math.exp(x[i]! - largest);
          exponentials += exponential;
          if (dx !== undefined) dx[i] = exponential;
        }
        const index = indices[sample]!;
        if (index === ignoreIndex) {
          // A NaN in an ignored row does not show in the loss, but does in PyTorch's gradient.
          if (Number.isNaN(exponentials)) return NaN;
          if (dx !== undefined) for (let i = start; i < end; i += stride) dx[i] = 0;
          continue;
        }
        const log = Math.log(exponentials);
        const picked = start + index * stride;
        const kept = (1 - smoothing) * (weights === null ? 1 : weights[index]!);
        let value = kept * (log - (x[picked]! - largest));
        if (smoothing > 0) value += spread * smooth(x, start, end, stride, largest, log, weights);
        sum += value;
        if (elements !== undefined) elements[sample] = value;
        if (dx !== undefined) {
          const factor = (scale * (kept + spreadTotal)) / exponentials;
          for (let i = start; i < end; i += stride) dx[i] = dx[i]! * factor;
          dx[picked]! -= scale * kept;
          if (smoothing > 0) spreadGradient(dx, start, classes, stride, scale * spread, weights);
        }
      }
      return sum;
    },
  };
}

function totalOf(weights: FloatArray): number {
  let total = 0;
  for (const weight of weights) total += weight;
  return total;
}

function largestOf(x: FloatArray, start: number, end: number, stride: number): number {
  let largest = x[start]!;
  for (let i = start + stride; i < end; i += stride) if (x[i]! > largest) largest = x[i]!;
  return largest;
}

/** The weighted sum of all classes' negative log-probabilities. */
function smooth(
  x: FloatArray,
  start: number,
  end: number,
  stride: number,
  largest: number,
  log: number,
  weights: FloatArray | null,
): number {
  let sum = 0;
  for (let i = start, c = 0; i < end; i += stride, c++) {
    sum += (log - (x[i]! - largest)) * (weights === null ? 1 : weights[c]!);
  }
  return sum;
}

function spreadGradient(
  dx: FloatArray,
  start: number,
  classes: number,
  stride: number,
  part: number,
  weights: FloatArray | null,
): void {
  for (let c = 0; c < classes; c++) {
    dx[start + c * stride]! -= part * (weights === null ? 1 : weights[c]!);
  }
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
      let sum = 0;
      for (let sample = 0; sample < samples; sample++) {
        const start = startOf(sample, layout);
        const end = start + classes * stride;
        const largest = largestOf(x, start, end, stride);
        let exponentials = 0;
        for (let i = start; i < end; i += stride) {
          const exponential = Math.exp(x[i]! - largest);
          exponentials += exponential;
          if (dx !== undefined) dx[i] = exponential;
        }
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
