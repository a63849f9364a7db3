import { isKernelDtype, type FloatArray, type GradientArrays, type Kernel } from '../kernel';
import { times, timesTransposed, transposedTimes } from '../tensor/matrixProducts';
import { sameShape } from '../tensor/shape';
import { storage, type Tensor } from '../tensor/tensor';
import { linearCrossEntropyKernel, type LinearCrossEntropyCall } from './linearCrossEntropy';

/** What the kernel takes from a call. */
export interface AdaptiveCall {
  readonly input: Tensor;
  readonly target: Tensor;
  /** Where each cluster begins, and at last the number of classes. */
  readonly cutoffs: readonly number[];
  /** The weight of that name in the module's `state_dict`, if it is known. */
  readonly learned: (name: string) => Tensor | undefined;
  readonly hasHeadBias: boolean;
}

/** One softmax of several that make up the loss; it takes part in some samples' losses. */
interface Part {
  readonly differentiates: readonly string[];
  /** As that of a kernel, but adds to the elements and to the gradient `input_`. */
  add(elements: FloatArray, gradients: GradientArrays, scale: number): number;
}

/** The samples of a batch by cluster, the head's first, and the index in the head of each. */
interface Clusters {
  readonly rows: readonly (readonly number[])[];
  readonly headTarget: Tensor;
}

/** The fused kernel of the adaptive log-softmax: a cross entropy of linear scores in the head and each cluster. */
export function adaptiveLogSoftmaxKernel(call: AdaptiveCall): Kernel | undefined {
  const { input, target, cutoffs } = call;
  const { dtype, shape } = input;
  if (!isKernelDtype(dtype) || target.dtype !== 'int64') return undefined;
  if (shape.length !== 2 || !sameShape(target.shape, [shape[0]!]) || input.data.length === 0)
    return undefined;
  const clusters = clustersOf(target, cutoffs);
  if (clusters === undefined) return undefined;
  const parts: Part[] = [];
  const differentiates: string[] = [];
  const untouched: string[] = [];
  for (let cluster = 0; cluster < cutoffs.length; cluster++) {
    const rows = clusters.rows[cluster]!;
    if (cluster > 0 && rows.length === 0) {
      untouched.push(...namesOf(cluster));
      continue;
    }
    const part = cluster === 0 ? headPart(call, clusters.headTarget) : clusterPart(call, cluster, rows);
    if (part === undefined) return undefined;
    parts.push(part);
    differentiates.push(...part.differentiates);
  }
  return {
    dtype,
    shape: target.shape,
    denominator: target.data.length,
    differentiates,
    untouched,
    output: (elements) => elements.map((loss) => -loss),
    run(elements, gradients, scale) {
      let sum = 0;
      for (const part of parts) sum += part.add(elements!, gradients, scale);
      return sum;
    },
  };
}

/** Undefined where a target is no class. */
function clustersOf(target: Tensor, cutoffs: readonly number[]): Clusters | undefined {
  const rows: number[][] = cutoffs.map(() => []);
  const head = storage('int64', target.data.length);
  for (let row = 0; row < head.length; row++) {
    const index = target.data[row]!;
    let cluster = 0;
    while (cluster < cutoffs.length && index >= cutoffs[cluster]!) cluster++;
    if (!(index >= 0) || cluster === cutoffs.length) return undefined;
    rows[cluster]!.push(row);
    head[row] = cluster === 0 ? index : cutoffs[0]! + cluster - 1;
  }
  return { rows, headTarget: { ...target, data: head } };
}

function namesOf(cluster: number): readonly [string, string] {
  const name = `tail.${cluster - 1}`;
  return [`${name}.0.weight`, `${name}.1.weight`];
}

/** Cross entropy of what a linear layer makes of the input, if its weight is as it should be. */
function linearPart(
  { learned }: AdaptiveCall,
  input: Tensor,
  target: Tensor,
  outputs: number,
  names: LinearCrossEntropyCall['names'],
): Kernel | undefined {
  const linearWeight = learned(names.linearWeight);
  const linearBias = names.linearBias === '' ? null : learned(names.linearBias);
  if (linearWeight === undefined || linearBias === undefined) return undefined;
  if (!sameShape(linearWeight.shape, [outputs, input.shape[1]!])) return undefined;
  return linearCrossEntropyKernel({
    input,
    target,
    linearWeight,
    linearBias,
    outputs: [outputs],
    weight: null,
    ignoreIndex: null,
    smoothing: 0,
    names,
  });
}

/** The softmax over the frequent classes and the clusters, for all samples. */
function headPart(call: AdaptiveCall, target: Tensor): Part | undefined {
  const { input, cutoffs, hasHeadBias } = call;
  const names = {
    input: 'input_',
    linearWeight: 'head.weight',
    linearBias: hasHeadBias ? 'head.bias' : '',
  };
  const kernel = linearPart(call, input, target, cutoffs[0]! + cutoffs.length - 1, names);
  return (
    kernel && {
      differentiates: kernel.differentiates,
      add: (elements, gradients, scale) => kernel.run(elements, gradients, scale),
    }
  );
}

/** The softmax within a cluster, for the samples whose target is there. */
function clusterPart(call: AdaptiveCall, cluster: number, rows: readonly number[]): Part | undefined {
  const { input, target, cutoffs } = call;
  const dtype = input.dtype as Kernel['dtype'];
  const [first, second] = namesOf(cluster);
  const weight = call.learned(first);
  const features = input.shape[1]!;
  if (weight?.dtype !== dtype || weight.shape.length !== 2 || weight.shape[1] !== features) return undefined;
  if (weight.data.length === 0) return undefined;
  const chosen = rowsOf(input, rows);
  const projected = timesTransposed(chosen, weight);
  const low = cutoffs[cluster - 1]!;
  const data = storage('int64', rows.length).map((_, i) => target.data[rows[i]!]! - low);
  const relative: Tensor = { dtype: 'int64', shape: [rows.length], data };
  const names = { input: 'input', linearWeight: second, linearBias: '' };
  const kernel = linearPart(call, projected, relative, cutoffs[cluster]! - low, names);
  return (
    kernel && {
      differentiates: [first, second],
      add(elements, gradients, scale) {
        const losses = storage(dtype, rows.length) as FloatArray;
        const slopes: Tensor = { ...projected, data: storage(dtype, projected.data.length) };
        const sum = kernel.run(
          losses,
          { [second]: gradients[second], input: slopes.data as FloatArray },
          scale,
        );
        for (let i = 0; i < rows.length; i++) elements[rows[i]!]! += losses[i]!;
        const { input_: dx, [first]: dw } = gradients;
        if (dw !== undefined) transposedTimes(slopes, chosen, dtype, dw);
        if (dx !== undefined) addRows(dx, rows, times(slopes, weight));
        return sum;
      },
    }
  );
}

function rowsOf({ dtype, shape, data }: Tensor, rows: readonly number[]): Tensor {
  const width = shape[1]!;
  const chosen = storage(dtype, rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    for (let k = 0; k < width; k++) chosen[i * width + k] = data[rows[i]! * width + k]!;
  }
  return { dtype, shape: [rows.length, width], data: chosen };
}

/** Adds each row of a matrix to the one of that number. */
function addRows(to: FloatArray, rows: readonly number[], { shape, data }: Tensor): void {
  const width = shape[1]!;
  for (let i = 0; i < rows.length; i++) {
    for (let k = 0; k < width; k++) to[rows[i]! * width + k]! += data[i * width + k]!;
  }
}
