import type { AnyArguments, LossDefinition } from './defineLoss';
import { constructWeights, isWeightName } from './learnedWeights';
import { isTrue, legacyReduction } from './legacyReduction';
import type { LossCall } from './lossCall';
import type { ParameterValue } from './lossDefinition';
import { isTensorValue, pythonText, pythonTypeName } from './nativeTypes';
import { signatureOf, templateOf, type ParameterRow, type Places, type Signature } from './signature';
import type { Tensor } from './tensor/tensor';
import { refuseType, type TorchErrorStage } from './torchError';

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
  const signature = signatureOf(definition);
  const { parameters } = call;
  const bound: Places = { ...templateOf(signature, parameters) };
  const isModule = call.via !== 'functional';
  if (isModule && definition.deprecated !== undefined) warn(definition.deprecated);
  if (parameters !== undefined) bindParameters(signature, parameters, isModule, bound);
  if (isModule && !(signature.isPlain && parameters === undefined)) {
    refuseIncomplete(signature, call);
    if (definition.checksFirst === true) definition.construct?.(bound);
    if (parameters !== undefined) initialise(signature, bound, warn);
    if (definition.checksFirst !== true) definition.construct?.(bound);
    if (definition.learned !== undefined) constructWeights(definition, bound, warn);
  }
  bindInputs(signature, call, isModule, bound);
  if (parameters !== undefined) normalise(signature, call, bound);
  return bound;
}

function bindParameters(
  signature: Signature,
  parameters: Readonly<Record<string, ParameterValue>>,
  isModule: boolean,
  bound: Places,
): void {
  const { definition } = signature;
  for (const name in parameters) {
    if (isModule && definition.learned !== undefined && isWeightName(name)) {
      bound[name] = parameters[name] as ParameterValue;
      continue;
    }
    const row = signature.parameters.find((parameter) => parameter.name === name);
    if (row === undefined || (isModule ? row.functionalOnly : row.moduleOnly)) {
      const callee = isModule
        ? `${definition.initializer ?? definition.name}.__init__`
        : (definition.functional ?? definition.name);
      refuseType(
        `${callee}() got an unexpected keyword argument '${name}'`,
        isModule ? 'construct' : 'forward',
      );
    }
    bound[row.argument] = parameters[name] as ParameterValue;
  }
}

/** What every module's `__init__` does with what it was given. */
function initialise(signature: Signature, bound: Places, warn: (message: string) => void): void {
  const { size_average, reduce } = bound;
  if ((size_average ?? null) !== null || (reduce ?? null) !== null) {
    const legacy = { size_average: size_average ?? null, reduce: reduce ?? null };
    bound['reduction'] = legacyReduction({ ...legacy, reduction: 'mean' }, warn, 'construct');
    bound['size_average'] = null;
    bound['reduce'] = null;
  }
  for (const row of signature.parameters) refuseBuffer(row, bound[row.name] ?? null);
}

function refuseBuffer(row: ParameterRow, value: ParameterValue): void {
  if (row.kind !== 'tensor' || value === null || isTensorValue(value)) return;
  refuseType(
    `cannot assign '${pythonTypeName(value)}' object to buffer '${row.name}' (torch Tensor or None required)`,
    'construct',
  );
}

/** What only messages could tell apart becomes one: integers are numbers, whatever names no reduction a string. */
function normalise(signature: Signature, { gradients = [] }: LossCall, bound: Places): void {
  const isLearned = signature.definition.learned !== undefined;
  for (const { name, argument, kind, verbatim, default: usual } of signature.parameters) {
    const value = bound[argument] ?? null;
    if (verbatim || value === usual) continue;
    if (kind === 'choice') bound[argument] = pythonText(value, gradients.includes(name));
    else if (kind === 'ints' && isTensorValue(value)) bound[argument] = Array.from(value.data);
    else if (kind === 'bool' && isLearned) bound[argument] = isTrue(value);
    else if (kind !== 'float' && kind !== 'int') continue;
    else if (typeof value === 'bigint' || typeof value === 'boolean') bound[argument] = Number(value);
    else if (isTensorValue(value) && value.data.length === 1) {
      const number = Number(value.data[0]);
      bound[argument] = kind === 'int' ? Math.trunc(number) : number;
    }
  }
}

/** Refuses a constructor that was not given all that it needs. */
function refuseIncomplete(signature: Signature, { parameters = {} }: LossCall): void {
  let missing: string[] | undefined;
  for (const { name, required, functionalOnly } of signature.parameters) {
    if (required && !functionalOnly && !(name in parameters)) (missing ??= []).push(name);
  }
  if (missing !== undefined) refuseMissing(`${signature.definition.name}.__init__`, missing, 'construct');
}

function bindInputs(signature: Signature, { inputs }: LossCall, isModule: boolean, bound: Places): void {
  const { definition } = signature;
  let missing: string[] | undefined;
  for (const { name, functionalName, orNumber, orNumbers } of signature.inputs) {
    const value = inputs[name];
    if (value === undefined) {
      (missing ??= []).push(isModule ? name : functionalName);
      continue;
    }
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    if (isNumber ? !orNumber : !isTensorValue(value) && !orNumbers) {
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
function bindWeights(inputs: LossCall['inputs'], bound: Places): void {
  for (const name in inputs) if (isWeightName(name)) bound[name] = inputs[name] as Tensor;
}

/** Tensors that the functional takes among its inputs, where the module has learned them. */
function bindFunctionalInputs(
  { parameters, functionalArguments }: LossDefinition,
  inputs: LossCall['inputs'],
  bound: Places,
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
  refuseType(
    `${callee}() missing ${count} required positional argument${missing.length > 1 ? 's' : ''}: ${names}`,
    stage,
  );
}
