import {
  pairKernel,
  singlePrecision as single,
  type FloatArray,
  type Kernel,
  type PairLoop,
} from '../kernel';
import { expTable, exponential } from '../numeric/singleExp';
import type { Tensor } from '../tensor/tensor';
import { vectorPairs } from './vectorPairs';

/** What distinguishes calls besides their tensors. */
interface Terms {
  readonly isLog: boolean;
  readonly isFull: boolean;
  readonly eps: number;
}

const names = ['log_input', 'target'] as const;

/** The fused kernel of the Poisson negative log likelihood. */
export function poissonNllKernel(input: Tensor, target: Tensor, terms: Terms): Kernel | undefined {
  const exact: PairLoop = (x, t, elements, dx, dt, scale) => loop(x, t, elements, dx, dt, scale, terms);
  const isUsual = terms.isLog && !terms.isFull;
  const run = vectorPairs(exact, (loops, end, scale) => loops.poisson(end, scale));
  return pairKernel(input, target, isUsual ? run : exact, names);
}

function loop(
  x: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  scale: number,
  { isLog, isFull, eps }: Terms,
): number {
  const isSingle = x instanceof Float32Array;
  const powers = isSingle ? expTable() : undefined;
  const unit = single(scale, isSingle);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const target = t[i]!;
    // From 0 down the logarithms of the full loss are not finite, nor is the gradient by the target.
    if (isFull && dt !== undefined && !(target > 0)) return NaN;
    const shifted = isLog ? x[i]! : single(x[i]! + eps, isSingle);
    const log = isLog ? shifted : single(Math.log(shifted), isSingle);
    const rate = isLog ? single(exponential(shifted, powers), isSingle) : x[i]!;
    let value = single(rate - single(target * log, isSingle), isSingle);
    if (isFull && target > 1) value += stirling(target, isSingle);
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) {
      const pull = single(unit * target, isSingle);
      dx[i] = isLog ? single(unit * rate, isSingle) - pull : unit - single(pull / shifted, isSingle);
    }
    if (dt !== undefined) {
      const slope = isFull && target > 1 ? single(Math.log(target), isSingle) + 0.5 / target : 0;
      const pull = single(unit * log, isSingle);
      dt[i] = isFull ? unit * slope - pull : -pull;
    }
  }
  return sum;
}

function stirling(target: number, isSingle: boolean): number {
  const product = single(target * single(Math.log(target), isSingle), isSingle);
  const correction = 0.5 * single(Math.log(single(2 * Math.PI * target, isSingle)), isSingle);
  return single(single(product - target, isSingle) + correction, isSingle);
}
