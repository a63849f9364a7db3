import { logSigmoid, sigmoid, stepRounding } from '../numeric/sigmoid';
import { add, map, multiply, negate, storeInto, subtract, subtractFrom } from '../tensor/pointwise';
import type { Tensor } from '../tensor/tensor';
import { refuseGradient, requireFloat } from './checks';
import { scaled } from './bceLoss';
import { applyReduction, type Reduction } from './reduction';
import { constant, isWanted, record, type Variable } from './variable';

const one = { int: 1 };

function logSigmoidOf(x: Tensor): Tensor {
  requireFloat(x.dtype, 'log_sigmoid_cpu');
  const round = stepRounding(x.dtype);
  return map(x, (logit) => logSigmoid(logit, round));
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
  const loss = applyReduction(constant(forward(call)), reduction).tensor;
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
  const round = stepRounding(input.dtype);
  const probability = map(input, (logit) => sigmoid(logit, round));
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
