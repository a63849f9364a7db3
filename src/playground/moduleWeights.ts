import type { LossDefinition } from '../engine/defineLoss';
import { initialWeights } from '../engine/initialWeights';
import { constructWeights } from '../engine/learnedWeights';
import type { ParameterValue } from '../engine/lossDefinition';
import { elementCount, type Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';

/** As many numbers as the weights of a module may have: a quarter of a second to draw. */
export const mostWeights = 10_000_000;

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
  return constructed(loss, parameters, () => initialWeights(loss, parameters, weightSeed)) ?? {};
}

/** How many numbers {@link newWeights} would draw. */
export function weightCount(
  loss: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
): number {
  const shapes = constructed(loss, parameters, () => constructWeights(loss, parameters, () => undefined));
  return (shapes ?? []).reduce((sum, { shape }) => sum + elementCount(shape), 0);
}

/** What a module that learns gives, undefined where there is none. What its constructor refuses, the call will say again. */
function constructed<T>(
  loss: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
  give: () => T,
): T | undefined {
  const isComplete = loss.parameters.every(
    ({ name, required, functionalOnly }) =>
      required !== true || functionalOnly === true || name in parameters,
  );
  if (loss.learned === undefined || isFunctional(loss, parameters) || !isComplete) return undefined;
  try {
    loss.construct?.(parameters);
    return give();
  } catch (error) {
    if (error instanceof TorchError) return undefined;
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
