import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { addingArgument, parameterValue } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { creationOf, madeAt, originsOfKind } from '../tensorFixes';

/** A rate given to a PoissonNLLLoss that takes its logarithm. */
export const poissonPositiveInput = defineRule({
  id: 'poisson-positive-input',
  title: 'Positive rate into PoissonNLLLoss with log_input=True',
  pitfall: 'poisson-positive-rate',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['PoissonNLLLoss'],
  effect: { loss: 'PoissonNLLLoss', inputs: { log_input: '[2.7, 1.0]', target: '[3.0, 1.0]' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.poisson_nll_loss(torch.exp(x), y)',
      'criterion = nn.PoissonNLLLoss()\ndef step(x, y):\n    rate = F.softplus(x)\n    return criterion(rate, y)',
      'model = nn.Sequential(nn.Linear(5, 1), nn.Softplus())\ncriterion = nn.PoissonNLLLoss(full=True)\ndef step(x, y):\n    return criterion(model(x), y)',
      'def step(x, y):\n    return nn.PoissonNLLLoss(log_input=True)(x.exp(), y)',
    ],
    good: [
      'def step(x, y):\n    return F.poisson_nll_loss(x, y)',
      'def step(x, y):\n    return F.poisson_nll_loss(torch.exp(x), y, log_input=False)',
      'criterion = nn.PoissonNLLLoss(log_input=False)\ndef step(x, y):\n    return criterion(F.softplus(x), y)',
      'def step(x, y, log):\n    return F.poisson_nll_loss(x.exp(), y, log_input=log)',
      'def step(x, y):\n    return F.poisson_nll_loss(torch.log(x.exp() + 1), y)',
      'def step(x, y):\n    print(x.exp())\n    return F.poisson_nll_loss(x, y.exp())',
    ],
  },
  *check(site, context) {
    const [input] = site.loss.inputs;
    const name = site.via === 'functional' ? input?.functionalName : input?.name;
    const found = name === undefined ? undefined : originsOfKind(site, name, ['positive'], context);
    const log = parameterValue(site, 'log_input', context);
    if (!found || log?.kind !== 'bool' || !log.value) return;
    const { argument, origins } = found;
    const given = site.parameters.byName.get('log_input');
    const made = site.via === 'functional' ? site.call : creationOf(site);
    const edit = given
      ? { start: given.value.span.start, end: given.value.span.end, text: 'False' }
      : made && addingArgument({ ...site, call: made }, 'log_input=False', context);
    yield findingAt(
      argument,
      t`PoissonNLLLoss takes the logarithm of the rate: a positive rate is exponentiated once more`,
      {
        related: madeAt(argument, origins, t`The positive rate comes from here`),
        fixes: edit ? [{ title: t`Write log_input=False`, edits: [edit] }] : [],
      },
    );
  },
});
