import type { LossDefinition } from './defineLoss';
import type { LossCall } from './lossCall';
import type { ParameterDefinition, ParameterValue } from './lossDefinition';
import { isFloat } from './tensor/dtype';
import { formatScalar, pythonFloat } from './tensor/formatNumber';
import { printTensor } from './tensor/printTensor';
import type { Tensor } from './tensor/tensor';
import { TorchError } from './torchError';

/** Whether a value is a tensor. */
export function isTensorValue(value: ParameterValue | undefined): value is Tensor {
  return typeof value === 'object' && value !== null && 'data' in value;
}

/** The name of the Python type that a value stands for. */
export function pythonTypeName(value: ParameterValue): string {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float';
    case 'bigint':
      return 'int';
    default:
      return value === null ? 'NoneType' : isTensorValue(value) ? 'Tensor' : 'list';
  }
}

/** A value as an f-string of Python prints it: a tensor without dimensions as its number. */
export function pythonText(value: ParameterValue, requiresGrad = false): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonFloat(value);
  if (typeof value !== 'object') return String(value);
  if (!isTensorValue(value)) return `[${value.map(listedNumber).join(', ')}]`;
  const { dtype, shape, data } = value;
  return shape.length === 0 ? formatScalar(data[0] ?? NaN, dtype) : printTensor(value, { requiresGrad });
}

/** A value as Python's `repr` prints it. */
export function pythonRepr(value: ParameterValue, requiresGrad = false): string {
  if (typeof value === 'string') return `'${value}'`;
  return isTensorValue(value) ? printTensor(value, { requiresGrad }) : pythonText(value);
}

function listedNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : pythonFloat(value);
}

/**
 * What PyTorch's argument parser says as the C++ function behind a loss is called, if it does not take what the
 * call gives. Losses without a `native` function have checks of their own.
 */
export function refusedArgument(
  { native, functional, inputs, parameters: rows }: LossDefinition,
  { parameters = {}, gradients = [] }: LossCall,
): TorchError | undefined {
  let overflow: TorchError | undefined;
  for (const [index, name] of (native?.arguments ?? []).entries()) {
    const value = parameters[name];
    if (native === undefined || value === undefined) continue;
    const row = rows.find((each) => each.name === name);
    if (row === undefined) continue;
    const kind = native.numbers?.includes(name) === true ? 'Number' : row.kind;
    if (!isTaken(kind, row.default, value, gradients.includes(name))) {
      return new TorchError(
        'TypeError',
        `${native.name ?? functional ?? ''}(): argument '${name}' (position ${inputs.length + index + 1}) must be ` +
          `${kind === 'tensor' ? 'Tensor' : kind}, not ${pythonTypeName(value)}`,
      );
    }
    if (kind === 'int') overflow ??= refusedInteger(value);
  }
  return overflow;
}

/** Whether a type is taken: None only where it is the default, a tensor for a number if it holds just that. */
function isTaken(
  kind: ParameterDefinition['kind'] | 'Number',
  none: ParameterValue,
  value: ParameterValue,
  requiresGrad: boolean,
): boolean {
  if (value === null && none === null) return true;
  const type = typeof value;
  switch (kind) {
    case 'tensor':
      return isTensorValue(value);
    case 'bool':
      return type === 'boolean';
    case 'float':
    case 'Number':
      if (isTensorValue(value)) return value.shape.length === 0 && !requiresGrad;
      return type === 'number' || type === 'bigint' || type === 'boolean';
    case 'int':
      return isTensorValue(value) ? value.data.length === 1 && !isFloat(value.dtype) : type === 'bigint';
    default:
      return true;
  }
}

/** What PyTorch says of a value that is an integer to its argument parser, but not to C++. */
export function refusedInteger(value: ParameterValue): TorchError | undefined {
  if (isTensorValue(value) && value.dtype === 'bool') {
    return new TorchError(
      'RuntimeError',
      'scalar.isIntegral( false) INTERNAL ASSERT FAILED at ' +
        '"/__w/pytorch/pytorch/torch/csrc/utils/pybind.cpp":27, please report a bug to PyTorch. ',
    );
  }
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) === value) return undefined;
  return new TorchError('ValueError', 'Overflow when unpacking long long');
}
