import type { Outcome, PlaygroundResult } from '../protocol/messages';

/** A result of which there is nothing to show but its outcome. */
export function resultWithoutNumbers(revision: number, outcome: Outcome): PlaygroundResult {
  return {
    revision,
    inputs: {},
    parameters: {},
    formula: undefined,
    gradientFormula: undefined,
    outcome,
    code: '',
  };
}
