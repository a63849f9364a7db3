import type { LossDefinition } from './defineLoss';
import type { LearnedWeight, ParameterValue } from './lossDefinition';
import { sizesText } from './tensor/shape';
import { TorchError } from './torchError';

/** Whether a name is that of a weight in a module's `state_dict`: no argument has a point in its name. */
export function isWeightName(name: string): boolean {
  return name.includes('.');
}

/** The weight, and the bias if it has one, of a `torch.nn.Linear` that a loss contains. */
export function linearWeights(
  name: string,
  features: number,
  outputs: number,
  bias: boolean,
): readonly LearnedWeight[] {
  const weight = { name: `${name}.weight`, shape: [outputs, features], features };
  return bias ? [weight, { name: `${name}.bias`, shape: [outputs], features }] : [weight];
}

/**
 * What the constructor does with the weights of a loss.
 * @throws TorchError for sizes that no tensor can have; warns of those that leave nothing to initialise.
 */
export function constructWeights(
  definition: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
  warn: (message: string) => void,
): readonly LearnedWeight[] {
  const weights: LearnedWeight[] = [];
  for (const weight of definition.learned?.(parameters) ?? []) {
    const negative = weight.shape.find((size) => size < 0);
    if (negative !== undefined) {
      throw new TorchError(
        'RuntimeError',
        `Trying to create tensor with negative dimension ${String(negative)}: ${sizesText(weight.shape)}`,
        'construct',
      );
    }
    if (weight.shape.length > 1 && weight.shape.includes(0)) {
      warn('Initializing zero-element tensors is a no-op');
    }
    weights.push(weight);
  }
  return weights;
}
