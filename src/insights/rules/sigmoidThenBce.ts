import { t } from '../../l10n/localize';
import { autocastAround } from '../autocast';
import { defineRule } from '../defineRule';
import { saturatedSigmoid } from '../lossFloors';
import { findingAt } from '../ruleContext';
import { isCalledOnce, madeAt, originsOfKind, otherLoss, unwrappingEdits } from '../tensorFixes';

/** Sigmoid and BCELoss in two steps. */
export const sigmoidThenBce = defineRule({
  id: 'sigmoid-then-bce',
  title: 'Sigmoid and BCELoss in two steps',
  pitfall: 'sigmoid-then-bce',
  severity: 'information',
  at: ['evaluation'],
  losses: ['BCELoss'],
  effect: { loss: 'BCELoss', inputs: { input: '[1.0, 1.0]', target: '[0.0, 1.0]' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.binary_cross_entropy(torch.sigmoid(x), y)',
      'criterion = nn.BCELoss()\ndef step(x, y):\n    probs = x.sigmoid()\n    return criterion(probs, y)',
      'model = nn.Sequential(nn.Linear(5, 1), nn.Sigmoid())\ncriterion = nn.BCELoss()\ndef step(x, y):\n    return criterion(model(x), y)',
      "def step(x, y):\n    with torch.autocast('cpu'):\n        return F.binary_cross_entropy(torch.sigmoid(x).squeeze(1), y)",
    ],
    good: [
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, y)',
      'def step(x, y):\n    return F.binary_cross_entropy(x, y)',
      'def step(x, y):\n    return F.binary_cross_entropy(torch.sigmoid(x).clamp(1e-4, 1 - 1e-4), y)',
      'def step(x, y):\n    return F.binary_cross_entropy(x.softmax(1), y)',
      "def step(x, y):\n    with torch.autocast('cuda'):\n        return F.binary_cross_entropy(torch.sigmoid(x), y)",
      'def step(model, x, y):\n    return nn.BCELoss()(model(x), torch.sigmoid(y))',
      'def step(x, y, w):\n    p = torch.sigmoid(x)\n    q = 1 - (1 - p) ** w\n    return F.binary_cross_entropy(q, y)',
    ],
  },
  *check(site, context) {
    const found = originsOfKind(site, 'input', ['sigmoid'], context);
    // Where autocast refuses the loss another rule speaks.
    if (!found || autocastAround(site.call, context)?.isForCuda === true) return;
    const { argument, origins } = found;
    const other = { module: 'BCEWithLogitsLoss', functional: 'binary_cross_entropy_with_logits' };
    const renamed = isCalledOnce(site, context) ? otherLoss(site, other, context) : undefined;
    const bare = unwrappingEdits(argument, origins, context);
    // Elsewhere the probabilities may be of use, of a model above all.
    const isHere = bare?.every((one) => one.start >= site.call.span.start && one.end <= site.call.span.end);
    const { score, loss } = saturatedSigmoid();
    yield findingAt(
      argument,
      t`sigmoid before BCELoss: from a score of ${score} on, a label of 0 costs ${loss} and has no gradient; BCEWithLogitsLoss has no such end`,
      {
        related: madeAt(argument, origins, t`The sigmoid is here`),
        fixes:
          renamed && bare && isHere === true
            ? [{ title: t`Use BCEWithLogitsLoss without the sigmoid`, edits: [...renamed, ...bare] }]
            : [],
      },
    );
  },
});
