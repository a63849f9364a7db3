import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { converting, madeAt, originsOf } from '../tensorFixes';

/** dtypes that no loss of class indices takes. */
const refused = new Set(['int32', 'bool']);
const floats = new Set(['float', 'float16', 'bfloat16', 'float32', 'float64']);

/** Class indices of another dtype than int64. */
export const classTargetDtype = defineRule({
  id: 'class-target-dtype',
  title: 'Class indices that are not int64',
  pitfall: 'target-dtype',
  severity: 'error',
  at: ['evaluation'],
  losses: ['CrossEntropyLoss', 'NLLLoss', 'MultiMarginLoss'],
  effect: {
    loss: 'CrossEntropyLoss',
    inputs: { input: '[[2.0, 0.5, -1.0]]', target: 'tensor([0], dtype=torch.int32)' },
  },
  examples: {
    bad: [
      'def step(x, y):\n    return F.cross_entropy(x, y.int())',
      'def step(x, y):\n    target = y.float()\n    return F.nll_loss(x, target)',
      'def step(x, y):\n    return nn.CrossEntropyLoss()(x, y.to(torch.int32))',
      'def step(x, y):\n    return F.cross_entropy(x, y > 0)',
      'y = torch.tensor([0.0, 1.0])\nx = torch.randn(2, 3)\nF.cross_entropy(x, y)',
      'def step(x, y):\n    return F.nll_loss(x, y.type(torch.float32))',
    ],
    good: [
      'def step(x, y):\n    return F.cross_entropy(x, y.long())',
      'def step(x, y):\n    return F.cross_entropy(x, y.float())',
      'def step(x, y):\n    return F.cross_entropy(x, y.byte())',
      'def step(x, y):\n    return F.cross_entropy(x, y.int().long())',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, y.float())',
      'y = torch.tensor([[0.0, 1.0]])\nx = torch.randn(1, 2)\nF.cross_entropy(x, y)',
      'def step(x, y):\n    return F.cross_entropy(x, y.to("cuda"))',
      'def step(x, y, kind):\n    return F.nll_loss(x, y.to(kind))',
    ],
  },
  *check(site, context) {
    const argument = site.inputs.byName.get('target');
    if (!argument) return;
    const isFloating = site.loss.name !== 'CrossEntropyLoss' || haveOtherRanks();
    const found = originsOf(
      site,
      'target',
      context,
      ({ dtype, values }) =>
        values !== 'oneHot' &&
        dtype !== undefined &&
        (refused.has(dtype) || (isFloating && floats.has(dtype))),
    );
    if (!found) return;
    const { origins, first } = found;
    const dtype = first.dtype === 'float' ? t`floating-point` : (first.dtype ?? '');
    yield findingAt(
      argument,
      t`${site.loss.name} takes class indices of int64: ${dtype} ones raise a RuntimeError`,
      {
        related: madeAt(
          argument,
          origins.map((one) => ({ ...one, maker: one.converter })),
          t`It is converted here`,
        ),
        fixes: [converting(argument, origins, 'long', context)],
      },
    );

    /** Whether a target of floats cannot be probabilities, which have the shape of the input. */
    function haveOtherRanks(): boolean {
      const input = site.inputs.byName.get('input');
      if (!input || !argument) return false;
      const [ranks, others] = [input, argument].map((one) =>
        context.origins(one.value).map(({ rank }) => rank),
      );
      const [rank, other] = [ranks?.[0], others?.[0]];
      return (
        ranks?.length === 1 &&
        others?.length === 1 &&
        rank !== undefined &&
        other !== undefined &&
        rank !== other
      );
    }
  },
});
