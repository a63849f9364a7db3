import { t } from '../l10n/localize';
import type { Argument } from '../python/syntax';
import type { Edit, Finding, Fix } from './finding';
import { newResolver } from './lossMeanings';
import type { RuleContext } from './ruleContext';
import type { EvaluationSite } from './sites';
import { madeAt, originsOfKind, passingThrough } from './tensorFixes';
import type { TensorOrigin, TensorValues } from './tensors/tensorOrigin';

/** Something else given to a loss that takes log-probabilities. */
export interface WithoutLogarithm {
  readonly argument: Argument;
  /** What it is, in words. */
  readonly what: string;
  /** The values of all that the input may be. */
  readonly values: TensorValues | undefined;
  readonly related: NonNullable<Finding['related']>;
  readonly fixes: readonly Fix[];
}

/** The input of a loss of log-probabilities, if it certainly is something else. */
export function withoutLogarithm(
  site: EvaluationSite,
  input: string,
  context: RuleContext,
): WithoutLogarithm | undefined {
  const found = originsOfKind(site, input, ['softmax', 'sigmoid', 'any'], context);
  if (!found) return undefined;
  const { argument, origins, first } = found;
  const { values } = first;
  if (origins.some((one) => one.values !== values)) return undefined;
  const what = values === 'any' ? t`raw scores` : t`probabilities`;
  const logarithm = values === 'softmax' && origins.length === 1 ? logarithmOf(first, context) : undefined;
  const wrapped = passingThrough(t`Take the log_softmax`, argument.value, logSoftmax, context, ', dim=-1');
  return {
    argument,
    what,
    values,
    related: madeAt(
      argument,
      origins,
      values === 'any' ? t`The raw scores come from here` : t`The probabilities come from here`,
    ),
    fixes: logarithm ? [{ title: t`Use log_softmax`, edits: logarithm }] : values === 'any' ? [wrapped] : [],
  };
}

const logSoftmax = 'torch.nn.functional.log_softmax';

/** The edits that make log-probabilities where an origin makes probabilities. */
function logarithmOf({ maker }: TensorOrigin, context: RuleContext): readonly Edit[] | undefined {
  if (maker?.kind !== 'call') return undefined;
  const { callee } = maker;
  const path = context.path(callee);
  if (path === 'torch.nn.Softmax') return context.renamed(callee, 'torch.nn.LogSoftmax');
  if (path === 'torch.softmax') return context.renamed(callee, 'torch.log_softmax');
  if (path === 'torch.nn.functional.softmax')
    return context.renamed(callee, 'torch.nn.functional.log_softmax');
  const [layer, another] = newResolver().resolve(callee);
  if (layer?.kind === 'value' && !another && layer.expression.kind === 'call') {
    const made = layer.expression.callee;
    return context.path(made) === 'torch.nn.Softmax'
      ? context.renamed(made, 'torch.nn.LogSoftmax')
      : undefined;
  }
  if (callee.kind !== 'attribute' || callee.attribute !== 'softmax') return undefined;
  const { start, end } = callee.attributeSpan;
  return [{ start, end, text: 'log_softmax' }];
}
