import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';

/** A class that another one replaces. */
export const deprecatedLoss = defineRule({
  id: 'deprecated-loss',
  title: 'Deprecated class of a loss',
  pitfall: 'deprecated-loss',
  severity: 'warning',
  tag: 'deprecated',
  at: ['creation'],
  effect: { loss: 'NLLLoss', inputs: { input: '[[-0.69, -0.69]]', target: '[1]' } },
  examples: {
    bad: [
      'nn.NLLLoss2d()',
      'nn.NLLLoss2d(ignore_index=0)',
      'from torch.nn import NLLLoss2d\ncriterion = NLLLoss2d()',
      'import torch\ncriterion = torch.nn.NLLLoss2d()',
    ],
    good: [
      'nn.NLLLoss()',
      'class NLLLoss2d(nn.Module):\n    pass\nNLLLoss2d()',
      'def make(nn):\n    return nn.NLLLoss2d()',
      'from losses import NLLLoss2d\nNLLLoss2d()',
      'from torch.nn import NLLLoss as NLLLoss2d\nNLLLoss2d()',
      "name = 'nn.NLLLoss2d()'",
    ],
  },
  *check(site, context) {
    if (site.loss.deprecated === undefined) return;
    const { callee } = site.call;
    yield findingAt(callee, t`${site.loss.name} is deprecated: NLLLoss computes the same, for images too`, {
      fixes: [{ title: t`Use NLLLoss`, edits: context.renamed(callee, 'torch.nn.NLLLoss') }],
    });
  },
});
