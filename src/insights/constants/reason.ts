import type { DType } from '../../engine/tensor/tensor';

/** A reason that is told to users: it says more than that a value comes from elsewhere. */
export type ToldReason =
  | {
      readonly kind:
        | 'passes'
        | 'depth'
        | 'budget'
        /** The loss has so many elements that computing it is left to the playground. */
        | 'large'
        | 'complex'
        /** The file sets another dtype or device for new tensors. */
        | 'defaults'
        /** Of random numbers: the seed, where they are made, and how they lie. */
        | 'noSeed'
        | 'randomDevice'
        | 'randomOrder'
        | 'randomRange';
    }
  /** A call may have drawn random numbers before. */
  | { readonly kind: 'drawn'; readonly callee: string }
  | { readonly kind: 'randomDType' | 'randomOverflow'; readonly dtype: DType };

/** Why a value isn't known. In words it is for those who work on this, and never shown. */
export type Reason = string | ToldReason;
