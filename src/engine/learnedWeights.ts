import type { LossDefinition } from './defineLoss';
import type { LearnedWeight, ParameterValue } from './lossDefinition';
import { isTensorValue, pythonTypeName } from './nativeTypes';
import { isFloat } from './tensor/dtype';
import { sizesText } from './tensor/shape';
import { refuse, refuseType } from './torchError';

/** Whether a name is that of a weight in a module's `state_dict`: no argument has a point in its name. */
export function isWeightName(name: string): boolean {
  return name.includes('.');
}

/**
 * The weight, and the bias if it has one, of a `torch.nn.Linear` that a loss contains.
 * @param features What Python passes as its numbers of features: integers are `bigint`s or in tensors of one element.
 * @throws TorchError as `torch.empty` does for what is no size.
 */
export function linearWeights(
  name: string,
  features: ParameterValue,
  outputs: ParameterValue,
  bias: boolean,
): readonly LearnedWeight[] {
  const shape = [sizeOf(outputs, 0), sizeOf(features, 1)];
  const weight = { name: `${name}.weight`, shape, features: shape[1] ?? 0 };
  return bias ? [weight, { ...weight, name: `${name}.bias`, shape: shape.slice(0, 1) }] : [weight];
}

/** Of a shape, the argument parser looks at the first size only; the others are converted one by one. */
function sizeOf(value: ParameterValue, place: number): number {
  if (typeof value === 'bigint' || (typeof value === 'boolean' && place > 0)) return Number(value);
  if (isTensorValue(value) && value.data.length === 1 && !isFloat(value.dtype)) {
    if (value.dtype !== 'bool') return Number(value.data[0]);
    refuse(
      'Expected scalar.isIntegral( false) to be true, but got false.  (Could this error message be improved?  ' +
        'If so, please report an enhancement request to PyTorch.)',
      'construct',
    );
  }
  const type = pythonTypeName(value);
  refuseType(
    place === 0
      ? `empty(): argument 'size' (position 1) must be tuple of ints, but found element of type ${type} at pos 0`
      : `empty(): argument 'size' failed to unpack the object at pos ${place + 1} with error ` +
          `"type must be tuple of ints,but got ${type}"`,
    'construct',
  );
}

/**
 * The numbers in a list or tensor, as Python iterates over them in a constructor.
 * @throws TorchError as Python does for what it cannot iterate over.
 */
export function iterated(value: ParameterValue): readonly number[] {
  if (isTensorValue(value) && value.shape.length > 0) return Array.from(value.data);
  if (Array.isArray(value)) return value as readonly number[];
  refuseType(
    isTensorValue(value)
      ? 'iteration over a 0-d tensor'
      : `'${pythonTypeName(value)}' object is not iterable`,
    'construct',
  );
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
      refuse(
        `Trying to create tensor with negative dimension ${negative}: ${sizesText(weight.shape)}`,
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
