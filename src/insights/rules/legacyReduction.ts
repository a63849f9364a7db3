import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import type { Edit } from '../finding';
import { givenParameters, mayBecomeKeyword, removingArgument } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { ownsParameters } from '../sites';

/** `size_average` and `reduce`, which `reduction` replaces. */
export const legacyReduction = defineRule({
  id: 'legacy-reduction',
  title: 'Deprecated size_average or reduce',
  pitfall: 'legacy-reduction',
  severity: 'warning',
  tag: 'deprecated',
  at: ['creation', 'evaluation'],
  effect: {
    loss: 'MSELoss',
    parameters: { size_average: 'False' },
    inputs: { input: '[1.0, 2.0]', target: '[2.0, 4.0]' },
  },
  examples: {
    bad: [
      'nn.MSELoss(size_average=False)',
      'nn.CrossEntropyLoss(reduce=False)',
      "nn.NLLLoss(reduction='none', size_average=True)",
      'nn.BCEWithLogitsLoss(size_average=False, reduce=True)',
      'def step(x, y):\n    return F.nll_loss(x, y, size_average=False).item()',
      'nn.MSELoss(False)',
    ],
    good: [
      "nn.MSELoss(reduction='sum')",
      'nn.MSELoss(size_average=None)',
      'nn.MSELoss(size_average=None, reduce=None)',
      'def mean(x, reduce=False):\n    return x.mean()\nmean(1, reduce=False)',
      'class MSELoss(nn.Module):\n    def __init__(self, size_average):\n        super().__init__()\nMSELoss(size_average=False)',
      'def make(options):\n    return nn.MSELoss(**options)',
    ],
  },
  *check(site, context) {
    if (!ownsParameters(site)) return;
    const given = givenParameters(site);
    const legacy = given
      .filter(({ row }) => row.legacy)
      .map((one) => ({ ...one, value: context.value(one.argument.value) }))
      // Strings and numbers are there by mistake, which another rule tells.
      .filter(
        ({ value, argument }) =>
          value.kind === 'bool' || (argument.kind === 'keyword' && value.kind !== 'none'),
      );
    const [first] = legacy;
    if (!first) return;
    const values = new Map(legacy.map(({ row, value }) => [row.name, value]));
    const [average, reduce] = [values.get('size_average'), values.get('reduce')].map((value) =>
      value === undefined ? true : value.kind === 'bool' ? value.value : undefined,
    );
    const known = average !== undefined && reduce !== undefined && !site.parameters.hasMore;
    const reduction = !known ? undefined : !reduce ? 'none' : average ? 'mean' : 'sum';
    const present = site.parameters.byName.get('reduction');
    const others = [...legacy.slice(1).map(({ argument }) => argument), ...(present ? [present] : [])];
    const edits: Edit[] = others.map((argument) => removingArgument(argument, context));
    const { start, end } = first.argument.span;
    edits.push({ start, end, text: `reduction='${reduction ?? ''}'` });
    const mayFix =
      reduction !== undefined &&
      others.every(
        (argument) => site.call.arguments.indexOf(argument) > site.call.arguments.indexOf(first.argument),
      ) &&
      (mayBecomeKeyword(first.argument, site) || others.length > 0);
    yield findingAt(
      first.argument,
      message(
        legacy.map(({ row }) => row.name),
        reduction,
        present && context.text(present),
      ),
      {
        fixes: mayFix ? [{ title: t`Write reduction='${reduction}'`, edits }] : [],
      },
    );
  },
});

function message(
  names: readonly string[],
  reduction: string | undefined,
  present: string | undefined,
): string {
  const [one = '', other] = names;
  if (other === undefined) {
    if (reduction === undefined) return t`${one} is deprecated and wins over reduction`;
    return present === undefined
      ? t`${one} is deprecated and means reduction='${reduction}'`
      : t`${one} is deprecated and means reduction='${reduction}', whatever ${present} says`;
  }
  if (reduction === undefined) return t`${one} and ${other} are deprecated and win over reduction`;
  return present === undefined
    ? t`${one} and ${other} are deprecated and mean reduction='${reduction}'`
    : t`${one} and ${other} are deprecated and mean reduction='${reduction}', whatever ${present} says`;
}
