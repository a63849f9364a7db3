import { resultType } from '../tensor/dtype';
import { add, combine, divide, maskedFill, multiply } from '../tensor/pointwise';
import { roundTo } from '../tensor/rounding';
import type { Tensor } from '../tensor/tensor';
import { record, type Variable } from './variable';

/** `x * log(y)`, 0 where `x` is 0 unless `y` is NaN. */
function xlogyOf(x: Tensor, y: Tensor): Tensor {
  const dtype = resultType(x, y);
  return combine(x, y, (a, b) => {
    if (Number.isNaN(b)) return NaN;
    return a === 0 ? 0 : a * roundTo(dtype, Math.log(b));
  });
}

/** `xlogy(x, x)`: `x * log(x)`, and 0 at 0, where its gradient is NaN. */
export function xlogx(x: Variable): Variable {
  const { tensor } = x;
  return record(xlogyOf(tensor, tensor), [x], (gradient) => {
    const atZero: Tensor = combine(tensor, 0, (a) => Number(a === 0), { output: 'bool' });
    const byFactor = maskedFill(xlogyOf(gradient, tensor), atZero, 0);
    const byLog = divide(multiply(gradient, tensor), tensor);
    return [add(byFactor, byLog)];
  });
}
