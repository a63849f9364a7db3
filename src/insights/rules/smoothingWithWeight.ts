import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { isGivenAt, reductionOf } from '../parameterFacts';
import { findingAt, replacing } from '../ruleContext';
import { ownsParameters } from '../sites';

/** Label smoothing together with class weights. */
export const smoothingWithWeight = defineRule({
  id: 'smoothing-with-weight',
  title: 'label_smoothing together with weight',
  pitfall: 'smoothing-with-weight',
  severity: 'information',
  at: ['creation', 'evaluation'],
  losses: ['CrossEntropyLoss'],
  effect: {
    loss: 'CrossEntropyLoss',
    parameters: { label_smoothing: '0.1', weight: '[1.0, 10.0, 1.0]' },
    inputs: { input: '[[2.0, 0.5, -1.0]]', target: '[0]' },
  },
  examples: {
    bad: [
      'nn.CrossEntropyLoss(weight=torch.tensor([1.0, 10.0]), label_smoothing=1.0)',
      'nn.CrossEntropyLoss(weight=torch.tensor([1.0, 10.0]), label_smoothing=0.1)',
      'nn.CrossEntropyLoss(torch.ones(3), label_smoothing=0.05)',
      'def step(x, y):\n    return F.cross_entropy(x, y, weight=torch.tensor([1.0, 2.0]), label_smoothing=0.1)',
      'WEIGHTS = torch.tensor([1.0, 10.0])\nSMOOTHING = 0.1\nnn.CrossEntropyLoss(weight=WEIGHTS, label_smoothing=SMOOTHING)',
    ],
    good: [
      'nn.CrossEntropyLoss(weight=torch.tensor([1.0, 10.0]))',
      'nn.CrossEntropyLoss(label_smoothing=0.1)',
      'nn.CrossEntropyLoss(weight=None, label_smoothing=0.1)',
      'nn.CrossEntropyLoss(weight=torch.tensor([1.0, 10.0]), label_smoothing=0.0)',
      'def make(weight, smoothing):\n    return nn.CrossEntropyLoss(weight=weight, label_smoothing=smoothing)',
      "nn.CrossEntropyLoss(weight=torch.tensor([1.0, 10.0]), reduction='none', label_smoothing=0)",
      "nn.CrossEntropyLoss(weight=torch.tensor([1.0, 10.0]), reduction='sum', label_smoothing=0.1)",
      'nn.CrossEntropyLoss(torch.tensor([1.0, 10.0]), reduce=False, label_smoothing=0.1)',
    ],
  },
  *check(site, context) {
    if (!ownsParameters(site)) return;
    const smoothing = site.parameters.byName.get('label_smoothing');
    const amount = context.number(smoothing?.value);
    if (
      !smoothing ||
      amount === undefined ||
      amount <= 0 ||
      amount > 1 ||
      !isGivenAt(site, 'weight', context)
    )
      return;
    const reduction = reductionOf(site, context);
    if (reduction !== undefined && reduction !== 'mean') return;
    const message = t`label_smoothing spreads over all classes by their weight, while the mean divides by the weight of the targets alone`;
    yield findingAt(smoothing, message, {
      fixes: [replacing(t`Smooth nothing`, smoothing.value, '0.0')],
    });
  },
});
