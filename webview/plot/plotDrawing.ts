import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { verticalDomain } from './plotDomain';
import type { Interval, PlotPlace, PlotSeries } from './plotSeries';

/** What a plot is to show, and how large it is in CSS pixels. */
export interface PlotPlan {
  readonly series: readonly PlotSeries[];
  readonly domain: Interval;
  readonly isLogarithmic: boolean;
  /** Whether the horizontal axis has a title. */
  readonly isTitled: boolean;
  readonly width: number;
  readonly height: number;
}

/** A line of a plot as it is drawn. */
export interface DrawnSeries {
  /** SVG path data. */
  readonly path: string;
  /** Path data of the jumps. */
  readonly jumps: string;
  readonly marks: readonly PlotPlace[];
  readonly point: PlotPlace | undefined;
}

/** A plot as it is drawn: everything in CSS pixels from its upper left corner. */
export interface PlotDrawing {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly series: readonly DrawnSeries[];
  readonly isCut: boolean;
  /** Whether there is nothing to draw. */
  readonly isEmpty: boolean;
  readonly xOf: (value: number) => number;
  readonly yOf: (value: number) => number;
  /** The number at a place of the horizontal axis, inside its domain. */
  readonly valueAt: (place: number) => number;
}

/** A number at an axis. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

const [above, below, beside] = [26, 22, 15];
const titleHeight = 15;
const characterWidth = 7;
/** Between an axis and its numbers: room for half of a point that stands on the axis. */
export const besideAxis = 10;

/** Lays a plot out. */
export function drawPlot(plan: PlotPlan): PlotDrawing {
  const { series, domain, isLogarithmic, isTitled, width, height } = plan;
  const vertical = verticalDomain(series, domain, isLogarithmic);
  const [top, bottom] = [above, height - below - (isTitled ? titleHeight : 0)];
  const y = (isLogarithmic ? scaleLog() : scaleLinear())
    .domain([vertical.low, vertical.high])
    .range([bottom, top]);
  const yCount = Math.max(2, Math.floor((bottom - top) / 34));
  const yLabel = isLogarithmic ? y.tickFormat(yCount, '~e') : tickFormat(y, yCount);
  const yTicks = (vertical.isEmpty ? [] : y.ticks(yCount)).flatMap((value) => {
    const text = yLabel(value);
    return text === '' ? [] : [{ at: y(value), text }];
  });
  const left =
    Math.ceil(Math.max(5, ...yTicks.map(({ text }) => text.length)) * characterWidth) + besideAxis + 5;
  const right = Math.max(left + 20, width - beside);
  const x = scaleLinear().domain([domain.low, domain.high]).range([left, right]);
  const xCount = Math.max(2, Math.floor((right - left) / 60));
  const xLabel = tickFormat(x, xCount);
  return {
    left,
    right,
    top,
    bottom,
    xTicks: x.ticks(xCount).map((value) => ({ at: x(value), text: xLabel(value) })),
    yTicks,
    series: series.map((each) => drawSeries(each, x, y, isLogarithmic)),
    isCut: vertical.isCut,
    isEmpty: vertical.isEmpty,
    xOf: x,
    yOf: y,
    valueAt: (place) => Math.min(domain.high, Math.max(domain.low, x.invert(place))),
  };
}

interface Scale {
  (value: number): number;
  domain(): number[];
  tickFormat(count: number, specifier?: string): (value: number) => string;
}

/** Numbers as short as they can be told apart, in powers of ten where they are very large or small. */
function tickFormat(scale: Scale, count: number): (value: number) => string {
  const largest = Math.max(...scale.domain().map(Math.abs));
  if (largest < 1e5 && largest >= 1e-3) return scale.tickFormat(count);
  const format = scale.tickFormat(count, '~e');
  return (value) => (value === 0 ? '0' : format(value));
}

function drawSeries(series: PlotSeries, x: Scale, y: Scale, isLogarithmic: boolean): DrawnSeries {
  const { jumps = new Set(), marks = [], point } = series;
  const isDrawn = (value: number): boolean => Number.isFinite(value) && (!isLogarithmic || value > 0);
  const place = (at: PlotPlace): PlotPlace => ({ x: x(at.x), y: y(at.y) });
  const indices = Array.from(series.x.keys());
  const xAt = (index: number): number => series.x[index] ?? NaN;
  const yAt = (index: number): number => series.y[index] ?? NaN;
  const path = line<number>()
    .defined((index) => isDrawn(yAt(index)) && !jumps.has(xAt(index)))
    .x((index) => x(xAt(index)))
    .y((index) => y(yAt(index)))
    .digits(2);
  const edges = indices.filter(
    (index) => jumps.has(xAt(index)) && isDrawn(yAt(index - 1)) && isDrawn(yAt(index + 1)),
  );
  return {
    path: path(indices) ?? '',
    jumps: edges
      .map(
        (index) =>
          `M${x(xAt(index)).toFixed(2)},${y(yAt(index - 1)).toFixed(2)}V${y(yAt(index + 1)).toFixed(2)}`,
      )
      .join(''),
    marks: marks.filter((mark) => isDrawn(mark.y)).map(place),
    point: point && isDrawn(point.y) ? place(point) : undefined,
  };
}
