import { t } from '../../l10n/localize';
import type { Expression } from '../../python/syntax';
import { defineRule } from '../defineRule';
import { newResolver } from '../lossMeanings';
import { findingAt, replacing } from '../ruleContext';
import { madeAt, originsOfKind } from '../tensorFixes';

/** A standard deviation given to GaussianNLLLoss for the variance. */
export const gaussianStd = defineRule({
  id: 'gaussian-std',
  title: 'Standard deviation as the variance of GaussianNLLLoss',
  pitfall: 'gaussian-std',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['GaussianNLLLoss'],
  effect: {
    loss: 'GaussianNLLLoss',
    inputs: { input: '[0.0, 0.0]', target: '[1.0, 1.0]', var: '[0.5, 0.25]' },
  },
  examples: {
    bad: [
      'def step(samples, y):\n    return F.gaussian_nll_loss(samples.mean(0), y, samples.std(0))',
      'def step(samples, y):\n    spread = torch.std(samples, dim=0)\n    return nn.GaussianNLLLoss()(samples.mean(0), y, spread)',
      'def step(net, x, y):\n    mean, std = net(x)\n    return F.gaussian_nll_loss(mean, y, std)',
      'criterion = nn.GaussianNLLLoss()\ndef step(mean, pred_std, y):\n    return criterion(mean, y, var=pred_std)',
    ],
    good: [
      'def step(net, x, y, fixed):\n    mean, std = net(x)\n    if fixed:\n        std = torch.ones(3)\n    return F.gaussian_nll_loss(mean, y, std)',
      'def step(samples, y):\n    return F.gaussian_nll_loss(samples.mean(0), y, samples.var(0))',
      'def step(samples, y):\n    return F.gaussian_nll_loss(samples.mean(0), y, samples.std(0) ** 2)',
      'def step(net, x, y):\n    mean, std = net(x)\n    return F.gaussian_nll_loss(mean, y, std.pow(2))',
      'def step(net, x, y):\n    mean, var = net(x)\n    return F.gaussian_nll_loss(mean, y, var)',
      'def step(net, x, y):\n    mean, std = net(x)\n    std = std * std\n    return F.gaussian_nll_loss(mean, y, std)',
      'def step(mean, std, y):\n    return F.gaussian_nll_loss(mean / std, y / std, torch.ones_like(mean))',
      'def step(mean, std_squared, y):\n    return F.gaussian_nll_loss(mean, y, std_squared)',
    ],
  },
  *check(site, context) {
    const argument = site.inputs.byName.get('var');
    if (!argument) return;
    const found = originsOfKind(site, 'var', ['deviation'], context);
    if (!found && !isNamedDeviation(argument.value)) return;
    const text = context.text(argument.value);
    const isPower = argument.value.kind === 'binary' || argument.value.kind === 'conditional';
    yield findingAt(
      argument,
      t`GaussianNLLLoss takes the variance: a standard deviation gives another loss without an error`,
      {
        related: madeAt(argument, found?.origins ?? [], t`The standard deviation comes from here`),
        fixes: [replacing(t`Square it`, argument.value, `${isPower ? `(${text})` : text} ** 2`)],
      },
    );
  },
});

/** Whether a name says that it is a standard deviation, and nothing computes it in sight. */
function isNamedDeviation(value: Expression): boolean {
  if (value.kind !== 'name' || !/^(?:\w+_)?(?:std|stddev|std_dev)$/i.test(value.id)) return false;
  const { bindings, unbound } = newResolver().definitions(value);
  const all = [...bindings];
  return (
    !unbound &&
    all.length > 0 &&
    all.every(
      ({ source }) =>
        source.kind === 'parameter' ||
        (source.kind === 'assign' && source.path.length > 0 && source.value.kind === 'call'),
    )
  );
}
