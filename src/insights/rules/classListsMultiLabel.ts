import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { isCalledOnce, madeAt, originsOf, otherLoss } from '../tensorFixes';

/** Lists of class numbers given to a loss of a 0 or 1 for each class. */
export const classListsMultiLabel = defineRule({
  id: 'class-lists-multi-label',
  title: 'Class numbers as the target of MultiLabelSoftMarginLoss',
  pitfall: 'multi-hot-target',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['MultiLabelSoftMarginLoss'],
  effect: {
    loss: 'MultiLabelSoftMarginLoss',
    inputs: { input: '[[9.0, 9.0, -9.0, -9.0]]', target: '[[3.0, 0.0, -1.0, -1.0]]' },
  },
  examples: {
    bad: [
      'def step(x):\n    return F.multilabel_soft_margin_loss(x, torch.tensor([[3, 0, -1, -1]]))',
      'criterion = nn.MultiLabelSoftMarginLoss()\ny = torch.tensor([[1, 2, -1], [0, -1, -1]])\ndef step(x):\n    return criterion(x, y)',
      'y = torch.tensor([[1.0, -1.0, -1.0]])\ndef step(x):\n    return F.multilabel_soft_margin_loss(x, y)',
      'def step(x):\n    return nn.MultiLabelSoftMarginLoss()(x, torch.randint(0, 4, (8, 4)).float())',
    ],
    good: [
      'def step(x):\n    return F.multilabel_soft_margin_loss(x, torch.tensor([[1.0, 0.0, 0.0, 1.0]]))',
      'def step(x):\n    return F.multilabel_margin_loss(x, torch.tensor([[3, 0, -1, -1]]))',
      'def step(x, y):\n    return F.multilabel_soft_margin_loss(x, y)',
      'def step(x, y):\n    return F.multilabel_soft_margin_loss(x, F.one_hot(y, 4).float())',
      'def step(x):\n    return F.multilabel_soft_margin_loss(x, torch.randint(0, 2, (8, 4)).float())',
      'def step(x):\n    return nn.MultiLabelSoftMarginLoss()(x, torch.tensor([[0.5, 0.25]]))',
      'y = torch.tensor([[1, 2, -1], [0, -1, -1]])\ndef step(x):\n    return F.multilabel_soft_margin_loss(x, (y >= 0).float())',
    ],
  },
  *check(site, context) {
    const found = originsOf(
      site,
      'target',
      context,
      ({ range }) => range !== undefined && (range.low < 0 || range.high > 2),
    );
    const range = found?.first.range;
    if (!range) return;
    const { argument, origins, first } = found;
    const isList = range.low === -1 && first.dtype === 'int64' && !site.parameters.byName.has('weight');
    const other = { module: 'MultiLabelMarginLoss', functional: 'multilabel_margin_loss' };
    const renamed = isList && isCalledOnce(site, context) ? otherLoss(site, other, context) : undefined;
    yield findingAt(
      argument,
      t`MultiLabelSoftMarginLoss takes a 0 or 1 for each class, not numbers from ${range.low} to ${range.high - 1}: the loss can fall below 0 without end`,
      {
        related: madeAt(argument, origins, t`The numbers come from here`),
        fixes: renamed ? [{ title: t`Use MultiLabelMarginLoss`, edits: renamed }] : [],
      },
    );
  },
});
