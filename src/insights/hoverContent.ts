import { documentationUrl, type LossDefinition } from '../engine/defineLoss';
import { explanationText } from '../engine/explanation/explanation';
import { representativesOf } from '../engine/formulaRepresentatives';
import type {
  Configuration,
  Formula,
  ParameterDefinition,
  ParameterValue,
  Pitfall,
  ShapeCase,
} from '../engine/lossDefinition';
import { isTensorValue } from '../engine/nativeTypes';
import { aside } from '../python/pauses';
import type { PythonDocument } from '../python/pythonDocument';
import { printTensor, printSize } from '../engine/tensor/printTensor';
import type { Tensor } from '../engine/tensor/tensor';
import { tensorToPython } from '../text/exportTensor';
import { parametersOf } from './boundArguments';
import { configurationOf, type Configured } from './configuration';
import type { ToldReason } from './constants/reason';
import { instanceOf } from './instances';
import { evaluateCall, newEvaluator, type EvaluatedCall } from './evaluateCall';
import type { LossMeaning } from './lossMeanings';
import { asLossCall, lossUseAt, type LossCall, type LossUse } from './lossUse';
import { locate } from '../python/locate';
import { outcomeExplanation } from './outcomeExplanation';
import { parameterText, playgroundCall, type PlaygroundCall } from './playgroundCall';
import { divisorWords, legacyWords } from './reductionInWords';

/** One parameter of a loss, as it is in force. */
export interface ParameterLine {
  readonly name: string;
  /** TeX symbol that the formula has for it; {@link reductionSymbol} where it is how elements are reduced. */
  readonly symbol: string | undefined;
  /** Its value or the expression in the code; the default where the code says nothing. */
  readonly text: string;
  /** The value behind an expression of the code, where it is known. */
  readonly known: string | undefined;
  readonly isSet: boolean;
  readonly isLegacy: boolean;
  /** What it does; for a legacy argument what it stands for here. */
  readonly description: string;
}

/** An input of a call: what the loss expects, and what the code gives. */
export interface InputLine {
  readonly name: string;
  readonly symbol: string;
  readonly description: string;
  /** As the code writes it. */
  readonly expression: string | undefined;
  /** `float32 (4, 3)`, where the code tells. */
  readonly known: string | undefined;
}

/** A result that the code itself determines. */
export interface KnownResult {
  /** As PyTorch prints it. */
  readonly printed: string;
  readonly gradients: readonly { readonly name: string; readonly printed: string }[];
  readonly warnings: readonly string[];
}

/** Everything that a hover tells about one loss. */
export interface LossExplanation {
  readonly loss: string;
  /** As configured: `CrossEntropyLoss(label_smoothing=0.1)`. */
  readonly signature: string;
  /** Whether parameters may be set that the code does not tell. */
  readonly isPartial: boolean;
  readonly summary: string;
  readonly formula: Formula;
  /** For a keyword, the formula that another value of it gives, where that is another one. */
  readonly contrast: { readonly setting: string; readonly formula: Formula } | undefined;
  readonly parameters: readonly ParameterLine[];
  readonly inputs: readonly InputLine[];
  readonly shapes: readonly ShapeCase[];
  /** What the reduction divides by. */
  readonly reduction: string;
  /** Those that apply to this configuration first. */
  readonly pitfalls: readonly { readonly pitfall: Pitfall; readonly applies: boolean }[];
  readonly result: KnownResult | undefined;
  /** Why there is none, of a call whose inputs the code all but tells: what is not known; of too large a loss nothing. */
  readonly open: { readonly expression: string | undefined; readonly reason: ToldReason } | undefined;
  /** PyTorch's refusal, where the code leads to one. */
  readonly error: string | undefined;
  /** Why it refuses, or why the result is NaN or infinite, and what to do. */
  readonly why: string | undefined;
  readonly documentation: string;
  /** The loss as the playground shows it, in small steps. */
  playground(): Generator<undefined, PlaygroundCall>;
}

/** What a hover says, before it becomes Markdown. */
export interface HoverContent {
  readonly role: LossUse['role'];
  /** The parameter or input that is meant, for a keyword. */
  readonly keyword: string | undefined;
  readonly certainty: 'resolved' | 'assumed';
  /** Whether the code may also put something else there. */
  readonly isOpen: boolean;
  /** One for each loss that it may be; never empty. */
  readonly explanations: readonly LossExplanation[];
}

/** A hover and the range it is for. */
export interface LossHover {
  readonly start: number;
  readonly end: number;
  readonly content: HoverContent;
}

/** Stands for the fraction and the sum of a formula, as if they were a symbol. */
export const reductionSymbol = 'reduction';

/** The parameters that decide on them. */
const reductions = new Set(['reduction', 'size_average', 'reduce']);

/** Of tensors that are parameters more elements are not written out. */
const mostWritten = 100;

/** At most so many candidates are explained. */
const mostCandidates = 4;

/** What to show at `offset`, if a loss is there. */
export function hoverAt(document: PythonDocument, offset: number): LossHover | undefined {
  const use = aside(`use at ${String(offset)}`, () => lossUseAt(document, offset));
  if (!use) return undefined;
  const call = callOf(document, use);
  return {
    start: use.start,
    end: use.end,
    content: {
      role: use.role,
      keyword: use.keyword,
      certainty: use.certainty,
      isOpen: use.isOpen || use.candidates.length > mostCandidates,
      explanations: use.candidates
        .slice(0, mostCandidates)
        .map((candidate) => explain(document, configuredBy(document, candidate, use), call, use.keyword)),
    },
  };
}

/** A class that is being called is shown as that call configures it. */
function configuredBy(document: PythonDocument, candidate: LossMeaning, use: LossUse): LossMeaning {
  if (candidate.role !== 'class' || use.call === undefined) return candidate;
  const instance = instanceOf(document, candidate, use.call);
  return instance.isComplete ? instance : candidate;
}

/** The loss call that a use belongs to: the call of the functional or instance there, or what gave the value. */
function callOf(document: PythonDocument, use: LossUse): LossCall | undefined {
  const call = use.role === 'value' ? use.candidates[0]?.call : use.call;
  if (call === undefined) return undefined;
  const statement = locate(document, call.span.start).statements.at(-1);
  return statement && asLossCall(document, call, statement);
}

/** Explains one loss as it is configured; `keyword` is the parameter that is meant. */
export function explain(
  document: PythonDocument,
  meaning: LossMeaning,
  call: LossCall | undefined,
  keyword?: string,
): LossExplanation {
  const { loss, via } = meaning;
  const evaluated = call && evaluatedAside(document, call, candidateOf(meaning, call));
  const configured =
    evaluated?.configured ?? configurationOf(document, meaning, meaning.call, newEvaluator(document));
  const { given } = configured;
  const rows = parametersOf(loss, via);
  return {
    loss: loss.name,
    signature: signature(loss, via, rows, configured),
    isPartial: configured.hasMore,
    summary: loss.summary,
    formula: loss.formula(given),
    contrast: contrastOf(
      loss,
      rows.find((row) => row.name === keyword),
      given,
    ),
    parameters: rows.map((row) => parameterLine(row, configured)),
    inputs: loss.inputs.map(({ name, symbol, description }) => {
      const input = evaluated?.inputs.find((one) => one.name === name);
      const { value } = input ?? {};
      const known = typeof value === 'object' && 'dtype' in value ? kindOf(value) : undefined;
      return { name, symbol, description, expression: input?.expression, known };
    }),
    shapes: loss.shapes,
    reduction: divisorWords(loss, given),
    pitfalls: orderedPitfalls(loss, given),
    result: evaluated && knownResult(evaluated),
    open: evaluated && openInput(evaluated),
    error: evaluated?.error && `${evaluated.error.type}: ${evaluated.error.message}`,
    why: evaluated && whyOf(evaluated),
    documentation: documentationUrl(loss),
    playground: () => playgroundCall(evaluated ?? { loss, configured, inputs: [], weights: undefined }),
  };
}

function evaluatedAside(
  document: PythonDocument,
  call: LossCall,
  candidate: LossMeaning | undefined,
): EvaluatedCall {
  const index = candidate ? call.candidates.indexOf(candidate) : 0;
  const key = `candidate ${String(index)} of ${String(call.start)} ${String(call.end)}`;
  return aside(key, () => evaluateCall(document, call, undefined, candidate));
}

/** The formula with the parameter's default, or else with another value that changes it. */
function contrastOf(
  loss: LossDefinition,
  row: ParameterDefinition | undefined,
  given: Configuration,
): LossExplanation['contrast'] {
  if (!row) return undefined;
  const { tex } = loss.formula(given);
  for (const value of [row.default, ...(representativesOf(loss)[row.name] ?? [])]) {
    if (isExpression(value) || (typeof value === 'object' && value !== null)) continue;
    const formula = loss.formula({ ...given, [row.name]: value });
    if (formula.tex !== tex) return { setting: `${row.name}=${tableText(row, value)}`, formula };
  }
  return undefined;
}

function candidateOf(meaning: LossMeaning, call: LossCall): LossMeaning | undefined {
  return call.candidates.find(
    (candidate) => candidate.loss === meaning.loss && candidate.given[0] === meaning.given[0],
  );
}

function knownResult({ result, gradients }: EvaluatedCall): KnownResult | undefined {
  if (!result) return undefined;
  return {
    printed: printTensor(result.loss),
    gradients: gradients.flatMap((name) => {
      const gradient = result.gradients[name];
      return gradient ? [{ name, printed: printTensor(gradient) }] : [];
    }),
    warnings: result.warnings,
  };
}

function whyOf(evaluated: EvaluatedCall): string | undefined {
  const explanation = outcomeExplanation(evaluated);
  return explanation && explanationText(explanation);
}

function openInput({ result, error, inputs, isTooLarge }: EvaluatedCall): LossExplanation['open'] {
  if (result || error) return undefined;
  if (isTooLarge) return { expression: undefined, reason: { kind: 'large' } };
  for (const { expression, reason } of inputs)
    if (expression !== undefined && typeof reason === 'object') return { expression, reason };
  return undefined;
}

function signature(
  loss: LossDefinition,
  via: LossMeaning['via'],
  rows: readonly ParameterDefinition[],
  { texts, hasMore }: Configured,
): string {
  const name = via === 'module' ? loss.name : (loss.functional ?? loss.name);
  const inputs = via === 'module' ? [] : loss.inputs.map((input) => input.name);
  const set = rows.flatMap((row) =>
    texts[row.name] === undefined ? [] : [`${row.name}=${texts[row.name] ?? ''}`],
  );
  return `${name}(${[...inputs, ...set, ...(hasMore ? ['...'] : [])].join(', ')})`;
}

function parameterLine(row: ParameterDefinition, configured: Configured): ParameterLine {
  const text = configured.texts[row.name];
  const value = configured.exact[row.name];
  const shown = value === undefined || isExpression(value) ? undefined : written(row, value);
  return {
    name: row.name,
    symbol: row.symbol ?? (reductions.has(row.name) ? reductionSymbol : undefined),
    text: text ?? tableText(row, row.default),
    known: text === undefined || shown === text ? undefined : shown,
    isSet: text !== undefined,
    isLegacy: row.legacy === true,
    description: (row.legacy ? legacyWords(row, configured.given) : undefined) ?? row.description,
  };
}

/** Of a value in a loss's own table, which tells integers by the kind of the parameter. */
function tableText(row: ParameterDefinition, value: ParameterValue): string {
  return row.kind === 'int' && typeof value === 'number' ? String(value) : written(row, value);
}

function written({ kind }: ParameterDefinition, value: ParameterValue): string {
  if (isTensorValue(value)) return value.data.length > mostWritten ? kindOf(value) : tensorToPython(value);
  return typeof value === 'string' && kind !== 'function' ? `'${value}'` : parameterText(value);
}

/** `float32 (4, 3)`. */
function kindOf({ dtype, shape }: Tensor): string {
  return `${dtype} ${printSize(shape)}`;
}

function isExpression(value: Configuration[string] | undefined): value is { readonly expression: string } {
  return typeof value === 'object' && value !== null && 'expression' in value;
}

function orderedPitfalls(loss: LossDefinition, given: Configuration): LossExplanation['pitfalls'] {
  const judged = loss.pitfalls.map((pitfall) => ({
    pitfall,
    isSpecific: pitfall.applies !== undefined,
    applies: pitfall.applies === undefined || pitfall.applies(given),
  }));
  const rank = (one: (typeof judged)[number]): number => (one.applies ? (one.isSpecific ? 0 : 1) : 2);
  return [...judged].sort((a, b) => rank(a) - rank(b)).map(({ pitfall, applies }) => ({ pitfall, applies }));
}
