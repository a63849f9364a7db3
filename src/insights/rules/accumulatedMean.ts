import { t } from '../../l10n/localize';
import type { Expression } from '../../python/syntax';
import { defineRule } from '../defineRule';
import { isGivenAt, reductionOf } from '../parameterFacts';
import { findingAt, rangeOf, type RuleContext } from '../ruleContext';
import { lossOfValue, type EvaluationSite, type OtherSite } from '../sites';
import { creationOf } from '../tensorFixes';
import { addingArgument } from '../parameterFacts';

/** Gradients of means over different numbers of targets, added up. */
export const accumulatedMean = defineRule({
  id: 'accumulated-mean',
  title: 'Means over different numbers of targets are accumulated',
  pitfall: 'accumulated-mean',
  severity: 'off',
  at: ['other'],
  calls: /^backward$/,
  effect: {
    loss: 'CrossEntropyLoss',
    inputs: { input: '[[2.0, 0.0], [0.0, 0.0], [0.0, 0.0]]', target: '[1, -100, -100]' },
  },
  examples: {
    bad: [
      'criterion = nn.CrossEntropyLoss(ignore_index=0)\ndef step(x, y, steps):\n    loss = criterion(x, y) / steps\n    loss.backward()',
      'criterion = nn.CrossEntropyLoss(ignore_index=0)\ndef step(x, y, steps):\n    loss = criterion(x, y)\n    loss = loss / steps\n    loss.backward()',
      'ACCUMULATE = 4\ndef step(x, y):\n    (F.cross_entropy(x, y, ignore_index=-1) / ACCUMULATE).backward()',
      "criterion = nn.NLLLoss(ignore_index=0, reduction='mean')\ndef step(x, y, steps):\n    loss = criterion(x, y)\n    (loss / steps).backward(retain_graph=True)",
    ],
    good: [
      'def step(x, y, steps):\n    return (F.cross_entropy(x, y, ignore_index=0) / steps).item()',
      "criterion = nn.CrossEntropyLoss(ignore_index=0, reduction='sum')\ndef step(x, y, tokens):\n    loss = criterion(x, y) / tokens\n    loss.backward()",
      'criterion = nn.CrossEntropyLoss()\ndef step(x, y, steps):\n    loss = criterion(x, y) / steps\n    loss.backward()',
      'criterion = nn.CrossEntropyLoss(ignore_index=0)\ndef step(x, y):\n    loss = criterion(x, y)\n    loss.backward()',
      'criterion = nn.CrossEntropyLoss(ignore_index=0)\ndef step(x, y, steps):\n    loss = criterion(x, y)\n    print(loss / steps)\n    loss.backward()',
      'def step(x, y, steps):\n    loss = F.mse_loss(x, y) / steps\n    loss.backward()',
      'def step(x, y, reduction, steps):\n    loss = F.cross_entropy(x, y, ignore_index=0, reduction=reduction) / steps\n    loss.backward()',
    ],
  },
  *check(site, context) {
    const { callee } = site.call;
    if (callee.kind !== 'attribute') return;
    const divided = dividedLoss(callee.object, site, context);
    if (!divided || !['CrossEntropyLoss', 'NLLLoss'].includes(divided.loss.loss.name)) return;
    const { division, loss } = divided;
    if (reductionOf(loss, context) !== 'mean' || !isGivenAt(loss, 'ignore_index', context)) return;
    const given = loss.parameters.byName.get('reduction');
    const made = loss.via === 'functional' ? loss.call : creationOf(loss);
    const sum = "reduction='sum'";
    const edit = given
      ? { ...rangeOf(given.value), text: "'sum'" }
      : made && addingArgument({ ...loss, call: made }, sum, context);
    yield findingAt(
      division,
      t`Each mean counts the same, however many targets it ignores: sum, and divide by the number of all targets`,
      {
        related: [{ ...rangeOf(loss.call), message: t`The mean is computed here` }],
        fixes: edit ? [{ title: t`Write ${sum}`, edits: [edit] }] : [],
      },
    );
  },
});

/** The division of a loss by something that an expression stands for. */
function dividedLoss(
  expression: Expression,
  { statement }: OtherSite,
  context: RuleContext,
): { readonly division: Expression; readonly loss: EvaluationSite } | undefined {
  const [division, another] = context.sources(expression) ?? [];
  if (another || division?.kind !== 'binary' || division.operator !== '/') return undefined;
  const loss = lossOfValue(context.document, division.left, statement);
  return loss && { division, loss };
}
