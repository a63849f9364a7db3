import type { LossDefinition } from '../engine/defineLoss';
import { lossByName } from '../engine/evaluate';
import type { LossCall } from '../engine/evaluate';
import { initialWeights } from '../engine/learnedWeights';
import type { Configuration, ParameterValue } from '../engine/lossDefinition';
import { isFloat } from '../engine/tensor/dtype';
import type { Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';
import type { FormulaBook } from '../formulas/formulaBook';
import type {
  CallError,
  FieldReport,
  FormulaView,
  Outcome,
  PlaygroundResult,
  PlaygroundState,
} from '../protocol/messages';
import { formatScalar } from '../text/formatNumber';
import type { ParsedTensor } from '../text/parseResult';
import { printTensor } from '../text/printTensor';
import { evaluateAsFarAsPossible } from './attempt';
import { callCode } from './callCode';
import { explainError } from './errorExplanations';
import { FieldReader } from './fieldReader';
import { explainNonFinite } from './nonFinite';
import { effectiveReduction, reductionWords } from './reductionWords';

/** What a session may use besides the engine. */
export interface SessionOptions {
  /** The typeset formulas, if there are any. */
  readonly formulas?: FormulaBook | undefined;
  /** Told before each step that can take long, in words for the user. */
  readonly onStep?: (what: string) => void;
}

/** The fields of a state, read. */
interface ReadCall {
  readonly loss: LossDefinition;
  readonly inputs: Readonly<Record<string, ParsedTensor>>;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputReports: Readonly<Record<string, FieldReport>>;
  readonly parameterReports: Readonly<Record<string, FieldReport>>;
  /** The fields that are empty or can't be read. */
  readonly missing: readonly string[];
}

const formulaFontSize = 16;

/** From what the user typed to what PyTorch would answer. One per playground: it remembers tensors that it has read. */
export class PlaygroundSession {
  readonly #options: SessionOptions;
  readonly #reader = new FieldReader();

  constructor(options: SessionOptions = {}) {
    this.#options = options;
  }

  /** The tensors that are remembered: nobody may take their arrays away. */
  get tensors(): readonly Tensor[] {
    return this.#reader.tensors;
  }

  /** The answer to a state. Whatever the texts hold, it is an answer and no exception. */
  answer(state: PlaygroundState, revision: number): PlaygroundResult {
    const loss = lossByName(state.loss);
    if (!loss) return unknownLoss(state.loss, revision);
    const call = this.#read(loss, state);
    this.#step(`Computing ${loss.name}`);
    const { outcome, code } = this.#run(call, state);
    return {
      revision,
      inputs: call.inputReports,
      parameters: call.parameterReports,
      ...this.#formulas(call),
      outcome,
      code,
    };
  }

  #read(loss: LossDefinition, state: PlaygroundState): ReadCall {
    const inputs: Record<string, ParsedTensor> = {};
    const parameters: Record<string, ParameterValue> = {};
    const inputReports: Record<string, FieldReport> = {};
    const parameterReports: Record<string, FieldReport> = {};
    const missing: string[] = [];
    for (const definition of loss.inputs) {
      const { name } = definition;
      const input = state.inputs[name];
      if (!input || input.text.trim() === '') {
        missing.push(name);
        continue;
      }
      this.#step(readingStep(name, input.text.length));
      const { value, report } = this.#reader.readInput(definition, input);
      inputReports[name] = report;
      if (value) inputs[name] = value;
      else missing.push(name);
    }
    const first = inputs[loss.inputs[0]?.name ?? '']?.tensor.dtype;
    for (const definition of loss.parameters) {
      const text = state.parameters[definition.name];
      if (text === undefined || text.trim() === '') continue;
      const dtype = first && isFloat(first) ? first : 'float32';
      const { value, report } = this.#reader.readParameter(definition, text, dtype);
      parameterReports[definition.name] = report;
      if (value !== undefined) parameters[definition.name] = value;
      else missing.push(definition.name);
    }
    return { loss, inputs, parameters, inputReports, parameterReports, missing };
  }

  #run(call: ReadCall, state: PlaygroundState): { outcome: Outcome; code: string } {
    const { loss, parameters, missing } = call;
    if (missing.length > 0) return { outcome: { kind: 'incomplete', missing }, code: '' };
    const lossCall = withWeights(toLossCall(call), loss);
    const started = performance.now();
    const attempt = evaluateAsFarAsPossible(lossCall, loss);
    const milliseconds = performance.now() - started;
    const tensors = Object.fromEntries(
      Object.entries(call.inputs).map(([name, { tensor }]) => [name, tensor]),
    );
    const explained = (error: TorchError): CallError => {
      const explanation = explainError(error, { loss, inputs: tensors });
      return { type: error.type, message: error.message, ...(explanation && { explanation }) };
    };
    const result = attempt.result;
    const code = callCode({
      loss,
      parameters,
      inputs: loss.inputs.map(({ name }) => ({ name, ...namedTensor(call, state, name) })),
      gradients: Object.keys(result?.gradients ?? {}),
      via: lossCall.via ?? 'module',
      isScalar: result?.loss.shape.length === 0,
    });
    if (!result) return { outcome: { kind: 'error', ...explained(attempt.error) }, code };
    const explanation = explainNonFinite(lossCall, result);
    const outcome: Outcome = {
      kind: 'value',
      loss: result.loss,
      printed: printTensor(result.loss),
      precise:
        result.loss.shape.length === 0 ? formatScalar(result.loss.data[0] ?? NaN, result.loss.dtype) : '',
      elements: result.elements,
      gradients: result.gradients,
      warnings: result.warnings,
      reduction: reductionWords(effectiveReduction(parameters), result),
      milliseconds,
      ...(explanation && { explanation }),
      ...(attempt.error && { backwardError: explained(attempt.error) }),
    };
    return { outcome, code };
  }

  #formulas({ loss, parameters, inputs }: ReadCall): Pick<PlaygroundResult, 'formula' | 'gradientFormula'> {
    const book = this.#options.formulas;
    const formula = loss.formula(configurationOf(loss, parameters, inputs));
    const view = (tex: string, words: string): FormulaView | undefined => {
      const style = { colour: 'currentColor', fontSize: formulaFontSize };
      const svg = book?.svg(tex, style);
      const narrow = book?.svg(tex, { ...style, narrow: true });
      if (svg === undefined || narrow === undefined) return undefined;
      return { svg, words, ...(narrow === svg ? {} : { narrow }) };
    };
    return {
      formula: view(formula.tex, formula.words),
      gradientFormula: view(formula.gradientTex, formula.gradientWords),
    };
  }

  #step(what: string): void {
    this.#options.onStep?.(what);
  }
}

function readingStep(name: string, length: number): string {
  return length < 1e5
    ? `Reading ${name}`
    : `Reading ${name}, ${(length / 1e6).toFixed(1)} million characters`;
}

function toLossCall({ loss, inputs, parameters }: ReadCall): LossCall {
  const values: Record<string, Tensor | number> = {};
  for (const { name, orNumber } of loss.inputs) {
    const parsed = inputs[name];
    if (!parsed) continue;
    const isNumber = orNumber === true && parsed.dtypeFrom === 'numbers' && parsed.tensor.shape.length === 0;
    values[name] = isNumber ? (parsed.tensor.data[0] ?? NaN) : parsed.tensor;
  }
  const functionalOnly = loss.parameters.some((row) => row.functionalOnly && row.name in parameters);
  return {
    loss: loss.name,
    parameters,
    inputs: values,
    gradients: loss.inputs.flatMap(({ name, differentiable }) => {
      const value = values[name];
      return differentiable && typeof value === 'object' && isFloat(value.dtype) ? [name] : [];
    }),
    elements: true,
    via: functionalOnly ? 'functional' : 'module',
  };
}

/** The call with weights for a module that learns: those of a new one after `torch.manual_seed(0)`. */
function withWeights(call: LossCall, loss: LossDefinition): LossCall {
  const { parameters = {}, via } = call;
  const isComplete = loss.parameters.every((row) => row.required !== true || row.name in parameters);
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

function configurationOf(
  loss: LossDefinition,
  parameters: ReadCall['parameters'],
  inputs: ReadCall['inputs'],
): Configuration {
  const target = inputs['target']?.tensor;
  const kind = target && isFloat(target.dtype) ? 'probabilities' : 'indices';
  return 'target' in loss.formulaRepresentatives ? { ...parameters, target: kind } : parameters;
}

function namedTensor(
  { inputs }: ReadCall,
  state: PlaygroundState,
  name: string,
): { tensor: Tensor; nameInCode?: string } {
  const tensor = inputs[name]?.tensor ?? { dtype: 'float32', shape: [0], data: new Float32Array() };
  const nameInCode = state.inputs[name]?.nameInCode;
  return nameInCode === undefined ? { tensor } : { tensor, nameInCode };
}

function unknownLoss(name: string, revision: number): PlaygroundResult {
  const outcome: Outcome = {
    kind: 'error',
    type: 'AttributeError',
    message: `module 'torch.nn' has no attribute '${name}'`,
    explanation: 'Choose one of the losses in the list.',
  };
  return {
    revision,
    inputs: {},
    parameters: {},
    formula: undefined,
    gradientFormula: undefined,
    outcome,
    code: '',
  };
}
