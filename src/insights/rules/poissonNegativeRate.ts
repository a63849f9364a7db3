import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { parameterValue } from '../parameterFacts';
import { findingAt, replacing } from '../ruleContext';
import { madeAt, originsOfKind, passingThrough } from '../tensorFixes';

/** Any number given to a PoissonNLLLoss that takes the rate itself. */
export const poissonNegativeRate = defineRule({
  id: 'poisson-negative-rate',
  title: 'Rate that can be negative into PoissonNLLLoss with log_input=False',
  pitfall: 'poisson-negative-rate',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['PoissonNLLLoss'],
  effect: {
    loss: 'PoissonNLLLoss',
    parameters: { log_input: 'False' },
    inputs: { log_input: '[-0.5, 1.0]', target: '[1.0, 1.0]' },
  },
  examples: {
    bad: [
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.poisson_nll_loss(model(x), y, log_input=False)',
      'model = nn.Sequential(nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 1))\ncriterion = nn.PoissonNLLLoss(log_input=False)\ndef step(x, y):\n    return criterion(model(x).squeeze(-1), y)',
      'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.rate = nn.Linear(5, 1)\n\n    def forward(self, x):\n        return self.rate(x)\n\nnet = Net()\ndef step(x, y):\n    return nn.PoissonNLLLoss(log_input=False, full=True)(net(x), y)',
      'model = nn.Conv1d(4, 1, 3)\ndef step(x, y):\n    rate = model(x)\n    return F.poisson_nll_loss(rate, y, False)',
    ],
    good: [
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.poisson_nll_loss(model(x), y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.poisson_nll_loss(F.softplus(model(x)), y, log_input=False)',
      'model = nn.Sequential(nn.Linear(5, 1), nn.ReLU())\ndef step(x, y):\n    return F.poisson_nll_loss(model(x), y, log_input=False)',
      'def step(model, x, y):\n    return F.poisson_nll_loss(model(x), y, log_input=False)',
      'model = nn.Linear(5, 1)\ndef step(x, y, log):\n    return F.poisson_nll_loss(model(x), y, log_input=log)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return F.poisson_nll_loss(model(x).abs(), y, log_input=False)',
      'model = nn.Linear(5, 1)\ncriterion = nn.PoissonNLLLoss(log_input=False)\ndef step(x, y):\n    return criterion(model(x).exp(), y)',
    ],
  },
  *check(site, context) {
    const [input] = site.loss.inputs;
    const name = site.via === 'functional' ? input?.functionalName : input?.name;
    const found = name === undefined ? undefined : originsOfKind(site, name, ['any'], context);
    const log = parameterValue(site, 'log_input', context);
    if (!found || log?.kind !== 'bool' || log.value) return;
    const { argument, origins } = found;
    const given = site.parameters.byName.get('log_input');
    yield findingAt(
      argument,
      t`PoissonNLLLoss with log_input=False takes a positive rate: negative ones give NaN without an error`,
      {
        related: madeAt(argument, origins, t`The rate, which can be negative, comes from here`),
        fixes: [
          passingThrough(t`End in softplus`, argument.value, 'torch.nn.functional.softplus', context),
          ...(given ? [replacing(t`Write log_input=True`, given.value, 'True')] : []),
        ],
      },
    );
  },
});
