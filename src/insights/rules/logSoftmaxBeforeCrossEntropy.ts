import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { madeAt, originsOfKind, unwrapping } from '../tensorFixes';

/** Log-probabilities given to a loss that takes the logarithm of the softmax itself. */
export const logSoftmaxBeforeCrossEntropy = defineRule({
  id: 'log-softmax-before-cross-entropy',
  title: 'Superfluous log_softmax before CrossEntropyLoss',
  pitfall: 'softmax-before-cross-entropy',
  severity: 'hint',
  tag: 'unnecessary',
  at: ['evaluation'],
  losses: ['CrossEntropyLoss'],
  effect: { loss: 'CrossEntropyLoss', inputs: { input: '[[-0.3, -1.8, -2.5]]', target: '[0]' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.cross_entropy(F.log_softmax(x, dim=1), y)',
      'def step(x, y):\n    return nn.CrossEntropyLoss()(x.log_softmax(dim=1), y)',
      'model = nn.Sequential(nn.Linear(5, 3), nn.LogSoftmax(dim=1))\ndef step(x, y):\n    return F.cross_entropy(model(x), y)',
      'def step(x, y):\n    scores = torch.log_softmax(x, 1)\n    return F.cross_entropy(scores, y)',
    ],
    good: [
      'def step(x, y):\n    return F.nll_loss(F.log_softmax(x, dim=1), y)',
      'def step(x, y):\n    return F.cross_entropy(x, y)',
      'def step(x, y):\n    return F.cross_entropy(x, F.log_softmax(y, dim=1).exp())',
      'def step(x, y):\n    print(F.log_softmax(x, dim=1))\n    return F.cross_entropy(x, y)',
      'def step(x, y, log):\n    return F.cross_entropy(F.log_softmax(x, 1) if log else x, y)',
      'def step(x, y):\n    return F.kl_div(F.log_softmax(x, dim=1), y, reduction="sum")',
    ],
  },
  *check(site, context) {
    const found = originsOfKind(site, 'input', ['logSoftmax'], context);
    if (!found) return;
    const { argument, origins } = found;
    yield findingAt(
      argument,
      t`log_softmax before CrossEntropyLoss changes nothing: the loss takes it once more`,
      {
        related: madeAt(argument, origins, t`The log_softmax is here`),
        fixes: unwrapping(argument, origins, t`Remove the log_softmax`, context),
      },
    );
  },
});
