import type { LossDefinition } from '../engine/defineLoss';
import type { LossCall } from '../engine/evaluate';
import { initialWeights } from '../engine/initialWeights';
import type { ParameterValue } from '../engine/lossDefinition';
import { isFloat } from '../engine/tensor/dtype';
import type { Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';
import type { FieldReport, PlaygroundState } from '../protocol/messages';
import type { ParsedTensor } from '../text/parseResult';
import type { FieldReader } from './fieldReader';

/** The fields of a state, read. */
export interface ReadCall extends ReadParameters {
  readonly loss: LossDefinition;
  readonly inputs: Readonly<Record<string, ParsedTensor>>;
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
    if (!input || (input.text.trim() === '' && !input.file)) {
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
  return { ...read, loss, inputs, inputReports, missing: [...missing, ...read.missing] };
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
  return { parameters, parameterReports, missing };
}

/** The call that was read, with the gradients of all that can have one, and the loss per element. */
export function lossCallOf({
  loss,
  inputs,
  parameters,
}: Pick<ReadCall, 'loss' | 'inputs' | 'parameters'>): LossCall {
  const values: Record<string, Tensor | number> = {};
  for (const { name, orNumber } of loss.inputs) {
    const parsed = inputs[name];
    if (!parsed) continue;
    const isNumber = orNumber === true && parsed.dtypeFrom === 'numbers' && parsed.tensor.shape.length === 0;
    values[name] = isNumber ? (parsed.tensor.data[0] ?? NaN) : parsed.tensor;
  }
  const functionalOnly = loss.parameters.some((row) => row.functionalOnly && row.name in parameters);
  return withWeights(
    {
      loss: loss.name,
      parameters,
      inputs: values,
      gradients: loss.inputs.flatMap(({ name, differentiable }) => {
        const value = values[name];
        return differentiable && typeof value === 'object' && isFloat(value.dtype) ? [name] : [];
      }),
      elements: true,
      via: functionalOnly ? 'functional' : 'module',
    },
    loss,
  );
}

/** The call with weights for a module that learns: those of a new one after `torch.manual_seed(0)`. */
function withWeights(call: LossCall, loss: LossDefinition): LossCall {
  const { parameters = {}, via } = call;
  const isComplete = loss.parameters.every(
    (row) => row.required !== true || row.functionalOnly === true || row.name in parameters,
  );
  if (loss.learned === undefined || via === 'functional' || !isComplete) return call;
  try {
    loss.construct?.(parameters);
    return { ...call, parameters: { ...initialWeights(loss, parameters, 0), ...parameters } };
  } catch (error) {
    // What the constructor refuses, the call will say again.
    if (error instanceof TorchError) return call;
    throw error;
  }
}

function readingStep(name: string, length: number): string {
  return length < 1e5
    ? `Reading ${name}`
    : `Reading ${name}, ${(length / 1e6).toFixed(1)} million characters`;
}
