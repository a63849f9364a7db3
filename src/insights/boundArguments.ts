import type { LossDefinition } from '../engine/defineLoss';
import type { ParameterDefinition } from '../engine/lossDefinition';
import type { Argument } from '../python/syntax';

/** The arguments of a call by the names they are for. */
export interface BoundArguments {
  readonly byName: ReadonlyMap<string, Argument>;
  /** Those that no parameter takes: Python would refuse the call. */
  readonly extra: readonly Argument[];
  /** Whether `*args` or `**options` may hold more. */
  readonly hasMore: boolean;
}

/** The constructor's parameters in the order in which it takes them by position. */
function positionalParameters(loss: LossDefinition): readonly ParameterDefinition[] {
  return loss.parameters.filter((parameter) => !parameter.functionalOnly && !parameter.keywordOnly);
}

/** The parameters that this callable of the loss takes. */
export function parametersOf(
  loss: LossDefinition,
  via: 'module' | 'functional',
): readonly ParameterDefinition[] {
  if (via === 'module') return loss.parameters.filter((parameter) => !parameter.functionalOnly);
  const taken = loss.functionalArguments;
  const rows = loss.parameters.filter((parameter) => !parameter.moduleOnly);
  return [...rows].sort((a, b) => order(taken, a.name) - order(taken, b.name));
}

/** Binds a constructor's arguments. */
export function bindConstructor(loss: LossDefinition, given: readonly Argument[]): BoundArguments {
  return bindArguments(
    positionalParameters(loss).map((parameter) => parameter.name),
    parametersOf(loss, 'module').map((parameter) => parameter.name),
    given,
  );
}

/** Binds the arguments of the call of an instance: the inputs. */
export function bindForward(loss: LossDefinition, given: readonly Argument[]): BoundArguments {
  const names = loss.inputs.map((input) => input.name);
  return bindArguments(names, names, given);
}

/** The arguments for the inputs, by the names that `forward()` has for them: a functional may call them otherwise. */
export function inputArguments(
  loss: LossDefinition,
  via: 'module' | 'functional',
  { byName }: BoundArguments,
): ReadonlyMap<string, Argument> {
  return new Map(
    loss.inputs.flatMap(({ name, functionalName }) => {
      const argument = byName.get((via === 'functional' ? functionalName : undefined) ?? name);
      return argument ? [[name, argument]] : [];
    }),
  );
}

/** Binds the arguments of a functional: inputs and parameters together. */
export function bindFunctional(loss: LossDefinition, given: readonly Argument[]): BoundArguments {
  const keywordOnly = new Set(
    loss.parameters.filter((parameter) => parameter.keywordOnly === true).map((parameter) => parameter.name),
  );
  const all = loss.functionalArguments;
  return bindArguments(
    all.filter((name) => !keywordOnly.has(name)),
    all,
    given,
  );
}

function bindArguments(
  positional: readonly string[],
  keywords: readonly string[],
  given: readonly Argument[],
): BoundArguments {
  const byName = new Map<string, Argument>();
  const extra: Argument[] = [];
  let hasMore = false;
  let next = 0;
  for (const argument of given) {
    if (argument.kind === 'star' || argument.kind === 'doubleStar') {
      hasMore = true;
      // What follows an unpacked list stands at an unknown place.
      if (argument.kind === 'star') next = Infinity;
      continue;
    }
    const name = argument.kind === 'positional' ? positional[next++] : argument.name;
    if (
      name === undefined ||
      !keywords.includes(name) ||
      (byName.has(name) && argument.kind === 'positional')
    ) {
      if (next !== Infinity) extra.push(argument);
    } else byName.set(name, argument);
  }
  return { byName, extra, hasMore };
}

function order(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  return index < 0 ? names.length : index;
}
