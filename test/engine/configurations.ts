import type { LossDefinition } from '../../src/engine/defineLoss';
import type { Configuration, Expression, ParameterValue } from '../../src/engine/lossDefinition';

/** Every configuration of the values that `formulaRepresentatives` names. */
export function* configurations(loss: LossDefinition): Generator<Configuration> {
  yield* combine(Object.entries(loss.formulaRepresentatives));
}

function* combine(
  rows: readonly (readonly [string, readonly (ParameterValue | Expression)[]])[],
): Generator<Configuration> {
  const [row, ...rest] = rows;
  if (row === undefined) {
    yield {};
    return;
  }
  for (const configuration of combine(rest)) {
    for (const value of row[1]) yield { ...configuration, [row[0]]: value };
  }
}
