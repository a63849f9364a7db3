import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { withoutLogarithm } from '../logProbabilities';
import { findingAt } from '../ruleContext';

/** Probabilities or raw scores given to CTCLoss. */
export const ctcLogProbabilities = defineRule({
  id: 'ctc-log-probabilities',
  title: 'CTCLoss without log_softmax',
  pitfall: 'ctc-log-probabilities',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['CTCLoss'],
  effect: {
    loss: 'CTCLoss',
    inputs: {
      log_probs: '[[0.2, 0.7, 0.1], [0.1, 0.1, 0.8]]',
      targets: '[1, 2]',
      input_lengths: '2',
      target_lengths: '2',
    },
  },
  examples: {
    bad: [
      'def step(x, y, n, m):\n    return F.ctc_loss(F.softmax(x, dim=2), y, n, m)',
      'model = nn.Linear(5, 30)\ncriterion = nn.CTCLoss(zero_infinity=True)\ndef step(x, y, n, m):\n    return criterion(model(x), y, n, m)',
      'def step(x, y, n, m):\n    probs = x.softmax(2)\n    return nn.CTCLoss()(probs.permute(1, 0, 2), y, n, m)',
      'model = nn.Sequential(nn.Linear(5, 30), nn.Softmax(dim=2))\ndef step(x, y, n, m):\n    return nn.CTCLoss()(model(x).transpose(0, 1), y, n, m)',
    ],
    good: [
      'def step(x, y, n, m):\n    return F.ctc_loss(F.log_softmax(x, dim=2), y, n, m)',
      'def step(x, y, n, m):\n    return F.ctc_loss(x, y, n, m)',
      'def step(x, y, n, m):\n    return F.ctc_loss(F.softmax(x, dim=2).log(), y, n, m)',
      'model = nn.Linear(5, 30)\ndef step(x, y, n, m):\n    return nn.CTCLoss()(model(x).log_softmax(2), y, n, m)',
      'model = nn.Sequential(nn.Linear(5, 30), nn.LogSoftmax(dim=2))\ndef step(x, y, n, m):\n    return nn.CTCLoss()(model(x), y, n, m)',
      'def step(ctc_loss, x, y, n, m):\n    return ctc_loss(F.softmax(x, dim=2), y, n, m)',
    ],
  },
  *check(site, context) {
    const found = withoutLogarithm(site, 'log_probs', context);
    if (!found) return;
    const { argument, what, related, fixes } = found;
    yield findingAt(
      argument,
      t`CTCLoss takes log-probabilities, not ${what}: the loss means nothing and can be negative`,
      { related, fixes },
    );
  },
});
