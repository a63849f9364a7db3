import type { ParameterValue } from '../engine/lossDefinition';
import type { LossResult } from '../engine/evaluate';
import { pythonFloat } from '../engine/tensor/formatNumber';

/** The reduction that is in force: the deprecated `size_average` and `reduce` win once one of them is set. */
export function effectiveReduction(parameters: Readonly<Record<string, ParameterValue>>): string {
  const { size_average: averages = null, reduce: reduces = null, reduction = 'mean' } = parameters;
  if (averages === null && reduces === null) return typeof reduction === 'string' ? reduction : 'mean';
  if (reduces === false) return 'none';
  return averages === false ? 'sum' : 'mean';
}

/** How many losses became one number, and how: `mean of 4 losses`. */
export function reductionWords(reduction: string, result: LossResult): string {
  const { elements, loss } = result;
  if (elements === undefined) return reduction;
  const count = elements.data.length;
  const losses = `${count.toLocaleString('en')} ${count === 1 ? 'loss' : 'losses'}`;
  if (reduction === 'none') return loss.shape.length === 0 ? 'not reduced' : `${losses}, not reduced`;
  if (reduction === 'sum') return `sum of ${losses}`;
  if (count === 0) return 'mean of no losses: 0 / 0';
  const divisor = actualDivisor(result);
  if (divisor === undefined) return 'mean';
  if (divisor === count) return `mean of ${losses}`;
  return `sum of ${losses} divided by ${pythonFloat(divisor).replace(/\.0$/, '')}`;
}

/** What the sum was really divided by, to the precision that the numbers themselves tell. */
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
