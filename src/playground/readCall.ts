import type { LossDefinition } from '../engine/defineLoss';
import type { LossCall } from '../engine/evaluate';
import type { ParameterValue } from '../engine/lossDefinition';
import { isFloat } from '../engine/tensor/dtype';
import type { Tensor } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { isEmptyInput } from '../protocol/inputState';
import type { FieldReport, PlaygroundState } from '../protocol/messages';
import type { ParsedTensor } from '../text/parseResult';
import { isPythonNumber, problem, type FieldReader } from './fieldReader';
import { isFunctional, mostWeights, newWeights, weightCount } from './moduleWeights';

/** The fields of a state, read. */
export interface ReadCall extends ReadParameters {
  readonly loss: LossDefinition;
  /** With the weights that were entered. */
  readonly inputs: Readonly<Record<string, ParsedTensor>>;
  /** The weights that the module draws when it is new. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly inputReports: Readonly<Record<string, FieldReport>>;
}

/** The parameters of a loss, read. */
export interface ReadParameters {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly parameterReports: Readonly<Record<string, FieldReport>>;
  /** The fields that are empty or can't be read. */
  readonly missing: readonly string[];
}

/** Reads a state's fields. `step` is told before each that can take long, in words for the user. */
export function readCall(
  loss: LossDefinition,
  state: PlaygroundState,
  reader: FieldReader,
  step: (what: string) => void,
): ReadCall {
  const inputs: Record<string, ParsedTensor> = {};
  const inputReports: Record<string, FieldReport> = {};
  const missing: string[] = [];
  for (const definition of loss.inputs) {
    const { name } = definition;
    const input = state.inputs[name];
    if (!input || isEmptyInput(input)) {
      missing.push(name);
      continue;
    }
    step(readingStep(name, input.text.length));
    const { value, report } = reader.readInput(definition, input);
    inputReports[name] = report;
    if (value) inputs[name] = value;
    else missing.push(name);
  }
  const first = inputs[loss.inputs[0]?.name ?? '']?.tensor;
  const read = readParameters(loss, state.parameters, first, reader);
  const weights = newWeights(loss, read.parameters);
  const entered = readWeights(weights, state.inputs, reader);
  return {
    ...read,
    loss,
    weights,
    inputs: { ...inputs, ...entered.inputs },
    inputReports: { ...inputReports, ...entered.inputReports },
    missing: [...missing, ...read.missing, ...entered.missing],
  };
}

/**
 * Reads a loss's parameters.
 * @param first the first input: tensors among the parameters take its dtype if they have none of their own
 */
export function readParameters(
  loss: LossDefinition,
  texts: PlaygroundState['parameters'],
  first: Tensor | undefined,
  reader: FieldReader,
): ReadParameters {
  const parameters: Record<string, ParameterValue> = {};
  const parameterReports: Record<string, FieldReport> = {};
  const missing: string[] = [];
  const dtype = first && isFloat(first.dtype) ? first.dtype : 'float32';
  for (const definition of loss.parameters) {
    const text = texts[definition.name];
    if (text === undefined || text.trim() === '') continue;
    const { value, report } = reader.readParameter(definition, text, dtype);
    parameterReports[definition.name] = report;
    if (value !== undefined) parameters[definition.name] = value;
    else missing.push(definition.name);
  }
  return withoutHugeWeights(loss, texts, { parameters, parameterReports, missing });
}

/** Takes the first size of a module whose weights would be too many to draw for one that can't be read. */
function withoutHugeWeights(
  loss: LossDefinition,
  texts: PlaygroundState['parameters'],
  read: ReadParameters,
): ReadParameters {
  const { parameters, parameterReports, missing } = read;
  const count = weightCount(loss, parameters);
  const size = loss.parameters.find(({ name, required }) => required === true && name in parameters)?.name;
  if (count <= mostWeights || size === undefined) return read;
  const millions = Math.round(count / 1e6).toLocaleString('en');
  const most = mostWeights / 1e6;
  const message = t`the weights would be ${millions} million numbers; up to ${most} million are drawn here`;
  return {
    parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== size)),
    parameterReports: { ...parameterReports, [size]: problem(texts[size] ?? '', message).report },
    missing: [...missing, size],
  };
}

/** The call that was read, with the gradients of all that can have one, and the loss per element. */
export function lossCallOf({
  loss,
  inputs,
  weights,
  parameters,
}: Pick<ReadCall, 'loss' | 'inputs' | 'weights' | 'parameters'>): LossCall {
  const values: Record<string, Tensor | number> = {};
  for (const { name, orNumber } of loss.inputs) {
    const parsed = inputs[name];
    if (!parsed) continue;
    values[name] = orNumber && isPythonNumber(parsed) ? (parsed.tensor.data[0] ?? NaN) : parsed.tensor;
  }
  for (const [name, drawn] of Object.entries(weights)) values[name] = inputs[name]?.tensor ?? drawn;
  const constant = loss.inputs.filter(({ differentiable }) => !differentiable).map(({ name }) => name);
  return {
    loss: loss.name,
    parameters,
    inputs: values,
    gradients: Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'object' && isFloat(value.dtype) && !constant.includes(name) ? [name] : [],
    ),
    elements: true,
    via: isFunctional(loss, parameters) ? 'functional' : 'module',
  };
}

/** Reads the weights that were entered; those that PyTorch would draw stand for the others. */
function readWeights(
  weights: ReadCall['weights'],
  inputs: PlaygroundState['inputs'],
  reader: FieldReader,
): Pick<ReadCall, 'inputs' | 'inputReports' | 'missing'> {
  const read: Record<string, ParsedTensor> = {};
  const inputReports: Record<string, FieldReport> = {};
  const missing: string[] = [];
  for (const [name, { dtype, shape }] of Object.entries(weights)) {
    const input = inputs[name];
    if (!input || isEmptyInput(input)) {
      inputReports[name] = { dtype, shape };
      continue;
    }
    const { value, report } = reader.readWeight({ name, dtype, shape }, input);
    inputReports[name] = report;
    if (value) read[name] = value;
    else missing.push(name);
  }
  return { inputs: read, inputReports, missing };
}

function readingStep(name: string, length: number): string {
  return length < 1e5
    ? t`Reading ${name}`
    : t`Reading ${name}, ${(length / 1e6).toFixed(1)} million characters`;
}
