import { logSigmoid, sigmoid } from '../numeric/sigmoid';
import { add, divide, map, multiply, negate, storeInto, subtract, subtractFrom } from '../tensor/pointwise';
import { mean, sum } from '../tensor/reduction';
import type { Tensor } from '../tensor/tensor';
import { refuseGradient, requireFloat } from './checks';
import type { Reduction } from './reduction';
import { isWanted, record, type Variable } from './variable';

const one = { int: 1 };

function logSigmoidOf(x: Tensor): Tensor {
  requireFloat(x.dtype, 'log_sigmoid_cpu');
  return map(x, logSigmoid);
}

/**
 * ATen's `binary_cross_entropy_with_logits`. Most of its steps are done in place on `1 - target`, so that the
 * loss has the target's dtype and nothing may broadcast it.
 */
export function bceWithLogits(
  input: Variable,
  target: Variable,
  weight: Variable | null,
  posWeight: Variable | null,
  reduction: Reduction,
): Variable {
  const operation = 'binary_cross_entropy_with_logits';
  refuseGradient(weight, operation, 'weight');
  refuseGradient(posWeight, operation, 'pos_weight');
  const call = {
    input: input.tensor,
    target: target.tensor,
    weight: weight?.tensor,
    posWeight: posWeight?.tensor,
    reduction,
  };
  const unreduced = forward(call);
  const loss = reduction === 'mean' ? mean(unreduced) : reduction === 'sum' ? sum(unreduced) : unreduced;
  return record(loss, [input, target], (gradient) => [
    isWanted(input) ? inputBackward(call, gradient) : undefined,
    isWanted(target) ? targetBackward(call, gradient) : undefined,
  ]);
}

interface Call {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | undefined;
  readonly posWeight: Tensor | undefined;
  readonly reduction: Reduction;
}

function forward({ input, target, weight, posWeight }: Call): Tensor {
  let log = logSigmoidOf(input);
  if (posWeight !== undefined) {
    const weighted = multiply(subtract(posWeight, one), target);
    log = storeInto(log, multiply(log, storeInto(weighted, add(weighted, one))));
  }
  let loss = subtractFrom(1, target);
  loss = storeInto(loss, multiply(loss, input));
  loss = storeInto(loss, subtract(loss, log));
  return weight === undefined ? loss : storeInto(loss, multiply(loss, weight));
}

function inputBackward(call: Call, incoming: Tensor): Tensor {
  const { input, target, posWeight } = call;
  const probability = map(input, sigmoid);
  let gradient: Tensor;
  if (posWeight === undefined) {
    gradient = storeInto(probability, subtract(probability, target));
  } else {
    const weighted = multiply(posWeight, target);
    const factor = add(weighted, one);
    gradient = storeInto(factor, subtract(factor, target));
    gradient = storeInto(gradient, multiply(gradient, probability));
    gradient = storeInto(gradient, subtract(gradient, weighted));
  }
  return scaled(call, storeInto(gradient, multiply(gradient, incoming)));
}

function targetBackward(call: Call, incoming: Tensor): Tensor {
  const { input, posWeight } = call;
  if (posWeight === undefined) return scaled(call, multiply(negate(input), incoming));
  const log = logSigmoidOf(input);
  let gradient = logSigmoidOf(negate(input));
  gradient = storeInto(gradient, subtract(gradient, storeInto(log, multiply(log, posWeight))));
  return scaled(call, storeInto(gradient, multiply(gradient, incoming)));
}

/** The end of both: the weight, and the division that the mean needs. */
function scaled({ input, weight, reduction }: Call, gradient: Tensor): Tensor {
  const weighted = weight === undefined ? gradient : storeInto(gradient, multiply(gradient, weight));
  return reduction === 'mean' ? divide(weighted, { int: input.data.length }) : weighted;
}
