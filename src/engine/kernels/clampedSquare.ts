import { pairKernel, type FloatArray, type Kernel, type PairLoop } from '../kernel';
import type { Tensor } from '../tensor/tensor';
import { vectorPairs } from './vectorPairs';

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

/** Up to so large, and down to so small, float32 holds a corner and one over it to all its digits. */
const largestCorner = 1e37;

/**
 * The kernel of a loss that is half the squared difference up to a corner and goes on linearly, times a factor.
 * @param exact Step by step as PyTorch.
 */
export function clampedSquareKernel(
  input: Tensor,
  target: Tensor,
  corner: number,
  factor: number,
  exact: CorneredLoop,
): Kernel | undefined {
  const loop: PairLoop = (x, t, elements, dx, dt, scale) => exact(x, t, elements, dx, dt, scale, corner);
  const isOrdinary = corner < largestCorner && corner > 1 / largestCorner;
  const run = vectorPairs(loop, (loops, end, scale) => loops.huber(end, corner, factor, scale));
  return pairKernel(input, target, isOrdinary ? run : loop);
}
