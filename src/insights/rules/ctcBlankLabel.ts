import { t } from '../../l10n/localize';
import type { Expression } from '../../python/syntax';
import { ctcTargets } from '../ctcTargets';
import { defineRule } from '../defineRule';
import type { Fix } from '../finding';
import { parameterValue } from '../parameterFacts';
import { findingAt, type RuleContext } from '../ruleContext';
import { madeAt } from '../tensorFixes';
import { unknownOrigin } from '../tensors/tensorOrigin';

/** The blank among the labels of CTCLoss. */
export const ctcBlankLabel = defineRule({
  id: 'ctc-blank-label',
  title: 'Blank among the targets of CTCLoss',
  pitfall: 'ctc-blank-label',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['CTCLoss'],
  effect: {
    loss: 'CTCLoss',
    inputs: {
      log_probs: '[[-0.2, -1.8, -3.0], [-1.5, -0.4, -2.0]]',
      targets: '[1, 0]',
      input_lengths: '2',
      target_lengths: '2',
    },
  },
  examples: {
    bad: [
      'def step(x, n, m):\n    y = torch.randint(0, 20, (16, 30))\n    return F.ctc_loss(x, y, n, m)',
      'targets = torch.randint(20, (16, 30), dtype=torch.long)\ncriterion = nn.CTCLoss(zero_infinity=True)\ndef step(x, n, m):\n    return criterion(x, targets, n, m)',
      'def step(x, n):\n    return F.ctc_loss(x, torch.tensor([1, 0, 2]), n, torch.tensor([1, 2]))',
      'def step(x, n):\n    y = torch.tensor([[0, 2], [1, 0]])\n    return nn.CTCLoss()(x, y, n, (2, 1))',
    ],
    good: [
      'def step(x, n, m):\n    y = torch.randint(1, 20, (16, 30))\n    return F.ctc_loss(x, y, n, m)',
      'def step(x, n, m):\n    y = torch.randint(0, 19, (16, 30))\n    return F.ctc_loss(x, y, n, m, blank=19)',
      'def step(x, n, m):\n    y = torch.tensor([[2, 2], [1, 0]])\n    return nn.CTCLoss()(x, y, n, m)',
      'def step(x, n):\n    y = torch.tensor([[2, 2], [1, 0]])\n    return nn.CTCLoss()(x, y, n, (2, 1))',
      'def step(x, y, n, m):\n    return F.ctc_loss(x, y, n, m)',
      'def step(x, n, m, blank):\n    y = torch.randint(0, 20, (16, 30))\n    return F.ctc_loss(x, y, n, m, blank=blank)',
      'def step(x, n, m):\n    y = torch.randint(0, 20, (16, 30)) + 1\n    return F.ctc_loss(x, y, n, m)',
    ],
  },
  *check(site, context) {
    const blank = parameterValue(site, 'blank', context);
    const found = ctcTargets(site, context);
    if (!found || (blank?.kind !== 'int' && blank?.kind !== 'float') || found.range.low !== blank.value)
      return;
    const { argument, drawnBy } = found;
    yield findingAt(
      argument,
      t`The blank, ${blank.value}, is among the labels: CTCLoss cannot tell it from no label, and raises no error`,
      {
        related: madeAt(argument, [{ ...unknownOrigin, maker: drawnBy }], t`The labels are drawn here`),
        fixes: blank.value === 0 ? drawnFromOne(drawnBy, context) : [],
      },
    );
  },
});

/** `torch.randint(0, 20, ...)` becomes `torch.randint(1, 20, ...)`. */
function drawnFromOne(drawnBy: Expression | undefined, context: RuleContext): readonly Fix[] {
  if (drawnBy?.kind !== 'call') return [];
  const [first, second] = drawnBy.arguments;
  const low = drawnBy.arguments.find(({ name }) => name === 'low') ?? first;
  if (!first || low?.value.kind !== 'number' || first.kind !== 'positional') return [];
  const isLow = context.number(low.value) === 0 && (low !== first || second?.kind === 'positional');
  const { start } = first.value.span;
  const edit = isLow
    ? { start: low.value.span.start, end: low.value.span.end, text: '1' }
    : { start, end: start, text: '1, ' };
  return [{ title: t`Draw labels from 1`, edits: [edit] }];
}
