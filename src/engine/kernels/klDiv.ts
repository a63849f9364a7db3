import { pairKernel, singlePrecision as single, type FloatArray, type Kernel } from '../kernel';
import { exponential, expTable } from '../numeric/singleExp';
import type { Tensor } from '../tensor/tensor';
import { vectorPairs } from './vectorPairs';

/** The fused kernel of the Kullback-Leibler divergence, for targets that are probabilities or their logs. */
export function klDivKernel(
  input: Tensor,
  target: Tensor,
  isLog: boolean,
  warning: string | undefined,
): Kernel | undefined {
  const own = { batchSize: input.shape[0] ?? 1, warning };
  return pairKernel(input, target, isLog ? logLoop : loop, undefined, own);
}

function probabilityLoop(
  x: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  scale: number,
): number {
  const isSingle = x instanceof Float32Array;
  const unit = single(scale, isSingle);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const target = t[i]!;
    if (!(target >= 0)) return NaN;
    const log = target === 0 ? 0 : single(Math.log(target), isSingle);
    const value = single(target * log, isSingle) - single(target * x[i]!, isSingle);
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) dx[i] = -unit * target;
    // At 0 it is NaN.
    if (dt !== undefined) {
      const byLog = single(unit * target, isSingle) / target;
      const ofTarget = single(single(unit * log, isSingle) + single(byLog, isSingle), isSingle);
      dt[i] = ofTarget - single(unit * x[i]!, isSingle);
    }
  }
  return sum;
}

const loop = vectorPairs(probabilityLoop, (loops, end, scale) => loops.klDiv(end, -scale));

function logLoop(
  x: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  scale: number,
): number {
  const isSingle = x instanceof Float32Array;
  const powers = isSingle ? expTable() : undefined;
  const unit = single(scale, isSingle);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const power = exponential(t[i]!, powers);
    const probability = single(power, isSingle);
    const difference = single(t[i]! - x[i]!, isSingle);
    const value = probability * difference;
    const slope = single(unit * probability, isSingle);
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) dx[i] = -slope;
    if (dt !== undefined) dt[i] = single(single(unit * difference, isSingle) * probability, isSingle) + slope;
  }
  return sum;
}
