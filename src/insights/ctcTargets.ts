import type { Argument, Expression } from '../python/syntax';
import { numberOf, type Value } from './constants/values';
import type { RuleContext } from './ruleContext';
import type { EvaluationSite } from './sites';
import { originsOf } from './tensorFixes';
import type { IntegerRange } from './tensors/tensorOrigin';

/** The labels that CTCLoss is given as its targets, where the code tells something of them. */
export interface CtcTargets {
  readonly argument: Argument;
  /** Among which numbers they are; both ends occur, or may occur where they are drawn at random. */
  readonly range: IntegerRange;
  /** The call of `randint` that draws them. */
  readonly drawnBy: Expression | undefined;
}

/** The targets of a CTCLoss without the padding behind them; undefined where that cannot be told from labels. */
export function ctcTargets(site: EvaluationSite, context: RuleContext): CtcTargets | undefined {
  const found = originsOf(site, 'targets', context, ({ range }) => range !== undefined);
  if (!found || found.origins.length > 1) return undefined;
  const { argument, first } = found;
  if (first.maker) return first.range && { argument, range: first.range, drawnBy: first.maker };
  const value = context.value(argument.value);
  if (value.kind !== 'tensor') return undefined;
  const { data, shape } = value.tensor;
  const [count = 0, width = 0] = shape;
  const lengths = shape.length === 2 ? lengthsOf(site, 'target_lengths', context) : undefined;
  if (shape.length !== 1 && lengths?.length !== count) return undefined;
  const labels = [...data].filter(
    (_, index) => !lengths || index % width < (lengths[Math.floor(index / width)] ?? 0),
  );
  if (labels.length === 0) return undefined;
  return { argument, range: { low: Math.min(...labels), high: Math.max(...labels) + 1 }, drawnBy: undefined };
}

/** The lengths that CTCLoss is given, where the code tells them. */
export function lengthsOf(
  site: EvaluationSite,
  name: 'input_lengths' | 'target_lengths',
  context: RuleContext,
): readonly number[] | undefined {
  const argument = site.inputs.byName.get(name);
  const value: Value | undefined = argument && context.value(argument.value);
  if (value?.kind === 'tensor') return value.memory.lost === undefined ? [...value.tensor.data] : undefined;
  if (value?.kind !== 'sequence') return undefined;
  const numbers = value.items.map(numberOf).filter((one) => one !== undefined);
  return numbers.length === value.items.length ? numbers.map(Number) : undefined;
}
