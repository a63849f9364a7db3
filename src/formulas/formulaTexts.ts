import type { LossDefinition } from '../engine/defineLoss';
import type { Configuration, Kink } from '../engine/lossDefinition';
import { reductionMark } from './markedTex';

/**
 * All the TeX that hovers and playground can ask for: each loss's formula and gradient in every configuration,
 * its symbols and the places of its kinks. With it, the symbols whose places in it can be asked for.
 * @param configurationsOf What reaches every formula of a loss.
 * @param kinksOf Where its derivative jumps.
 */
export function formulaTexts(
  losses: readonly LossDefinition[],
  configurationsOf: (loss: LossDefinition) => Iterable<Configuration>,
  kinksOf: (loss: LossDefinition) => readonly Kink[],
): Map<string, ReadonlySet<string>> {
  const texts = new Map<string, Set<string>>();
  const add = (tex: string, ...symbols: readonly string[]): void => {
    const known = texts.get(tex) ?? new Set();
    for (const symbol of symbols) known.add(symbol);
    texts.set(tex, known);
  };
  for (const loss of losses) {
    const symbols = [...loss.inputs, ...loss.parameters].flatMap(({ symbol }) => symbol ?? []);
    for (const configuration of configurationsOf(loss)) {
      const formula = loss.formula(configuration);
      add(formula.tex, ...symbols, reductionMark);
      add(formula.gradientTex, ...symbols);
    }
    for (const symbol of symbols) add(symbol);
    for (const { at } of kinksOf(loss)) add(at);
  }
  return texts;
}
