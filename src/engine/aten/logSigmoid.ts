import { logSigmoid as logSigmoidOf, stepRounding } from '../numeric/sigmoid';
import { combine, map, multiply } from '../tensor/pointwise';
import { roundTo } from '../tensor/rounding';
import { requireFloat } from './checks';
import { record, type Variable } from './variable';

/**
 * `log(1 / (1 + e^-x))`.
 * @throws TorchError for integers.
 */
export function logSigmoid(x: Variable): Variable {
  const { tensor } = x;
  requireFloat(tensor.dtype, 'log_sigmoid_cpu');
  const round = stepRounding(tensor.dtype);
  const result = map(tensor, (value) => logSigmoidOf(value, round));
  return record(result, [x], (gradient) => {
    // PyTorch keeps the exponential of the forward pass, in the dtype; the rest is one step.
    const decay = map(tensor, (value) => Math.exp(-Math.abs(value)));
    const { dtype } = tensor;
    if (dtype !== 'float16' && dtype !== 'bfloat16') {
      return [multiply(gradient, combine(tensor, decay, slope))];
    }
    const slopes = combine(tensor, decay, slope, { output: 'float32' });
    return [
      combine({ ...gradient, dtype: 'float32' }, slopes, (g, s) => roundTo(dtype, g * s), { output: dtype }),
    ];
  });
}

function slope(x: number, decay: number): number {
  const part = decay / (1 + decay);
  return x < 0 ? 1 - part : part;
}
