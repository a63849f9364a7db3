import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { addingArgument, isSettled, reductionOf } from '../parameterFacts';
import { findingAt, replacing } from '../ruleContext';
import { ownsParameters } from '../sites';

/** KLDivLoss with the mean over all elements. */
export const klMean = defineRule({
  id: 'kl-mean',
  title: "KLDivLoss with reduction 'mean'",
  pitfall: 'kl-mean',
  severity: 'warning',
  at: ['creation', 'evaluation'],
  losses: ['KLDivLoss'],
  effect: {
    loss: 'KLDivLoss',
    parameters: { reduction: 'mean' },
    inputs: { input: '[[-0.69, -1.61, -1.20]]', target: '[[0.6, 0.1, 0.3]]' },
  },
  examples: {
    bad: [
      'nn.KLDivLoss()',
      "nn.KLDivLoss(reduction='mean')",
      'nn.KLDivLoss(log_target=True)',
      'def step(x, y):\n    return F.kl_div(x.log_softmax(1), y)',
      "def step(x, y):\n    return F.kl_div(x.log_softmax(1), y, reduction='mean')",
    ],
    good: [
      "nn.KLDivLoss(reduction='batchmean')",
      "nn.KLDivLoss(reduction='sum')",
      "def step(x, y):\n    return F.kl_div(x.log_softmax(1), y, reduction='none').sum(1).mean()",
      'nn.KLDivLoss(size_average=False)',
      'def make(reduction):\n    return nn.KLDivLoss(reduction=reduction)',
      'def make(options):\n    return nn.KLDivLoss(**options)',
    ],
  },
  *check(site, context) {
    if (!ownsParameters(site) || !isSettled(site)) return;
    if (reductionOf(site, context) !== 'mean') return;
    const given = site.parameters.byName.get('reduction');
    const title = t`Write reduction='batchmean'`;
    const isLiteral = given?.value.kind === 'string';
    const fix = !given
      ? { title, edits: [addingArgument(site, "reduction='batchmean'", context)] }
      : replacing(title, given.value, "'batchmean'");
    const message = t`The mean of KLDivLoss divides by the classes too, which is not the KL divergence: use reduction='batchmean'`;
    yield findingAt(given?.value ?? site.call.callee, message, { fixes: !given || isLiteral ? [fix] : [] });
  },
});
