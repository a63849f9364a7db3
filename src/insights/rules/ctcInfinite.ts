import { t } from '../../l10n/localize';
import { lengthsOf } from '../ctcTargets';
import { defineRule } from '../defineRule';
import { addingArgument, parameterValue } from '../parameterFacts';
import { findingAt, rangeOf } from '../ruleContext';
import { creationOf } from '../tensorFixes';

/** Samples of CTCLoss with more labels than frames. */
export const ctcInfinite = defineRule({
  id: 'ctc-infinite',
  title: 'More labels than frames for CTCLoss',
  pitfall: 'ctc-infinite',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['CTCLoss'],
  effect: {
    loss: 'CTCLoss',
    inputs: {
      log_probs: '[[-0.2, -1.8, -3.0], [-1.5, -0.4, -2.0]]',
      targets: '[1, 2, 1]',
      input_lengths: '2',
      target_lengths: '3',
    },
  },
  examples: {
    bad: [
      'def step(x, y):\n    return F.ctc_loss(x, y, (10, 10), (12, 8))',
      'n = torch.full((16,), 20)\nm = torch.full((16,), 30)\ncriterion = nn.CTCLoss()\ndef step(x, y):\n    return criterion(x, y, n, m)',
      'def step(x, y):\n    return nn.CTCLoss(blank=9)(x, y, torch.tensor([4]), torch.tensor([5]))',
      'T = 20\nS = 25\ndef step(x, y):\n    return F.ctc_loss(x, y, [T, T], [S, 3], zero_infinity=False)',
    ],
    good: [
      'def step(x, y):\n    return F.ctc_loss(x, y, (10, 10), (10, 8))',
      'n = torch.full((16,), 20)\nm = torch.full((16,), 30)\ncriterion = nn.CTCLoss(zero_infinity=True)\ndef step(x, y):\n    return criterion(x, y, n, m)',
      'n = torch.full((16,), 30)\nm = torch.full((16,), 20)\ndef step(x, y):\n    return nn.CTCLoss()(x, y, n, m)',
      'def step(x, y, n):\n    return F.ctc_loss(x, y, n, (12, 8))',
      'def step(x, y, zero):\n    return F.ctc_loss(x, y, (10, 10), (12, 8), zero_infinity=zero)',
      'n = torch.full((16,), 20)\nm = torch.randint(10, 30, (16,))\ndef step(x, y):\n    return nn.CTCLoss()(x, y, n, m)',
    ],
  },
  *check(site, context) {
    const [frames, labels] = [
      lengthsOf(site, 'input_lengths', context),
      lengthsOf(site, 'target_lengths', context),
    ];
    const argument = site.inputs.byName.get('target_lengths');
    const zero = parameterValue(site, 'zero_infinity', context);
    if (!frames || !argument || zero?.kind !== 'bool' || zero.value) return;
    const at = labels?.findIndex((count, index) => count > (frames[index] ?? Infinity)) ?? -1;
    if (at < 0) return;
    const [count, length] = [labels?.[at], frames[at]].map(String);
    const given = site.parameters.byName.get('zero_infinity');
    const made = site.via === 'functional' ? site.call : creationOf(site);
    const text = 'zero_infinity=True';
    const edit = given
      ? { ...rangeOf(given.value), text: 'True' }
      : made && addingArgument({ ...site, call: made }, text, context);
    yield findingAt(
      argument,
      t`Sample ${at} has ${count ?? ''} labels in ${length ?? ''} frames: its loss is infinite, and the gradient NaN`,
      { fixes: edit ? [{ title: t`Write ${text}`, edits: [edit] }] : [] },
    );
  },
});
