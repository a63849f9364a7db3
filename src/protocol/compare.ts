import { callErrorFields, type CallError } from './callError';
import { isArrayOf, isEither, isObjectWith, isOptional, isString, type FieldGuards } from './guards';
import { isSetting, type Setting } from './setting';
import { isDoubles, isTensorView, type TensorView } from './tensorView';

/** Other settings on the same tensors. */
export interface CompareQuestion {
  readonly kind: 'compare';
  readonly settings: readonly Setting[];
}

/** What one setting gives. */
export interface ComparedValue {
  /** As PyTorch prints it: `tensor(0.2875)`. */
  readonly printed: string;
  /** All digits of a 0-d loss, or empty. */
  readonly precise: string;
  /** How the reduction came about, in words. */
  readonly reduction: string;
  /** The Euclidean length of each gradient. */
  readonly gradientNorms: { readonly names: readonly string[]; readonly norms: Float64Array };
  /** The loss per element; left out where there is none, or too many. */
  readonly elements: TensorView | undefined;
}

/** What one setting gives, or what PyTorch says of it if it refuses it. */
export type ComparedSetting = ComparedValue | { readonly error: CallError };

/** The answer to a {@link CompareQuestion}. */
export interface CompareAnswer {
  readonly kind: 'compare';
  /** The state's own setting, then the others as asked. */
  readonly rows: readonly ComparedSetting[];
}

/** The guards of a {@link CompareQuestion}. */
export const compareQuestionFields: FieldGuards<Omit<CompareQuestion, 'kind'>> = {
  settings: isArrayOf(isSetting),
};

const isComparedValue = isObjectWith<ComparedValue>({
  printed: isString,
  precise: isString,
  reduction: isString,
  gradientNorms: isObjectWith<ComparedValue['gradientNorms']>({
    names: isArrayOf(isString),
    norms: isDoubles,
  }),
  elements: isOptional(isTensorView),
});

const isRefused = isObjectWith<{ readonly error: CallError }>({
  error: isObjectWith<CallError>(callErrorFields),
});

/** The guards of a {@link CompareAnswer}. */
export const compareAnswerFields: FieldGuards<Omit<CompareAnswer, 'kind'>> = {
  rows: isArrayOf(isEither(isComparedValue, isRefused)),
};
