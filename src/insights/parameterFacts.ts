import type { ParameterDefinition, ParameterValue } from '../engine/lossDefinition';
import { reduction } from '../engine/parameters';
import type { Tensor } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { locate } from '../python/locate';
import type { Argument } from '../python/syntax';
import { parametersOf } from './boundArguments';
import type { Value } from './constants/values';
import type { Edit } from './finding';
import type { RuleContext } from './ruleContext';
import type { CreationSite, EvaluationSite } from './sites';
import { refusal } from './trial';

/** A parameter that a site gives, with its row in the loss's table. */
export interface GivenParameter {
  readonly row: ParameterDefinition;
  readonly argument: Argument;
}

/** The parameters that a site gives, in the order of the table. */
export function givenParameters(site: CreationSite | EvaluationSite): readonly GivenParameter[] {
  return parametersOf(site.loss, site.via).flatMap((row) => {
    const argument = site.parameters.byName.get(row.name);
    return argument ? [{ row, argument }] : [];
  });
}

/** Whether a parameter's value is known, and which it is; the default where the site gives none. */
export function parameterValue(
  site: CreationSite | EvaluationSite,
  name: string,
  context: RuleContext,
): Value | undefined {
  if (!isSettled(site)) return undefined;
  const argument = site.parameters.byName.get(name);
  if (argument) return context.value(argument.value);
  const row = site.loss.parameters.find((one) => one.name === name);
  if (!row) return undefined;
  const value = row.default;
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') return { kind: row.kind === 'int' ? 'int' : 'float', value };
  return typeof value === 'boolean' ? { kind: 'bool', value } : { kind: 'none' };
}

/** The reduction in force, where the code tells it. */
export function reductionOf(site: CreationSite | EvaluationSite, context: RuleContext): string | undefined {
  const [average, reduce] = ['size_average', 'reduce'].map((name) =>
    site.loss.parameters.some((row) => row.name === name)
      ? parameterValue(site, name, context)
      : ({ kind: 'none' } as const),
  );
  if (!average || !reduce) return undefined;
  if (average.kind !== 'none' || reduce.kind !== 'none') {
    const [isAveraged, isReduced] = [flagOf(average), flagOf(reduce)];
    if (isAveraged === undefined || isReduced === undefined) return undefined;
    if (!isReduced) return 'none';
    return isAveraged ? 'mean' : 'sum';
  }
  const value = parameterValue(site, 'reduction', context);
  return value?.kind === 'string' ? value.value : undefined;
}

/** A deprecated argument as PyTorch takes it: None is True where the other one is given. */
function flagOf(value: Value): boolean | undefined {
  if (value.kind === 'none') return true;
  return value.kind === 'bool' ? value.value : undefined;
}

/** Whether everything that a site's parameters come from is in sight: one constructor, and nothing unpacked. */
export function isSettled(site: CreationSite | EvaluationSite): boolean {
  if (site.parameters.hasMore) return false;
  return (
    site.kind === 'creation' || (site.candidates.length === 1 && site.candidates[0]?.isComplete === true)
  );
}

/** Whether a site certainly gives a parameter something other than None. */
export function isGivenAt(site: CreationSite | EvaluationSite, name: string, context: RuleContext): boolean {
  const argument = site.parameters.byName.get(name);
  if (!argument || !isSettled(site)) return false;
  const { value } = argument;
  if (value.kind === 'conditional') return false;
  const known = context.value(value);
  return known.kind === 'unknown'
    ? value.kind === 'call' || value.kind === 'sequence'
    : known.kind !== 'none';
}

/** The edit that adds a keyword argument to a call. */
export function addingArgument(
  site: CreationSite | EvaluationSite,
  text: string,
  context: RuleContext,
): Edit {
  const { call } = site;
  const last = call.arguments.at(-1);
  if (!last) return { start: call.span.end - 1, end: call.span.end - 1, text };
  const behind = context.document.text.slice(last.span.end, call.span.end);
  // A comma may stand behind the last argument already.
  const comma = /^\s*,/.exec(behind);
  const at = last.span.end + (comma?.[0].length ?? 0);
  return { start: at, end: at, text: comma ? ` ${text}` : `, ${text}` };
}

/** The edit that takes an argument out of the call in which it is written, be it one of `partial`, with its comma. */
export function removingArgument(argument: Argument, { document }: RuleContext): Edit {
  const { start, end } = argument.span;
  const calls = locate(document, start).expressions.filter((one) => one.kind === 'call');
  const all = calls.find((call) => call.arguments.includes(argument))?.arguments ?? [argument];
  const index = all.indexOf(argument);
  const before = all[index - 1];
  if (!before) return { start, end: all[index + 1]?.span.start ?? end, text: '' };
  const { text } = document;
  const between = text.slice(before.span.end, start);
  if (!between.includes('#')) return { start: before.span.end, end, text: '' };
  // A comment behind the argument before stays, and the comma in front of it.
  const comma = /^\s*,/.exec(text.slice(end))?.[0] ?? '';
  return { start: before.span.end + between.trimEnd().length, end: end + comma.length, text: '' };
}

/** Every name of a reduction; `batchmean` is KLDivLoss's own. */
export const reductionNames: readonly string[] = [...reduction.choices, 'batchmean'];

/** Of PyTorch's longer messages a problem shows the beginning. */
const longestMessage = 120;

/** What PyTorch raises when the loss is given these parameters and inputs, as a clause: `PyTorch raises ValueError: ...`. */
export function refusalInWords(
  site: CreationSite | EvaluationSite,
  parameters: Readonly<Record<string, ParameterValue>>,
  inputs?: Readonly<Record<string, Tensor>>,
): string | undefined {
  const error = refusal(site.loss, site.via, parameters, inputs);
  if (!error) return undefined;
  const line = (error.message.split('\n')[0] ?? '').replace(/\.$/, '');
  const cut = line.length > longestMessage ? `${line.slice(0, longestMessage - 1)}…` : line;
  return t`PyTorch raises ${`${error.type}: ${cut}`}`;
}

/** Whether a keyword can stand in the argument's place: no positional argument follows. */
export function mayBecomeKeyword(argument: Argument, { call }: CreationSite | EvaluationSite): boolean {
  const behind = call.arguments.slice(call.arguments.indexOf(argument) + 1);
  return behind.every((one) => one.kind !== 'positional' && one.kind !== 'star');
}
