import type { CurveAnswer, CurveLine } from '../../src/protocol/questions';
import type { PlotSeries } from '../plot/plotSeries';

/** The lines of the loss, for a plot. @param moved where the point is dragged to, before the answer to that */
export function lossSeries(
  { lines }: CurveAnswer,
  labels: readonly string[],
  moved?: number,
): readonly PlotSeries[] {
  return lines.map((line, index) => ({
    label: labels[index] ?? '',
    x: line.x,
    y: line.loss,
    marks: placesOf(line.kinks.x, line.kinks.loss),
    ...pointOf(line, line.here.loss, line.loss, moved),
  }));
}

/** The lines of the gradient, for a plot. */
export function gradientSeries(
  { lines }: CurveAnswer,
  labels: readonly string[],
  moved?: number,
): readonly PlotSeries[] {
  return lines.map((line, index) => ({
    label: labels[index] ?? '',
    x: line.gradient.length > 0 ? line.x : new Float64Array(),
    y: line.gradient,
    jumps: new Set(line.kinks.x),
    marks: placesOf(line.kinks.x, line.kinks.gradient),
    ...pointOf(line, line.here.gradient, line.gradient, moved),
  }));
}

/** A line's value at a number between its points, as the drawn line has it; NaN outside. */
export function valueAt(x: Float64Array, y: Float64Array, at: number): number {
  const right = x.findIndex((each) => each >= at);
  if (right < 0) return NaN;
  const [x1 = NaN, y1 = NaN] = [x[right], y[right]];
  if (x1 === at) return y1;
  const [x0 = NaN, y0 = NaN] = [x[right - 1], y[right - 1]];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

function placesOf(x: Float64Array, y: Float64Array): { x: number; y: number }[] {
  return Array.from(x, (at, index) => ({ x: at, y: y[index] ?? NaN }));
}

function pointOf(
  line: CurveLine,
  here: Float64Array,
  values: Float64Array,
  moved: number | undefined,
): Pick<PlotSeries, 'point'> {
  if (moved !== undefined && values.length > 0)
    return { point: { x: moved, y: valueAt(line.x, values, moved) } };
  const [x, y] = [line.here.x[0], here[0]];
  return x === undefined || y === undefined ? {} : { point: { x, y } };
}
