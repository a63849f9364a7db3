import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { callingMethod, madeAt, originsOf } from '../tensorFixes';

/** Integer one-hot rows as the target of a loss of class indices. */
export const oneHotIndices = defineRule({
  id: 'one-hot-indices',
  title: 'Integer one-hot target of CrossEntropyLoss',
  pitfall: 'one-hot-indices',
  severity: 'error',
  at: ['evaluation'],
  losses: ['CrossEntropyLoss'],
  effect: { loss: 'CrossEntropyLoss', inputs: { input: '[[2.0, 0.5, -1.0]]', target: '[[1, 0, 0]]' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.cross_entropy(x, F.one_hot(y, 3))',
      'def step(x, y):\n    target = F.one_hot(y, num_classes=3)\n    return nn.CrossEntropyLoss()(x, target)',
      'def step(x, y):\n    return F.cross_entropy(x, F.one_hot(y).to("cuda"))',
      'def step(x, y):\n    return F.cross_entropy(x, torch.nn.functional.one_hot(y, 10), label_smoothing=0.1)',
    ],
    good: [
      'def step(x, y):\n    return F.cross_entropy(x, F.one_hot(y, 3).float())',
      'def step(x, y):\n    return F.cross_entropy(x, y)',
      'def step(x, y):\n    return F.cross_entropy(x, F.one_hot(y, 3).argmax(1))',
      'def step(x, y):\n    return F.cross_entropy(x, F.one_hot(y, 3).to(x.dtype))',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, F.one_hot(y, 3).float())',
      'def step(x, y):\n    return F.cross_entropy(x, 0.9 * F.one_hot(y, 3) + 0.05)',
    ],
  },
  *check(site, context) {
    const found = originsOf(
      site,
      'target',
      context,
      ({ values, dtype }) => values === 'oneHot' && dtype === 'int64',
    );
    if (!found) return;
    const { argument, origins, first } = found;
    const { value } = argument;
    const indices =
      first.from && first.maker === value
        ? [{ start: value.span.start, end: value.span.end, text: context.text(first.from) }]
        : undefined;
    yield findingAt(
      argument,
      t`CrossEntropyLoss takes one-hot targets as floats only: integers raise a RuntimeError`,
      {
        related: madeAt(argument, origins, t`The one-hot rows come from here`),
        fixes: [
          ...(indices ? [{ title: t`Pass the class indices`, edits: indices }] : []),
          { title: t`Write .float()`, edits: [callingMethod(value, 'float()', context)] },
        ],
      },
    );
  },
});
