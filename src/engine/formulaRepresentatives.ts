import { representatives } from '#losses';
import type { LossDefinition } from './defineLoss';
import type { Configuration, FormulaRepresentatives } from './lossDefinition';

/** The values of parameters that reach every formula of a loss, from its file. */
export function representativesOf({ name }: Pick<LossDefinition, 'name'>): FormulaRepresentatives {
  return representatives[name] ?? {};
}

/** Every configuration that these values of a loss's parameters span. */
export function configurationsOf(loss: Pick<LossDefinition, 'name'>): Iterable<Configuration> {
  return spanned(Object.entries(representativesOf(loss)));
}

function* spanned(
  rows: readonly (readonly [string, FormulaRepresentatives[string]])[],
): Generator<Configuration> {
  const [first, ...others] = rows;
  if (!first) {
    yield {};
    return;
  }
  const [name, values] = first;
  for (const rest of spanned(others)) {
    for (const value of values) yield { [name]: value, ...rest };
  }
}
