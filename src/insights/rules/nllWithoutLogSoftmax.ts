import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { withoutLogarithm } from '../logProbabilities';
import { findingAt } from '../ruleContext';
import { otherLoss } from '../tensorFixes';

/** Raw scores or probabilities given to a loss of log-probabilities. */
export const nllWithoutLogSoftmax = defineRule({
  id: 'nll-without-log-softmax',
  title: 'NLLLoss without log_softmax',
  pitfall: 'nll-needs-log-probabilities',
  severity: 'error',
  at: ['evaluation'],
  losses: ['NLLLoss'],
  effect: { loss: 'NLLLoss', inputs: { input: '[[0.88, 0.12]]', target: '[0]' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.nll_loss(F.softmax(x, dim=1), y)',
      'model = nn.Linear(5, 3)\ncriterion = nn.NLLLoss()\ndef step(x, y):\n    return criterion(model(x), y)',
      'model = nn.Sequential(nn.Linear(5, 3), nn.Softmax(dim=1))\ncriterion = nn.NLLLoss()\ndef step(x, y):\n    return criterion(model(x), y)',
      'def step(x, y):\n    probs = x.softmax(dim=1)\n    return nn.NLLLoss()(probs, y)',
      'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(5, 3)\n\n    def forward(self, x):\n        return self.fc(x)\n\nnet = Net()\ndef step(x, y):\n    return F.nll_loss(net(x), y)',
    ],
    good: [
      'def step(x, y):\n    return F.nll_loss(F.log_softmax(x, dim=1), y)',
      'model = nn.Sequential(nn.Linear(5, 3), nn.LogSoftmax(dim=1))\ndef step(x, y):\n    return nn.NLLLoss()(model(x), y)',
      'def step(x, y):\n    return F.nll_loss(torch.log(F.softmax(x, dim=1)), y)',
      'def step(x, y):\n    return F.nll_loss(x, y)',
      'model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.cross_entropy(model(x), y)',
      'model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.nll_loss(model(x) - torch.logsumexp(model(x), 1, keepdim=True), y)',
      'model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.nll_loss(torch.log(model(x).softmax(1) + 1e-8), y)',
      'model = nn.Linear(5, 3)\ndef step(x, y, isRaw):\n    out = model(x) if isRaw else F.softmax(model(x), dim=1)\n    return F.nll_loss(out, y)',
    ],
  },
  *check(site, context) {
    const found = withoutLogarithm(site, 'input', context);
    if (!found) return;
    const { argument, what, values, related, fixes } = found;
    const isScores = values === 'any';
    const other = { module: 'CrossEntropyLoss', functional: 'cross_entropy' };
    const renamed = isScores ? otherLoss(site, other, context) : undefined;
    const effect = isScores
      ? t`the loss can fall without end`
      : t`the loss is negative and its gradients are weak`;
    yield findingAt(argument, t`NLLLoss takes log-probabilities, not ${what}: ${effect}`, {
      related,
      fixes: [...(renamed ? [{ title: t`Use CrossEntropyLoss`, edits: renamed }] : []), ...fixes],
    });
  },
});
