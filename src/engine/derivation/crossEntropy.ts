import { t } from '../words';
import type { Arithmetic } from './arithmetic';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import {
  classDenominatorName,
  pickedLoss,
  scoresOf,
  softmaxRow,
  targetClass,
  type ClassColumn,
} from './classes';
import type { Work } from './work';

/** A call of cross entropy; negative smoothing is none. */
export interface CrossEntropyCall {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly smoothing: number;
  /** Whether the scores come from a layer, and are no elements of an input. */
  readonly isOfLayer?: boolean;
}

/** The working of the cross entropy of one sample: the softmax of its scores, and what the target makes of it. */
export function crossEntropySteps(work: Work, call: CrossEntropyCall): void {
  if (sameShape(call.input.shape, call.target.shape)) ofProbabilities(work, call);
  else ofIndices(work, call);
}

function softmaxText() {
  return {
    name: t`softmax of the scores`,
    each: t`class`,
    score: 'x',
    probability: 'p',
    normaliser: 'Z',
  };
}

function ofIndices(
  work: Work,
  { input, target, weight, ignoreIndex, smoothing, isOfLayer = false }: CrossEntropyCall,
): void {
  work.denominator = { name: classDenominatorName(target, weight, ignoreIndex) };
  const index = targetClass(work, target, ignoreIndex);
  if (index === undefined) return;
  const { scores, placeOf } = scoresOf(work, input);
  const isSmoothed = smoothing > 0;
  const marks = new Map([[index, t`target`]]);
  const weights = isSmoothed && weight !== null ? [column('w', t`weight`, weight.data)] : [];
  const { log, logOf } = softmaxRow(
    work,
    scores,
    { ...softmaxText(), within: within(work, input), marks },
    weights,
  );
  const score = isOfLayer
    ? work.named('x_y', scores[index] ?? NaN)
    : work.at('x_y', 'input', input, placeOf(index));
  const chosen = work.step(t`log-probability of the target`, 'log p_y', logOf(score));
  const picked = pickedLoss(work, chosen, weight, index);
  if (!isSmoothed) {
    work.step(t`loss`, 'ℓ', picked);
    return;
  }
  const ofTarget = work.step(t`loss of the target`, 'u', picked);
  const ofAll = work.step(
    t`loss of all classes`,
    's',
    work.negate(
      work.sum(
        weight === null ? 'Σ log p' : 'Σ w·log p',
        log.map((logarithm, c) => work.round(logarithm * (weight?.data[c] ?? 1))),
      ),
    ),
  );
  const kept = work.multiply(work.named('1 − ε', work.round(1 - smoothing)), ofTarget);
  const spread = work.multiply(work.named('ε / C', work.round(smoothing / scores.length)), ofAll);
  work.step(t`loss`, 'ℓ', work.add(kept, spread), t`label_smoothing spreads ε evenly over all classes.`);
}

function ofProbabilities(work: Work, { input, target, weight, smoothing }: CrossEntropyCall): void {
  const { scores, placeOf } = scoresOf(work, input);
  const share = (c: number): number => {
    const given = target.data[placeOf(c)] ?? NaN;
    if (smoothing === 0) return given;
    return work.round(work.round(given * (1 - smoothing)) + smoothing / scores.length);
  };
  const shares = Float64Array.from(scores, (_, c) => share(c));
  const weights = weight === null ? [] : [column('w', t`weight`, weight.data)];
  const name = smoothing === 0 ? t`target` : t`smoothed target`;
  const { log } = softmaxRow(
    work,
    scores,
    { ...softmaxText(), within: within(work, input), marks: new Map() },
    [column(smoothing === 0 ? 'y' : 'y′', name, shares), ...weights],
  );
  const terms = log.map((logarithm, c) =>
    work.round(work.round(logarithm * (shares[c] ?? NaN)) * (weight?.data[c] ?? 1)),
  );
  const symbol = `Σ ${weight === null ? '' : 'w·'}${smoothing === 0 ? 'y' : 'y′'}·log p`;
  work.step(t`loss`, 'ℓ', work.negate(work.sum(symbol, terms)));
}

function within(work: Work, { shape }: Tensor): Arithmetic {
  return shape.length > 2 ? work.wide : work;
}

function column(symbol: string, name: string, values: ArrayLike<number>): ClassColumn {
  return { symbol, name, values };
}
