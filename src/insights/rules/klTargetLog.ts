import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { addingArgument, parameterValue } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { creationOf, madeAt, originsOfKind } from '../tensorFixes';

/** Log-probabilities as the target of a KLDivLoss that takes probabilities. */
export const klTargetLog = defineRule({
  id: 'kl-target-log',
  title: 'Target of KLDivLoss is log-probabilities without log_target=True',
  pitfall: 'kl-target-log',
  severity: 'error',
  at: ['evaluation'],
  losses: ['KLDivLoss'],
  effect: {
    loss: 'KLDivLoss',
    parameters: { reduction: 'batchmean' },
    inputs: { input: '[[-0.7, -1.6, -1.2]]', target: '[[-0.5, -2.3, -1.2]]' },
  },
  examples: {
    bad: [
      "def step(x, y):\n    return F.kl_div(F.log_softmax(x, dim=1), F.log_softmax(y, dim=1), reduction='batchmean')",
      "def step(x, y):\n    target = y.log_softmax(dim=1)\n    return nn.KLDivLoss(reduction='batchmean')(x, target)",
      "criterion = nn.KLDivLoss(reduction='sum', log_target=False)\ndef step(x, y):\n    return criterion(x, torch.log_softmax(y, 1))",
      "criterion = nn.KLDivLoss(reduction='batchmean')\ndef step(x, y):\n    return criterion(F.log_softmax(x, 1), F.softmax(y, 1).log())",
    ],
    good: [
      "def step(x, y):\n    return F.kl_div(F.log_softmax(x, dim=1), F.log_softmax(y, dim=1), reduction='batchmean', log_target=True)",
      "criterion = nn.KLDivLoss(reduction='batchmean', log_target=True)\ndef step(x, y):\n    return criterion(x, F.log_softmax(y, dim=1))",
      "def step(x, y):\n    return F.kl_div(F.log_softmax(x, dim=1), F.softmax(y, dim=1), reduction='batchmean')",
      "def step(x, y):\n    return F.kl_div(x, F.log_softmax(y, dim=1).exp(), reduction='batchmean')",
      "def step(x, y, log):\n    return F.kl_div(x, F.log_softmax(y, dim=1), reduction='sum', log_target=log)",
      'def step(x, y, options):\n    return F.kl_div(x, F.log_softmax(y, dim=1), **options)',
    ],
  },
  *check(site, context) {
    const found = originsOfKind(site, 'target', ['logSoftmax'], context);
    const value = parameterValue(site, 'log_target', context);
    if (!found || value?.kind !== 'bool' || value.value) return;
    // Input and target may be swapped, which another rule tells.
    if (originsOfKind(site, 'input', ['softmax'], context)) return;
    const { argument, origins } = found;
    const given = site.parameters.byName.get('log_target');
    const made = site.via === 'functional' ? site.call : creationOf(site);
    const title = t`Write log_target=True`;
    const edit = given
      ? { start: given.value.span.start, end: given.value.span.end, text: 'True' }
      : made && addingArgument({ ...site, call: made }, 'log_target=True', context);
    yield findingAt(
      argument,
      t`The target of KLDivLoss is probabilities unless log_target=True: logarithms give NaN`,
      {
        related: madeAt(argument, origins, t`The logarithms come from here`),
        fixes: edit ? [{ title, edits: [edit] }] : [],
      },
    );
  },
});
