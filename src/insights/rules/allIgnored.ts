import { isFloat } from '../../engine/tensor/dtype';
import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { parameterValue, reductionOf } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { addingArgument } from '../parameterFacts';

/** A mean over targets that are all left out. */
export const allIgnored = defineRule({
  id: 'all-ignored',
  title: 'Every target is ignored',
  pitfall: 'all-ignored',
  severity: 'information',
  at: ['evaluation'],
  losses: ['CrossEntropyLoss', 'NLLLoss'],
  effect: { loss: 'CrossEntropyLoss', inputs: { input: '[[2.0, 0.5, -1.0]]', target: '[-100]' } },
  examples: {
    bad: [
      'y = torch.tensor([-100, -100])\ndef step(x):\n    return F.cross_entropy(x, y)',
      'def step(x):\n    return F.cross_entropy(x, torch.full((4,), -100))',
      'y = torch.zeros(4, dtype=torch.long)\ndef step(x):\n    return nn.CrossEntropyLoss(ignore_index=0)(x, y)',
      'def step(x):\n    return F.nll_loss(x, torch.tensor([7]), ignore_index=7)',
    ],
    good: [
      'y = torch.tensor([-100, 1])\ndef step(x):\n    return F.cross_entropy(x, y)',
      "def step(x):\n    return F.cross_entropy(x, torch.full((4,), -100), reduction='sum')",
      'y = torch.zeros(4, dtype=torch.long)\ndef step(x):\n    return nn.CrossEntropyLoss()(x, y)',
      'def step(x, y):\n    return F.cross_entropy(x, y, ignore_index=0)',
      'y = torch.zeros(4, 3)\ndef step(x):\n    return nn.CrossEntropyLoss(ignore_index=-1)(x, y)',
      'def step(x, y):\n    y[:] = -100\n    return F.cross_entropy(x, y)',
    ],
  },
  *check(site, context) {
    const target = site.inputs.byName.get('target');
    const index = parameterValue(site, 'ignore_index', context);
    if (
      !target ||
      (index?.kind !== 'int' && index?.kind !== 'float') ||
      reductionOf(site, context) !== 'mean'
    )
      return;
    const value = context.value(target.value);
    if (value.kind !== 'tensor' || value.memory.lost !== undefined || isFloat(value.tensor.dtype)) return;
    const { data } = value.tensor;
    if (data.length === 0 || !data.every((one) => one === index.value)) return;
    const message = t`Every target is ignore_index, ${index.value}: the mean over none is NaN`;
    const fix = {
      title: t`Write reduction='sum'`,
      edits: [addingArgument(site, "reduction='sum'", context)],
    };
    const isFree = site.via === 'functional' && !site.parameters.byName.has('reduction');
    yield findingAt(target, message, { fixes: isFree ? [fix] : [] });
  },
});
