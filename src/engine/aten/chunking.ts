import { unsupportedDtype, type LinearCrossEntropyOptions } from '../linearCrossEntropyOptions';
import { isFloat, isHalf } from '../tensor/dtype';
import type { DType } from '../tensor/tensor';
import { TorchError, refuseValue } from '../torchError';

/** Options, settled for one call. */
export interface Chunking {
  /** Samples in each piece but the last; at least 1. */
  readonly size: number;
  readonly policy: 'accurate' | 'balanced' | 'compact';
  readonly accumulator: DType;
}

/** The sizes and the dtype of a call. */
export interface ChunkedProblem {
  readonly batch: number;
  readonly features: number;
  readonly classes: number;
  readonly dtype: DType;
}

/**
 * What `LinearCrossEntropyOptions._adjust` makes of the options on the CPU.
 * @throws TorchError where method and size disagree, and for sizes that the method divides by zero for.
 */
export function settleChunking(
  options: LinearCrossEntropyOptions,
  { batch, features, classes, dtype }: ChunkedProblem,
): Chunking {
  const { acc_policy: wantedPolicy, batch_chunk_size: wantedSize, acc_dtype: wantedDtype } = options;
  const isAutomatic = options.chunking_method === 'auto';
  const automatic = isHalf(dtype) ? 'aspect_ratio' : 'aspect_ratio:2';
  const method = isAutomatic ? (wantedSize === null ? automatic : null) : options.chunking_method;
  let size = Math.min(wantedSize ?? batch, batch);
  if (method !== null) {
    size = chunkSize(method, batch, features, classes);
    if (wantedSize !== null && wantedSize !== size) refuseSizes(wantedSize, method, size);
  }
  const accumulator = wantedDtype ?? (wantedPolicy === 'auto' && isHalf(dtype) ? 'float32' : dtype);
  if (!isFloat(accumulator)) refuseValue(unsupportedDtype(`torch.${accumulator}`));
  const policy = wantedPolicy === 'auto' ? (isHalf(dtype) ? 'accurate' : 'compact') : wantedPolicy;
  return { size: Math.max(1, size), policy: policy as Chunking['policy'], accumulator };
}

/** As many samples as give the logits of a piece the memory of the input: the next power of 2, over N. */
function chunkSize(method: string, batch: number, features: number, classes: number): number {
  const divisor = Number(method.split(':')[1] ?? 1);
  const wanted = ceilDivided(batch, ceilDivided(classes, features));
  const power = wanted === 0 ? 2 : 2 ** Math.ceil(Math.log2(wanted));
  return Math.min(Math.floor(power / divisor), batch);
}

function ceilDivided(a: number, b: number): number {
  if (b === 0) throw new TorchError('ZeroDivisionError', 'integer division or modulo by zero');
  return Math.ceil(a / b);
}

function refuseSizes(wanted: number, method: string, size: number): never {
  refuseValue(
    `batch_chunk_size (=${wanted}) and chunking_method ('${method}') give different chunk sizes ` +
      `(${wanted} vs ${size}); pass only one.`,
  );
}
