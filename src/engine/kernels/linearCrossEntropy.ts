import { isKernelDtype, mostExact, type FloatArray, type GradientArrays, type Kernel } from '../kernel';
import {
  leftPanels,
  matrixProduct,
  productRoom,
  rightPanels,
  rowsOf,
  stride,
  transposed,
  type MatrixView,
} from '../numeric/matrixProduct';
import { times, timesTransposed, transposedTimes } from '../tensor/matrixProducts';
import { sumDimension } from '../tensor/reduction';
import { sameShape } from '../tensor/shape';
import { elementCount, storage, type Tensor } from '../tensor/tensor';
import { classLayout, classWeights, targetTotal, targetWeight } from './classes';
import { crossEntropyKernel, type CrossEntropyCall } from './crossEntropy';

/** What the kernel takes from a call. */
export interface LinearCrossEntropyCall {
  readonly input: Tensor;
  readonly target: Tensor;
  /** The weight of the linear layer, of so many elements as `outputs` times the features. */
  readonly linearWeight: Tensor;
  readonly linearBias: Tensor | null;
  /** The shape of the logits of one sample, the classes first. */
  readonly outputs: readonly number[];
  readonly weight: Tensor | null;
  /** null where none was given. */
  readonly ignoreIndex: number | null;
  /** 0 to 1. */
  readonly smoothing: number;
  /** What the gradients of the weight and the bias are called. */
  readonly names: { readonly linearWeight: string; readonly linearBias: string };
}

/** Samples whose logits are held at once. */
const blockSize = 64;

/** The fused kernel of cross entropy of the logits that a linear layer makes, some samples at a time. */
export function linearCrossEntropyKernel(call: LinearCrossEntropyCall): Kernel | undefined {
  const { input, target, linearWeight, linearBias, outputs, weight, names } = call;
  const { dtype } = input;
  const features = input.shape.at(-1);
  if (!isKernelDtype(dtype) || linearWeight.dtype !== dtype || features === undefined) return undefined;
  const count = elementCount(outputs);
  // One score alone is multiplied with a row, whose signs of 0 PyTorch keeps.
  if (count < 2) return undefined;
  if (linearWeight.data.length !== count * features) return undefined;
  if (linearBias !== null && (linearBias.dtype !== dtype || linearBias.data.length !== count))
    return undefined;
  const batch = input.shape.slice(0, -1);
  if (batch.length > 1 || (batch.length === 0 && outputs.length > 1)) return undefined;
  const shape = [...batch, ...outputs];
  const ofProbabilities = sameShape(target.shape, shape);
  if (ofProbabilities && (call.ignoreIndex !== null || target.dtype !== dtype)) return undefined;
  const ignoreIndex = call.ignoreIndex ?? -100;
  const layout = classLayout({ dtype, shape });
  const weights = layout && classWeights(weight, layout);
  if (layout === undefined || weights === undefined) return undefined;
  const denominator = ofProbabilities ? layout.samples : targetWeight(target, weights, ignoreIndex, layout);
  if (denominator === undefined || Number.isNaN(denominator)) return undefined;
  const own: Pick<Kernel, 'total'> = ofProbabilities
    ? {}
    : { total: (elements) => targetTotal(elements, target.data, ignoreIndex, dtype) };
  return {
    dtype,
    shape: layout.shape,
    denominator,
    differentiates: [
      'input',
      ...(ofProbabilities ? ['target'] : []),
      names.linearWeight,
      ...(linearBias === null ? [] : [names.linearBias]),
    ],
    ...own,
    run: (elements, gradients, scale) =>
      elementCount(shape) > mostExact
        ? runBlocks(call, batch, elements, gradients, scale)
        : runWhole(call, batch, elements, gradients, scale),
  };
}

/** All samples at once, rounded as PyTorch does. */
function runWhole(
  call: LinearCrossEntropyCall,
  batch: readonly number[],
  elements: FloatArray | undefined,
  gradients: GradientArrays,
  scale: number,
): number {
  const { input, outputs, names } = call;
  const { dtype } = input;
  const [rows = 1] = batch;
  const features = input.shape.at(-1)!;
  const samples: Tensor = { ...input, shape: [rows, features] };
  const matrix: Tensor = { ...call.linearWeight, shape: [elementCount(outputs), features] };
  const logits = timesTransposed(samples, matrix, call.linearBias ?? undefined);
  const kernel = crossEntropyKernel(
    withLogits(call, { ...logits, shape: [...batch, ...outputs] }, call.target),
  );
  const { input: dx, target: dt } = gradients;
  const [dw, db] = [gradients[names.linearWeight], gradients[names.linearBias]];
  const slopes = { dtype, shape: logits.shape, data: storage(dtype, logits.data.length) as FloatArray };
  const needsSlopes = dx !== undefined || dw !== undefined || db !== undefined;
  const sum = kernel?.run(elements, { input: needsSlopes ? slopes.data : undefined, target: dt }, scale);
  dx?.set(times(slopes, matrix).data);
  dw?.set(transposedTimes(slopes, samples).data);
  db?.set(sumDimension(slopes, 0).data);
  return sum ?? NaN;
}

/** Cross entropy of some samples' logits. */
function withLogits(call: LinearCrossEntropyCall, input: Tensor, target: Tensor): CrossEntropyCall {
  const { weight, smoothing } = call;
  return { input, target, weight, ignoreIndex: call.ignoreIndex ?? -100, smoothing };
}

/** Some samples at a time. */
function runBlocks(
  call: LinearCrossEntropyCall,
  batch: readonly number[],
  elements: FloatArray | undefined,
  gradients: GradientArrays,
  scale: number,
): number {
  const { input, target, outputs, names } = call;
  const dtype = input.dtype as Kernel['dtype'];
  const [samples = 1] = batch;
  const features = input.shape.at(-1)!;
  const width = elementCount(outputs);
  const [x, t] = [input.data as FloatArray, target.data];
  const matrix = rowsOf(call.linearWeight.data as FloatArray, 0, width, features);
  const { input: dx, target: dt } = gradients;
  const dw = gradients[names.linearWeight];
  const db = gradients[names.linearBias];
  const needsSlope = dx !== undefined || dw !== undefined || db !== undefined;
  const forward = rightPanels(matrix);
  const back = dx && rightPanels(transposed(matrix));
  const weightSums = dw && productRoom(width, features);
  const biasSums = db && new Float64Array(width);
  const perSample = [t, elements].map((values) => (values === undefined ? 0 : values.length / samples));
  const [targets = 0, losses = 0] = perSample;
  let sum = 0;
  for (let start = 0; start < samples; start += blockSize) {
    const count = Math.min(blockSize, samples - start);
    const rows = rowsOf(x, start * features, count, features);
    const logits = logitsOf(rows, forward, call.linearBias, dtype);
    const shape = batch.length === 0 ? outputs : [count, ...outputs];
    const labels = t.subarray(start * targets, (start + count) * targets);
    const part = {
      ...target,
      shape: batch.length === 0 ? target.shape : [count, ...target.shape.slice(1)],
      data: labels,
    };
    const kernel = crossEntropyKernel(withLogits(call, { dtype, shape, data: logits }, part));
    if (kernel === undefined) return NaN;
    const slope = needsSlope ? (logits.slice().fill(0) as FloatArray) : undefined;
    sum += kernel.run(
      elements?.subarray(start * losses, (start + count) * losses),
      { input: slope, target: dt?.subarray(start * targets, (start + count) * targets) },
      scale,
    );
    if (slope === undefined) continue;
    const slopes = rowsOf(slope, 0, count, width);
    if (back !== undefined && dx !== undefined) {
      const sums = productRoom(count, features);
      matrixProduct(leftPanels(slopes), back, sums);
      store(sums, dx, start * features, count, features);
    }
    if (weightSums !== undefined) {
      matrixProduct(leftPanels(transposed(slopes)), rightPanels(transposed(rows)), weightSums);
    }
    if (biasSums !== undefined) {
      for (let i = 0; i < slope.length; i++) biasSums[i % width]! += slope[i]!;
    }
  }
  if (weightSums !== undefined && dw !== undefined) store(weightSums, dw, 0, width, features);
  if (biasSums !== undefined) db?.set(biasSums);
  return sum;
}

function logitsOf(
  rows: MatrixView,
  weight: ReturnType<typeof rightPanels>,
  bias: Tensor | null,
  dtype: Kernel['dtype'],
): FloatArray {
  const width = weight.rows;
  const sums = productRoom(rows.rows, width);
  matrixProduct(leftPanels(rows), weight, sums);
  const length = rows.rows * width;
  const logits = dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);
  const step = stride(width);
  for (let i = 0; i < rows.rows; i++) {
    for (let j = 0; j < width; j++) {
      logits[i * width + j] = sums[i * step + j]! + (bias === null ? 0 : bias.data[j]!);
    }
  }
  return logits;
}

/** Copies a product to where it belongs. */
function store(sums: Float64Array, to: FloatArray, start: number, rows: number, columns: number): void {
  const step = stride(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) to[start + i * columns + j] = sums[i * step + j]!;
  }
}
