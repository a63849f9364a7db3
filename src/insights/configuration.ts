import { pythonText } from '../engine/nativeTypes';
import type { Configuration, Expression as ExpressionText, ParameterValue } from '../engine/lossDefinition';
import type { PythonDocument } from '../python/pythonDocument';
import type { Call, Expression } from '../python/syntax';
import { parametersOf } from './boundArguments';
import type { ConstantEvaluator } from './constants/constantValue';
import { isChangedBehind } from './constants/inPlace';
import { numberOf, type Value } from './constants/values';
import { distanceFunction } from './distanceFunction';
import { argumentsOf } from './lossUse';
import type { LossMeaning } from './lossMeanings';
import { isTold, textOf } from './toldArguments';

/** The parameters of a loss as the code has them. */
export interface Configured {
  /** What the code gives, by name: values where they are known, else the text of the expression. */
  readonly given: Configuration;
  /** The same, integers told from floats, as `evaluate` wants them. */
  readonly exact: Readonly<Record<string, ParameterValue | ExpressionText>>;
  /** The text of each given argument in the code. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whether there may be more than what is seen: unpacked arguments, or an instance known by its type alone. */
  readonly hasMore: boolean;
}

/** The configuration of a candidate; `call` is the call of it, if it is called. */
export function configurationOf(
  document: PythonDocument,
  meaning: LossMeaning,
  call: Call | undefined,
  evaluator: ConstantEvaluator,
): Configured {
  const { parameters } = argumentsOf(meaning, call);
  const given: Record<string, ParameterValue | ExpressionText> = {};
  const exact: Record<string, ParameterValue | ExpressionText> = {};
  const texts: Record<string, string> = {};
  for (const { name, kind } of parametersOf(meaning.loss, meaning.via)) {
    const argument = parameters.byName.get(name);
    if (!argument) continue;
    const text = textOf(document, argument.value);
    texts[name] = text;
    const value = valueKept(document, argument.value, evaluator);
    const known = kind === 'function' ? distanceFunction(document, argument.value) : undefined;
    const expression = known ?? { expression: text };
    const [plain, precise] = [plainValue(value), exactValue(value)];
    // None is a value, too.
    given[name] = plain === undefined ? expression : plain;
    exact[name] = precise === undefined ? expression : precise;
  }
  let hasMore = parameters.hasMore || !(meaning.isComplete || meaning.ownConstructor);
  const unpacked = hasMore ? unpackedArguments(meaning, call, evaluator) : undefined;
  if (unpacked) {
    const names = new Set(parametersOf(meaning.loss, meaning.via).map(({ name }) => name));
    hasMore = ![...unpacked.keys()].every((name) => names.has(name) && !(name in texts));
    for (const [name, value] of hasMore ? [] : unpacked) {
      const plain = plainValue(value) ?? null;
      texts[name] = typeof plain === 'string' ? `'${plain}'` : pythonText(plain);
      given[name] = plain;
      exact[name] = exactValue(value) ?? null;
    }
  }
  return { given, exact, texts, hasMore };
}

/** What an argument gives that the loss keeps: a tensor that is changed later is not what it was. */
function valueKept(document: PythonDocument, argument: Expression, evaluator: ConstantEvaluator): Value {
  const value = evaluator.value(argument);
  return value.kind === 'tensor' && !isTold(argument) && isChangedBehind(document, argument)
    ? { kind: 'unknown', reason: 'it is changed in place' }
    : value;
}

/** What `**options` hands on, where the code tells; undefined where it does not, or where more is unpacked. */
function unpackedArguments(
  { given, isComplete, via }: LossMeaning,
  call: Call | undefined,
  evaluator: ConstantEvaluator,
): ReadonlyMap<string, Value> | undefined {
  const all = via === 'functional' ? [...given, ...(call?.arguments ?? [])] : given;
  const [stars, another] = all.filter(({ kind }) => kind === 'star' || kind === 'doubleStar');
  if (!isComplete || another || stars?.kind !== 'doubleStar') return undefined;
  const options = evaluator.value(stars.value);
  const isKnown = options.kind === 'dictionary';
  return isKnown && [...options.entries.values()].every((value) => plainValue(value) !== undefined)
    ? options.entries
    : undefined;
}

/** A value as a call takes it, if it is one: an integer as such. */
export function exactValue(value: Value): ParameterValue | undefined {
  return value.kind === 'int' ? BigInt(value.value) : plainValue(value);
}

/** A value as a parameter takes it, if it is one. */
function plainValue(value: Value): ParameterValue | undefined {
  switch (value.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
      return value.value;
    case 'none':
      return null;
    case 'tensor':
      return value.memory.lost === undefined ? value.tensor : undefined;
    case 'sequence': {
      const numbers = value.items.map(numberOf);
      return numbers.every((number) => number !== undefined) ? numbers.map(Number) : undefined;
    }
    default:
      return undefined;
  }
}
