import { evaluate, type LossCall as EngineCall, type LossResult } from '../engine/evaluate';
import type { LossDefinition } from '../engine/defineLoss';
import type { InputDefinition, ParameterValue } from '../engine/lossDefinition';
import { drawWeights } from '../engine/initialWeights';
import { isFloat } from '../engine/tensor/dtype';
import { elementCount, type Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';
import type { PythonDocument } from '../python/pythonDocument';
import type { Call, Expression } from '../python/syntax';
import { inputArguments } from './boundArguments';
import { configurationOf, exactValue, type Configured } from './configuration';
import { ConstantEvaluator, defaultBudget } from './constants/constantValue';
import type { Budget } from './constants/machineState';
import type { OperationContext } from './constants/operations';
import { countWork, evaluated, isPauseDue, settled } from '../python/pauses';
import type { Reason } from './constants/reason';
import { tensorValue, tuple, unknown, type Value } from './constants/values';
import { meaningsHere } from './changedParameters';
import { meaningsOf, type LossMeaning } from './lossMeanings';
import { lossWork, mostWork } from './lossWork';
import { argumentsOf, type LossCall } from './lossUse';
import { textOf } from './toldArguments';

/** What the code says about one input of a call. */
export interface EvaluatedInput {
  /** As `forward()` names it. */
  readonly name: string;
  /** What stands in the code for it; undefined where nothing does. */
  readonly expression: string | undefined;
  readonly value: Tensor | number | bigint | readonly number[] | undefined;
  readonly requiresGrad: boolean;
  /** Why the value isn't known. */
  readonly reason: Reason | undefined;
}

/** A loss call with everything that the code tells about it. */
export interface EvaluatedCall {
  readonly loss: LossDefinition;
  readonly via: 'module' | 'functional';
  readonly configured: Configured;
  readonly inputs: readonly EvaluatedInput[];
  /** The weights of a module that learns, where they are known. */
  readonly weights: Readonly<Record<string, Tensor>> | undefined;
  /** The call as the engine takes it, where everything is known; else undefined. */
  readonly call: EngineCall | undefined;
  /** What PyTorch gives, where everything is known; else undefined. */
  readonly result: LossResult | undefined;
  /** The work of computing it, in that of {@link lossWork}; 0 where it is not computed. */
  readonly work: number;
  /** Whether everything is known, but computing it is left to the playground: there is no result then. */
  readonly isTooLarge: boolean;
  /** What PyTorch raises, where everything is known and it refuses. */
  readonly error: TorchError | undefined;
  /** The inputs and parameters whose gradients are in the result. */
  readonly gradients: readonly string[];
}

/** A step of other work takes as long as this much work of losses. */
const workPerStep = 4;

/** Evaluates constants of a document, loss calls among them. */
export function newEvaluator(document: PythonDocument, budget: Budget = defaultBudget): ConstantEvaluator {
  return new ConstantEvaluator(
    document,
    (evaluator, call, compute, context) => lossValue(document, evaluator, call, compute, context),
    budget,
  );
}

/**
 * What the code tells about a loss call, without running Python: each input's tensor or why it isn't known, and
 * what PyTorch would give. Of several candidates the first is taken.
 */
export function evaluateCall(
  document: PythonDocument,
  lossCall: LossCall,
  budget: Budget = defaultBudget,
  candidate: LossMeaning | undefined = lossCall.candidates[0],
): EvaluatedCall {
  if (candidate === undefined) throw new Error('a loss call has a candidate');
  const evaluator = newEvaluator(document, budget);
  const { call } = lossCall;
  const configured = configurationOf(document, candidate, call, evaluator);
  const names = candidate.loss.inputs.map((input) => input.name);
  const bound = inputArguments(candidate.loss, candidate.via, argumentsOf(candidate, call).inputs);
  const expressions = names.map((name) => bound.get(name)?.value);
  // In the order of the code, which random numbers depend on.
  const asked = expressions
    .filter((expression) => expression !== undefined)
    .sort((a, b) => a.span.start - b.span.start);
  const learns = candidate.via === 'module' && candidate.loss.learned !== undefined;
  const isAskedFirst = learns || call.callee.kind === 'call';
  const values = evaluator.values(isAskedFirst ? [call.callee, ...asked] : asked, call.span.start);
  const weights = learns ? weightsOf(document, call, values[0]) : undefined;
  const known = isAskedFirst ? values.slice(1) : values;
  const inputs = names.map((name, index): EvaluatedInput => {
    const expression = expressions[index];
    const value = expression && known[asked.indexOf(expression)];
    return evaluatedInput(document, candidate.loss, name, expression, value);
  });
  const key = `loss ${String(call.span.start)} ${String(call.span.end)} ${String(lossCall.candidates.indexOf(candidate))} in ${String(budget.steps)}`;
  return evaluated(key, function* () {
    const computed = compute(candidate, call, configured, inputs, weights);
    if (computed.call) countWork(computed.work / workPerStep);
    if (isPauseDue()) yield;
    return computed;
  });
}

function evaluatedInput(
  document: PythonDocument,
  loss: LossDefinition,
  name: string,
  expression: Expression | undefined,
  value: Value | undefined,
): EvaluatedInput {
  const text = expression && textOf(document, expression);
  const common = { name, expression: text, requiresGrad: value?.kind === 'tensor' && value.requiresGrad };
  const row = loss.inputs.find((input) => input.name === name);
  const plain = value && row && inputValue(row, value);
  if (plain !== undefined) return { ...common, value: plain, reason: undefined };
  const reason = value ? reasonOf(value) : 'it is not given';
  return { ...common, value: undefined, reason };
}

function reasonOf(value: Value): Reason {
  if (value.kind === 'unknown') return value.reason;
  return (value.kind === 'tensor' ? value.memory.lost : undefined) ?? 'it is no tensor';
}

function inputValue(input: InputDefinition, value: Value): EvaluatedInput['value'] {
  if (value.kind === 'tensor')
    return value.memory.lost === undefined && !value.isArray ? value.tensor : undefined;
  // PyTorch tells an integer from a float there.
  if (value.kind === 'int') return input.orNumber && BigInt(value.value);
  if (value.kind === 'float') return input.orNumber && value.value;
  if (value.kind !== 'sequence' || !input.orNumbers) return undefined;
  return value.items.every((item) => item.kind === 'int')
    ? value.items.map((item) => (item.kind === 'int' ? item.value : 0))
    : undefined;
}

function compute(
  meaning: LossMeaning,
  call: Call,
  configured: Configured,
  inputs: readonly EvaluatedInput[],
  weights: Readonly<Record<string, Tensor>> | undefined,
): EvaluatedCall {
  const { loss, via } = meaning;
  const parameters: Record<string, ParameterValue> = { ...weights };
  let isKnown =
    !configured.hasMore &&
    !isRefused(meaning, call) &&
    (via === 'functional' || loss.learned === undefined || weights !== undefined);
  for (const [name, value] of Object.entries(configured.exact)) {
    if (value !== null && typeof value === 'object' && 'expression' in value) isKnown = false;
    else parameters[name] = value;
  }
  const values: Record<string, Tensor | number | bigint | readonly number[]> = {};
  for (const { name, value } of inputs) {
    if (value === undefined) isKnown = false;
    else values[name] = value;
  }
  const work = isKnown ? lossWork(loss, parameters, values) : 0;
  const isTooLarge = work > mostWork;
  const asked = gradientsOf(loss, inputs);
  const common = { loss: loss.name, parameters, inputs: values, via, elements: true };
  let computed = { ...common, gradients: asked };
  let outcome = isKnown && !isTooLarge ? outcomeOf(computed) : {};
  // What only `backward()` refuses is none of the code's business where it asks for no gradient.
  if (outcome.error && !inputs.some((input) => input.requiresGrad)) {
    const plain = { ...common, gradients: [] };
    const value = outcomeOf(plain);
    if (value.result) [computed, outcome] = [plain, value];
  }
  return {
    loss,
    via,
    configured,
    inputs,
    weights,
    call: isKnown ? computed : undefined,
    work: isTooLarge ? 0 : work,
    isTooLarge,
    result: outcome.result,
    error: outcome.error,
    gradients: computed.gradients,
  };
}

/** Whether Python refuses the call, or the one that made the instance, for arguments that nothing takes. */
function isRefused(meaning: LossMeaning, call: Call): boolean {
  const { parameters, inputs } = argumentsOf(meaning, call);
  return parameters.extra.length > 0 || inputs.extra.length > 0;
}

function outcomeOf(call: EngineCall): { readonly result?: LossResult; readonly error?: TorchError } {
  try {
    return { result: evaluate(call) };
  } catch (error) {
    if (!(error instanceof TorchError)) throw error;
    return { error };
  }
}

/** The inputs that the code marks with `requires_grad`; without any the first that can have a gradient. */
function gradientsOf(loss: LossDefinition, inputs: readonly EvaluatedInput[]): readonly string[] {
  const marked = inputs.filter((input) => input.requiresGrad).map((input) => input.name);
  if (marked.length > 0) return marked;
  const first = inputs.find(({ name, value }) => {
    const row = loss.inputs.find((input) => input.name === name);
    return (
      row?.differentiable === true && typeof value === 'object' && 'dtype' in value && isFloat(value.dtype)
    );
  });
  return first ? [first.name] : [];
}

/** The value of a loss call inside other code; undefined where the call is no loss's. */
function* lossValue(
  document: PythonDocument,
  evaluator: ConstantEvaluator,
  call: Call,
  evaluateHere: (expression: Expression) => Generator<void, Value>,
  context: OperationContext,
): Generator<void, Value | undefined> {
  const { meanings, isOpen } = meaningsHere(document, call.callee);
  const [meaning, another] = meanings;
  if (meaning?.role === 'class' && !another) {
    if (!meaning.loss.learned) for (const argument of call.arguments) yield* evaluateHere(argument.value);
    const weights = meaning.loss.learned && (yield* drawnWeights(document, call, evaluateHere, context));
    const given = { positional: [], keywords: new Map<string, Value>() };
    return { kind: 'module', path: `torch.nn.${meaning.loss.name}`, given, ...(weights && { weights }) };
  }
  if (meaning === undefined || (meaning.role !== 'instance' && meaning.role !== 'functional'))
    return undefined;
  if (isOpen || another) unknown('it may be one of several losses');
  const learns = meaning.role === 'instance' && meaning.loss.learned !== undefined;
  const isMadeHere = call.callee.kind === 'call';
  const callee = learns || isMadeHere ? yield* evaluateHere(call.callee) : undefined;
  const weights = learns ? weightsOf(document, call, callee) : undefined;
  const configured = yield* settled(() => configurationOf(document, meaning, call, evaluator));
  const bound = inputArguments(meaning.loss, meaning.via, argumentsOf(meaning, call).inputs);
  // In the order of the code, which random numbers depend on.
  const inOrder = [...bound].sort(([, a], [, b]) => a.span.start - b.span.start);
  const values = new Map<string, Value>();
  for (const [name, argument] of inOrder) values.set(name, yield* evaluateHere(argument.value));
  const inputs = meaning.loss.inputs.map(({ name }) =>
    evaluatedInput(document, meaning.loss, name, bound.get(name)?.value, values.get(name)),
  );
  const { result, error, isTooLarge, work } = compute(meaning, call, configured, inputs, weights);
  countWork(work / workPerStep);
  if (isPauseDue()) yield;
  if (isTooLarge) unknown({ kind: 'large' });
  if (error) unknown(`PyTorch raises ${error.type}: ${error.message}`);
  const lost = inputs.find((input) => input.value === undefined)?.reason;
  if (!result) return unknown(lost ?? 'a parameter of the loss is not known');
  const requiresGrad = inputs.some((input) => input.requiresGrad) || weights !== undefined;
  const value = tensorValue(result.loss, requiresGrad);
  const { resultField } = meaning.loss;
  if (resultField === undefined) return value;
  if (result.output === undefined) return unknown('the output beside the loss');
  return { ...tuple([tensorValue(result.output, requiresGrad), value]), fields: ['output', resultField] };
}

/** The weights that the constructor of a loss draws from PyTorch's generator. */
function* drawnWeights(
  document: PythonDocument,
  call: Call,
  evaluateHere: (expression: Expression) => Generator<void, Value>,
  context: OperationContext,
): Generator<void, Readonly<Record<string, Tensor>>> {
  const [instance] = meaningsOf(document, call).meanings;
  if (!instance) return unknown('what is constructed');
  const { byName, hasMore } = argumentsOf(instance, undefined).parameters;
  if (hasMore || !instance.isComplete) return unknown('a parameter of the loss is not known');
  const parameters: Record<string, ParameterValue> = {};
  for (const [name, argument] of byName) {
    const value = exactValue(yield* evaluateHere(argument.value));
    if (value === undefined) return unknown(`the parameter ${name} of the loss is not known`);
    parameters[name] = value;
  }
  try {
    for (const { shape } of instance.loss.learned?.(parameters) ?? []) context.spend(elementCount(shape));
    return drawWeights(instance.loss, parameters, context.generator());
  } catch (error) {
    if (error instanceof TorchError) return unknown(`PyTorch raises ${error.type}: ${error.message}`);
    throw error;
  }
}

/** The weights of the module that is called, as it was constructed; undefined where they may have changed. */
function weightsOf(
  document: PythonDocument,
  call: Call,
  callee: Value | undefined,
): Readonly<Record<string, Tensor>> | undefined {
  if (callee?.kind !== 'module' || callee.lost !== undefined) return undefined;
  // Only a name can be followed.
  if (call.callee.kind !== 'name') return undefined;
  // A function that knows the module by its name may train it whenever it is called.
  for (const chunk of document.module.mentioning(call.callee.id)) {
    const { kind, span } = chunk.statement;
    if ((kind === 'function' || kind === 'class') && !span.touches(call.span.start)) return undefined;
  }
  return callee.weights;
}
