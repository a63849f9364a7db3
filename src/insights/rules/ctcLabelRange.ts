import { t } from '../../l10n/localize';
import { ctcTargets } from '../ctcTargets';
import { defineRule } from '../defineRule';
import { findingAt, rangeOf, replacing } from '../ruleContext';
import { originsOf } from '../tensorFixes';
import { lastSize } from '../tensors/tensorOrigin';

/** Labels of CTCLoss that the model has no class for. */
export const ctcLabelRange = defineRule({
  id: 'ctc-label-range',
  title: 'Label of CTCLoss that is no class',
  pitfall: 'ctc-label-range',
  severity: 'error',
  at: ['evaluation'],
  losses: ['CTCLoss'],
  effect: {
    loss: 'CTCLoss',
    inputs: {
      log_probs: '[[-0.2, -1.8, -3.0], [-1.5, -0.4, -2.0]]',
      targets: '[3]',
      input_lengths: '2',
      target_lengths: '1',
    },
  },
  examples: {
    bad: [
      'model = nn.Linear(5, 20)\ndef step(x, n, m):\n    y = torch.randint(1, 21, (16, 30))\n    return F.ctc_loss(model(x).log_softmax(2), y, n, m)',
      'log_probs = torch.randn(50, 16, 20).log_softmax(2)\ndef step(n, m):\n    return nn.CTCLoss()(log_probs, torch.randint(1, 30, (16, 30)), n, m)',
      'model = nn.Sequential(nn.Linear(5, 4), nn.LogSoftmax(dim=-1))\ndef step(x, n, m):\n    return F.ctc_loss(model(x), torch.tensor([1, 4]), n, m)',
      'model = nn.Linear(5, 4)\ny = torch.tensor([[5, 2], [1, 3]])\ndef step(x, n):\n    return F.ctc_loss(model(x).log_softmax(-1), y, n, (2, 1))',
    ],
    good: [
      'model = nn.Linear(5, 20)\ndef step(x, n, m):\n    y = torch.randint(1, 20, (16, 30))\n    return F.ctc_loss(model(x).log_softmax(2), y, n, m)',
      'def step(x, n, m):\n    y = torch.randint(1, 21, (16, 30))\n    return F.ctc_loss(x.log_softmax(2), y, n, m)',
      'model = nn.Linear(5, 4)\ndef step(x, n, m):\n    return F.ctc_loss(model(x).log_softmax(2), torch.tensor([1, 3]), n, m)',
      'model = nn.Linear(5, 4)\ny = torch.tensor([[1, 2], [1, 9]])\ndef step(x, n):\n    return F.ctc_loss(model(x).log_softmax(-1), y, n, (2, 1))',
      'model = nn.Linear(5, 4)\ndef step(x, y, n, m):\n    return F.ctc_loss(model(x).log_softmax(-1), y, n, m)',
      'model = nn.Linear(5, 20)\ndef step(x, n, m, high):\n    y = torch.randint(1, high, (16, 30))\n    return F.ctc_loss(model(x).log_softmax(2), y, n, m)',
    ],
  },
  *check(site, context) {
    const found = ctcTargets(site, context);
    const input = originsOf(site, 'log_probs', context, (one) => lastSize(one) !== undefined);
    if (!found || !input) return;
    const { argument, range, drawnBy } = found;
    const classes = Math.max(...input.origins.map((one) => lastSize(one) ?? 0));
    if (range.low >= 0 && range.high <= classes) return;
    const high =
      drawnBy?.kind === 'call'
        ? drawnBy.arguments.find(
            ({ value }) => value.kind === 'number' && context.number(value) === range.high,
          )
        : undefined;
    const label = String(range.low < 0 ? range.low : range.high - 1);
    yield findingAt(
      argument,
      t`A label of ${label} is none of the ${classes} classes: on the CPU CTCLoss reads memory of something else, without an error`,
      {
        related: [{ ...rangeOf(input.argument), message: t`This has ${classes} classes` }],
        fixes: high ? [replacing(t`Draw labels below ${classes}`, high.value, String(classes))] : [],
      },
    );
  },
});
