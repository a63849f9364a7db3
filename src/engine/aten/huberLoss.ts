import { resultType } from '../tensor/dtype';
import { combine, storeInto } from '../tensor/pointwise';
import type { Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { refuseMixture, requireFloat } from './checks';
import { differentiate, rounding, type ElementwiseLoss } from './elementwiseLoss';
import { applyReduction, type Reduction } from './reduction';
import { constant, isWanted, record, type Variable } from './variable';

/** The arithmetic of ATen's kernels: float16 computes its loss in float32, bfloat16 rounds each step. */
function arithmetic(delta: number): ElementwiseLoss {
  return {
    kernel: 'huber_cpu',
    value(input, target, round) {
      const step = round.dtype === 'float16' ? Math.fround : round;
      const corner = step(delta);
      const size = Math.abs(step(input - target));
      return size < corner ? step(step(0.5 * size) * size) : corner * step(size - step(0.5 * corner));
    },
    derivative(input, target, norm, gradient, round) {
      const difference = round(input - target);
      const scale = round(norm);
      if (difference <= -delta) return round(-scale * gradient) * delta;
      if (difference >= delta) return round(scale * gradient) * delta;
      return round(scale * difference) * gradient;
    },
  };
}

/**
 * ATen's `huber_loss` of a pair that has been broadcast. The loss has the dtype of the input whatever the
 * target's; only `backward` refuses a mixture.
 * @throws TorchError for a `delta` that is not positive.
 */
export function huberLoss(input: Variable, target: Variable, reduction: Reduction, delta: number): Variable {
  if (!(delta > 0)) {
    refuse('huber_loss does not support non-positive values for delta.');
  }
  const loss = arithmetic(delta);
  const common = resultType(input.tensor, target.tensor);
  const round = rounding(common);
  const wide = combine(input.tensor, target.tensor, (x, t) => loss.value(x, t, round));
  const unreduced = storeInto(input.tensor, wide);
  requireFloat(common, loss.kernel);
  const norm = reduction === 'mean' ? 1 / unreduced.data.length : 1;
  const derivative = (x: Tensor, t: Tensor, gradient: Tensor): Tensor => {
    refuseMixture('backward', x, t, gradient);
    return differentiate(loss, x, t, norm, gradient);
  };
  return record(applyReduction(constant(unreduced), reduction).tensor, [input, target], (gradient) => [
    isWanted(input) ? derivative(input.tensor, target.tensor, gradient) : undefined,
    isWanted(target) ? derivative(target.tensor, input.tensor, gradient) : undefined,
  ]);
}
