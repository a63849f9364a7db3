import { lossByName, type LossCall } from '../engine/evaluate';
import { euclideanNorm } from '../engine/numeric/euclideanNorm';
import type { Tensor } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import type { ComparedSetting } from '../protocol/compare';
import type { AnswerOf, QuestionOf } from '../protocol/questions';
import { formatScalar } from '../engine/tensor/formatNumber';
import { printTensor } from '../engine/tensor/printTensor';
import { evaluateAsFarAsPossible } from './attempt';
import type { QuestionContext } from './questionContext';
import { effectiveReduction, reductionWords } from './reductionWords';

/** So many losses per element are told of each setting. */
const mostElements = 200;

/** Several settings on the same tensors: the state's own, then the others as asked. */
export function answerCompare(
  question: QuestionOf<'compare'>,
  context: QuestionContext,
): AnswerOf<'compare'> {
  const calls = [context.call, ...question.settings.map(context.callOf)];
  return {
    kind: 'compare',
    rows: calls.map((call) => ('loss' in call ? compared(call, context) : { error: call })),
  };
}

function compared(call: LossCall, { step, explain }: QuestionContext): ComparedSetting {
  const loss = lossByName(call.loss);
  if (!loss) throw new Error(`No loss is called ${call.loss}.`);
  step(t`Computing ${call.loss}`);
  const { result, error } = evaluateAsFarAsPossible(call, loss);
  if (!result) return { error: explain(error) };
  const { elements } = result;
  const shown = elements && elements.data.length <= mostElements ? elements : undefined;
  return {
    printed: printTensor(result.loss),
    precise:
      result.loss.shape.length === 0 ? formatScalar(result.loss.data[0] ?? NaN, result.loss.dtype) : '',
    reduction: reductionWords(effectiveReduction(call.parameters ?? {}), result),
    gradientNorms: norms(result.gradients),
    elements: shown && { ...shown, data: shown.data.slice() },
  };
}

/** The Euclidean length of each gradient. */
function norms(gradients: Readonly<Record<string, Tensor | null>>): { names: string[]; norms: Float64Array } {
  const present = Object.entries(gradients).flatMap(([name, gradient]) =>
    gradient ? [{ name, gradient }] : [],
  );
  return {
    names: present.map(({ name }) => name),
    norms: Float64Array.from(present, ({ gradient }) => euclideanNorm(Float64Array.from(gradient.data))),
  };
}
