import { Mersenne } from '../../engine/tensor/random';
import type { Given } from './callArguments';
import { Given as Arguments } from './callArguments';
import type { Operation, OperationContext } from './operations';
import { unknown, type CallValues, type GeneratorValue, type Value } from './values';

/** What PyTorch seeds a new generator with (`default_rng_seed_val`). */
const defaultSeed = 67280421310721;

/** `torch.Generator()`, on the CPU. */
export const newGenerator: Operation = (call) => {
  const device = new Arguments(call, ['device']).value('device');
  const isCpu =
    device === undefined ||
    (device.kind === 'device' ? device.isCpu : device.kind === 'string' && device.value === 'cpu');
  return isCpu
    ? { kind: 'generator', random: new Mersenne(defaultSeed) }
    : unknown('the generator of another device');
};

/** The generator that a call draws from: its own, or PyTorch's default. */
export function generatorOf(given: Given, context: OperationContext): Mersenne {
  const value = given.value('generator');
  if (value === undefined) return context.generator();
  if (value.kind !== 'generator') return unknown('the generator');
  if (value.lost !== undefined) return unknown(value.lost);
  return value.random ?? context.generator();
}

/** A method of a generator; what is not followed makes it unknown. */
export function callGenerator(
  self: GeneratorValue,
  method: string,
  call: CallValues,
  context: OperationContext,
): Value {
  if (method === 'manual_seed') {
    const seed = new Arguments(call, ['seed']).number('seed') ?? unknown('the seed');
    if (self.random) self.random = new Mersenne(seed);
    else context.seed(seed);
    return self;
  }
  self.lost ??= `\`${method}\` may have changed it`;
  return unknown(`the method ${method} of a generator`);
}
