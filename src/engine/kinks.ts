import { kinks } from '#losses';
import type { LossDefinition } from './defineLoss';
import type { Kink } from './lossDefinition';

/** The kinks of a loss, from its file. */
export function kinksOf({ name }: Pick<LossDefinition, 'name'>): readonly Kink[] {
  return kinks[name] ?? [];
}
