import { t } from '../../l10n/localize';
import type { Argument } from '../../python/syntax';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { callingMethod } from '../tensorFixes';
import type { TensorOrigin } from '../tensors/tensorOrigin';

/** A column against a row. */
export const broadcastShapes = defineRule({
  id: 'broadcast-shapes',
  title: 'Column and row are broadcast',
  pitfall: 'broadcast-shapes',
  severity: 'warning',
  at: ['evaluation'],
  losses: [
    'MSELoss',
    'L1Loss',
    'SmoothL1Loss',
    'HuberLoss',
    'KLDivLoss',
    'PoissonNLLLoss',
    'GaussianNLLLoss',
  ],
  effect: { loss: 'MSELoss', inputs: { input: '[[1.0], [2.0], [3.0]]', target: '[1.0, 2.0, 3.0]' } },
  examples: {
    bad: [
      'model = nn.Linear(5, 1)\ny = torch.randn(64)\ndef step(x):\n    return F.mse_loss(model(x), y)',
      'model = nn.Sequential(nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 1))\ndef step(x, y):\n    return nn.L1Loss()(model(x), y.view(-1))',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.smooth_l1_loss(model(x).squeeze(-1).view(-1), y.reshape(-1, 1))',
      'pred = torch.zeros(3, 1)\ntarget = torch.tensor([1.0, 2.0, 3.0])\nloss = nn.HuberLoss()(pred, target)',
    ],
    good: [
      'model = nn.Linear(5, 1)\ny = torch.randn(64)\ndef step(x):\n    return F.mse_loss(model(x).squeeze(-1), y)',
      'model = nn.Linear(5, 1)\ny = torch.randn(64, 1)\ndef step(x):\n    return F.mse_loss(model(x), y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.mse_loss(model(x), y)',
      'model = nn.Linear(5, 1)\ny = torch.tensor([1.0])\ndef step(x):\n    return F.mse_loss(model(x), y)',
      'model = nn.Linear(5, 2)\ny = torch.randn(2)\ndef step(x):\n    return F.mse_loss(model(x), y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.mse_loss(model(x).view(-1), y.view(-1))',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.binary_cross_entropy_with_logits(model(x), y.view(-1, 1))',
    ],
  },
  *check(site, context) {
    const [first, second] = site.loss.inputs.map(({ name }) => site.inputs.byName.get(name));
    if (!first || !second) return;
    const [a, b] = [context.origins(first.value), context.origins(second.value)];
    const pairs: readonly (readonly [
      Argument,
      readonly TensorOrigin[],
      Argument,
      readonly TensorOrigin[],
    ])[] = [
      [first, a, second, b],
      [second, b, first, a],
    ];
    for (const [column, columns, row, rows] of pairs) {
      if (!columns.every(isColumn) || !rows.every(isRow)) continue;
      const size = rows.length === 1 ? rows[0]?.sizes[0] : undefined;
      const n = size === undefined ? 'N' : String(size);
      const isSilent = !['MSELoss', 'L1Loss', 'SmoothL1Loss', 'HuberLoss'].includes(site.loss.name);
      const message = isSilent
        ? t`(${n}, 1) against (${n},) is broadcast to (${n}, ${n}) without a warning: every value is compared with every other`
        : t`(${n}, 1) against (${n},) is broadcast to (${n}, ${n}): every value is compared with every other`;
      yield findingAt(column, message, {
        related: [{ start: row.span.start, end: row.span.end, message: t`This has one dimension` }],
        fixes: [
          { title: t`Write .squeeze(-1)`, edits: [callingMethod(column.value, 'squeeze(-1)', context)] },
        ],
      });
      return;
    }
  },
});

function isColumn({ sizes, rank }: TensorOrigin): boolean {
  return sizes.at(-1) === 1 && rank !== 1 && (rank === undefined || rank === 2);
}

function isRow({ sizes, rank }: TensorOrigin): boolean {
  return rank === 1 && sizes[0] !== 1;
}
