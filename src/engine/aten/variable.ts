import type { Tensor } from '../tensor/tensor';

/** A tensor on the tape. */
export interface Variable {
  readonly tensor: Tensor;
}
