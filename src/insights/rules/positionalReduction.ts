import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { givenParameters, mayBecomeKeyword, reductionNames, refusalInWords } from '../parameterFacts';
import { findingAt, replacing } from '../ruleContext';
import { ownsParameters } from '../sites';

/** A string or a number that lands in another parameter than the one it is meant for. */
export const positionalReduction = defineRule({
  id: 'positional-reduction',
  title: 'Positional argument lands in another parameter',
  pitfall: 'positional-reduction',
  severity: 'error',
  at: ['creation', 'evaluation'],
  effect: {
    loss: 'MSELoss',
    parameters: { size_average: 'True' },
    inputs: { input: '[1.0, 2.0]', target: '[2.0, 4.0]' },
  },
  examples: {
    bad: [
      "nn.MSELoss('sum')",
      'nn.SmoothL1Loss(0.5)',
      "nn.KLDivLoss('batchmean')",
      "def step(x, y):\n    return F.mse_loss(x, y, 'sum')",
      "nn.CrossEntropyLoss('none')",
      "nn.HingeEmbeddingLoss('sum')",
      'nn.HuberLoss(1.5)',
      'nn.MSELoss(0.5)',
      "nn.MSELoss('sum', reduction='mean')",
      'nn.HuberLoss(1.5, delta=2.0)',
    ],
    good: [
      "nn.MSELoss(reduction='sum')",
      "nn.HuberLoss('sum')",
      'nn.SmoothL1Loss(beta=0.5)',
      'nn.MSELoss(False)',
      'nn.MSELoss(size_average=0.5)',
      'def make(name):\n    return nn.MSELoss(name)',
      "def step(x, y):\n    return F.huber_loss(x, y, 'sum')",
      'nn.TripletMarginLoss(0.5)',
    ],
  },
  *check(site, context) {
    if (!ownsParameters(site)) return;
    for (const { row, argument } of givenParameters(site)) {
      if (argument.kind !== 'positional') continue;
      const { value } = argument;
      const text = context.text(value);
      const mayMove = mayBecomeKeyword(argument, site);
      if (value.kind === 'string' && row.name !== 'reduction' && reductionNames.includes(value.value ?? '')) {
        const refused = row.legacy ? undefined : refusalInWords(site, { [row.name]: value.value ?? '' });
        const mayFix = mayMove && !site.parameters.byName.has('reduction');
        yield findingAt(
          value,
          t`${text} is taken for ${row.name}: ${refused ?? t`the reduction stays 'mean'`}`,
          {
            fixes: mayFix ? [replacing(t`Write reduction=${text}`, value, `reduction=${text}`)] : [],
          },
        );
      }
      const number = value.kind === 'number' ? context.number(value) : undefined;
      if (number === undefined || !(row.legacy ? /[.e]/i.test(text) : row.name === 'reduction')) continue;
      const meant = site.loss.parameters.find(({ name }) => name === 'beta' || name === 'delta')?.name;
      const refused = row.legacy
        ? undefined
        : refusalInWords(site, { [row.name]: /[.e]/i.test(text) ? number : BigInt(number) });
      const kept = number === 0 ? t`the reduction becomes 'sum'` : t`the reduction stays 'mean'`;
      const mayFix = mayMove && meant !== undefined && !site.parameters.byName.has(meant);
      yield findingAt(value, t`${text} is taken for ${row.name}: ${refused ?? kept}`, {
        fixes: mayFix ? [replacing(t`Write ${meant}=${text}`, value, `${meant}=${text}`)] : [],
      });
    }
  },
});
