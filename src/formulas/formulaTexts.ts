import type { LossDefinition } from '../engine/defineLoss';
import type { Configuration } from '../engine/lossDefinition';

/** Every configuration that the representative values of a loss's parameters span. */
export function* configurations(
  representatives: LossDefinition['formulaRepresentatives'],
): Generator<Configuration> {
  const [first, ...others] = Object.entries(representatives);
  if (!first) {
    yield {};
    return;
  }
  const [name, values] = first;
  for (const rest of configurations(Object.fromEntries(others))) {
    for (const value of values) yield { [name]: value, ...rest };
  }
}

/**
 * All the TeX that hovers and playground can ask for: each loss's formula and gradient in every configuration,
 * its symbols and the places of its kinks.
 */
export function formulaTexts(losses: readonly LossDefinition[]): Set<string> {
  const texts = new Set<string>();
  for (const loss of losses) {
    for (const configuration of configurations(loss.formulaRepresentatives)) {
      const formula = loss.formula(configuration);
      texts.add(formula.tex).add(formula.gradientTex);
    }
    for (const { symbol } of [...loss.inputs, ...loss.parameters])
      if (symbol !== undefined) texts.add(symbol);
    for (const { at } of loss.kinks) texts.add(at);
  }
  return texts;
}
