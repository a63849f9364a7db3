import { singlePrecision, type PairLoop } from '../kernel';
import type { VectorLoops } from '../numeric/vectorLoops';
import { vectorPairs } from './vectorPairs';

/** Step by step as PyTorch. */
const exactLoop: PairLoop = (x, t, elements, dx, dt, scale) => {
  const isSingle = x instanceof Float32Array;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const logit = x[i]!;
    const target = t[i]!;
    // One exponential serves value and slope; it never overflows.
    const decay = Math.exp(-Math.abs(logit));
    const rest = Math.log1p(singlePrecision(decay, isSingle));
    const logSigmoid = Math.min(logit, 0) - singlePrecision(rest, isSingle);
    const linear = singlePrecision(singlePrecision(1 - target, isSingle) * logit, isSingle);
    const value = linear - singlePrecision(logSigmoid, isSingle);
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) {
      const growth = singlePrecision(logit < 0 ? 1 / decay : decay, isSingle);
      const probability = singlePrecision(1 / singlePrecision(1 + growth, isSingle), isSingle);
      dx[i] = scale * singlePrecision(probability - target, isSingle);
    }
    if (dt !== undefined) dt[i] = -scale * logit;
  }
  return sum;
};

/** Binary cross entropy of logits. */
export const logisticLoop = vectorPairs(
  exactLoop,
  (loops, end, scale) => loops.logistic(end, scale) + softplusRest(loops),
);

/** What the block just computed has of `log(1 + exp(-|x|))`, of which the loop has the products. */
export function softplusRest({ products }: VectorLoops): number {
  return Math.log1p(products[0]!) + Math.log1p(products[1]!);
}
