import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { withoutLogarithm } from '../logProbabilities';
import { parameterValue } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { originsOfKind } from '../tensorFixes';

/** Probabilities or raw scores given to KLDivLoss as its input. */
export const klInputNotLog = defineRule({
  id: 'kl-input-not-log',
  title: 'Input of KLDivLoss is no log-probabilities',
  pitfall: 'kl-input-not-log',
  severity: 'error',
  at: ['evaluation'],
  losses: ['KLDivLoss'],
  effect: {
    loss: 'KLDivLoss',
    parameters: { reduction: 'batchmean' },
    inputs: { input: '[[0.5, 0.2, 0.3]]', target: '[[0.6, 0.1, 0.3]]' },
  },
  examples: {
    bad: [
      "def step(x, y):\n    return F.kl_div(F.softmax(x, dim=1), F.softmax(y, dim=1), reduction='batchmean')",
      "model = nn.Linear(5, 3)\ncriterion = nn.KLDivLoss(reduction='batchmean')\ndef step(x, y):\n    return criterion(model(x), y)",
      "def step(p, q):\n    return F.kl_div(F.softmax(p, dim=1), F.log_softmax(q, dim=1), reduction='batchmean')",
      "softmax = nn.Softmax(dim=-1)\ndef step(x, y):\n    p = softmax(x)\n    return nn.KLDivLoss(reduction='sum')(p, y)",
    ],
    good: [
      "def step(x, y):\n    return F.kl_div(F.log_softmax(x, dim=1), F.softmax(y, dim=1), reduction='batchmean')",
      "def step(x, y):\n    return F.kl_div(F.softmax(x, dim=1).log(), y, reduction='batchmean')",
      "def step(p, q):\n    return F.kl_div(p, q, reduction='batchmean')",
      "def step(x, y):\n    return F.kl_div(torch.log(F.softmax(x, dim=1) + 1e-8), y, reduction='sum')",
      "model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.kl_div(F.log_softmax(model(x) / 2.0, dim=1), y, reduction='batchmean')",
      'def step(x, y):\n    return F.mse_loss(F.softmax(x, dim=1), F.softmax(y, dim=1))',
    ],
  },
  *check(site, context) {
    const found = withoutLogarithm(site, 'input', context);
    if (!found) return;
    const { argument, what, values, related, fixes } = found;
    const target = originsOfKind(site, 'target', ['logSoftmax'], context);
    const logTarget = parameterValue(site, 'log_target', context);
    if (target && logTarget?.kind === 'bool' && !logTarget.value && values === 'softmax') {
      const [a, b] = [argument.value, target.argument.value];
      const edits = [
        { start: a.span.start, end: a.span.end, text: context.text(b) },
        { start: b.span.start, end: b.span.end, text: context.text(a) },
      ];
      yield findingAt(argument, t`input and target of KLDivLoss are swapped: log-probabilities come first`, {
        related,
        fixes: [{ title: t`Swap input and target`, edits }],
      });
      return;
    }
    yield findingAt(
      argument,
      t`KLDivLoss takes log-probabilities, not ${what}: the loss means nothing and can be negative`,
      { related, fixes },
    );
  },
});
