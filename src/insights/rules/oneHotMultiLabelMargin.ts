import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { madeAt, originsOfKind, otherLoss } from '../tensorFixes';

/** One-hot rows given to a loss that takes lists of classes. */
export const oneHotMultiLabelMargin = defineRule({
  id: 'one-hot-multi-label-margin',
  title: 'One-hot target of MultiLabelMarginLoss',
  pitfall: 'multi-label-margin-target',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['MultiLabelMarginLoss'],
  effect: {
    loss: 'MultiLabelMarginLoss',
    inputs: { input: '[[0.1, 0.2, 0.4, 0.8]]', target: '[[0, 0, 0, 1]]' },
  },
  examples: {
    bad: [
      'def step(x, y):\n    return F.multilabel_margin_loss(x, F.one_hot(y, 4))',
      'criterion = nn.MultiLabelMarginLoss()\ndef step(x, y):\n    return criterion(x, F.one_hot(y, num_classes=4).long())',
      'def step(x, y):\n    target = F.one_hot(y)\n    return nn.MultiLabelMarginLoss()(x, target)',
      'def step(x, y):\n    return F.multilabel_margin_loss(x, F.one_hot(y, 4).to("cuda"), reduction="sum")',
    ],
    good: [
      'def step(x, y):\n    return F.multilabel_margin_loss(x, y)',
      'def step(x, y):\n    return F.multilabel_soft_margin_loss(x, F.one_hot(y, 4).float())',
      'x = torch.zeros(1, 4)\nF.multilabel_margin_loss(x, torch.tensor([[3, 0, -1, -1]]))',
      'def step(x, y):\n    return F.multi_margin_loss(x, y)',
      'def step(x, y):\n    return F.multilabel_margin_loss(x, F.one_hot(y, 4).argsort(descending=True))',
      'def step(x, y):\n    return F.multilabel_margin_loss(F.one_hot(y, 4).float(), y)',
    ],
  },
  *check(site, context) {
    const found = originsOfKind(site, 'target', ['oneHot'], context);
    if (!found) return;
    const { argument, origins } = found;
    const renamed = otherLoss(
      site,
      { module: 'MultiLabelSoftMarginLoss', functional: 'multilabel_soft_margin_loss' },
      context,
    );
    yield findingAt(
      argument,
      t`MultiLabelMarginLoss takes lists of classes that end in -1: one-hot rows are read as classes 0 and 1`,
      {
        related: madeAt(argument, origins, t`The one-hot rows come from here`),
        fixes: renamed ? [{ title: t`Use MultiLabelSoftMarginLoss`, edits: renamed }] : [],
      },
    );
  },
});
