import { examples } from '#losses';
import type { LossDefinition } from './defineLoss';
import type { LossExample } from './lossDefinition';

/** Examples of a loss, from its file; the first is what the playground opens on. */
export function examplesOf({ name }: Pick<LossDefinition, 'name'>): readonly LossExample[] {
  return examples[name] ?? [];
}
