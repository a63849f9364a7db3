import { askEngine } from './answer';
import { compare } from './compare';
import type { ReferenceCase } from './referenceCase';

/** A case on which the engine and PyTorch disagree. */
export interface Disagreement {
  readonly id: string;
  readonly differences: readonly string[];
}

/** How the cases of one loss came out. */
export interface LossTally {
  readonly loss: string;
  cases: number;
  /** The largest distance between finite numbers, in tolerances, and where it was. */
  worst: number;
  worstId: string;
  readonly disagreements: Disagreement[];
}

/** Runs the engine over cases and adds up by loss, in the order in which losses first appear. */
export function tally(
  cases: Iterable<ReferenceCase>,
  tallies = new Map<string, LossTally>(),
): Map<string, LossTally> {
  for (const reference of cases) {
    const { loss, id } = reference;
    const own = tallies.get(loss) ?? { loss, cases: 0, worst: 0, worstId: '', disagreements: [] };
    tallies.set(loss, own);
    const { differences, worst } = compare(reference, askEngine(reference));
    own.cases += 1;
    if (differences.length > 0) own.disagreements.push({ id, differences });
    if (worst > own.worst) {
      own.worst = worst;
      own.worstId = id;
    }
  }
  return tallies;
}

/** The first disagreements, for a message. */
export function listDisagreements(disagreements: readonly Disagreement[], count: number): string {
  return disagreements
    .slice(0, count)
    .map(({ id, differences }) => [id, ...differences.map((difference) => `    ${difference}`)].join('\n'))
    .join('\n');
}
