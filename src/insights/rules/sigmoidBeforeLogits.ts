import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { lowestAfterSigmoid } from '../lossFloors';
import { isSettled, reductionOf } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { madeAt, originsOfKind, unwrapping } from '../tensorFixes';

/** Probabilities given to a loss that takes the sigmoid itself. */
export const sigmoidBeforeLogits = defineRule({
  id: 'sigmoid-before-logits',
  title: 'Sigmoid before a loss that takes it itself',
  pitfall: 'sigmoid-before-logits',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['BCEWithLogitsLoss', 'MultiLabelSoftMarginLoss'],
  effect: { loss: 'BCEWithLogitsLoss', inputs: { input: '[1.0, 0.0]', target: '[1.0, 0.0]' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(torch.sigmoid(x), y)',
      'criterion = nn.BCEWithLogitsLoss()\ndef step(x, y):\n    probs = x.sigmoid()\n    return criterion(probs, y)',
      'model = nn.Sequential(nn.Linear(5, 1), nn.Sigmoid())\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(2.0))\ndef step(x, y):\n    return criterion(model(x).squeeze(-1), y)',
      'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(5, 1)\n        self.act = nn.Sigmoid()\n\n    def forward(self, x):\n        return self.act(self.fc(x))\n\nnet = Net()\ndef step(x, y):\n    return nn.BCEWithLogitsLoss()(net(x), y)',
      'def step(x, y):\n    return nn.MultiLabelSoftMarginLoss()(torch.sigmoid(x), y)',
    ],
    good: [
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, y)',
      'def step(x, y):\n    return F.binary_cross_entropy(torch.sigmoid(x), y)',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, torch.sigmoid(y))',
      'def step(x, y):\n    accuracy = (x.sigmoid() > 0.5) == y\n    return F.binary_cross_entropy_with_logits(x, y), accuracy',
      'def step(x, y, f):\n    return F.binary_cross_entropy_with_logits(f.sigmoid_or_not(x), y)',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(torch.logit(torch.sigmoid(x)), y)',
      'def step(gate, x, y):\n    return F.binary_cross_entropy_with_logits(torch.sigmoid(gate) * x, y)',
    ],
  },
  *check(site, context) {
    const found = originsOfKind(site, 'input', ['sigmoid'], context);
    if (!found) return;
    const { argument, origins } = found;
    const isPlain =
      isSettled(site) &&
      !['weight', 'pos_weight'].some((name) => site.parameters.byName.has(name)) &&
      reductionOf(site, context) === 'mean';
    const [positive, negative] = [lowestAfterSigmoid(1), lowestAfterSigmoid(0)];
    const effect =
      isPlain && positive !== undefined && negative !== undefined
        ? t`the loss cannot go below ${positive} for labels of 1, ${negative} for labels of 0`
        : t`the loss has a floor above 0 and its gradients are weak`;
    yield findingAt(argument, t`sigmoid before ${site.loss.name}, which takes raw scores: ${effect}`, {
      related: madeAt(argument, origins, t`The sigmoid is here`),
      fixes: unwrapping(argument, origins, t`Remove the sigmoid`, context),
    });
  },
});
