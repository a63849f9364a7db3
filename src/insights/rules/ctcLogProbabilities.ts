import { defineRule } from '../defineRule';
import { logarithmOf } from '../logSoftmaxFix';
import { findingAt } from '../ruleContext';
import { madeAt, originsOfKind } from '../tensorFixes';

/** Probabilities or raw scores given to CTCLoss. */
export const ctcLogProbabilities = defineRule({
  id: 'ctc-log-probabilities',
  title: 'CTCLoss without log_softmax',
  pitfall: 'ctc-log-probabilities',
  severity: 'warning',
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
    if (site.kind !== 'evaluation' || site.loss.name !== 'CTCLoss') return;
    const found = originsOfKind(site, 'log_probs', ['softmax', 'any'], context);
    if (!found) return;
    const { argument, origins, first } = found;
    if (origins.some(({ values }) => values !== first.values)) return;
    const isSoftmax = first.values === 'softmax';
    const what = isSoftmax ? 'probabilities' : 'raw scores';
    const logarithm = isSoftmax && origins.length === 1 ? logarithmOf(first, context) : undefined;
    const function_ = context.spelled('torch.nn.functional.log_softmax', argument.value);
    const { start, end } = argument.value.span;
    const wrapped = { start, end, text: `${function_.text}(${context.text(argument.value)}, dim=-1)` };
    const fixes = logarithm
      ? [{ title: 'Use log_softmax', edits: logarithm }]
      : isSoftmax
        ? []
        : [{ title: 'Take the log_softmax', edits: [...function_.edits, wrapped] }];
    yield findingAt(
      argument,
      `CTCLoss takes log-probabilities, not ${what}: the loss means nothing and can be negative`,
      {
        related: madeAt(argument, origins, `The ${what} come from here`),
        fixes,
      },
    );
  },
});
