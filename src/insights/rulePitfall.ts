import { losses } from '../engine/evaluate';
import type { Pitfall } from '../engine/lossDefinition';
import { generalPitfalls } from '../engine/pitfalls';

/** The pitfall of that id, of whatever loss. */
export function pitfallOf(id: string): Pitfall | undefined {
  return [...losses.flatMap((loss) => loss.pitfalls), ...generalPitfalls].find(
    (pitfall) => pitfall.id === id,
  );
}
