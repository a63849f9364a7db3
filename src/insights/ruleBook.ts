import { rules } from '#rules';
import { losses } from '../engine/evaluate';
import type { Pitfall } from '../engine/lossDefinition';
import { generalPitfalls } from '../engine/pitfalls';
import type { Rule } from './defineRule';

export { rules };

/** The rule of that id. */
export function ruleById(id: unknown): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}

/** The pitfall of that id, of whatever loss. */
export function pitfallById(id: string): Pitfall | undefined {
  return [...losses.flatMap((loss) => loss.pitfalls), ...generalPitfalls].find(
    (pitfall) => pitfall.id === id,
  );
}
