import type { LossDefinition } from './defineLoss';
import { constructWeights } from './learnedWeights';
import type { ParameterValue } from './lossDefinition';
import { Mersenne } from './tensor/random';
import { elementCount, type Tensor, type TensorData } from './tensor/tensor';

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
  return drawWeights(definition, parameters, new Mersenne(seed));
}

/** The same, drawn from a generator as it stands. */
export function drawWeights(
  definition: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
  random: Mersenne,
): Readonly<Record<string, Tensor>> {
  const drawn: Record<string, Tensor> = {};
  for (const { name, shape, features } of constructWeights(definition, parameters, () => undefined)) {
    drawn[name] = drawUniform(shape, features > 0 ? kaimingBound(features) : 0, random);
  }
  return drawn;
}

/** The bound of `nn.init.kaiming_uniform_(weight, a=math.sqrt(5))`, with which layers of so many features begin. */
export function kaimingBound(features: number): number {
  return Math.sqrt(3) * (Math.sqrt(1 / 3) / Math.sqrt(features));
}

/** A float32 tensor of samples between a bound and its opposite. */
export function drawUniform(shape: readonly number[], limit: number, random: Mersenne): Tensor {
  const data = new Float32Array(elementCount(shape));
  fillUniform(data, limit, random);
  return { dtype: 'float32', shape, data };
}

/** The samples of {@link drawUniform}, or of a part of them. */
export function fillUniform(data: TensorData, limit: number, random: Mersenne): void {
  const bound = Math.fround(limit);
  const width = Math.fround(bound - -bound);
  // Multiplied and added in one rounding, as the processor does.
  for (let i = 0; i < data.length; i++) data[i] = random.uniform24() * width - bound;
}
