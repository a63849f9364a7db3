import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { converting, madeAt, originsOf } from '../tensorFixes';

const integers = new Set(['int64', 'int32', 'uint8', 'bool']);

/** Integer labels for a loss of floats. */
export const integerTarget = defineRule({
  id: 'integer-target',
  title: 'Integer target of binary cross entropy',
  pitfall: 'integer-target',
  severity: 'error',
  at: ['evaluation'],
  losses: ['BCELoss', 'BCEWithLogitsLoss'],
  effect: { loss: 'BCEWithLogitsLoss', inputs: { input: '[1.5, -0.3]', target: 'tensor([1, 0])' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, y.long())',
      'def step(x, y):\n    return nn.BCELoss()(x, y.int())',
      'def step(x, y):\n    return nn.BCEWithLogitsLoss()(x, F.one_hot(y, 3))',
      'y = torch.tensor([0, 1, 1])\ndef step(x):\n    return F.binary_cross_entropy(x, y)',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, y == 1)',
    ],
    good: [
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, y.float())',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, y)',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, F.one_hot(y, 3).float())',
      'y = torch.tensor([0.0, 1.0])\ndef step(x):\n    return F.binary_cross_entropy(x, y)',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, (y == 1).float())',
      'def step(x, y):\n    return F.cross_entropy(x, y.long())',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, y.long().type_as(x))',
    ],
  },
  *check(site, context) {
    const found = originsOf(
      site,
      'target',
      context,
      ({ dtype }) => dtype !== undefined && integers.has(dtype),
    );
    if (!found) return;
    const { argument, origins, first } = found;
    const message = t`${site.loss.name} takes labels of floats: a target of ${first.dtype ?? t`integers`} raises a RuntimeError`;
    yield findingAt(argument, message, {
      related: madeAt(
        argument,
        origins.map((one) => ({ ...one, maker: one.converter ?? one.maker })),
        t`The dtype comes from here`,
      ),
      fixes: [converting(argument, origins, 'float', context)],
    });
  },
});
