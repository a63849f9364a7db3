import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { ownsParameters } from '../sites';

const names: Readonly<Record<string, { readonly wrong: string; readonly right: string }>> = {
  HuberLoss: { wrong: 'beta', right: 'delta' },
  SmoothL1Loss: { wrong: 'delta', right: 'beta' },
};

/** The parameter of the loss beside. */
export const deltaOrBeta = defineRule({
  id: 'delta-or-beta',
  title: 'beta of HuberLoss, or delta of SmoothL1Loss',
  pitfall: 'delta-or-beta',
  severity: 'error',
  at: ['creation', 'evaluation'],
  effect: {
    loss: 'HuberLoss',
    parameters: { delta: '0.5' },
    inputs: { input: '[1.0, 2.0]', target: '[2.0, 4.0]' },
  },
  examples: {
    bad: [
      'nn.HuberLoss(beta=0.5)',
      'nn.SmoothL1Loss(delta=0.5)',
      'def step(x, y):\n    return F.huber_loss(x, y, beta=0.5)',
      "def step(x, y):\n    return F.smooth_l1_loss(x, y, reduction='sum', delta=2.0)",
    ],
    good: [
      'nn.HuberLoss(delta=0.5)',
      'nn.SmoothL1Loss(beta=0.5)',
      'def step(x, y):\n    return F.huber_loss(x, y, delta=0.5)',
      'nn.MSELoss(reduction="sum")',
      'class HuberLoss:\n    def __init__(self, beta):\n        pass\nHuberLoss(beta=0.5)',
      'def make(options):\n    return nn.HuberLoss(**options)',
    ],
  },
  *check(site) {
    if (!ownsParameters(site)) return;
    const known = names[site.loss.name];
    const argument = site.parameters.extra.find(({ name }) => name !== undefined && name === known?.wrong);
    if (!known || !argument?.nameSpan) return;
    const { start, end } = argument.nameSpan;
    yield findingAt(
      argument,
      t`${site.loss.name} has no ${known.wrong}, which raises a TypeError; HuberLoss(delta=d) is d times SmoothL1Loss(beta=d)`,
      {
        fixes: [{ title: t`Write ${known.right}`, edits: [{ start, end, text: known.right }] }],
      },
    );
  },
});
