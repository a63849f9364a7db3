import type { LossDefinition } from '../engine/defineLoss';
import { initialWeights } from '../engine/initialWeights';
import type { ParameterValue } from '../engine/lossDefinition';
import type { Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';

/** The seed after which PyTorch draws the weights that nobody entered. */
const weightSeed = 0;

/**
 * The weights of a module that learns, as they are when it is new after `torch.manual_seed(0)`, by their names in its
 * `state_dict`. Empty for a loss without, for the functional, and while the constructor would refuse the parameters.
 */
export function newWeights(
  loss: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
): Readonly<Record<string, Tensor>> {
  const isComplete = loss.parameters.every(
    ({ name, required, functionalOnly }) =>
      required !== true || functionalOnly === true || name in parameters,
  );
  if (loss.learned === undefined || isFunctional(loss, parameters) || !isComplete) return {};
  try {
    loss.construct?.(parameters);
    return initialWeights(loss, parameters, weightSeed);
  } catch (error) {
    // What the constructor refuses, the call will say again.
    if (error instanceof TorchError) return {};
    throw error;
  }
}

/** Whether there is a parameter that only the functional takes. */
export function isFunctional(
  loss: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
): boolean {
  return loss.parameters.some(({ name, functionalOnly }) => functionalOnly === true && name in parameters);
}

/** The code that sets a weight of `criterion`, `tail.0.1.weight` being that of `criterion.tail[0][1]`. */
export function weightCode(name: string): string {
  return `criterion.${name.replace(/\.(\d+)/g, '[$1]')}`;
}
