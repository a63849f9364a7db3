import { mostExact, singlePrecision, type FloatArray, type Kernel } from '../kernel';
import { largestOf, softmaxLanes, sumOfExponentials, type SoftmaxRow } from '../numeric/softmax';
import { sameShape } from '../tensor/shape';
import { classLayout, classWeights, startOf, targetTotal, targetWeight, type ClassLayout } from './classes';
import type { CrossEntropyCall } from './crossEntropyCall';
import { crossEntropyBlocks, type IndexedRows } from './crossEntropyBlocks';
import { crossEntropyPlain } from './crossEntropyPlain';
import { probabilityKernel } from './crossEntropyProbabilities';
import { smoothedLoss, spreadGradient, totalWeight } from './labelSmoothing';

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
  const rows = { x, layout, indices, ignoreIndex, weights, smoothing };
  const fillsLanes = input.shape.length <= 2 && layout.classes >= 8;
  const isPlain = weights === null && smoothing === 0 && layout.stride === 1;
  return {
    dtype: layout.dtype,
    shape: layout.shape,
    denominator,
    isRough: isPlain && x instanceof Float32Array && x.length > mostExact,
    differentiates: ['input'],
    total: (elements) => targetTotal(elements, indices, ignoreIndex, layout.dtype),
    run: (elements, { input: dx }, scale) =>
      x.length > mostExact
        ? manyRows(rows, elements, dx, scale)
        : exactRows(rows, fillsLanes, elements, dx, scale),
  };
}

function manyRows(
  rows: IndexedRows,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  scale: number,
): number {
  const { x, layout, indices, ignoreIndex, weights, smoothing } = rows;
  const isPlain = weights === null && smoothing === 0 && layout.stride === 1;
  if (isPlain && x instanceof Float32Array && dx instanceof Float32Array) {
    const sum = crossEntropyPlain(
      x,
      indices as Float64Array,
      layout.classes,
      ignoreIndex,
      elements,
      dx,
      scale,
    );
    if (!Number.isNaN(sum)) return sum;
    dx.fill(0);
  }
  return crossEntropyBlocks(rows, elements, dx, scale);
}

/**
 * Step by step as PyTorch.
 * @param fillsLanes whether rows lie in one piece, in the last dimension, and fill a register
 */
function exactRows(
  { x, layout, indices, ignoreIndex, weights, smoothing }: IndexedRows,
  fillsLanes: boolean,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  scale: number,
): number {
  const { classes, stride } = layout;
  const isSingle = x instanceof Float32Array;
  const spread = smoothing / classes;
  const spreadTotal = smoothing > 0 ? spread * totalWeight(weights, classes) : 0;
  const lanes = fillsLanes ? softmaxLanes(isSingle) : undefined;
  const unit = singlePrecision(scale, isSingle);
  let sum = 0;
  for (let sample = 0; sample < indices.length; sample++) {
    const row = { start: startOf(sample, layout), count: classes, stride };
    const largest = largestOf(x, row);
    const exponentials = sumOfExponentials(x, row, largest, isSingle, lanes);
    const index = indices[sample]!;
    if (index === ignoreIndex) {
      // A NaN in an ignored row does not show in the loss, but does in PyTorch's gradient.
      if (Number.isNaN(exponentials)) return NaN;
      continue;
    }
    const log = singlePrecision(Math.log(singlePrecision(exponentials, isSingle)), isSingle);
    const picked = row.start + index * stride;
    const weight = weights === null ? 1 : weights[index]!;
    const probability = singlePrecision(singlePrecision(x[picked]! - largest, isSingle) - log, isSingle);
    let value = -probability * weight * (1 - smoothing);
    if (smoothing > 0) value += spread * smoothedLoss(x, row, largest, log, weights);
    sum += value;
    if (elements !== undefined) elements[sample] = value;
    if (dx === undefined) continue;
    const kept = singlePrecision(weight * unit, isSingle) * (1 - smoothing);
    const pull = kept + scale * spreadTotal;
    fillProbabilities(dx, x, row, largest, log, pull);
    dx[picked] = pull * singlePrecision(Math.exp(probability), isSingle) - kept;
    if (smoothing > 0) spreadGradient(dx, row, scale * spread, weights);
  }
  return sum;
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
