import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { madeAt, originsOfKind, passingThrough } from '../tensorFixes';

/** Any number given to GaussianNLLLoss for the variance. */
export const gaussianNegativeVariance = defineRule({
  id: 'gaussian-negative-variance',
  title: 'Variance of GaussianNLLLoss that can be negative',
  pitfall: 'gaussian-negative-variance',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['GaussianNLLLoss'],
  effect: {
    loss: 'GaussianNLLLoss',
    inputs: { input: '[1.0, 2.0]', target: '[1.5, 1.0]', var: '[0.5, -0.1]' },
  },
  examples: {
    bad: [
      'head = nn.Linear(5, 1)\ndef step(mean, x, y):\n    return F.gaussian_nll_loss(mean, y, head(x))',
      'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.mean = nn.Linear(5, 1)\n        self.var = nn.Linear(5, 1)\n\n    def forward(self, x):\n        return self.mean(x), self.var(x)\n\nnet = Net()\ncriterion = nn.GaussianNLLLoss()\ndef step(x, y):\n    mean, var = net(x)\n    return criterion(mean, y, var)',
      'var_head = nn.Sequential(nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 1))\ndef step(mean, x, y):\n    var = var_head(x).squeeze(-1)\n    return nn.GaussianNLLLoss(full=True)(mean, y, var)',
      'net = nn.Linear(5, 2)\ndef step(x, y):\n    out = net(x)\n    return F.gaussian_nll_loss(out[:, 0], y, out[:, 1])',
    ],
    good: [
      'head = nn.Linear(5, 1)\ndef step(mean, x, y):\n    return F.gaussian_nll_loss(mean, y, F.softplus(head(x)))',
      'head = nn.Linear(5, 1)\ndef step(mean, x, y):\n    return F.gaussian_nll_loss(mean, y, head(x).exp())',
      'head = nn.Linear(5, 1)\ndef step(x, y, var):\n    return F.gaussian_nll_loss(head(x), y, var)',
      'head = nn.Linear(5, 1)\ndef step(mean, x, y):\n    return F.gaussian_nll_loss(mean, y, head(x) ** 2)',
      'head = nn.Sequential(nn.Linear(5, 1), nn.Softplus())\ndef step(mean, x, y):\n    return nn.GaussianNLLLoss()(mean, y, head(x))',
      'head = nn.Linear(5, 1)\ndef step(mean, x, y):\n    return nn.GaussianNLLLoss()(mean, y, head(x).clamp(min=1e-6))',
      'head = nn.Linear(5, 1)\ndef step(mean, x, y):\n    return nn.GaussianNLLLoss()(mean, y, torch.ones_like(mean))',
    ],
  },
  *check(site, context) {
    const found = originsOfKind(site, 'var', ['any'], context);
    if (!found) return;
    const { argument, origins } = found;
    yield findingAt(
      argument,
      t`GaussianNLLLoss takes a variance: this one can be negative, which raises a ValueError`,
      {
        related: madeAt(argument, origins, t`The variance comes from here`),
        fixes: [passingThrough(t`End in softplus`, argument.value, 'torch.nn.functional.softplus', context)],
      },
    );
  },
});
