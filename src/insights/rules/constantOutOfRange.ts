import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { givenParameters, refusalInWords, removingArgument } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { ownsParameters } from '../sites';

/** A number that a loss refuses, or leaves out of account. */
export const constantOutOfRange = defineRule({
  id: 'constant-out-of-range',
  title: 'Number outside of what the loss takes',
  pitfall: 'number-out-of-range',
  severity: 'error',
  at: ['creation', 'evaluation'],
  effect: {
    loss: 'CrossEntropyLoss',
    parameters: { label_smoothing: '-0.1' },
    inputs: { input: '[[2.0, 0.5, -1.0]]', target: '[0]' },
  },
  examples: {
    bad: [
      'nn.CrossEntropyLoss(label_smoothing=1.5)',
      'nn.CrossEntropyLoss(label_smoothing=-0.1)',
      'nn.SmoothL1Loss(beta=-1.0)',
      'nn.HuberLoss(delta=0.0)',
      'nn.TripletMarginLoss(margin=0.0)',
      'def step(x, y):\n    return F.multi_margin_loss(x, y, p=3)',
      'BETA = -0.5\nnn.SmoothL1Loss(beta=BETA)',
      "from functools import partial\nmake = partial(nn.SmoothL1Loss, beta=-1.0)\nmake(reduction='sum')",
    ],
    good: [
      'nn.CrossEntropyLoss(ignore_index=-1)',
      'nn.CrossEntropyLoss(ignore_index=255)',
      'nn.CTCLoss(blank=2)',
      'nn.CTCLoss(blank=1000)',
      'PAD = 0\nnn.NLLLoss(ignore_index=PAD)',
      'nn.CrossEntropyLoss(label_smoothing=0.1)',
      'nn.CrossEntropyLoss(label_smoothing=1.0)',
      'nn.SmoothL1Loss(beta=0.0)',
      'nn.HuberLoss(delta=1e-3)',
      'nn.MarginRankingLoss(margin=0.0)',
      'nn.MultiMarginLoss(p=2)',
      'def make(beta):\n    return nn.SmoothL1Loss(beta=-beta)',
      'nn.CosineEmbeddingLoss(margin=-0.5)',
    ],
  },
  *check(site, context) {
    if (!ownsParameters(site)) return;
    for (const { row, argument } of givenParameters(site)) {
      if (row.kind !== 'float' && row.kind !== 'int') continue;
      const value = context.value(argument.value);
      if (value.kind !== 'int' && value.kind !== 'float') continue;
      const { value: number } = value;
      // which label is the blank is right or wrong by the number of classes
      if (row.name === 'blank' && number >= 0) continue;
      const refused = refusalInWords(site, { [row.name]: value.kind === 'int' ? BigInt(number) : number });
      const isIgnored = row.name === 'label_smoothing' && number < 0;
      if (refused === undefined && !isIgnored) continue;
      const text = String(number);
      yield findingAt(
        argument.value,
        refused === undefined
          ? t`${row.name}=${text} smooths nothing: negative values are left out of account without a word`
          : t`${row.name}=${text} is out of range: ${refused}`,
        {
          fixes:
            argument.kind === 'keyword'
              ? [{ title: t`Take the default of ${row.name}`, edits: [removingArgument(argument, context)] }]
              : [],
        },
      );
    }
  },
});
