import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { isSettled, reductionOf } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { lowestAfterSoftmax } from '../lossFloors';
import { madeAt, originsOfKind, unwrapping } from '../tensorFixes';
import { classesOf } from '../tensors/tensorOrigin';

/** Probabilities given to a loss that takes the softmax itself. */
export const softmaxBeforeCrossEntropy = defineRule({
  id: 'softmax-before-cross-entropy',
  title: 'Softmax before CrossEntropyLoss',
  pitfall: 'softmax-before-cross-entropy',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['CrossEntropyLoss'],
  effect: { loss: 'CrossEntropyLoss', inputs: { input: '[[1.0, 0.0, 0.0]]', target: '[0]' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.cross_entropy(F.softmax(x, dim=1), y)',
      'criterion = nn.CrossEntropyLoss()\ndef step(x, y):\n    probs = torch.softmax(x, dim=1)\n    return criterion(probs, y)',
      'model = nn.Sequential(nn.Linear(5, 3), nn.Softmax(dim=1))\ncriterion = nn.CrossEntropyLoss()\ndef step(x, y):\n    return criterion(model(x), y)',
      'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.out = nn.Linear(5, 3)\n\n    def forward(self, x):\n        x = self.out(x)\n        return F.softmax(x, dim=1)\n\nnet = Net()\ncriterion = nn.CrossEntropyLoss()\ndef step(x, y):\n    outputs = net(x)\n    return criterion(outputs, y)',
      'def step(x, y):\n    return nn.CrossEntropyLoss()(x.softmax(-1), y)',
      'softmax = nn.Softmax(dim=1)\ndef step(x, y):\n    return F.cross_entropy(softmax(x).view(-1, 4), y)',
    ],
    good: [
      'def step(x, y):\n    return F.cross_entropy(x, y)',
      'def step(x, y):\n    probs = F.softmax(x, dim=1)\n    print(probs)\n    return F.cross_entropy(x, y)',
      'def step(x, y):\n    return F.cross_entropy(x, F.softmax(y, dim=1))',
      'def step(x, y, raw):\n    out = x if raw else F.softmax(x, dim=1)\n    return F.cross_entropy(out, y)',
      'def step(x, y):\n    return F.nll_loss(torch.log(F.softmax(x, dim=1)), y)',
      'model = nn.Sequential(nn.Linear(5, 3), nn.Softmax(dim=1), nn.Linear(3, 3))\ndef step(x, y):\n    return F.cross_entropy(model(x), y)',
      'class Net(nn.Module):\n    def forward(self, x):\n        if self.training:\n            return x\n        return F.softmax(x, dim=1)\n\nnet = Net()\ndef step(x, y):\n    return F.cross_entropy(net(x), y)',
      'def step(x, y):\n    x = F.softmax(x, dim=1)\n    x[x < 0.5] = -10.0\n    return F.cross_entropy(x, y)',
      'from losses import cross_entropy\ndef step(x, y):\n    return cross_entropy(F.softmax(x, dim=1), y)',
      'def step(softmax, x, y):\n    return F.cross_entropy(softmax(x), y)',
    ],
  },
  *check(site, context) {
    const found = originsOfKind(site, 'input', ['softmax'], context);
    if (!found) return;
    const { argument, origins } = found;
    const isPlain =
      isSettled(site) &&
      !['weight', 'label_smoothing'].some((name) => site.parameters.byName.has(name)) &&
      reductionOf(site, context) === 'mean';
    const [classes, other] = new Set(origins.map(classesOf));
    const floor =
      isPlain && classes !== undefined && other === undefined ? lowestAfterSoftmax(classes) : undefined;
    const effect =
      floor === undefined
        ? t`the loss has a floor above 0 and its gradients are weak`
        : t`the loss cannot go below ${floor} with ${classes ?? ''} classes`;
    yield findingAt(argument, t`softmax before CrossEntropyLoss, which takes raw scores: ${effect}`, {
      related: madeAt(argument, origins, t`The softmax is here`),
      fixes: unwrapping(argument, origins, t`Remove the softmax`, context),
    });
  },
});
