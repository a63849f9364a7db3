import { combine } from '../../engine/tensor/pointwise';
import { isFloat, promoteTypes, resultType, type Operand } from '../../engine/tensor/dtype';
import type { DType } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import type { Family, Method, Operation } from './operations';
import { withSelf } from './operations';
import { floorDivide, remainder } from './division';
import { overwrite } from './memory';
import { contents, numberOf, tensorValue, unknown, type TensorValue, type Value } from './values';

type Pair = (a: number, b: number) => number;

/** A value as an operand: a tensor, or a number with the weak type of Python's. */
function operand(value: Value): Operand {
  switch (value.kind) {
    case 'tensor':
      return contents(value);
    case 'int':
      return { int: value.value };
    case 'bool':
      return { int: Number(value.value) };
    case 'float':
      return value.value;
    case 'unknown':
      return unknown(value.reason);
    default:
      return unknown('an operand that is no number');
  }
}

/** Applies a function to the elements of two operands, broadcast, as PyTorch (or NumPy) promotes them. */
export function elementwise(
  left: Value,
  right: Value,
  apply: Pair,
  output?: (common: DType) => DType,
): TensorValue {
  const a = operand(left);
  const b = operand(right);
  const tensors = [left, right].flatMap((value) => (value.kind === 'tensor' ? [value] : []));
  const arrays = tensors.filter((value) => value.isArray);
  if (arrays.length > 0 && arrays.length < tensors.length) unknown('a tensor and an array together');
  if (arrays.length === 2 && arrays[0]?.tensor.dtype !== arrays[1]?.tensor.dtype)
    unknown('arrays of different dtypes');
  const requiresGrad = tensors.some((value) => value.requiresGrad);
  const common = arrays.length > 0 ? arrayType(a, b) : resultType(a, b);
  const dtype = output?.(common);
  const widened = dtype !== undefined && isFloat(dtype) && !isFloat(common) ? asFloats(a, dtype) : a;
  const result = combine(widened, b, apply, dtype === undefined ? {} : { output: dtype });
  if (result.dtype === 'int64' && !result.data.every((x) => Math.abs(x) <= Number.MAX_SAFE_INTEGER))
    unknown('an integer beyond 2**53');
  return tensorValue(result, requiresGrad, arrays.length > 0);
}

function arrayType(a: Operand, b: Operand): DType {
  const common = resultType(a, b);
  const isMixed = typeof a === 'number' || typeof b === 'number';
  return isMixed && !isFloat(common) ? 'float64' : common;
}

function asFloats(value: Operand, dtype: DType): Operand {
  if (typeof value === 'number' || 'int' in value) return value;
  const data = dtype === 'float64' ? Float64Array.from(value.data) : Float32Array.from(value.data);
  return { dtype, shape: value.shape, data };
}

/** True division gives floats; of integers the default dtype. */
const divided = (common: DType): DType => (isFloat(common) ? common : 'float32');
const truth = (): DType => 'bool';
/** Arithmetic on bools isn't what it seems; it is left to the run. */
const noBool = (common: DType): DType => (common === 'bool' ? unknown('arithmetic on bools') : common);

/** Python's operators on tensors. */
export const binaryOperators: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '+': (a, b) => elementwise(a, b, (x, y) => x + y, noBool),
  '-': (a, b) => elementwise(a, b, (x, y) => x - y, noBool),
  '*': (a, b) => elementwise(a, b, (x, y) => x * y),
  '/': (a, b) => elementwise(a, b, (x, y) => x / y, divided),
  '//': (a, b) => elementwise(a, b, floorDivide, noBool),
  '%': (a, b) => elementwise(a, b, remainder, noBool),
  '**': power,
  '<': (a, b) => elementwise(a, b, (x, y) => Number(x < y), truth),
  '<=': (a, b) => elementwise(a, b, (x, y) => Number(x <= y), truth),
  '>': (a, b) => elementwise(a, b, (x, y) => Number(x > y), truth),
  '>=': (a, b) => elementwise(a, b, (x, y) => Number(x >= y), truth),
  '==': (a, b) => elementwise(a, b, (x, y) => Number(x === y), truth),
  '!=': (a, b) => elementwise(a, b, (x, y) => Number(x !== y), truth),
  '&': (a, b) => logical(a, b, (x, y) => x & y),
  '|': (a, b) => logical(a, b, (x, y) => x | y),
  '^': (a, b) => logical(a, b, (x, y) => x ^ y),
  '@': (a, b) => matrixProduct(a, b),
};

function power(a: Value, b: Value): TensorValue {
  const isWhole = ![a, b].some(
    (value) => value.kind === 'float' || (value.kind === 'tensor' && isFloat(value.tensor.dtype)),
  );
  if (isWhole && (numberOf(b) ?? 0) < 0) unknown('PyTorch refuses integers to negative powers');
  return elementwise(a, b, isWhole ? wholePower : floatPower, noBool);
}

/** As C has it: 1 to any power is 1, and so is -1 to an infinite one. */
const floatPower: Pair = (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y);
const wholePower: Pair = (x, y) => (y < 0 && Math.abs(x) !== 1 ? 0 : x ** y);

function logical(a: Value, b: Value, apply: Pair): Value {
  const isBool = [a, b].every(
    (value) => value.kind === 'bool' || (value.kind === 'tensor' && value.tensor.dtype === 'bool'),
  );
  return isBool ? elementwise(a, b, apply, truth) : unknown('a bitwise operation');
}

function matrixProduct(a: Value, b: Value): Value {
  if (a.kind !== 'tensor' || b.kind !== 'tensor') return unknown('a matrix product');
  const x = contents(a);
  const y = contents(b);
  const [rows = 1, inner = 1] = x.shape.length === 2 ? x.shape : [1, x.shape[0]];
  const [height = 1, columns = 1] = y.shape.length === 2 ? y.shape : [y.shape[0], 1];
  if (
    inner !== height ||
    x.shape.length > 2 ||
    y.shape.length > 2 ||
    x.dtype !== y.dtype ||
    !isFloat(x.dtype)
  )
    return unknown('a matrix product');
  const data = x.dtype === 'float64' ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (x.data[i * inner + k] ?? 0) * (y.data[k * columns + j] ?? 0);
      data[i * columns + j] = sum;
    }
  if (x.dtype === 'float16' || x.dtype === 'bfloat16') return unknown('a matrix product of half precision');
  const shape = [...(x.shape.length === 2 ? [rows] : []), ...(y.shape.length === 2 ? [columns] : [])];
  return tensorValue({ dtype: x.dtype, shape, data }, a.requiresGrad || b.requiresGrad);
}

const named: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  subtract: '-',
  mul: '*',
  multiply: '*',
  div: '/',
  divide: '/',
  true_divide: '/',
  pow: '**',
  remainder: '%',
  floor_divide: '//',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  matmul: '@',
  mm: '@',
};

const keywordsOf: Readonly<Record<string, readonly string[] | undefined>> = {
  '+': ['alpha'],
  '-': ['alpha'],
  '/': ['rounding_mode'],
  '**': ['exponent'],
};

function scaled(value: Value, alpha: Value | undefined): Value {
  if (!alpha) return value;
  if (value.kind !== 'tensor' || value.tensor.dtype === 'bool') return unknown('the argument alpha');
  return elementwise(value, alpha, (x, y) => x * y);
}

function operatorNamed(operator: string): Operation {
  return (call, context) => {
    const given = new Given(call, ['input', 'other'], keywordsOf[operator]);
    const left = given.required('input');
    const right = scaled(given.value('other') ?? given.required('exponent'), given.value('alpha'));
    const rounding = given.string('rounding_mode');
    for (const value of [left, right]) if (value.kind === 'tensor') context.spend(value.tensor.data.length);
    if (rounding === 'trunc') return unknown('a truncated quotient');
    const chosen = rounding === 'floor' ? '//' : operator;
    return binaryOperators[chosen]?.(left, right) ?? unknown(`the operator ${operator}`);
  };
}

function extreme(pick: Pair): Operation {
  return (call) => {
    const given = new Given(call, ['input', 'other']);
    const common = promoteTypes(given.tensor('input').tensor.dtype, given.tensor('other').tensor.dtype);
    return elementwise(given.tensor('input'), given.tensor('other'), pick, () => common);
  };
}

const where: Operation = (call) => {
  const given = new Given(call, ['condition', 'input', 'other']);
  const condition = given.tensor('condition');
  const input = given.required('input');
  const other = given.required('other');
  // Both branches keep their own value where they are taken: no arithmetic that could turn inf into nan.
  const first = elementwise(input, other, (x) => x);
  const second = elementwise(input, other, (_, y) => y);
  const chosen = elementwise(
    condition,
    first,
    (c, x) => (c !== 0 ? x : 0),
    () => first.tensor.dtype,
  );
  const others = elementwise(
    condition,
    second,
    (c, y) => (c !== 0 ? 0 : y),
    () => first.tensor.dtype,
  );
  const mask = elementwise(
    condition,
    first,
    (c) => c,
    () => 'bool',
  );
  const data = chosen.tensor.data.slice();
  for (let i = 0; i < data.length; i++) if (mask.tensor.data[i] === 0) data[i] = others.tensor.data[i] ?? 0;
  return tensorValue({ ...chosen.tensor, data }, first.requiresGrad);
};

/** `torch.maximum` and `torch.minimum`: NaN wins, as in JavaScript. */
export const [larger, smaller] = [extreme(Math.max), extreme(Math.min)];

const functions: Record<string, Operation> = {
  'torch.maximum': larger,
  'torch.minimum': smaller,
  'torch.where': where,
};
const methods: Record<string, Method> = {
  maximum: (self, call, context) => larger(withSelf(call, self), context),
  minimum: (self, call, context) => smaller(withSelf(call, self), context),
};
for (const [name, operator] of Object.entries(named)) {
  const operation = operatorNamed(operator);
  functions[`torch.${name}`] = operation;
  methods[name] = (self, call, context) => operation(withSelf(call, self), context);
  methods[`${name}_`] = (self, call, context) => {
    const result = operation(withSelf(call, self), context);
    if (result.kind !== 'tensor') return unknown('a change in place');
    overwrite(self, result);
    return self;
  };
}

/** Arithmetic and comparison, elementwise and broadcast. */
export const arithmetic: Family = { functions, methods };
