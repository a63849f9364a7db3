import { isKernelDtype, mostExact, singlePrecision as single, type FloatArray, type Kernel } from '../kernel';
import { orderedSum } from '../numeric/orderedSum';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { logisticLoop } from './logistic';

/** The fused kernel of the multi-label soft margin loss, with a weight for each class or none. */
export function multiLabelSoftMarginKernel(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
): Kernel | undefined {
  const { dtype, shape } = input;
  const classes = shape[shape.length - 1];
  if (classes === undefined || classes === 0 || !isKernelDtype(dtype)) return undefined;
  if (target.dtype !== dtype || !sameShape(shape, target.shape)) return undefined;
  if (weight !== null && (weight.dtype !== dtype || !sameShape(weight.shape, [classes]))) return undefined;
  const [x, t] = [input.data as FloatArray, target.data as FloatArray];
  const weights = weight && (weight.data as FloatArray);
  const isRough = dtype === 'float32' && weights === null && x.length > mostExact;
  return {
    dtype,
    shape: shape.slice(0, -1),
    isRough,
    denominator: x.length / classes,
    differentiates: ['input', 'target'],
    run(elements, { input: dx, target: dt }, scale) {
      // The mean over the classes of their binary cross entropy.
      return isRough && elements === undefined && dt === undefined
        ? logisticLoop(x, t, undefined, dx, undefined, scale / classes) / classes
        : loop(x, t, weights, classes, elements, dx, dt, scale);
    },
  };
}

function loop(
  x: FloatArray,
  t: FloatArray,
  weights: FloatArray | null,
  classes: number,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  scale: number,
): number {
  const isSingle = x instanceof Float32Array;
  const losses = x.slice(0, classes);
  const unit = -single(single(scale, isSingle) / classes, isSingle);
  let sum = 0;
  for (let start = 0, row = 0; start < x.length; start += classes, row++) {
    for (let c = 0; c < classes; c++) {
      const logit = x[start + c]!;
      const target = t[start + c]!;
      const weight = weights === null ? 1 : weights[c]!;
      const rest = single(1 - target, isSingle);
      // One exponential serves both logs and both slopes; it never overflows.
      const decay = single(Math.exp(-Math.abs(logit)), isSingle);
      const log = single(Math.log1p(decay), isSingle);
      const ofPositive = single((logit < 0 ? logit : 0) - log, isSingle);
      const ofNegative = single((logit > 0 ? -logit : 0) - log, isSingle);
      const positive = single(target * ofPositive, isSingle);
      losses[c] = -single(positive + single(rest * ofNegative, isSingle), isSingle) * weight;
      const factor = single(unit * weight, isSingle);
      if (dx !== undefined) {
        const small = single(decay / single(1 + decay, isSingle), isSingle);
        const large = single(1 - small, isSingle);
        const up = single(factor * target, isSingle) * (logit < 0 ? large : small);
        const down = single(factor * rest, isSingle) * (logit > 0 ? large : small);
        dx[start + c] = single(up, isSingle) - single(down, isSingle);
      }
      if (dt !== undefined) {
        dt[start + c] = single(factor * ofPositive, isSingle) - single(factor * ofNegative, isSingle);
      }
    }
    const value = orderedSum(losses) / classes;
    sum += value;
    if (elements !== undefined) elements[row] = value;
  }
  return sum;
}
