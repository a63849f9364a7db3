import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt, rangeOf } from '../ruleContext';
import { callingMethod, originsOf } from '../tensorFixes';

/** Log-probabilities with the batch first given to CTCLoss. */
export const ctcLayout = defineRule({
  id: 'ctc-layout',
  title: 'Batch first into CTCLoss',
  pitfall: 'ctc-layout',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['CTCLoss'],
  effect: {
    loss: 'CTCLoss',
    inputs: {
      log_probs: '[[[-0.1, -2.3], [-0.1, -2.3]], [[-0.1, -2.3], [-2.3, -0.1]]]',
      targets: '[[1], [1]]',
      input_lengths: '[2, 2]',
      target_lengths: '[1, 1]',
    },
  },
  examples: {
    bad: [
      'rnn = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 30)\ndef step(x, y, n, m):\n    out, _ = rnn(x)\n    return F.ctc_loss(F.log_softmax(head(out), dim=2), y, n, m)',
      'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.rnn = nn.GRU(8, 16, batch_first=True)\n        self.head = nn.Linear(16, 30)\n\n    def forward(self, x):\n        x, _ = self.rnn(x)\n        return self.head(x).log_softmax(-1)\n\nnet = Net()\ncriterion = nn.CTCLoss(zero_infinity=True)\ndef step(x, y, n, m):\n    return criterion(net(x), y, n, m)',
      'rnn = nn.RNN(8, 30, batch_first=True)\ndef step(x, y, n, m):\n    return nn.CTCLoss()(rnn(x)[0].log_softmax(2), y, n, m)',
      'rnn = nn.LSTM(8, 16, batch_first=True, bidirectional=True)\nhead = nn.Linear(32, 30)\ndef step(x, y, n, m):\n    out, _ = rnn(x)\n    scores = head(F.dropout(out, 0.2))\n    log_probs = torch.log_softmax(scores, dim=2).float()\n    return F.ctc_loss(log_probs, y, n, m)',
    ],
    good: [
      'rnn = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 30)\ndef step(x, y, n, m):\n    out, _ = rnn(x)\n    return F.ctc_loss(F.log_softmax(head(out), dim=2).transpose(0, 1), y, n, m)',
      'rnn = nn.LSTM(8, 16)\nhead = nn.Linear(16, 30)\ndef step(x, y, n, m):\n    out, _ = rnn(x)\n    return F.ctc_loss(F.log_softmax(head(out), dim=2), y, n, m)',
      'rnn = nn.LSTM(8, 16, batch_first=True)\nhead = nn.Linear(16, 30)\ndef step(x, y, n, m):\n    out, _ = rnn(x)\n    out = out.permute(1, 0, 2)\n    return F.ctc_loss(F.log_softmax(head(out), dim=2), y, n, m)',
      'rnn = nn.LSTM(8, 16, batch_first=False)\nhead = nn.Linear(16, 30)\ndef step(x, y, n, m):\n    return F.ctc_loss(head(rnn(x)[0]).log_softmax(2), y, n, m)',
      'def step(net, x, y, n, m):\n    return F.ctc_loss(net(x).log_softmax(2), y, n, m)',
      'def step(x, y, n, m, first):\n    out, _ = nn.LSTM(8, 30, batch_first=first)(x)\n    return F.ctc_loss(out.log_softmax(2), y, n, m)',
    ],
  },
  *check(site, context) {
    const found = originsOf(site, 'log_probs', context, ({ batchFirst }) => batchFirst !== undefined);
    if (!found?.first.batchFirst) return;
    const { argument, first } = found;
    yield findingAt(
      argument,
      t`CTCLoss takes the frames first, then the batch: (N, T, C) raises an error, or gives a wrong loss where N is T`,
      {
        related: [
          { ...rangeOf(first.batchFirst ?? argument), message: t`This layer gives (N, T, features)` },
        ],
        fixes: [
          {
            title: t`Write .transpose(0, 1)`,
            edits: [callingMethod(argument.value, 'transpose(0, 1)', context)],
          },
        ],
      },
    );
  },
});
