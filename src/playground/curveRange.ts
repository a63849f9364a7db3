import type { CurvePath } from './curvePath';
import type { CurveProbe } from './curvePoint';

/** How far a curve goes at least beyond the numbers that it must show. */
const margin = 3;

/**
 * From where to where a curve shows most: the number as it stands and `anchors`, with room around them, as far as the
 * way goes and PyTorch takes the call.
 */
export function chooseRange(
  probe: CurveProbe,
  { anchors, ...ends }: Pick<CurvePath, 'anchors' | 'low' | 'high'>,
): { low: number; high: number } {
  const { actual } = probe;
  const shown = Number.isFinite(actual) ? [actual, ...anchors] : anchors.length > 0 ? anchors : [0];
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  // Around zero most losses turn; a curve that starts near it shows both sides.
  const room = Math.max(margin, 0.6 * (most - least));
  const unit = niceStep(room / 3);
  const low = Math.max(ends.low, Math.floor((least - room) / unit) * unit);
  const high = Math.min(ends.high, Math.ceil((most + room) / unit) * unit);
  const inside = shown.find((value) => probe.tryAt(probe.round(value)));
  if (inside === undefined) return { low, high };
  return { low: within(probe, inside, low), high: within(probe, inside, high) };
}

/** 1, 2 or 5 times a power of ten, at most `size`. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const [step = 1] = [5, 2, 1].filter((factor) => factor * power <= size);
  return step * power;
}

/** The number nearest to `end` on its side of `inside` that PyTorch still takes (0 and 1 for a probability). */
function within(probe: CurveProbe, inside: number, end: number): number {
  const takes = (x: number): boolean => probe.tryAt(probe.round(x)) !== undefined;
  if (takes(end)) return end;
  let [taken, refused] = [inside, end];
  for (let step = 0; step < 50; step++) {
    const middle = (taken + refused) / 2;
    if (takes(middle)) taken = middle;
    else refused = middle;
  }
  const decimals = 6 - Math.floor(Math.log10(Math.abs(end - inside)));
  const round = Number(taken.toFixed(Math.min(100, Math.max(0, decimals))));
  return takes(round) ? round : taken;
}
