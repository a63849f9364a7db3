import type { Tensor } from '../tensor/tensor';
import { t } from '../words';
import type { TableColumn } from './derivation';
import type { Arithmetic, Term } from './arithmetic';
import type { Applied, Named } from './expression';
import type { Work } from './work';

/** A column of a table of classes. */
export interface ClassColumn extends TableColumn {
  readonly values: ArrayLike<number>;
}

/** How a softmax's working is told. */
export interface SoftmaxText {
  readonly name: string;
  /** What an entry of the row is: "class". */
  readonly each: string;
  /** The symbol of a score, and of a probability. */
  readonly score: string;
  readonly probability: string;
  /** The symbol of the sum of the exponentials. */
  readonly normaliser: string;
  /** The arithmetic of that sum: of 16-bit floats that lie side by side it is rounded to their dtype. */
  readonly within: Arithmetic;
  readonly label?: (entry: number) => string;
  readonly marks: ReadonlyMap<number, string>;
}

/** The log-probabilities of a row of scores. */
export interface SoftmaxRow {
  readonly log: Float64Array;
  /** The log-probability of a score, as an expression. */
  readonly logOf: (score: Term) => Applied;
}

/** The softmax of a row, noted down: what normalises it, and what `also` adds to a table of its entries. */
export function softmaxRow(
  work: Work,
  scores: ArrayLike<number>,
  text: SoftmaxText,
  also: readonly ClassColumn[] = [],
): SoftmaxRow {
  const { name, each, score, probability, normaliser, within, label, marks } = text;
  const count = scores.length;
  let largest = -Infinity;
  for (let c = 0; c < count; c++) largest = Math.max(largest, scores[c] ?? NaN);
  let sum = 0;
  for (let c = 0; c < count; c++) sum += Math.exp((scores[c] ?? NaN) - largest);
  const { wide } = work;
  const m = work.step(t`largest score`, 'm', work.named(`max ${score}`, largest));
  const total = within.sum(`Σ exp(${score} − m)`, [sum]);
  const logSum = work.step(t`log of the sum`, `log ${normaliser}`, within.log(total));
  const logOf = (value: Term): Applied => work.subtract(wide.subtract(value, m), logSum);
  // As `logOf`, without an expression for each of what may be very many classes.
  const log = Float64Array.from({ length: count }, (_, c) =>
    work.round(wide.round((scores[c] ?? NaN) - m.value) - logSum.value),
  );
  work.table({
    name,
    each,
    columns: [
      { symbol: score, name: t`score` },
      { symbol: probability, name: t`probability` },
      { symbol: `log ${probability}`, name: t`log-probability` },
      ...also,
    ],
    count,
    ...(label && { label }),
    values: (c) => {
      const logarithm = log[c] ?? NaN;
      const others = also.map(({ values }) => values[c] ?? NaN);
      return [scores[c] ?? NaN, work.round(Math.exp(logarithm)), logarithm, ...others];
    },
    marks,
  });
  return { log, logOf };
}

/** The scores of the element's sample, one per class, and where in the input each lies. */
export function scoresOf(
  work: Work,
  input: Tensor,
): { scores: Float64Array; placeOf: (c: number) => number } {
  const { start, count, stride } = work.place.row(input);
  const placeOf = (c: number): number => start + c * stride;
  return { scores: Float64Array.from({ length: count }, (_, c) => input.data[placeOf(c)] ?? NaN), placeOf };
}

/** The class that a target names; undefined, noted down as a loss of 0, where it is the ignored one. */
export function targetClass(work: Work, target: Tensor, ignoreIndex: number): number | undefined {
  const y = work.read('y', 'target', target);
  if (y.value !== ignoreIndex) return y.value;
  work.step(t`loss`, 'ℓ', work.named('', 0), t`The target is ignore_index, ${y.value}: it counts nothing.`);
  return undefined;
}

/** What the mean over class indices divides by, in words. */
export function classDenominatorName(target: Tensor, weight: Tensor | null, ignoreIndex: number): string {
  if (weight !== null) return t`the sum of the weights of the targets`;
  return target.data.includes(ignoreIndex)
    ? t`the number of targets that are not ignored`
    : t`the number of losses`;
}

/** The negative log-probability of the target's class, times the class's weight if there are weights. */
export function pickedLoss(
  work: Work,
  log: Named,
  weight: Tensor | null,
  target: number,
): ReturnType<Work['negate']> {
  if (weight === null) return work.negate(log);
  return work.multiply(work.negate(work.at('w_y', 'weight', weight, target)), log);
}
