import type { ParameterValue } from '../lossDefinition';
import { isTensorValue, pythonTypeName } from '../nativeTypes';
import { cppTypes, isFloat } from '../tensor/dtype';
import { map } from '../tensor/pointwise';
import { convertScalar } from '../tensor/scalarConversion';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { refuse, refuseType, refuseValue } from '../torchError';
import { add, div, log, mul, square, sub } from './pointwise';
import { view } from './reduction';
import { constant, record, Variable } from './variable';

/** Only a float counts as a number; `torch.any` meets the comparison of any other. */
const integerMessage =
  'any() received an invalid combination of arguments - got (bool), but expected one of:\n' +
  ' * (Tensor input, *, Tensor out = None)\n' +
  ' * (Tensor input, tuple of ints dim = None, bool keepdim = False, *, Tensor out = None)\n' +
  ' * (Tensor input, int dim, bool keepdim = False, *, Tensor out = None)\n';

/**
 * The variance as `gaussian_nll_loss` works with it: a number becomes a tensor like the input; one dimension
 * less gets a last dimension of 1.
 * @throws TorchError for a Python int, for negative elements and for shapes that it does not take.
 */
export function varianceFor(input: Variable, variance: Variable | number | bigint): Variable {
  if (typeof variance === 'bigint') refuseType(integerMessage);
  const held = typeof variance === 'number' ? filled(input.tensor, variance) : variance;
  if (held.tensor.data.some((value) => value < 0)) {
    refuseValue('var has negative entry/entries');
  }
  const { shape } = input;
  if (sameShape(held.shape, shape)) return held;
  if (sameShape(held.shape, shape.slice(0, -1)) && shape.length > 0) return view(held, [...held.shape, 1]);
  if (!isHomoscedastic(held.shape, shape)) refuseValue('var is of incorrect size');
  return held;
}

function filled({ dtype, shape, data }: Tensor, value: number): Variable {
  const ones: Tensor = { dtype, shape, data: data.slice().fill(1) };
  return mul(value, constant(ones));
}

/** PyTorch's own test, which adds up the sizes that differ: one size of 1, or two of 0 and 1. */
function isHomoscedastic(shape: readonly number[], input: readonly number[]): boolean {
  if (shape.length !== input.length) return false;
  const differing = shape.filter((size, dimension) => size !== input[dimension]);
  return differing.reduce((total, size) => total + size, 0) === 1;
}

/**
 * The unreduced loss: half of the variance's log plus the squared error over the variance. The variance is at
 * least `eps`, which its gradient does not notice.
 * @throws TorchError for an integer variance and for an `eps` that its dtype cannot hold.
 */
export function gaussianNllLoss(
  input: Variable,
  target: Variable,
  variance: Variable,
  eps: number,
): Variable {
  const floored = atLeast(variance, eps);
  const logarithm = log(floored);
  return mul(0.5, add(logarithm, div(square(sub(input, target)), floored)));
}

/**
 * What is given as `eps`, as `clamp_` takes it.
 * @throws TorchError for what is no number.
 */
export function varianceFloor(eps: ParameterValue): number {
  if (eps === null) {
    refuse("torch.clamp: At least one of 'min' or 'max' must not be None");
  }
  if (typeof eps === 'number' || typeof eps === 'bigint' || typeof eps === 'boolean') return Number(eps);
  if (isTensorValue(eps) && eps.data.length === 1) return Number(eps.data[0]);
  refuseType(
    `clamp_() received an invalid combination of arguments - got (min=${pythonTypeName(eps)}, ), ` +
      'but expected one of:\n * (Tensor min = None, Tensor max = None)\n' +
      ' * (Number min = None, Number max = None)\n',
  );
}

function atLeast(variance: Variable, eps: number): Variable {
  const { dtype } = variance.tensor;
  if (!isFloat(dtype)) {
    refuse(`result type Float can't be cast to the desired output type ${cppTypes[dtype]}`);
  }
  const floor = convertScalar(dtype, eps);
  const clamped = map(variance.tensor, (value) => (value >= floor || Number.isNaN(value) ? value : floor));
  return record(clamped, [variance], (gradient) => [gradient]);
}
