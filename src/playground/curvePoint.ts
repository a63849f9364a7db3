import type { CurvePoints } from '../protocol/questions';

/** One point of a curve; without a gradient where PyTorch computes none. */
export interface CurvePoint {
  readonly x: number;
  readonly loss: number;
  readonly gradient: number | undefined;
}

/** What evaluates a loss with one number changed. */
export interface CurveProbe {
  /** The number as it stands. */
  readonly actual: number;
  /** The number as the tensor can hold it. */
  round(x: number): number;
  /** Loss and gradient there; undefined where PyTorch refuses the call. */
  tryAt(x: number): CurvePoint | undefined;
}

/** Points as they travel. */
export function pointsOf(points: readonly CurvePoint[]): CurvePoints {
  const hasGradient = points.some(({ gradient }) => gradient !== undefined);
  return {
    x: Float64Array.from(points, ({ x }) => x),
    loss: Float64Array.from(points, ({ loss }) => loss),
    gradient: hasGradient ? Float64Array.from(points, ({ gradient }) => gradient ?? NaN) : new Float64Array(),
  };
}

/** Points from left to right. */
export function sorted(points: Iterable<CurvePoint>): CurvePoint[] {
  return [...points].sort((a, b) => a.x - b.x);
}

/** Of two numbers the one that people would rather write: with fewer digits. */
export function rounder(a: number, b: number): number {
  return String(Math.abs(b)).length < String(Math.abs(a)).length ? b : a;
}
