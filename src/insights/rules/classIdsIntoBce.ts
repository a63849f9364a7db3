import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { converting, isCalledOnce, madeAt, originsOf, otherLoss } from '../tensorFixes';
import { classesOf } from '../tensors/tensorOrigin';

/** Class numbers given to a loss of labels between 0 and 1. */
export const classIdsIntoBce = defineRule({
  id: 'class-ids-into-bce',
  title: 'Class numbers as the target of binary cross entropy',
  pitfall: 'target-outside-unit',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['BCELoss', 'BCEWithLogitsLoss'],
  effect: { loss: 'BCEWithLogitsLoss', inputs: { input: '[5.0, 5.0]', target: '[2.0, 3.0]' } },
  examples: {
    bad: [
      'def step(x):\n    y = torch.randint(0, 10, (64,))\n    return F.binary_cross_entropy_with_logits(x, y.float())',
      'y = torch.tensor([0.0, 2.0, 1.0])\ndef step(x):\n    return nn.BCEWithLogitsLoss()(x, y)',
      'model = nn.Linear(5, 3)\ncriterion = nn.BCEWithLogitsLoss()\nlabels = torch.randint(3, (8,))\ndef step(x):\n    return criterion(model(x), labels.float())',
      'def step(x):\n    return F.binary_cross_entropy(x, torch.tensor([1.0, -1.0]))',
      'model = nn.Linear(5, 3)\nlabels = torch.randint(3, (8,))\ndef step(x):\n    return F.binary_cross_entropy_with_logits(model(x), labels.float())',
    ],
    good: [
      'def step(x):\n    y = torch.randint(0, 2, (64,))\n    return F.binary_cross_entropy_with_logits(x, y.float())',
      'y = torch.tensor([0.0, 0.5, 1.0])\ndef step(x):\n    return nn.BCEWithLogitsLoss()(x, y)',
      'def step(x):\n    y = torch.randint(0, 10, (64,))\n    return F.binary_cross_entropy_with_logits(x, F.one_hot(y, 10).float())',
      'def step(x):\n    y = torch.randint(0, 10, (64,))\n    return F.binary_cross_entropy_with_logits(x, (y > 4).float())',
      'def step(x):\n    y = torch.randint(0, 10, (64,)).float() / 9\n    return F.binary_cross_entropy_with_logits(x, y)',
      'def step(x):\n    y = torch.randint(0, 10, (64,))\n    return F.cross_entropy(x, y)',
      'def step(x, high):\n    y = torch.randint(0, high, (64,))\n    return F.binary_cross_entropy_with_logits(x, y.float())',
    ],
  },
  *check(site, context) {
    // Integers are refused for their dtype, which another rule tells.
    const found = originsOf(
      site,
      'target',
      context,
      ({ range, dtype }) =>
        dtype?.includes('float') === true && range !== undefined && (range.low < 0 || range.high > 2),
    );
    const range = found?.first.range;
    if (!range) return;
    const { argument, origins, first } = found;
    const effect =
      site.loss.name === 'BCELoss'
        ? t`the call raises a RuntimeError`
        : t`the loss can fall below 0 without end`;
    const input = originsOf(site, 'input', context, (one) => (classesOf(one) ?? 0) >= range.high);
    const isPlain = !['weight', 'pos_weight'].some((name) => site.parameters.byName.has(name));
    const canChange = input && isPlain && range.low >= 0 && first.rank === 1 && isCalledOnce(site, context);
    const other = { module: 'CrossEntropyLoss', functional: 'cross_entropy' };
    const renamed = canChange ? otherLoss(site, other, context) : undefined;
    yield findingAt(
      argument,
      t`${site.loss.name} takes labels from 0 to 1, not numbers from ${range.low} to ${range.high - 1}: ${effect}`,
      {
        related: madeAt(argument, origins, t`The numbers come from here`),
        fixes: renamed
          ? [
              {
                title: t`Use CrossEntropyLoss`,
                edits: [...renamed, ...converting(argument, origins, 'long', context).edits],
              },
            ]
          : [],
      },
    );
  },
});
