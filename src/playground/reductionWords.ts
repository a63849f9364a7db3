import type { ParameterValue } from '../engine/lossDefinition';
import type { LossResult } from '../engine/evaluate';
import { pythonFloat } from '../engine/tensor/formatNumber';
import { t } from '../l10n/localize';

/** The reduction that is in force: the deprecated `size_average` and `reduce` win once one of them is set. */
export function effectiveReduction(parameters: Readonly<Record<string, ParameterValue>>): string {
  const { size_average: averages = null, reduce: reduces = null, reduction = 'mean' } = parameters;
  if (averages === null && reduces === null) return typeof reduction === 'string' ? reduction : 'mean';
  if (reduces === false) return 'none';
  return averages === false ? 'sum' : 'mean';
}

/** Made once: `toLocaleString` makes one at each call, which takes longer than all else that a small result takes. */
const counts = new Intl.NumberFormat('en');

/** How many losses became one number, and how: `mean of 4 losses`. */
export function reductionWords(reduction: string, result: LossResult): string {
  const { elements, loss } = result;
  if (elements === undefined) return reduction;
  const count = elements.data.length;
  if (reduction === 'none') return loss.shape.length === 0 ? t`not reduced` : unreducedWords(count);
  if (reduction === 'sum') return sumWords(count);
  if (count === 0) return t`mean of no losses: 0 / 0`;
  const divisor = actualDivisor(result) ?? (reduction === 'mean' ? result.denominator : undefined);
  if (divisor === undefined) return t`mean`;
  if (divisor === count) return count === 1 ? t`mean of 1 loss` : t`mean of ${written(count)} losses`;
  return t`${sumWords(count)} divided by ${pythonFloat(divisor).replace(/\.0$/, '')}`;
}

function unreducedWords(count: number): string {
  return count === 1 ? t`1 loss, not reduced` : t`${written(count)} losses, not reduced`;
}

function sumWords(count: number): string {
  return count === 1 ? t`sum of 1 loss` : t`sum of ${written(count)} losses`;
}

function written(count: number): string {
  return counts.format(count);
}

/** What the sum was really divided by, to the precision that the numbers themselves tell; zeros and NaN tell nothing. */
function actualDivisor({ elements, loss, denominator }: LossResult): number | undefined {
  const value = loss.data[0] ?? NaN;
  let sum = 0;
  for (const element of elements?.data ?? []) sum += element;
  const ratio = sum / value;
  if (!Number.isFinite(ratio) || ratio === 0) return undefined;
  const coarse = loss.dtype === 'float16' || loss.dtype === 'bfloat16';
  const tolerance = coarse ? 0.02 : 1e-4;
  for (const candidate of [elements?.data.length, denominator]) {
    if (candidate !== undefined && Math.abs(ratio / candidate - 1) < tolerance) return candidate;
  }
  return Number(ratio.toPrecision(coarse ? 2 : 4));
}
