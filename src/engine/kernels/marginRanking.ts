import {
  isKernelDtype,
  mostExact,
  singlePrecision as single,
  type FloatArray,
  type GradientArrays,
  type Kernel,
} from '../kernel';
import { inBlocks, wholeVectors } from '../numeric/vectorLoops';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

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
  const { input1: d1, input2: d2, target: dt } = gradients;
  const areWanted = elements === undefined && dt === undefined && x1.length > mostExact;
  if (areWanted && d1 instanceof Float32Array && d2 instanceof Float32Array) {
    const inputs = [x1, x2, t] as Float32Array[];
    const sum = inBlocks(inputs, [d1, d2], (loops, end) => loops.marginRanking(end, margin, scale));
    if (!Number.isNaN(sum)) {
      const done = wholeVectors(d1);
      const rest = { input1: d1.subarray(done), input2: d2.subarray(done) };
      const [a, b, labels] = [x1.subarray(done), x2.subarray(done), t.subarray(done)];
      return sum + exactLoop(a, b, labels, undefined, rest, scale, margin);
    }
  }
  return exactLoop(x1, x2, t, elements, gradients, scale, margin);
}
