import type { Tensor } from '../tensor/tensor';

/** What the kernels of cross entropy take from a call. */
export interface CrossEntropyCall {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  /** 0 to 1. */
  readonly smoothing: number;
}
