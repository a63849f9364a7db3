import type { LossDefinition } from './defineLoss';
import type { LearnedWeight, ParameterValue } from './lossDefinition';
import { Mersenne } from './tensor/random';
import { sizesText } from './tensor/shape';
import { elementCount, type Tensor } from './tensor/tensor';
import { TorchError } from './torchError';

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

/**
 * The weights that a new module has after `torch.manual_seed(seed)`, float32, by their names.
 * @param parameters What the constructor takes.
 * @throws TorchError for parameters that the constructor refuses.
 */
export function initialWeights(
  definition: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
  seed: number,
): Readonly<Record<string, Tensor>> {
  const random = new Mersenne(seed);
  const drawn: Record<string, Tensor> = {};
  for (const { name, shape, features } of constructWeights(definition, parameters, () => undefined)) {
    const data = new Float32Array(elementCount(shape));
    drawn[name] = { dtype: 'float32', shape, data };
    const limit = features > 0 ? Math.sqrt(3) * (Math.sqrt(1 / 3) / Math.sqrt(features)) : 0;
    const bound = Math.fround(limit);
    const width = Math.fround(bound - -bound);
    // Multiplied and added in one rounding, as the processor does.
    for (let i = 0; i < data.length; i++) data[i] = random.uniform24() * width - bound;
  }
  return drawn;
}
