import type { DType } from '../engine/tensor/tensor';
import { callErrorFields, type CallError } from './callError';
import {
  isArrayOf,
  isCount,
  isFinite,
  isObjectWith,
  isOptional,
  isString,
  type FieldGuards,
  type Guard,
} from './guards';
import { isDType, isDoubles } from './tensorView';

/** The most steps of one descent. */
export const mostSteps = 1000;

/** Gradient descent on some of the inputs with `torch.optim.SGD`. */
export interface DescendQuestion {
  readonly kind: 'descend';
  /** The inputs that move. */
  readonly inputs: readonly string[];
  readonly learningRate: number;
  readonly momentum: number;
  /** At most {@link mostSteps}. */
  readonly steps: number;
}

/** One tensor on its way. */
export interface DescentTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** How many of its elements are told, from the first on. */
  readonly kept: number;
  /** `kept` numbers for the start and for each step. */
  readonly values: Float64Array;
}

/** Why a descent ended before its last step. */
export interface DescentEnd {
  readonly step: number;
  /** A number that is NaN or infinite: of an input, else the loss. */
  readonly notFinite?: { readonly input?: string; readonly at?: number };
  /** What PyTorch says of the tensors at this step. */
  readonly error?: CallError;
}

/** The answer to a {@link DescendQuestion}. */
export interface DescendAnswer {
  readonly kind: 'descend';
  /** The loss at the start and after each step; what `reduction='none'` leaves is summed. */
  readonly losses: Float64Array;
  readonly tensors: readonly DescentTensor[];
  readonly end?: DescentEnd;
}

const isStepCount: Guard<number> = (value): value is number => isCount(value) && value <= mostSteps;

/** The guards of a {@link DescendQuestion}. */
export const descendQuestionFields: FieldGuards<Omit<DescendQuestion, 'kind'>> = {
  inputs: isArrayOf(isString),
  learningRate: isFinite,
  momentum: isFinite,
  steps: isStepCount,
};

/** The guards of a {@link DescendAnswer}. */
export const descendAnswerFields: FieldGuards<Omit<DescendAnswer, 'kind'>> = {
  losses: isDoubles,
  tensors: isArrayOf(
    isObjectWith<DescentTensor>({
      name: isString,
      dtype: isDType,
      shape: isArrayOf(isCount),
      kept: isCount,
      values: isDoubles,
    }),
  ),
  end: isOptional(
    isObjectWith<DescentEnd>({
      step: isCount,
      notFinite: isOptional(
        isObjectWith<NonNullable<DescentEnd['notFinite']>>({
          input: isOptional(isString),
          at: isOptional(isCount),
        }),
      ),
      error: isOptional(isObjectWith<CallError>(callErrorFields)),
    }),
  ),
};
