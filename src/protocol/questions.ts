import type { CallError } from './callError';
import type { CompareAnswer, CompareQuestion } from './compare';
import type { DescendAnswer, DescendQuestion } from './descend';
import type { MovedNumber } from './movedNumber';
import type { PrecisionsAnswer, PrecisionsQuestion } from './precisions';
import type { Setting } from './setting';
import type { StepsAnswer, StepsQuestion } from './steps';

/** Stands for an input in a {@link CurveQuestion}: the margin of the loss instead. */
export const alongMargin = 'margin';

/** Loss and gradient along one element of one input, everything else staying as it is, or along a margin. */
export interface CurveQuestion {
  readonly kind: 'curve';
  /** An input, or {@link alongMargin}. */
  readonly input: string;
  /** The element's offset in the flattened input; of a margin, in the flattened unreduced loss. */
  readonly at: number;
  /** From where to where; left out: wherever the curve shows most. */
  readonly range?: { readonly low: number; readonly high: number };
  /** What is drawn besides the state's own loss. */
  readonly others: readonly Setting[];
}

/** Points of a curve, by x; three arrays of one length, or `gradient` empty where PyTorch computes none. */
export interface CurvePoints {
  readonly x: Float64Array;
  /** NaN where PyTorch refuses the call. What `reduction='none'` leaves is summed. */
  readonly loss: Float64Array;
  readonly gradient: Float64Array;
}

/** The curve of one setting. */
export interface CurveLine extends CurvePoints {
  /** What PyTorch says of the call as it stands, if it refuses it; there are no points then. */
  readonly error?: CallError;
  /** The one point of the tensors as they stand. */
  readonly here: CurvePoints;
  /** Where the gradient jumps, and the gradient that PyTorch takes there. */
  readonly kinks: CurvePoints;
}

/** What dragging the point of a curve changes. */
export interface CurveDrag {
  /** The input whose text changes. */
  readonly input: string;
  /** What changes in it, from the first to the last, each with where it stands, in UTF-16 units. */
  readonly numbers: readonly (MovedNumber & { readonly offset: number })[];
  /** How far the point can be dragged. */
  readonly low: number;
  readonly high: number;
}

/** The answer to a {@link CurveQuestion}. */
export interface CurveAnswer {
  readonly kind: 'curve';
  readonly range: { readonly low: number; readonly high: number };
  /** The state's own setting, then the others as asked. */
  readonly lines: readonly CurveLine[];
  /** How the text of an input is changed by dragging the point; left out where it can't be. */
  readonly drag?: CurveDrag;
  /** Which gradients PyTorch takes at the kinks of the state's own loss, in words. */
  readonly subgradients: readonly string[];
}

/** What a tab may ask about the state as it stands. A new kind is a file in src/playground/ and a line in answers.ts. */
export type Question = CurveQuestion | StepsQuestion | DescendQuestion | CompareQuestion | PrecisionsQuestion;

/** The answer to a {@link Question} of the same kind. */
export type Answer = CurveAnswer | StepsAnswer | DescendAnswer | CompareAnswer | PrecisionsAnswer;

/** Why there is no answer. */
export type NoAnswer =
  | ({ readonly kind: 'error' } & CallError)
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'cancelled' };

/** The question of a kind. */
export type QuestionOf<K extends Question['kind']> = Extract<Question, { readonly kind: K }>;

/** The answer of a kind. */
export type AnswerOf<K extends Answer['kind']> = Extract<Answer, { readonly kind: K }>;
