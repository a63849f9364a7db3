/** A place in a plot's own units. */
export interface PlotPlace {
  readonly x: number;
  readonly y: number;
}

/** One line of a plot; its place in the list gives its colour and its dashes. */
export interface PlotSeries {
  readonly label: string;
  /** Ascending, as long as `y`. */
  readonly x: Float64Array;
  /** NaN or infinite where the line is interrupted. */
  readonly y: Float64Array;
  /** Where the line jumps, by x: it is drawn up to there from both sides. Each is one of `x`. */
  readonly jumps?: ReadonlySet<number>;
  /** Places that are marked with a diamond. */
  readonly marks?: readonly PlotPlace[];
  /** The place that is marked with a dot. */
  readonly point?: PlotPlace;
}

/** An interval of one axis. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What the user can drag along a plot. */
export interface PlotHandle {
  readonly x: number;
  /** What it is, for screen readers. */
  readonly label: string;
  /** What its place means, for screen readers. */
  readonly text: string;
  /** How far an arrow key moves it. */
  readonly step: number;
}

/** As many lines as can be told apart; a line after them looks like the first one again. */
export const distinctLines = 6;
