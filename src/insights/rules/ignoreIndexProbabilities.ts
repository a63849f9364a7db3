import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { isSettled, removingArgument } from '../parameterFacts';
import { findingAt, rangeOf } from '../ruleContext';
import { originsOf } from '../tensorFixes';

/** An index to be ignored where the target has no indices. */
export const ignoreIndexProbabilities = defineRule({
  id: 'ignore-index-probabilities',
  title: 'ignore_index with probabilities as targets',
  pitfall: 'ignore-index-probabilities',
  severity: 'error',
  at: ['evaluation'],
  losses: ['CrossEntropyLoss'],
  effect: {
    loss: 'CrossEntropyLoss',
    parameters: { ignore_index: '0' },
    inputs: { input: '[[2.0, 0.5, -1.0]]', target: '[[1.0, 0.0, 0.0]]' },
  },
  examples: {
    bad: [
      'def step(x, y):\n    return F.cross_entropy(x, F.softmax(y, dim=1), ignore_index=0)',
      'def step(x, y):\n    return F.cross_entropy(x, F.one_hot(y, 3).float(), ignore_index=2)',
      'criterion = nn.CrossEntropyLoss(ignore_index=1)\ndef step(x, y):\n    target = y.softmax(dim=-1)\n    return criterion(x, target)',
      'PAD = 0\ndef step(x, y):\n    return nn.CrossEntropyLoss(ignore_index=PAD)(x, F.one_hot(y, 9).to(torch.float32))',
    ],
    good: [
      'def step(x, y):\n    return F.cross_entropy(x, F.softmax(y, dim=1))',
      'def step(x, y):\n    return F.cross_entropy(x, F.softmax(y, dim=1), ignore_index=-100)',
      'def step(x, y):\n    return F.cross_entropy(x, y, ignore_index=0)',
      'def step(x, y):\n    return F.cross_entropy(x, y.float().argmax(1), ignore_index=0)',
      'def step(x, y, pad):\n    return F.cross_entropy(x, F.softmax(y, dim=1), ignore_index=pad)',
      'def step(x, y):\n    return F.cross_entropy(x, F.one_hot(y, 3).argmax(1), ignore_index=0)',
      'def step(x, y, skip):\n    criterion = nn.CrossEntropyLoss(ignore_index=1) if skip else nn.CrossEntropyLoss()\n    return criterion(x, F.softmax(y, dim=1))',
    ],
  },
  *check(site, context) {
    if (!isSettled(site)) return;
    const given = site.parameters.byName.get('ignore_index');
    const index = context.number(given?.value);
    if (!given || index === undefined || index < 0) return;
    const found = originsOf(
      site,
      'target',
      context,
      ({ values, dtype }) =>
        values === 'softmax' || (values === 'oneHot' && dtype !== undefined && dtype.startsWith('float')),
    );
    if (!found) return;
    const isKeyword = given.kind === 'keyword';
    yield findingAt(
      found.argument,
      t`Probabilities as targets refuse ignore_index=${index}: the call raises a RuntimeError`,
      {
        related: [{ ...rangeOf(given), message: t`ignore_index is given here` }],
        fixes: isKeyword
          ? [{ title: t`Remove ignore_index`, edits: [removingArgument(given, context)] }]
          : [],
      },
    );
  },
});
