import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { madeAt, originsOfKind, otherLoss } from '../tensorFixes';
import { logarithmOf } from '../logSoftmaxFix';

/** Raw scores or probabilities given to a loss of log-probabilities. */
export const nllWithoutLogSoftmax = defineRule({
  id: 'nll-without-log-softmax',
  title: 'NLLLoss without log_softmax',
  pitfall: 'nll-needs-log-probabilities',
  severity: 'error',
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
    ],
  },
  *check(site, context) {
    if (site.kind !== 'evaluation' || site.loss.name !== 'NLLLoss') return;
    const found = originsOfKind(site, 'input', ['softmax', 'any'], context);
    if (!found) return;
    const { argument, origins, first } = found;
    if (origins.some(({ values }) => values !== first.values)) return;
    const isSoftmax = first.values === 'softmax';
    const what = isSoftmax ? 'probabilities' : 'raw scores';
    const logarithm = isSoftmax && origins.length === 1 ? logarithmOf(first, context) : undefined;
    const renamed = isSoftmax
      ? undefined
      : otherLoss(site, { module: 'CrossEntropyLoss', functional: 'cross_entropy' }, context);
    const effect = isSoftmax
      ? 'the loss is negative and its gradients are weak'
      : 'the loss can fall without end';
    yield findingAt(argument, `NLLLoss takes log-probabilities, not ${what}: ${effect}`, {
      related: madeAt(argument, origins, `The ${what} come from here`),
      fixes: [
        ...(logarithm ? [{ title: 'Use log_softmax', edits: logarithm }] : []),
        ...(renamed ? [{ title: 'Use CrossEntropyLoss', edits: renamed }] : []),
      ],
    });
  },
});
