import { logSoftmax } from '../../engine/aten/logSoftmax';
import { Variable } from '../../engine/aten/variable';
import { largestOf, softmaxLanes, sumOfExponentials } from '../../engine/numeric/softmax';
import { isFloat, isHalf } from '../../engine/tensor/dtype';
import { negate } from '../../engine/tensor/pointwise';
import { cast, roundTo } from '../../engine/tensor/rounding';
import { elementCount, storage, type Tensor } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import type { Operation } from './operations';
import { dimension } from './shaping';
import { contents, tensorValue, unknown } from './values';

/** The arguments of the functions in `torch.nn.functional`. */
export const functionalSoftmaxNames = ['input', 'dim', '_stacklevel', 'dtype'];

const softmaxNames = ['input', 'dim', 'dtype'];

/** Along one dimension: exponentials over their sum, or the logarithm of that. Those in `torch` want to be told which. */
export function softmax(isLog: boolean, names = softmaxNames): Operation {
  return (call, context) => {
    const given = new Given(call, names, ['dtype'], names === softmaxNames);
    if (names === softmaxNames) given.required('dim');
    const value = given.tensor('input');
    const source = contents(value);
    context.spend(source.data.length);
    const dtype = given.dtype() ?? source.dtype;
    if (!isFloat(dtype)) return unknown('PyTorch refuses a softmax of integers');
    const rank = source.shape.length;
    // Without `dim` PyTorch chooses: the first of 0, 1 or 3 dimensions, else the second.
    const dim = dimension(given.integer('dim') ?? (rank === 0 || rank === 1 || rank === 3 ? 0 : 1), rank);
    if (isLog) {
      const lifted = { ...cast(source, dtype), shape: rank === 0 ? [1] : source.shape };
      const { data } = logSoftmax(new Variable(lifted, false), dim).tensor;
      return tensorValue({ dtype, shape: source.shape, data }, value.requiresGrad);
    }
    return tensorValue(softmaxAlong(cast(source, dtype), dim), value.requiresGrad);
  };
}

/** Of 16-bit floats in so many rows side by side the exponentials are kept in float32, of fewer in 16 bits. */
const vectorWidth = 32;

/** As PyTorch adds up and divides, step by step; where the rows lie in one piece it multiplies by the reciprocal. */
function softmaxAlong({ dtype, shape, data: x }: Tensor, dim: number): Tensor {
  const data = storage(dtype, x.length);
  const isSingle = dtype !== 'float64';
  const [count, stride] = [shape[dim] ?? 1, elementCount(shape.slice(dim + 1))];
  const isLast = dim >= shape.length - 1;
  const step = isSingle ? Math.fround : (value: number): number => value;
  const lanes = isLast ? softmaxLanes(isSingle) : undefined;
  for (let outer = 0; outer < x.length; outer += count * stride)
    for (let start = outer; start < outer + stride; start++) {
      const row = { start, count, stride };
      const largest = largestOf(x, row);
      // What is left over behind the last vector is treated as if there were none.
      const isNarrow = isHalf(dtype) && !isLast && start - outer >= stride - (stride % vectorWidth);
      const exponential = (i: number): number => step(Math.exp(step((x[i] ?? 0) - largest)));
      let sum = 0;
      if (lanes) sum = sumOfExponentials(x, row, largest, isSingle, lanes);
      else for (let i = start; i < start + count * stride; i += stride) sum = step(sum + exponential(i));
      for (let i = start; i < start + count * stride; i += stride) {
        const part = isNarrow ? roundTo(dtype, exponential(i)) : exponential(i);
        data[i] = roundTo(dtype, isLast ? part * step(1 / sum) : part / sum);
      }
    }
  return { dtype, shape, data };
}

/** The softmax of the negative numbers. */
export const softmin: Operation = (call, context) => {
  const [input, ...others] = call.positional;
  if (input?.kind !== 'tensor') return unknown('what softmin is given');
  const negative = tensorValue(negate(contents(input)), input.requiresGrad);
  return softmax(false, functionalSoftmaxNames)({ ...call, positional: [negative, ...others] }, context);
};
