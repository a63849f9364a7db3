import type { LossCall } from '../../../src/engine/evaluate';
import type { ParameterValue } from '../../../src/engine/lossDefinition';
import { isTensorValue } from '../../../src/engine/nativeTypes';
import { storage, type Tensor } from '../../../src/engine/tensor/tensor';
import type { RandomCall } from './calls';

/** The samples of a tensor at these places of a dimension, in this order. */
export function select(tensor: Tensor, dimension: number, places: readonly number[]): Tensor {
  const { dtype, shape, data } = tensor;
  const size = shape[dimension] ?? 1;
  const stride = shape.slice(dimension + 1).reduce((product, each) => product * each, 1);
  const blocks = data.length / (size * stride);
  const selected = storage(dtype, blocks * places.length * stride);
  for (let block = 0; block < blocks; block++) {
    places.forEach((place, i) => {
      const start = (block * size + place) * stride;
      selected.set(data.subarray(start, start + stride), (block * places.length + i) * stride);
    });
  }
  return { dtype, shape: shape.map((each, i) => (i === dimension ? places.length : each)), data: selected };
}

/** A tensor without a dimension of size 1. */
export function squeeze({ shape, ...rest }: Tensor, dimension: number): Tensor {
  return { ...rest, shape: shape.filter((_, i) => i !== dimension) };
}

/** How many samples a call has; undefined where broadcasting mixes them, or there is no batch. */
export function batchSize({ batch, inputs }: RandomCall): number | undefined {
  const [first] = Object.entries(batch ?? {});
  if (first === undefined) return undefined;
  const [name, dimension] = first;
  const tensor = inputs[name];
  return isTensorValue(tensor) ? tensor.shape[dimension] : undefined;
}

/** The same call of some of its samples, in the order named; squeezed: of one sample without the batch's dimension. */
export function ofSamples(
  { inputs, parameters = {}, batch = {} }: RandomCall,
  places: readonly number[],
  isSqueezed = false,
): Pick<Required<LossCall>, 'inputs' | 'parameters'> {
  const change = <T extends ParameterValue>(name: string, value: T): T | Tensor | readonly number[] => {
    const dimension = batch[name];
    if (dimension === undefined) return value;
    if (Array.isArray(value)) return places.map((place) => (value as readonly number[])[place] ?? NaN);
    if (!isTensorValue(value)) return value;
    const chosen = select(value, dimension, places);
    return isSqueezed ? squeeze(chosen, dimension) : chosen;
  };
  const each = <T extends ParameterValue>(
    values: Readonly<Record<string, T>>,
  ): Record<string, T | Tensor | readonly number[]> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(name, value)]));
  return { inputs: each(inputs), parameters: each(parameters) };
}
