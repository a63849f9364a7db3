import { callErrorFields, type CallError } from './callError';
import {
  isArrayOf,
  isCount,
  isFinite,
  isObjectWith,
  isOptional,
  isString,
  isTagged,
  type FieldGuards,
  type Guard,
} from './guards';
import type {
  Answer,
  CurveDrag,
  CurveLine,
  CurvePoints,
  CurveQuestion,
  NoAnswer,
  Question,
} from './questions';
import { compareAnswerFields, compareQuestionFields } from './compare';
import { descendAnswerFields, descendQuestionFields } from './descend';
import { movedNumberFields } from './movedNumber';
import { precisionsAnswerFields } from './precisions';
import { isSetting } from './setting';
import { stepsAnswerFields, stepsQuestionFields } from './steps';
import { isDoubles } from './tensorView';

/** Whether the value is an interval of numbers that are not infinite. */
export const isRange = isObjectWith<NonNullable<CurveQuestion['range']>>({ low: isFinite, high: isFinite });

/** Whether the value is a question that a tab asks. */
export const isQuestion: Guard<Question> = isTagged<'kind', Question>('kind', {
  curve: { input: isString, at: isCount, range: isOptional(isRange), others: isArrayOf(isSetting) },
  steps: stepsQuestionFields,
  descend: descendQuestionFields,
  compare: compareQuestionFields,
  precisions: {},
});

const curvePoints: FieldGuards<CurvePoints> = { x: isDoubles, loss: isDoubles, gradient: isDoubles };

const isCurveLine = isObjectWith<CurveLine>({
  ...curvePoints,
  error: isOptional(isObjectWith<CallError>(callErrorFields)),
  here: isObjectWith<CurvePoints>(curvePoints),
  kinks: isObjectWith<CurvePoints>(curvePoints),
});

const isCurveDrag = isObjectWith<CurveDrag>({
  input: isString,
  numbers: isArrayOf(isObjectWith<CurveDrag['numbers'][number]>({ ...movedNumberFields, offset: isCount })),
  low: isFinite,
  high: isFinite,
});

/** Whether the value is an answer, or says why there is none. */
export const isAnswer: Guard<Answer | NoAnswer> = isTagged<'kind', Answer | NoAnswer>('kind', {
  curve: {
    range: isRange,
    lines: isArrayOf(isCurveLine),
    drag: isOptional(isCurveDrag),
    subgradients: isArrayOf(isString),
  },
  steps: stepsAnswerFields,
  descend: descendAnswerFields,
  compare: compareAnswerFields,
  precisions: precisionsAnswerFields,
  error: callErrorFields,
  incomplete: { missing: isArrayOf(isString) },
  cancelled: {},
});
