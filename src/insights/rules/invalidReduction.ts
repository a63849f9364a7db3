import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { refusalInWords } from '../parameterFacts';
import { findingAt, replacing } from '../ruleContext';
import { ownsParameters } from '../sites';

/** A reduction that the loss does not know. */
export const invalidReduction = defineRule({
  id: 'invalid-reduction',
  title: 'Reduction that does not exist',
  pitfall: 'unknown-reduction',
  severity: 'error',
  at: ['creation', 'evaluation'],
  effect: {
    loss: 'MSELoss',
    parameters: { reduction: 'sum' },
    inputs: { input: '[1.0, 2.0]', target: '[2.0, 4.0]' },
  },
  examples: {
    bad: [
      "nn.MSELoss(reduction='average')",
      "nn.CrossEntropyLoss(reduction='Mean')",
      "nn.CrossEntropyLoss(reduction='batchmean')",
      'nn.L1Loss(reduction=None)',
      "def step(x, y):\n    return F.mse_loss(x, y, reduction='summ')",
      "nn.GaussianNLLLoss(reduction='elementwise_mean')",
      "nn.KLDivLoss(reduction='batch_mean')",
      "nn.HuberLoss(reduction='total')",
      "nn.BCELoss(reduction='raw')",
    ],
    good: [
      "nn.MSELoss(reduction='mean')",
      "nn.KLDivLoss(reduction='batchmean')",
      "nn.MSELoss(reduction='elementwise_mean')",
      "nn.L1Loss(reduction='none')",
      'def make(reduction):\n    return nn.L1Loss(reduction=reduction)',
      "class L1Loss:\n    pass\nL1Loss(reduction='average')",
      "nn.MSELoss(size_average=True, reduction='average')",
    ],
  },
  *check(site, context) {
    if (!ownsParameters(site)) return;
    const argument = site.parameters.byName.get('reduction');
    const row = site.loss.parameters.find(({ name }) => name === 'reduction');
    if (!argument || !row?.choices) return;
    // Legacy arguments win over it.
    if (site.parameters.byName.has('size_average') || site.parameters.byName.has('reduce')) return;
    const value = context.value(argument.value);
    if (value.kind !== 'string' && value.kind !== 'none') return;
    const written = value.kind === 'string' ? value.value : null;
    if (written !== null && row.choices.includes(written)) return;
    const refused = refusalInWords(site, { reduction: written });
    if (refused === undefined) return;
    const isLiteral = argument.value.kind === 'string' || argument.value.kind === 'constant';
    const meant = written === null ? 'none' : meantBy(written, row.choices);
    yield findingAt(
      argument.value,
      t`There is no reduction ${written === null ? 'None' : `'${written}'`} here: ${refused}`,
      {
        fixes: isLiteral ? [replacing(t`Write '${meant}'`, argument.value, `'${meant}'`)] : [],
      },
    );
  },
});

/** The reduction that a word was meant for: the default where its beginning tells none. */
function meantBy(word: string, choices: readonly string[]): string {
  const lower = word.toLowerCase().trim();
  if (lower.startsWith('b') && choices.includes('batchmean')) return 'batchmean';
  if (/^(s|tot)/.test(lower)) return 'sum';
  return /^(n|un|raw)/.test(lower) ? 'none' : 'mean';
}
