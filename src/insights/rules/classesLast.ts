import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt, rangeOf } from '../ruleContext';
import { callingMethod, originsOf } from '../tensorFixes';
import { lastSize } from '../tensors/tensorOrigin';

/** Class scores of sequences with the classes in the last dimension. */
export const classesLast = defineRule({
  id: 'classes-last',
  title: 'Class scores of sequences with the classes last',
  pitfall: 'classes-last',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['CrossEntropyLoss', 'NLLLoss'],
  effect: {
    loss: 'CrossEntropyLoss',
    inputs: { input: '[[[4.0, 0.0], [4.0, 0.0]]]', target: '[[0, 0]]' },
  },
  examples: {
    bad: [
      'lstm = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 9)\ndef step(x, y):\n    out, _ = lstm(x)\n    return F.cross_entropy(head(out), y)',
      'class Tagger(nn.Module):\n    def __init__(self, tags):\n        super().__init__()\n        self.rnn = nn.GRU(8, 16, batch_first=True)\n        self.head = nn.Linear(16, tags)\n\n    def forward(self, x):\n        out, hidden = self.rnn(x)\n        return self.head(out)\n\nmodel = Tagger(12)\ncriterion = nn.CrossEntropyLoss(ignore_index=0)\ndef step(x, y):\n    return criterion(model(x), y)',
      'rnn = nn.RNN(8, 16, batch_first=True)\nhead = nn.Linear(16, 9)\ndef step(x, y):\n    scores = head(F.dropout(rnn(x)[0], 0.1))\n    return F.nll_loss(F.log_softmax(scores, dim=-1), y)',
      'logits = torch.randn(4, 7, 10)\ny = torch.randint(10, (4, 7))\nloss = F.cross_entropy(logits, y)',
    ],
    good: [
      'lstm = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 9)\ndef step(x, y):\n    out, _ = lstm(x)\n    return F.cross_entropy(head(out).transpose(1, 2), y)',
      'lstm = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 9)\ndef step(x, y):\n    out, _ = lstm(x)\n    return F.cross_entropy(head(out).view(-1, 9), y.view(-1))',
      'lstm = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 9)\ndef step(x, y):\n    out, _ = lstm(x)\n    return F.cross_entropy(head(out[:, -1]), y)',
      'lstm = nn.LSTM(8, 16)\nhead = nn.Linear(16, 9)\ndef step(x, y):\n    out, _ = lstm(x)\n    return F.cross_entropy(head(out), y)',
      'lstm = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 9)\ndef step(x, y):\n    out, (h, c) = lstm(x)\n    return F.cross_entropy(head(h[-1]), y)',
      'lstm = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 2)\ndef step(x, spans):\n    out, _ = lstm(x)\n    return F.cross_entropy(head(out), spans)',
      'lstm = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 9)\ndef step(packed, y):\n    out, _ = lstm(packed)\n    return F.cross_entropy(head(out.data), y)',
      'logits = torch.randn(4, 10, 7)\ny = torch.randint(10, (4, 7))\nloss = F.cross_entropy(logits, y)',
      'logits = torch.randn(4, 7, 7)\ny = torch.randint(7, (4, 7))\nloss = F.cross_entropy(logits, y)',
    ],
  },
  *check(site, context) {
    const found = originsOf(site, 'input', context, ({ rank }) => rank === 3);
    const target = site.inputs.byName.get('target');
    if (!found || !target) return;
    const { argument, first } = found;
    const classes = lastSize(first);
    const others = context.origins(target.value);
    // Two scores for each place may be those of its being the first and the last of a span.
    const isSequence =
      classes !== undefined &&
      classes > 2 &&
      found.origins.every((one) => one.batchFirst && lastSize(one) === classes) &&
      others.every(({ rank }) => rank === undefined || rank === 2);
    const [length, count] = [first.sizes.at(-2), classes].map((size) =>
      found.origins.length === 1 ? size : undefined,
    );
    const isWritten =
      length !== undefined &&
      count !== undefined &&
      length !== count &&
      others.every(({ rank, sizes }) => rank === 2 && sizes.at(-1) === length);
    if (!isSequence && !isWritten) return;
    const c = String(classes);
    const effect = isWritten
      ? t`the call raises a RuntimeError`
      : t`an error, or a wrong loss where L is ${c} too`;
    yield findingAt(
      argument,
      t`${site.loss.name} takes the classes in the second dimension, not last as in (N, L, ${c}): ${effect}`,
      {
        related: first.batchFirst
          ? [{ ...rangeOf(first.batchFirst), message: t`This layer gives (N, L, features)` }]
          : [],
        fixes: [
          {
            title: t`Write .transpose(1, 2)`,
            edits: [callingMethod(argument.value, 'transpose(1, 2)', context)],
          },
        ],
      },
    );
  },
});
