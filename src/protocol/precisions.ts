import type { FloatDType } from '../engine/tensor/tensor';
import { callErrorFields, type CallError } from './callError';
import {
  isArrayOf,
  isBoolean,
  isCount,
  isObjectWith,
  isOneOf,
  isOptional,
  isString,
  type FieldGuards,
  type Guard,
} from './guards';

/** The same call in each floating-point dtype. */
export interface PrecisionsQuestion {
  readonly kind: 'precisions';
}

/** What became of numbers that float64 holds. */
export interface PrecisionFinding {
  /** `overflow`: infinite here; `nan`: NaN here; `underflow`: 0 here, and nonzero there. */
  readonly what: 'overflow' | 'underflow' | 'nan';
  /** Which tensor: an input as given, the losses of the elements, the loss, or a gradient. */
  readonly of: 'input' | 'elements' | 'loss' | 'gradient';
  /** The input's name, of an input and a gradient. */
  readonly name?: string;
  /** How many elements, and of how many. */
  readonly count: number;
  readonly total: number;
  /** The first of them: its place, and its number in float64. */
  readonly indices: readonly number[];
  readonly exact: string;
}

/** The call in one dtype. Numbers are texts, for they may be NaN or infinite. */
export interface PrecisionRow {
  readonly dtype: FloatDType;
  /** Whether it is that of the tensors as they stand. */
  readonly isOwn: boolean;
  /** What PyTorch says if it refuses the call in this dtype; the numbers are then empty. */
  readonly error?: CallError;
  /** The loss; the sum of the losses if it is not reduced. */
  readonly loss: string;
  /** By how much that, and at most an element of a gradient, differs from float64. */
  readonly lossError: string;
  readonly gradientError: string;
  /** The Euclidean norm of all gradients; empty where there are none. */
  readonly gradientNorm: string;
  readonly findings: readonly PrecisionFinding[];
}

/** The answer to a {@link PrecisionsQuestion}: a row for each dtype, float64 first. */
export interface PrecisionsAnswer {
  readonly kind: 'precisions';
  readonly rows: readonly PrecisionRow[];
  /** Whether the loss is not reduced, so that the rows have its sum. */
  readonly isSum: boolean;
}

const isFloatDType: Guard<FloatDType> = isOneOf('float64', 'float32', 'float16', 'bfloat16');

/** The guards of a {@link PrecisionsAnswer}. */
export const precisionsAnswerFields: FieldGuards<Omit<PrecisionsAnswer, 'kind'>> = {
  rows: isArrayOf(
    isObjectWith<PrecisionRow>({
      dtype: isFloatDType,
      isOwn: isBoolean,
      error: isOptional(isObjectWith<CallError>(callErrorFields)),
      loss: isString,
      lossError: isString,
      gradientError: isString,
      gradientNorm: isString,
      findings: isArrayOf(
        isObjectWith<PrecisionFinding>({
          what: isOneOf('overflow', 'underflow', 'nan'),
          of: isOneOf('input', 'elements', 'loss', 'gradient'),
          name: isOptional(isString),
          count: isCount,
          total: isCount,
          indices: isArrayOf(isCount),
          exact: isString,
        }),
      ),
    }),
  ),
  isSum: isBoolean,
};
