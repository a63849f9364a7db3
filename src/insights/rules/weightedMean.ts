import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { isGivenAt, reductionOf } from '../parameterFacts';
import { findingAt, rangeOf } from '../ruleContext';
import { creationOf } from '../tensorFixes';
import { lossOfValue } from '../sites';

/** `.mean()` of weighted losses, which is not the weighted mean. */
export const weightedMean = defineRule({
  id: 'weighted-mean',
  title: '.mean() of losses with class weights',
  pitfall: 'weighted-mean',
  severity: 'information',
  at: ['other'],
  calls: /^mean$/,
  effect: {
    loss: 'CrossEntropyLoss',
    parameters: { weight: '[1.0, 10.0]' },
    inputs: { input: '[[2.0, 0.5], [0.1, 1.2]]', target: '[0, 1]' },
  },
  examples: {
    bad: [
      "def step(x, y):\n    return F.cross_entropy(x, y, weight=torch.tensor([1.0, 9.0]), reduction='none').mean()",
      "criterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 9.0]), reduction='none')\ndef step(x, y):\n    loss = criterion(x, y)\n    return loss.mean()",
      "criterion = nn.NLLLoss(torch.tensor([1.0, 9.0]), reduction='none')\ndef step(x, y):\n    return criterion(x, y).mean()",
      "class Trainer:\n    def __init__(self):\n        self.loss = nn.CrossEntropyLoss(torch.ones(2), reduction='none')\n\n    def step(self, x, y):\n        losses = self.loss(x, y)\n        return losses.mean()",
    ],
    good: [
      'def step(x, y):\n    return F.cross_entropy(x, y, weight=torch.tensor([1.0, 9.0]))',
      "def step(x, y):\n    return F.cross_entropy(x, y, reduction='none').mean()",
      "def step(x, y):\n    return F.cross_entropy(x, y, weight=torch.tensor([1.0, 9.0]), reduction='none').sum()",
      "def step(x, y):\n    return F.cross_entropy(x, y, weight=None, reduction='none').mean()",
      "def step(x, y, w):\n    return F.cross_entropy(x, y, weight=w, reduction='none').mean()",
      "def step(x, y):\n    return F.cross_entropy(x, y, weight=torch.tensor([1.0, 9.0]), reduction='none').mean(dim=1)",
    ],
  },
  *check({ call, statement }, context) {
    const { callee } = call;
    if (callee.kind !== 'attribute') return;
    if (call.arguments.length > 0) return;
    const loss = lossOfValue(context.document, callee.object, statement);
    if (!loss || !['CrossEntropyLoss', 'NLLLoss'].includes(loss.loss.name)) return;
    if (reductionOf(loss, context) !== 'none' || !isGivenAt(loss, 'weight', context)) return;
    const message = t`.mean() divides by N: reduction='mean' of ${loss.loss.name} divides by the weights of the targets`;
    const made = loss.via === 'functional' ? loss.call : creationOf(loss);
    const given = loss.parameters.byName.get('reduction');
    const isInCall = made?.arguments.some((one) => one === given) === true;
    const edits =
      given && isInCall && loss.via === 'functional'
        ? [
            { start: given.value.span.start, end: given.value.span.end, text: "'mean'" },
            { start: callee.object.span.end, end: call.span.end, text: '' },
          ]
        : undefined;
    yield findingAt({ span: callee.attributeSpan }, message, {
      related: [{ ...rangeOf(loss.call), message: t`The weighted losses are computed here` }],
      fixes: edits ? [{ title: t`Use reduction='mean'`, edits }] : [],
    });
  },
});
