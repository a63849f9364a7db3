import type { Tensor } from '../tensor/tensor';
import { t } from '../words';
import { classDenominatorName, pickedLoss, scoresOf, targetClass } from './classes';
import type { Work } from './work';

/** The working of the negative log-likelihood of one sample: its log-probabilities, of which the target picks one. */
export function nllSteps(
  work: Work,
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  ignoreIndex: number,
): void {
  work.denominator = { name: classDenominatorName(target, weight, ignoreIndex) };
  const { scores, placeOf } = scoresOf(work, input);
  const index = targetClass(work, target, ignoreIndex);
  if (index === undefined) return;
  work.table({
    name: t`log-probabilities`,
    each: t`class`,
    columns: [
      { symbol: 'x', name: t`log-probability` },
      { symbol: 'exp(x)', name: t`probability` },
    ],
    count: scores.length,
    values: (c) => [scores[c] ?? NaN, work.round(Math.exp(scores[c] ?? NaN))],
    marks: new Map([[index, t`target`]]),
  });
  const log = work.at('x_y', 'input', input, placeOf(index));
  const isMore = log.value > 0;
  work.step(
    t`loss`,
    'ℓ',
    pickedLoss(work, log, weight, index),
    isMore
      ? t`A log-probability is never above 0: apply log_softmax first, or take CrossEntropyLoss.`
      : undefined,
  );
}
