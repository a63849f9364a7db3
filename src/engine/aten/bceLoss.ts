import { combine, divide, map, multiply, negate, storeInto } from '../tensor/pointwise';
import { expandData } from '../tensor/shape';
import { storage, type Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { refuseGradient, refuseMixture, requireFloat } from './checks';
import { rounding } from './elementwiseLoss';
import { applyReduction, type Reduction } from './reduction';
import { constant, isWanted, record, type Variable } from './variable';

/** ATen's smallest denominator of the gradient: 1e-12 as a float32. */
export const smallestVariance = Math.fround(1e-12);
/** ATen's lower bound of the logarithms. */
const smallestLog = -100;

/**
 * ATen's `binary_cross_entropy` of probabilities.
 * @throws TorchError for a mixture of dtypes, for integers and for elements outside of 0 to 1.
 */
export function bceLoss(
  input: Variable,
  target: Variable,
  weight: Variable | null,
  reduction: Reduction,
): Variable {
  refuseGradient(weight, 'binary_cross_entropy', 'weight');
  const call = { input: input.tensor, target: target.tensor, weight: weight?.tensor, reduction };
  const reduced = applyReduction(constant(forward(call)), reduction).tensor;
  return record(reduced, [input, target], (gradient) => [
    isWanted(input) ? scaled(call, inputBackward(call, gradient)) : undefined,
    isWanted(target) ? scaled(call, targetBackward(call, gradient)) : undefined,
  ]);
}

interface Call {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | undefined;
  readonly reduction: Reduction;
}

function forward({ input, target, weight }: Call): Tensor {
  const { dtype, shape } = input;
  refuseMixture('forward', input, target);
  requireFloat(dtype, 'binary_cross_entropy');
  const round = rounding(dtype);
  const data = storage(dtype, input.data.length);
  for (let i = 0; i < data.length; i++) {
    const [p, t] = [input.data[i]!, target.data[i]!];
    requireProbability(p, 'input');
    requireProbability(t, 'target');
    const logOfRest = Math.max(round(Math.log1p(-p)), smallestLog);
    const log = Math.max(round(Math.log(p)), smallestLog);
    data[i] = round(round(round(t - 1) * logOfRest) - round(t * log));
  }
  const loss: Tensor = { dtype, shape, data };
  return weight === undefined ? loss : storeInto(loss, multiply(loss, weight));
}

function requireProbability(value: number, argument: string): void {
  if (value >= 0 && value <= 1) return;
  refuse(`all elements of ${argument} should be between 0 and 1`);
}

/** The kernel is made of steps in the dtype: in float16 the smallest denominator is 0. */
function inputBackward({ input, target }: Call, incoming: Tensor): Tensor {
  const round = rounding(input.dtype);
  const floor = round(smallestVariance);
  const variance = map(input, (p) => {
    const product = round(round(1 - p) * p);
    // Unlike Math.max, this leaves -0 be, and so the sign of float16's infinities.
    return product < floor ? floor : product;
  });
  const difference = combine(input, target, (p, t) => p - t);
  return combine(multiply(expandData(incoming, input.shape), difference), variance, (x, v) => x / v);
}

function targetBackward({ input }: Call, incoming: Tensor): Tensor {
  const round = rounding(input.dtype);
  const logit = map(input, (p) => Math.log(round(p / round(1 - p))));
  return multiply(negate(logit), incoming);
}

/** The end of a gradient of either binary cross entropy: the weight, and the division that the mean needs. */
export function scaled(
  { input, weight, reduction }: Pick<Call, 'input' | 'weight' | 'reduction'>,
  gradient: Tensor,
): Tensor {
  const weighted = weight === undefined ? gradient : storeInto(gradient, multiply(gradient, weight));
  return reduction === 'mean' ? divide(weighted, { int: input.data.length }) : weighted;
}
