import {
  isKernelDtype,
  singlePrecision as single,
  type FloatArray,
  type GradientArrays,
  type Kernel,
} from '../kernel';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { inVectors } from './vectorPairs';

/** The fused kernel of the margin ranking loss, for tensors of one shape. */
export function marginRankingKernel(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  margin: number,
): Kernel | undefined {
  const { dtype, shape } = input1;
  if (!isKernelDtype(dtype) || input2.dtype !== dtype || target.dtype !== dtype) return undefined;
  if (!sameShape(shape, input2.shape) || !sameShape(shape, target.shape)) return undefined;
  const [x1, x2, t] = [input1.data as FloatArray, input2.data as FloatArray, target.data as FloatArray];
  const rounded = single(margin, dtype === 'float32');
  return {
    dtype,
    shape,
    denominator: x1.length,
    differentiates: ['input1', 'input2', 'target'],
    overwrites: true,
    run: (elements, gradients, scale) => run(x1, x2, t, elements, gradients, scale, rounded),
  };
}

/** Step by step as PyTorch. */
function exactLoop(
  x1: FloatArray,
  x2: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  { input1: d1, input2: d2, target: dt }: GradientArrays,
  scale: number,
  margin: number,
): number {
  const isSingle = x1 instanceof Float32Array;
  const unit = single(scale, isSingle);
  let sum = 0;
  for (let i = 0; i < x1.length; i++) {
    const target = t[i]!;
    const difference = single(x1[i]! - x2[i]!, isSingle);
    const gap = margin - single(target * difference, isSingle);
    // A comparison as a number: random labels would mispredict a branch.
    const active = Number(gap >= 0);
    // What is added makes 0 of -0.
    const value = active * gap + 0;
    const slope = active * unit * target;
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (d1 !== undefined) d1[i] = -slope;
    if (d2 !== undefined) d2[i] = slope;
    if (dt !== undefined) dt[i] = -active * unit * difference;
  }
  return sum;
}

function run(
  x1: FloatArray,
  x2: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  gradients: GradientArrays,
  scale: number,
  margin: number,
): number {
  const { input1, input2, target } = gradients;
  if (elements !== undefined || target !== undefined)
    return exactLoop(x1, x2, t, elements, gradients, scale, margin);
  return inVectors(
    [x1, x2, t],
    [input1, input2],
    (loops, end) => loops.ranking(end, margin, scale),
    ([x1, x2, t], [input1, input2]) => exactLoop(x1!, x2!, t!, undefined, { input1, input2 }, scale, margin),
  );
}
