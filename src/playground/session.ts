import { representativesOf } from '../engine/formulaRepresentatives';
import type { LossDefinition } from '../engine/defineLoss';
import { lossByName } from '../engine/evaluate';
import type { LossCall } from '../engine/evaluate';
import type { Configuration } from '../engine/lossDefinition';
import { isFloat } from '../engine/tensor/dtype';
import type { Tensor } from '../engine/tensor/tensor';
import { explainNonFinite } from '../engine/explanation/nonFinite';
import { explainRefusal } from '../engine/explanation/refusal';
import { TorchError } from '../engine/torchError';
import type { FormulaBook } from '../formulas/formulaBook';
import { t, translated } from '../l10n/localize';
import type { CallError } from '../protocol/callError';
import type { FormulaView } from '../protocol/formulaView';
import type { InputState, Outcome, PlaygroundResult, PlaygroundState, TableView } from '../protocol/messages';
import type { Answer, NoAnswer, Question } from '../protocol/questions';
import type { Setting } from '../protocol/setting';
import { formatScalar } from '../engine/tensor/formatNumber';
import { printSize, printTensor } from '../engine/tensor/printTensor';
import { mostElements, tooManyElements } from '../files/storedTensor';
import { answerQuestion } from './answers';
import { evaluateAsFarAsPossible } from './attempt';
import { callCode } from './callCode';
import { explanationView } from './explanationView';
import { FieldReader } from './fieldReader';
import type { TensorSource } from './fileTensors';
import { newWeights, weightCount } from './moduleWeights';
import { lossCallOf, readCall, readParameters, type ReadCall } from './readCall';
import { effectiveReduction, reductionWords } from './reductionWords';
import { resultWithoutNumbers } from './resultWithoutNumbers';

/** What a session may use besides the engine. */
export interface SessionOptions {
  /** The typeset formulas, if there are any. */
  readonly formulas?: FormulaBook | undefined;
  /** Told before each step that can take long, in words for the user. */
  readonly onStep?: (what: string) => void;
  /** Reads the tensors that stay in files; left out: there are none. */
  readonly files?: TensorSource;
}

const formulaFontSize = 16;

/** From what the user typed to what PyTorch would answer. One per playground: it remembers tensors that it has read. */
export class PlaygroundSession {
  readonly #options: SessionOptions;
  readonly #reader: FieldReader;
  /** Reads the parameters of settings that are compared, so that those of the state stay remembered. */
  readonly #settingReader = new FieldReader();

  constructor(options: SessionOptions = {}) {
    this.#options = options;
    this.#reader = new FieldReader(options.files);
  }

  /** The tensors that are remembered: nobody may take their arrays away. */
  get tensors(): readonly Tensor[] {
    return this.#reader.tensors;
  }

  /** How many weights the module has that a state describes. */
  weightCount({ loss: name, parameters }: PlaygroundState): number {
    const loss = lossByName(name);
    if (!loss?.learned) return 0;
    return weightCount(loss, readParameters(loss, parameters, undefined, this.#settingReader).parameters);
  }

  /** The answer to a state. Whatever the texts hold, it is an answer and no exception. */
  answer(state: PlaygroundState, revision: number): PlaygroundResult {
    const loss = lossByName(state.loss);
    if (!loss) return resultWithoutNumbers(revision, unknownLossError(state.loss));
    const call = this.#read(loss, state);
    this.#step(t`Computing ${loss.name}`);
    const { outcome, code } = this.#run(call, state);
    return {
      revision,
      inputs: call.inputReports,
      parameters: call.parameterReports,
      tables: tablesOf(call, state),
      weights: Object.entries(call.weights).map(([name, { shape }]) => ({ name, shape })),
      ...this.#formulas(call),
      outcome,
      code,
    };
  }

  /** The answer to a question about a state; it too is no exception. */
  ask(question: Question, state: PlaygroundState): Answer | NoAnswer {
    const loss = lossByName(state.loss);
    if (!loss) return unknownLossError(state.loss);
    const read = this.#read(loss, state);
    if (read.missing.length > 0) return { kind: 'incomplete', missing: read.missing };
    const textOf = (name: string): string | undefined => state.inputs[name]?.text;
    const explain = explainer(read, textOf);
    try {
      return answerQuestion(question, {
        loss,
        call: lossCallOf(read),
        textOf: (name) => textOf(name) ?? '',
        explain,
        callOf: (setting) => this.#callOf(setting, read),
        step: (what) => this.#step(what),
      });
    } catch (error) {
      if (error instanceof TorchError) return { kind: 'error', ...explain(error) };
      throw error;
    }
  }

  #read(loss: LossDefinition, state: PlaygroundState): ReadCall {
    return readCall(loss, state, this.#reader, (what) => this.#step(what));
  }

  /** Another setting on the tensors that were read. */
  #callOf(setting: Setting, { inputs }: ReadCall): LossCall | CallError {
    const loss = lossByName(setting.loss);
    if (!loss) return unknownLossError(setting.loss);
    const first = inputs[loss.inputs[0]?.name ?? '']?.tensor;
    const { parameters, parameterReports, missing } = readParameters(
      loss,
      setting.parameters,
      first,
      this.#settingReader,
    );
    const [unread] = missing;
    if (unread === undefined)
      return lossCallOf({ loss, inputs, weights: newWeights(loss, parameters), parameters });
    return { type: 'SyntaxError', message: `${unread}: ${parameterReports[unread]?.problem?.message ?? ''}` };
  }

  #run(call: ReadCall, state: PlaygroundState): { outcome: Outcome; code: string } {
    const { loss, parameters, missing } = call;
    if (missing.length > 0) return { outcome: { kind: 'incomplete', missing }, code: '' };
    const lossCall = lossCallOf(call);
    const started = performance.now();
    const attempt = evaluateAsFarAsPossible(lossCall, loss);
    const milliseconds = performance.now() - started;
    const textOf = (name: string): string | undefined => state.inputs[name]?.text;
    const explained = explainer(call, textOf);
    const result = attempt.result;
    const code = callCode({
      loss,
      parameters,
      inputs: loss.inputs.map(({ name }) => ({
        name,
        ...namedTensor(call, state, name),
        ...(typeof lossCall.inputs[name] === 'number' && { number: lossCall.inputs[name] }),
      })),
      weights: Object.keys(call.weights)
        .filter((name) => name in call.inputs)
        .map((name) => ({ name, ...namedTensor(call, state, name) })),
      gradients: attempt.asked,
      via: lossCall.via ?? 'module',
      isScalar: result?.loss.shape.length === 0,
    });
    if (!result) return { outcome: { kind: 'error', ...explained(attempt.error) }, code };
    if (hasTooMany(result.loss)) return { outcome: tooManyLosses(result.loss), code };
    const { elements } = result;
    const explanation = explainNonFinite(lossCall, result);
    const outcome: Outcome = {
      kind: 'value',
      loss: result.loss,
      printed: printTensor(result.loss),
      precise:
        result.loss.shape.length === 0 ? formatScalar(result.loss.data[0] ?? NaN, result.loss.dtype) : '',
      ...(elements && hasTooMany(elements) ? { elements: undefined, unshown: elements.shape } : { elements }),
      gradients: result.gradients,
      warnings: result.warnings,
      reduction: reductionWords(effectiveReduction(parameters), result),
      milliseconds,
      ...(explanation && explanationView(explanation, textOf)),
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
      formula: view(formula.tex, translated(formula.words)),
      gradientFormula: view(formula.gradientTex, translated(formula.gradientWords)),
    };
  }

  #step(what: string): void {
    this.#options.onStep?.(what);
  }
}

/** So many elements fit into a table that one can edit. */
const mostInTable = 2500;

function tablesOf({ inputs, weights }: ReadCall, state: PlaygroundState): Record<string, TableView> {
  const all: Record<string, TableView> = {};
  for (const [name, tensor] of Object.entries(weights)) all[name] = { tensor, dtypeFrom: 'numbers' };
  for (const [name, { tensor, dtypeFrom }] of Object.entries(inputs)) all[name] = { tensor, dtypeFrom };
  const small = Object.entries(all).filter(
    ([name, { tensor }]) => tensor.data.length <= mostInTable && !state.inputs[name]?.file,
  );
  return Object.fromEntries(small);
}

function configurationOf(
  loss: LossDefinition,
  parameters: ReadCall['parameters'],
  inputs: ReadCall['inputs'],
): Configuration {
  const target = inputs['target']?.tensor;
  const kind = target && isFloat(target.dtype) ? 'probabilities' : 'indices';
  return 'target' in representativesOf(loss) ? { ...parameters, target: kind } : parameters;
}

function namedTensor(
  { inputs }: ReadCall,
  state: PlaygroundState,
  name: string,
): { tensor: Tensor } & Pick<InputState, 'nameInCode' | 'file'> {
  const tensor = inputs[name]?.tensor ?? { dtype: 'float32', shape: [0], data: new Float32Array() };
  const { nameInCode, file } = state.inputs[name] ?? {};
  return { tensor, ...(nameInCode !== undefined && { nameInCode }), ...(file && { file }) };
}

/** PyTorch's error with our explanation. */
function explainer(
  { loss, inputs, parameters }: ReadCall,
  textOf: (input: string) => string | undefined,
): (error: TorchError) => CallError {
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, { tensor }]) => [name, tensor]));
  return (error) => {
    const explanation = explainRefusal(error, { loss, inputs: tensors, parameters });
    const { type, message } = error;
    return { type, message, ...(explanation && explanationView(explanation, textOf)) };
  };
}

function hasTooMany({ shape }: Tensor): boolean {
  return tooManyElements(shape) !== undefined;
}

/** Broadcasting makes of a row and a column as many elements as their product. */
function tooManyLosses({ shape, data }: Tensor): Outcome {
  const [count, most] = [data.length, mostElements].map((each) => each.toLocaleString('en'));
  return {
    kind: 'error',
    type: 'MemoryError',
    message: t`the loss has ${count ?? ''} elements, shape ${printSize(shape)}`,
    explanation: t`PyTorch computes it; here up to ${most ?? ''} are shown. Use a part of the tensors, or their mean or sum.`,
  };
}

function unknownLossError(name: string): Extract<Outcome, { readonly kind: 'error' }> {
  return {
    kind: 'error',
    type: 'AttributeError',
    message: `module 'torch.nn' has no attribute '${name}'`,
    explanation: t`Choose one of the losses in the list.`,
  };
}
