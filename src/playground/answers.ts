import type { AnswerOf, Question, QuestionOf } from '../protocol/questions';
import { answerCompare } from './compare';
import { answerCurve } from './curve';
import { answerDescend } from './descend';
import { answerPrecisions } from './precisions';
import type { QuestionContext } from './questionContext';
import { answerSteps } from './steps';

const answerers: {
  readonly [K in Question['kind']]: (question: QuestionOf<K>, context: QuestionContext) => AnswerOf<K>;
} = {
  curve: answerCurve,
  steps: answerSteps,
  descend: answerDescend,
  compare: answerCompare,
  precisions: answerPrecisions,
};

/**
 * Answers a question about a call.
 * @throws TorchError where PyTorch refuses what was asked.
 */
export function answerQuestion<K extends Question['kind']>(
  question: QuestionOf<K> & { readonly kind: K },
  context: QuestionContext,
): AnswerOf<K> {
  return answerers[question.kind](question, context);
}
