import type { AnyArguments, LossDefinition } from './defineLoss';
import { constructWeights, isWeightName } from './learnedWeights';
import { isTrue, legacyReduction } from './legacyReduction';
import type { LossCall } from './lossCall';
import type { ParameterDefinition, ParameterValue } from './lossDefinition';
import { isTensorValue, pythonText, pythonTypeName } from './nativeTypes';
import type { Tensor } from './tensor/tensor';
import { TorchError, type TorchErrorStage } from './torchError';

type Mutable = Record<string, Tensor | ParameterValue>;

const templates = new WeakMap<LossDefinition, Map<string, Readonly<Mutable>>>();

/**
 * Every parameter of a loss with its default, and a place for every input and for the weights that the call
 * names: arguments that are copied from it and filled in never change their layout in memory, which is what
 * makes small calls fast.
 */
function templateOf(definition: LossDefinition, { parameters = {} }: LossCall): Readonly<Mutable> {
  let ofLoss = templates.get(definition);
  if (ofLoss === undefined) {
    ofLoss = new Map<string, Readonly<Mutable>>();
    templates.set(definition, ofLoss);
  }
  const weights = definition.learned === undefined ? [] : Object.keys(parameters).filter(isWeightName);
  const key = weights.join();
  let template = ofLoss.get(key);
  if (template === undefined) {
    const places: Mutable = {};
    for (const { name } of definition.inputs) places[name] = null;
    for (const row of definition.parameters) places[row.argument ?? row.name] = row.default;
    for (const name of weights) places[name] = null;
    ofLoss.set(key, (template = places));
  }
  return template;
}

/**
 * The arguments of a call by name, defaults filled in, after what Python and the module's constructor do with
 * them: the names are checked, legacy arguments have become a reduction.
 * @throws TorchError for what Python or the constructor refuses.
 */
export function bind(
  definition: LossDefinition,
  call: LossCall,
  warn: (message: string) => void,
): AnyArguments<Tensor> {
  const bound: Mutable = { ...templateOf(definition, call) };
  const isModule = call.via !== 'functional';
  if (isModule && definition.deprecated !== undefined) warn(definition.deprecated);
  if (call.parameters !== undefined) bindParameters(definition, call.parameters, isModule, bound);
  if (isModule) {
    refuseIncomplete(definition, call);
    if (definition.checksFirst === true) definition.construct?.(bound);
    if (call.parameters !== undefined) initialise(definition, bound, warn);
    if (definition.checksFirst !== true) definition.construct?.(bound);
    if (definition.learned !== undefined) constructWeights(definition, bound, warn);
  }
  bindInputs(definition, call, isModule, bound);
  if (call.parameters !== undefined) normalise(definition, call, bound);
  return bound;
}

function bindParameters(
  definition: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
  isModule: boolean,
  bound: Mutable,
): void {
  for (const name in parameters) {
    if (isModule && definition.learned !== undefined && isWeightName(name)) {
      bound[name] = parameters[name] as ParameterValue;
      continue;
    }
    const row = definition.parameters.find((parameter) => parameter.name === name);
    if (row === undefined || (isModule ? row.functionalOnly : row.moduleOnly) === true) {
      const callee = isModule
        ? `${definition.initializer ?? definition.name}.__init__`
        : (definition.functional ?? definition.name);
      throw new TorchError(
        'TypeError',
        `${callee}() got an unexpected keyword argument '${name}'`,
        isModule ? 'construct' : 'forward',
      );
    }
    bound[row.argument ?? name] = parameters[name] as ParameterValue;
  }
}

/** What every module's `__init__` does with what it was given. */
function initialise(definition: LossDefinition, bound: Mutable, warn: (message: string) => void): void {
  const { size_average, reduce } = bound;
  if ((size_average ?? null) !== null || (reduce ?? null) !== null) {
    const legacy = { size_average: size_average ?? null, reduce: reduce ?? null };
    bound['reduction'] = legacyReduction({ ...legacy, reduction: 'mean' }, warn, 'construct');
    bound['size_average'] = null;
    bound['reduce'] = null;
  }
  for (const row of definition.parameters) refuseBuffer(row, bound[row.name] ?? null);
}

function refuseBuffer(row: ParameterDefinition, value: ParameterValue): void {
  if (row.kind !== 'tensor' || value === null || isTensorValue(value)) return;
  throw new TorchError(
    'TypeError',
    `cannot assign '${pythonTypeName(value)}' object to buffer '${row.name}' (torch Tensor or None required)`,
    'construct',
  );
}

/** What only messages could tell apart becomes one: integers are numbers, whatever names no reduction a string. */
function normalise(definition: LossDefinition, { gradients = [] }: LossCall, bound: Mutable): void {
  for (const { name, argument = name, kind, verbatim = false, default: usual } of definition.parameters) {
    const value = bound[argument] ?? null;
    if (verbatim || value === usual) continue;
    if (kind === 'choice') bound[argument] = pythonText(value, gradients.includes(name));
    else if (kind === 'ints' && isTensorValue(value)) bound[argument] = Array.from(value.data);
    else if (kind === 'bool' && definition.learned !== undefined) bound[argument] = isTrue(value);
    else if (kind !== 'float' && kind !== 'int') continue;
    else if (typeof value === 'bigint' || typeof value === 'boolean') bound[argument] = Number(value);
    else if (isTensorValue(value) && value.data.length === 1) bound[argument] = Number(value.data[0]);
  }
}

/** Refuses a constructor that was not given all that it needs. */
function refuseIncomplete(definition: LossDefinition, { parameters = {} }: LossCall): void {
  let missing: string[] | undefined;
  for (const { name, required, functionalOnly } of definition.parameters) {
    if (required === true && functionalOnly !== true && !(name in parameters)) (missing ??= []).push(name);
  }
  if (missing !== undefined) refuseMissing(`${definition.name}.__init__`, missing, 'construct');
}

function bindInputs(
  definition: LossDefinition,
  { inputs }: LossCall,
  isModule: boolean,
  bound: Mutable,
): void {
  let missing: string[] | undefined;
  for (const { name, functionalName, orNumber, orNumbers } of definition.inputs) {
    const value = inputs[name];
    if (value === undefined) {
      (missing ??= []).push((isModule ? undefined : functionalName) ?? name);
      continue;
    }
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    if (isNumber ? orNumber !== true : !isTensorValue(value) && orNumbers !== true) {
      throw new Error(`The input ${name} of ${definition.name} must be a tensor.`);
    }
    bound[name] = value;
  }
  if (!isModule) bindFunctionalInputs(definition, inputs, bound, (missing ??= []));
  else if (definition.learned !== undefined) bindWeights(inputs, bound);
  if (missing === undefined || missing.length === 0) return;
  const callee = isModule
    ? `${definition.forwarder ?? definition.name}.forward`
    : (definition.functional ?? definition.name);
  refuseMissing(callee, missing, 'forward');
}

/** Weights of the module, which its constructor would draw. */
function bindWeights(inputs: LossCall['inputs'], bound: Mutable): void {
  for (const name in inputs) if (isWeightName(name)) bound[name] = inputs[name] as Tensor;
}

/** Tensors that the functional takes among its inputs, where the module has learned them. */
function bindFunctionalInputs(
  { parameters, functionalArguments }: LossDefinition,
  inputs: LossCall['inputs'],
  bound: Mutable,
  missing: string[],
): void {
  for (const { name, kind, functionalOnly, required } of parameters) {
    if (functionalOnly !== true || kind !== 'tensor') continue;
    const value = inputs[name];
    if (value !== undefined) bound[name] = value;
    else if (required === true && bound[name] === null) missing.push(name);
  }
  missing.sort((a, b) => functionalArguments.indexOf(a) - functionalArguments.indexOf(b));
}

function refuseMissing(callee: string, missing: readonly string[], stage: TorchErrorStage): never {
  const quoted = missing.map((name) => `'${name}'`);
  const last = quoted.pop() ?? '';
  const names =
    quoted.length === 0 ? last : `${quoted.join(', ')}${quoted.length > 1 ? ',' : ''} and ${last}`;
  const count = String(missing.length);
  throw new TorchError(
    'TypeError',
    `${callee}() missing ${count} required positional argument${missing.length > 1 ? 's' : ''}: ${names}`,
    stage,
  );
}
