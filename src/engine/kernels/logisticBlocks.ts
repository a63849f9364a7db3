import type { PairLoop } from '../kernel';
import { blockLength, sigmoids, sumOfLog1p } from '../numeric/blocks';
import { log1pTable, singleLog1p } from '../numeric/singleExp';

/** Binary cross entropy of many float32 logits: rounds only what it stores. */
export const bceWithLogitsBlocks: PairLoop = (x, t, elements, dx, dt, scale) => {
  const slopes = new Float64Array(blockLength);
  const decays = new Float64Array(blockLength);
  const logarithms = log1pTable();
  let sum = 0;
  for (let start = 0; start < x.length; start += blockLength) {
    const count = Math.min(blockLength, x.length - start);
    for (let i = 0; i < count; i++) slopes[i] = x[start + i]!;
    sigmoids(slopes, decays, count, true);
    for (let i = 0; i < count; i++) {
      const logit = x[start + i]!;
      const target = t[start + i]!;
      const linear = positivePart(logit) - logit * target;
      sum += linear;
      if (elements !== undefined) elements[start + i] = linear + singleLog1p(decays[i]!, logarithms);
      if (dx !== undefined) dx[start + i] = scale * (slopes[i]! - target);
      if (dt !== undefined) dt[start + i] = -scale * logit;
    }
    sum += sumOfLog1p(decays, count);
  }
  return sum;
};

/** Beyond it the exponential nears the end of float32, where PyTorch's steps give infinity and NaN. */
export const largestExponent = 80;

/** The logistic loss of many float32 scores: rounds only what PyTorch's rounding would show of. */
export const softMarginBlocks: PairLoop = (x, t, elements, dx, _, scale) => {
  const slopes = new Float64Array(blockLength);
  const decays = new Float64Array(blockLength);
  const logarithms = log1pTable();
  let sum = 0;
  for (let start = 0; start < x.length; start += blockLength) {
    const count = Math.min(blockLength, x.length - start);
    for (let i = 0; i < count; i++) {
      const exponent = Math.fround(-x[start + i]! * t[start + i]!);
      if (!(exponent < largestExponent)) return NaN;
      slopes[i] = exponent;
      sum += positivePart(exponent);
    }
    sigmoids(slopes, decays, count, true);
    for (let i = 0; i < count; i++) {
      const target = t[start + i]!;
      if (elements !== undefined) {
        const exponent = Math.fround(-x[start + i]! * target);
        elements[start + i] = positivePart(exponent) + singleLog1p(decays[i]!, logarithms);
      }
      if (dx !== undefined) dx[start + i] = -scale * target * slopes[i]!;
    }
    sum += sumOfLog1p(decays, count);
  }
  return sum;
};

/** The larger of a number and 0, without a branch. */
function positivePart(value: number): number {
  return 0.5 * (value + Math.abs(value));
}
