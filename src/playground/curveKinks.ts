import { rounder, type CurvePoint, type CurveProbe } from './curvePoint';

/** A place where the gradient jumps, with points close by on both sides. */
export interface CurveKink {
  readonly before: CurvePoint;
  /** With the gradient that PyTorch takes there. */
  readonly kink: CurvePoint;
  readonly after: CurvePoint;
}

/** Two neighbouring points, and how much the gradient changes between them. */
interface Interval {
  readonly left: CurvePoint;
  readonly right: CurvePoint;
  readonly change: number;
}

/** A change of the gradient between neighbours that is less than this part of its whole range is taken as smooth. */
const smallestJump = 0.01;
/** The points beside a kink are this part of the curve's width away. */
const closeBy = 1e-5;

/**
 * Finds the kinks between neighbouring points, by halving intervals: a change of the gradient that does not go away as
 * the interval shrinks to two neighbouring numbers of the dtype is a jump.
 * @param points from left to right
 * @param budget how many points there are to spend: fewer intervals are looked at where each is dear
 */
export function findKinks(probe: CurveProbe, points: readonly CurvePoint[], budget: number): CurveKink[] {
  const width = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
  const gradients = points.flatMap(({ gradient }) => (Number.isFinite(gradient) ? [gradient ?? 0] : []));
  const range = gradients.reduce((most, each) => Math.max(most, each), -Infinity) - Math.min(...gradients);
  const suspects = points
    .slice(1)
    .map((right, index) => interval(points[index] ?? right, right))
    .filter(({ change }) => change > smallestJump * range && Number.isFinite(change))
    .sort((a, b) => b.change - a.change)
    .slice(0, Math.ceil(budget / 8));
  const kinks: CurveKink[] = [];
  for (const suspect of suspects) {
    const jump = narrow(probe, suspect);
    if (!jump) continue;
    const kink = cornerOf(probe, jump);
    const { x } = kink;
    // A kink on a point is found from both sides.
    if (kinks.some((each) => Math.abs(each.kink.x - x) < closeBy * width)) continue;
    const before = probe.tryAt(probe.round(x - closeBy * width));
    const after = probe.tryAt(probe.round(x + closeBy * width));
    if (before && after && before.x < x && after.x > x) kinks.push({ before, kink, after });
  }
  return kinks.sort((a, b) => a.kink.x - b.kink.x);
}

/** Two neighbouring numbers of the dtype between which the gradient jumps; undefined where it is only steep. */
function narrow(probe: CurveProbe, suspect: Interval): Interval | undefined {
  const least = suspect.change / 2;
  let present = suspect;
  for (let step = 0; step < 60; step++) {
    const x = probe.round((present.left.x + present.right.x) / 2);
    if (x <= present.left.x || x >= present.right.x) return present;
    const middle = probe.tryAt(x);
    if (!middle) return undefined;
    const halves = [interval(present.left, middle), interval(middle, present.right)] as const;
    present = halves[0].change >= halves[1].change ? halves[0] : halves[1];
    if (!(present.change >= least)) return undefined;
  }
  return present;
}

/** The end of an interval of neighbouring numbers where the gradient jumps on both sides, else the rounder one. */
function cornerOf(probe: CurveProbe, { left, right, change }: Interval): CurvePoint {
  const next = (from: CurvePoint, step: number): boolean => {
    const beyond = probe.tryAt(probe.round(from.x + step));
    return beyond !== undefined && beyond.x !== from.x && interval(from, beyond).change >= change / 2;
  };
  const unit = right.x - left.x;
  if (next(right, unit)) return right;
  if (next(left, -unit)) return left;
  return rounder(left.x, right.x) === left.x ? left : right;
}

function interval(left: CurvePoint, right: CurvePoint): Interval {
  return { left, right, change: Math.abs((right.gradient ?? NaN) - (left.gradient ?? NaN)) };
}
