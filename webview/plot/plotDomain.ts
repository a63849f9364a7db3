import type { Interval, PlotSeries } from './plotSeries';

/** What a vertical axis shows. */
export interface VerticalDomain extends Interval {
  /** Whether some of the lines leave it: a few huge values do not flatten all others. */
  readonly isCut: boolean;
  /** Whether no line has a value to show. */
  readonly isEmpty: boolean;
}

/** Values this many times as far out as nineteen of twenty are cut off. */
const farOut = 8;

/** The vertical interval that shows the lines within a horizontal one; only positive numbers on a logarithmic axis. */
export function verticalDomain(
  series: readonly PlotSeries[],
  { low, high }: Interval,
  isLogarithmic: boolean,
): VerticalDomain {
  const values: number[] = [];
  for (const { x, y } of series) {
    for (const [index, value] of y.entries()) {
      const at = x[index] ?? NaN;
      if (at >= low && at <= high && Number.isFinite(value) && (!isLogarithmic || value > 0))
        values.push(value);
    }
  }
  values.sort((a, b) => a - b);
  const [least, most] = [values[0], values.at(-1)];
  if (least === undefined || most === undefined)
    return { ...aroundOne(isLogarithmic), isCut: false, isEmpty: true };
  if (isLogarithmic) return { low: least / 1.2, high: most * 1.2, isCut: false, isEmpty: false };
  const lower = quantile(values, 0.05);
  const upper = quantile(values, 0.95);
  const body = upper - lower;
  const isCut = body > 0 && (most - upper > farOut * body || lower - least > farOut * body);
  const [from, to] = isCut
    ? [Math.max(least, lower - body / 2), Math.min(most, upper + body / 2)]
    : [least, most];
  const room = to > from ? 0.07 * (to - from) : 0.1 * Math.abs(to) || 1;
  return { low: from - room, high: to + room, isCut, isEmpty: false };
}

function aroundOne(isLogarithmic: boolean): Interval {
  return isLogarithmic ? { low: 0.1, high: 10 } : { low: 0, high: 1 };
}

function quantile(ascending: readonly number[], part: number): number {
  return ascending[Math.round(part * (ascending.length - 1))] ?? NaN;
}
