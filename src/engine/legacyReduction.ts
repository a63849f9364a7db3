import type { ParameterValue } from './lossDefinition';
import { refuse, type TorchErrorStage } from './torchError';

/** The arguments that say how a loss is reduced, legacy ones included. */
export interface ReductionArguments<R> {
  readonly size_average: ParameterValue;
  readonly reduce: ParameterValue;
  readonly reduction: R;
}

/**
 * The reduction, after the deprecated `size_average` and `reduce`: as soon as one of them is not None they win
 * over `reduction`, with PyTorch's warning. Any value counts by Python's truth of it.
 * @throws TorchError for a tensor whose truth is ambiguous.
 */
export function legacyReduction<R = string>(
  { size_average, reduce, reduction }: ReductionArguments<R>,
  warn: (message: string) => void,
  stage: TorchErrorStage = 'forward',
): R | string {
  if (size_average === null && reduce === null) return reduction;
  const averages = isTrue(size_average ?? true, stage);
  const reduces = isTrue(reduce ?? true, stage);
  const resolved = !reduces ? 'none' : averages ? 'mean' : 'sum';
  warn(`size_average and reduce args will be deprecated, please use reduction='${resolved}' instead.`);
  return resolved;
}

/**
 * Python's `bool(value)`.
 * @throws TorchError for a tensor of other than one element.
 */
export function isTrue(value: ParameterValue, stage: TorchErrorStage = 'forward'): boolean {
  // Unlike JavaScript's, Python's NaN is true.
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'object' || value === null) return Boolean(value);
  if (!('data' in value)) return value.length > 0;
  if (value.data.length === 1) return value.data[0] !== 0;
  const count = value.data.length === 0 ? 'no values' : 'more than one value';
  refuse(`Boolean value of Tensor with ${count} is ambiguous`, stage);
}
