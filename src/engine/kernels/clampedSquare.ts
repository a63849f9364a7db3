import { mostExact, pairKernel, type FloatArray, type Kernel } from '../kernel';
import type { Tensor } from '../tensor/tensor';

/** A loop over pairs whose loss is squared up to `corner` and linear beyond. */
export type CorneredLoop = (
  x: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  scale: number,
  corner: number,
) => number;

/** Differences up to this many times the corner in all are held exactly enough by adding and subtracting it. */
const furthest = 1e7;

/**
 * The kernel of a loss that is half the squared difference up to a corner and goes on linearly, times a factor.
 * @param exact Step by step as PyTorch, for few elements.
 */
export function clampedSquareKernel(
  input: Tensor,
  target: Tensor,
  corner: number,
  factor: number,
  exact: CorneredLoop,
): Kernel | undefined {
  // The branch-free loop would lose small differences beside a corner of another order.
  const isFast = input.data.length > mostExact && corner > 1e-3 && corner < 1e3;
  return pairKernel(input, target, (x, t, elements, dx, dt, scale) => {
    const sum = isFast ? loop(x, t, elements, dx, dt, scale, corner, factor) : undefined;
    return sum ?? exact(x, t, elements, dx, dt, scale, corner);
  });
}

/**
 * For many elements, in any order of signs and sizes: no branch that a processor could guess wrong. Undefined
 * for differences that are far larger than the corner, whose branches are easy to guess.
 */
function loop(
  x: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  scale: number,
  corner: number,
  factor: number,
): number | undefined {
  const unit = scale * factor;
  let sum = 0;
  let reach = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = x[i]! - t[i]!;
    // The difference, held between -corner and corner.
    const bounded = 0.5 * (Math.abs(difference + corner) - Math.abs(difference - corner));
    const inner = Math.abs(bounded);
    const size = Math.abs(difference);
    const value = inner * (size - 0.5 * inner) * factor;
    reach += size;
    const slope = unit * bounded;
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) dx[i] = slope;
    // Not its negation, which would be -0 at 0.
    if (dt !== undefined) dt[i] = 0 - slope;
  }
  return reach <= furthest * corner ? sum : undefined;
}
