import type { AnyArguments, LossDefinition } from './defineLoss';
import type { ParameterDefinition, ParameterValue } from './lossDefinition';
import type { Tensor } from './tensor/tensor';
import { isFloat } from './tensor/dtype';
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

/** A value other than a tensor or a list as Python's `str` prints it. */
export function pythonText(value: Exclude<ParameterValue, object>): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? pythonFloat(value) : String(value);
}

/** A float as Python prints it: the shortest digits that give it back, with a point or an exponent. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const digits = Object.is(value, -0) ? '-0' : String(value);
  return digits.includes('.') ? digits : `${digits}.0`;
}

/** A double as a C++ stream prints it: six significant digits. */
export function streamedNumber(value: number): string {
  if (!Number.isFinite(value)) return pythonFloat(value);
  const text = String(Number(value.toPrecision(6)));
  if (Math.abs(value) < 1e6 && !text.includes('e')) return text;
  return Number(value.toPrecision(6))
    .toExponential()
    .replace(/e([+-])(\d)$/, 'e$10$2');
}

/**
 * Refuses arguments of a type that the Python or C++ function behind a loss does not take.
 * @param beforeCall does what Python does before it calls the C++ function, where that refuses.
 * @throws TorchError in the words of Python or of PyTorch's argument parser.
 */
export function checkNativeTypes(
  definition: LossDefinition,
  bound: AnyArguments<Tensor>,
  beforeCall: () => void,
): void {
  const { native } = definition;
  for (const row of definition.parameters) {
    const value = bound[row.argument ?? row.name] ?? null;
    if (row.sized === true && value !== null && !isTensorValue(value)) {
      throw new TorchError('AttributeError', `'${pythonTypeName(value)}' object has no attribute 'size'`);
    }
    const position = native === undefined ? 0 : native.arguments.indexOf(row.name) + 1;
    const expected = expectedType(row, value);
    if (position === 0 || expected === undefined) continue;
    beforeCall();
    throw new TorchError(
      'TypeError',
      `${native?.name ?? ''}(): argument '${row.name}' (position ${String(position)}) must be ${expected}, ` +
        `not ${pythonTypeName(value)}`,
    );
  }
}

/** What PyTorch asks for, if the value is not that. */
function expectedType(
  { kind, default: none }: ParameterDefinition,
  value: ParameterValue,
): string | undefined {
  if (value === null && none === null) return undefined;
  if (isTensorValue(value)) return kind === 'bool' || !isTakenAs(kind, value) ? kind : undefined;
  switch (kind) {
    case 'tensor':
      return 'Tensor';
    case 'float':
      return isNumber(value) || typeof value === 'boolean' ? undefined : 'float';
    case 'int':
      return isWhole(value) ? undefined : 'int';
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'bool';
    default:
      return undefined;
  }
}

/** Whether a tensor is taken for a kind of argument: for a number, one without dimensions. */
function isTakenAs(kind: ParameterDefinition['kind'], { dtype, shape }: Tensor): boolean {
  if (kind === 'float') return shape.length === 0;
  return kind === 'int' ? shape.length === 0 && !isFloat(dtype) : true;
}

function isNumber(value: ParameterValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isWhole(value: ParameterValue): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}
