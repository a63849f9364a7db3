import { isKernelDtype, type FloatArray, type GradientArrays, type Kernel } from '../kernel';
import { times, timesTransposed, transposedTimes } from '../tensor/matrixProducts';
import { sumDimension } from '../tensor/reduction';
import { sameShape } from '../tensor/shape';
import { elementCount, storage, type Tensor, type TensorData } from '../tensor/tensor';
import { classLayout, classWeights, targetTotal, targetWeight } from './classes';
import { crossEntropyKernel } from './crossEntropy';

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
  /** What the gradients of the input, the weight and the bias are called. */
  readonly names: { readonly input: string; readonly linearWeight: string; readonly linearBias: string };
}

/** How many logits are held at once, and of how many samples at least. */
const logitsAtOnce = 8192;
const smallestBlock = 64;

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
      names.input,
      ...(ofProbabilities ? ['target'] : []),
      names.linearWeight,
      ...(linearBias === null ? [] : [names.linearBias]),
    ],
    ...own,
    run: (elements, gradients, scale) => run(call, batch, elements, gradients, scale),
  };
}

/** Some samples at a time, or if they are few all at once, rounded as PyTorch does. */
function run(
  call: LinearCrossEntropyCall,
  batch: readonly number[],
  elements: FloatArray | undefined,
  gradients: GradientArrays,
  scale: number,
): number {
  const { input, target, linearBias, outputs, names } = call;
  const { dtype } = input;
  const [samples = 1] = batch;
  const features = input.shape.at(-1)!;
  const width = elementCount(outputs);
  const matrix: Tensor = { dtype, shape: [width, features], data: call.linearWeight.data };
  const { [names.input]: dx, [names.linearWeight]: dw, [names.linearBias]: db, target: dt } = gradients;
  const needsSlopes = dx !== undefined || dw !== undefined || db !== undefined;
  const blockSize = Math.max(smallestBlock, Math.floor(logitsAtOnce / width));
  let weightSums: FloatArray | undefined;
  let biasSums: FloatArray | undefined;
  let sum = 0;
  for (let start = 0; start < samples; start += blockSize) {
    const count = Math.min(blockSize, samples - start);
    const partOf = <T extends TensorData>(data: T): T => {
      if (count === samples) return data;
      const each = data.length / samples;
      return data.subarray(start * each, (start + count) * each) as T;
    };
    const rows: Tensor = { dtype, shape: [count, features], data: partOf(input.data) };
    const logits = timesTransposed(rows, matrix, linearBias ?? undefined);
    const isBatch = batch.length > 0;
    const kernel = crossEntropyKernel({
      input: { dtype, shape: isBatch ? [count, ...outputs] : outputs, data: logits.data },
      target: {
        dtype: target.dtype,
        shape: isBatch ? [count, ...target.shape.slice(1)] : target.shape,
        data: partOf(target.data),
      },
      weight: call.weight,
      ignoreIndex: call.ignoreIndex ?? -100,
      smoothing: call.smoothing,
    });
    if (kernel === undefined) return NaN;
    const slopes = { dtype, shape: [count, width], data: storage(dtype, count * width) as FloatArray };
    sum += kernel.run(
      elements && partOf(elements),
      { input: needsSlopes ? slopes.data : undefined, target: dt && partOf(dt) },
      scale,
    );
    if (dx !== undefined) times(slopes, matrix, dtype, partOf(dx));
    if (dw !== undefined) {
      const room = count === samples ? dw : undefined;
      weightSums = added(weightSums, transposedTimes(slopes, rows, dtype, room).data as FloatArray);
    }
    if (db !== undefined) biasSums = added(biasSums, sumDimension(slopes, 0).data as FloatArray);
  }
  if (weightSums !== undefined && weightSums !== dw) dw?.set(weightSums);
  if (biasSums !== undefined) db?.set(biasSums);
  return sum;
}

/** The sums in double precision with these terms; the first to come stay as they are. */
function added(sums: FloatArray | undefined, terms: FloatArray): FloatArray {
  if (sums === undefined) return terms;
  const total = sums instanceof Float64Array ? sums : new Float64Array(sums);
  for (let i = 0; i < terms.length; i++) total[i]! += terms[i]!;
  return total;
}
