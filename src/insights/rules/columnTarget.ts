import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { callingMethod, originsOf } from '../tensorFixes';
import { lastSize } from '../tensors/tensorOrigin';

/** Class indices in a column. */
export const columnTarget = defineRule({
  id: 'column-target',
  title: 'Class indices of shape (N, 1)',
  pitfall: 'target-extra-dimension',
  severity: 'error',
  at: ['evaluation'],
  losses: ['CrossEntropyLoss', 'NLLLoss'],
  effect: {
    loss: 'CrossEntropyLoss',
    inputs: { input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]', target: '[[0], [1]]' },
  },
  examples: {
    bad: [
      'model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.cross_entropy(model(x), y.long().view(-1, 1))',
      'model = nn.Linear(5, 3)\ny = torch.randint(0, 3, (64, 1))\ndef step(x):\n    return nn.CrossEntropyLoss()(model(x), y)',
      'x = torch.randn(2, 3)\ny = torch.tensor([[0], [2]])\nloss = F.cross_entropy(x, y)',
      'model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.nll_loss(F.log_softmax(model(x), dim=1), y.long().reshape(-1, 1))',
    ],
    good: [
      'model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.cross_entropy(model(x), y.long().view(-1))',
      'model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.cross_entropy(model(x), y.long().view(-1, 1).squeeze(1))',
      'def step(x, y):\n    return F.cross_entropy(x, y.long().view(-1, 1))',
      'x = torch.randn(2, 3, 1)\ny = torch.tensor([[0], [2]])\nloss = F.cross_entropy(x, y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.binary_cross_entropy_with_logits(model(x), y.float().view(-1, 1))',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.cross_entropy(model(x), y.float().view(-1, 1))',
    ],
  },
  *check(site, context) {
    const target = originsOf(
      site,
      'target',
      context,
      ({ rank, sizes, dtype }) => rank === 2 && sizes.at(-1) === 1 && dtype === 'int64',
    );
    // A target (N, 1) fits an input (N, C, 1), whose last dimension is 1.
    const input = originsOf(site, 'input', context, (one) => (lastSize(one) ?? 1) > 1);
    if (!target || !input) return;
    const { argument } = target;
    yield findingAt(
      argument,
      t`${site.loss.name} takes class indices of shape (N,): (N, 1) raises a RuntimeError`,
      {
        fixes: [
          { title: t`Write .squeeze(1)`, edits: [callingMethod(argument.value, 'squeeze(1)', context)] },
        ],
      },
    );
  },
});
