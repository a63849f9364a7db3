import type { AnyArguments, LossDefinition } from './defineLoss';
import type { LossCall, LossResult } from './lossCall';
import { mostExact, type FloatArray, type Kernel } from './kernel';
import { orderedSum } from './numeric/orderedSum';
import { elementCount, storage, type Tensor, type TensorData } from './tensor/tensor';

/**
 * Sums from here on might have met an intermediate that is infinite in the dtype of the loss; the replay
 * tells. Far below the largest value, so that squares and products are covered.
 */
const largestSum = { float32: 1e30, float64: 1e250 } as const;

/**
 * The result of a call by the loss's fused kernel; undefined where there is none for this call, where the
 * kernel declines, and where the result is not an ordinary number.
 */
export function runKernel(
  definition: LossDefinition,
  call: LossCall,
  bound: AnyArguments<Tensor>,
  warnings: readonly string[],
): LossResult | undefined {
  const { size_average = null, reduce = null } = bound;
  if (size_average !== null || reduce !== null) return undefined;
  return runBound(definition.kernel?.(bound), call, bound, warnings);
}

function runBound(
  kernel: Kernel | undefined,
  call: LossCall,
  bound: AnyArguments<Tensor>,
  warnings: readonly string[],
): LossResult | undefined {
  if (kernel === undefined) return undefined;
  const { reduction = 'mean' } = bound;
  const divisor = divisorOf(kernel, reduction);
  if (divisor === undefined || kernel.denominator === 0) return undefined;
  const gradients: Record<string, Tensor | null> = {};
  const arrays: Record<string, FloatArray> = {};
  if (call.gradients !== undefined) {
    for (const name of call.gradients) {
      if (kernel.untouched?.includes(name) === true) {
        gradients[name] = null;
        continue;
      }
      if (!kernel.differentiates.includes(name)) return undefined;
      const { shape } = bound[name] as Tensor;
      const data = room(kernel, elementCount(shape), call.into?.[name]);
      arrays[name] = data;
      gradients[name] = { dtype: kernel.dtype, shape, data };
    }
  }
  // PyTorch has nothing to differentiate where nothing that takes part requires a gradient.
  if (kernel.untouched !== undefined && isEmpty(arrays) && !isEmpty(gradients)) return undefined;
  const { dtype, shape, denominator, warning } = kernel;
  const isReduced = reduction !== 'none';
  const count = elementCount(shape);
  const needsElements =
    !isReduced ||
    call.elements === true ||
    kernel.output !== undefined ||
    (count <= mostExact && kernel.isRough !== true);
  const elements = needsElements ? (storage(dtype, count) as FloatArray) : undefined;
  const sum = kernel.run(elements, arrays, 1 / divisor);
  if (!(Math.abs(sum) < largestSum[dtype])) return runBound(kernel.otherwise?.(), call, bound, warnings);
  const unreduced = elements && { dtype, shape, data: elements };
  return {
    loss:
      isReduced || unreduced === undefined
        ? scalarOf(dtype, (elements === undefined ? sum : ordered(kernel, elements)) / divisor)
        : unreduced,
    elements: call.elements === true ? unreduced : undefined,
    gradients,
    warnings: warning === undefined ? warnings : [...warnings, warning],
    output:
      elements === undefined || kernel.output === undefined
        ? undefined
        : { dtype, shape, data: kernel.output(elements) },
    denominator,
  };
}

/** The array given, if it fits, with zeros where the kernel needs them; else a new one. */
function room({ dtype, overwrites }: Kernel, length: number, given: TensorData | undefined): FloatArray {
  const fits =
    given instanceof (dtype === 'float32' ? Float32Array : Float64Array) && given.length === length;
  if (!fits) return storage(dtype, length) as FloatArray;
  return overwrites === true ? given : given.fill(0);
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(record).length === 0;
}

/** The sum of the elements in PyTorch's order. */
function ordered(kernel: Kernel, elements: FloatArray): number {
  return kernel.total === undefined ? orderedSum(elements) : kernel.total(elements);
}

/** What the sum is divided by; undefined for what is no reduction of this loss. */
function divisorOf(kernel: Kernel, reduction: AnyArguments<Tensor>[string] | undefined): number | undefined {
  switch (reduction) {
    case 'mean':
      return kernel.denominator;
    case 'batchmean':
      return kernel.batchSize;
    case 'sum':
    case 'none':
      return 1;
    default:
      return undefined;
  }
}

function scalarOf(dtype: Kernel['dtype'], value: number): Tensor {
  const data = storage(dtype, 1);
  data[0] = value;
  return { dtype, shape: [], data };
}
