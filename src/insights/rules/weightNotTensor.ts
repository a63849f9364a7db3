import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { givenParameters, refusalInWords } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { ownsParameters } from '../sites';

/** A list or number in the place of a tensor. */
export const weightNotTensor = defineRule({
  id: 'weight-not-tensor',
  title: 'List or number where the loss needs a tensor',
  pitfall: 'weight-not-tensor',
  severity: 'error',
  at: ['creation', 'evaluation'],
  effect: {
    loss: 'CrossEntropyLoss',
    parameters: { weight: '[1.0, 2.0, 0.5]' },
    inputs: { input: '[[2.0, 0.5, -1.0]]', target: '[1]' },
  },
  examples: {
    bad: [
      'nn.CrossEntropyLoss(weight=[1.0, 2.0])',
      'nn.CrossEntropyLoss([1, 2])',
      'nn.BCEWithLogitsLoss(pos_weight=3)',
      'nn.NLLLoss(weight=(0.5, 0.5))',
      'def step(x, y):\n    return F.cross_entropy(x, y, weight=[1.0, 2.0])',
      'WEIGHTS = [1.0, 2.0]\nnn.CrossEntropyLoss(weight=WEIGHTS)',
    ],
    good: [
      'nn.CrossEntropyLoss(weight=[1.0, torch.ones(())])',
      'nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0]))',
      'nn.CrossEntropyLoss(weight=None)',
      'nn.BCEWithLogitsLoss(pos_weight=torch.tensor(3.0))',
      'def make(weight):\n    return nn.CrossEntropyLoss(weight=weight)',
      'def make(weights):\n    weights = torch.tensor(weights)\n    return nn.CrossEntropyLoss(weight=weights)',
      'WEIGHTS = [1.0, 2.0]\nnn.CrossEntropyLoss(weight=torch.tensor(WEIGHTS))',
      'nn.CrossEntropyLoss(ignore_index=0)',
    ],
  },
  *check(site, context) {
    if (!ownsParameters(site)) return;
    for (const { row, argument } of givenParameters(site)) {
      if (row.kind !== 'tensor') continue;
      const value = context.value(argument.value);
      if (value.kind !== 'sequence' && value.kind !== 'int' && value.kind !== 'float') continue;
      const items = value.kind === 'sequence' ? value.items : [value];
      if (items.length === 0 || items.some((one) => one.kind !== 'int' && one.kind !== 'float')) continue;
      const numbers = items.map((one) => (one.kind === 'int' || one.kind === 'float' ? one.value : 0));
      // A Python int is told from a float in PyTorch's message.
      const single = value.kind === 'int' ? BigInt(value.value) : (numbers[0] ?? 0);
      const refused = refusalInWords(site, {
        [row.name]: value.kind === 'sequence' ? numbers : single,
      });
      if (refused === undefined) continue;
      const said =
        value.kind === 'sequence' && value.form === 'tuple' ? refused.replace(/\blist\b/, 'tuple') : refused;
      const text = context.text(argument.value);
      const { text: name, edits } = context.spelled('torch.tensor', argument.value);
      const { start, end } = argument.value.span;
      // Integers alone would make a tensor of integers, which a loss of floats refuses.
      const dtype = items.every((one) => one.kind === 'int')
        ? `, dtype=${name.replace(/tensor$/, 'float32')}`
        : '';
      const isClassWeight = row.shape?.[0] === 'C';
      const fix = {
        title: t`Write ${name}(...)`,
        edits: [...edits, { start, end, text: `${name}(${text}${dtype})` }],
      };
      yield findingAt(argument.value, t`${row.name} must be a tensor: ${said}`, {
        fixes: value.kind === 'sequence' || !isClassWeight ? [fix] : [],
      });
    }
  },
});
