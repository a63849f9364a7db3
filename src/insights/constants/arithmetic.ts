import { combine, map } from '../../engine/tensor/pointwise';
import { isFloat, isHalf, isTensor, resultType, type Operand } from '../../engine/tensor/dtype';
import { elementCount, type DType } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import type { Family, Operation } from './operations';
import { asMethod, elementwiseFamily } from './spellings';
import { floorDivide, remainder } from './division';
import { productWork } from './productWork';
import { largestShape } from './largestShape';
import {
  bool,
  BudgetExceeded,
  contents,
  float,
  int,
  numberOf,
  tensorValue,
  unknown,
  type CallValues,
  type TensorValue,
  type Value,
} from './values';

/** More elements are never made of others. */
const mostElements = 2_000_000;

type Pair = (a: number, b: number) => number;

/** A value as an operand: a tensor, or a number with the weak type of Python's. */
function operand(value: Value): Operand {
  switch (value.kind) {
    case 'tensor':
      return contents(value);
    case 'int':
      return { int: value.value };
    case 'bool':
      return { dtype: 'bool', shape: [], data: Uint8Array.of(Number(value.value)) };
    case 'float':
      return value.value;
    case 'unknown':
      return unknown(value.reason);
    default:
      return unknown('an operand that is no number');
  }
}

/** How many elements an operator gives; of a matrix product the work in steps. */
export function workOf(operator: string, left: Value, right: Value): number {
  if (left.kind !== 'tensor' || right.kind !== 'tensor') return 0;
  const [a, b] = [left.tensor.shape, right.tensor.shape];
  if (operator === '@') return productWork(a, b);
  return elementCount(largestShape([a, b]));
}

/**
 * Applies a function to the elements of two operands, broadcast, as PyTorch (or NumPy) promotes them. `keepsScalars` is
 * that of `combine`.
 */
export function elementwise(
  left: Value,
  right: Value,
  apply: Pair,
  output?: (common: DType) => DType,
  keepsScalars = false,
): TensorValue {
  const a = operand(left);
  const b = operand(right);
  const tensors = [left, right].flatMap((value) => (value.kind === 'tensor' ? [value] : []));
  const arrays = tensors.filter((value) => value.isArray);
  if (arrays.length > 0 && arrays.length < tensors.length) unknown('a tensor and an array together');
  if (arrays.length === 2 && arrays[0]?.tensor.dtype !== arrays[1]?.tensor.dtype)
    unknown('arrays of different dtypes');
  const requiresGrad = tensors.some((value) => value.requiresGrad);
  if (elementCount(largestShape(tensors.map((value) => value.tensor.shape))) > mostElements)
    throw new BudgetExceeded();
  const isOfArrays = arrays.length > 0;
  const promoted = resultType(a, b);
  const common = isOfArrays ? arrayType(promoted, a, b) : promoted;
  const asked = output?.(common) ?? common;
  const dtype = isOfArrays && asked === 'float32' && !isFloat(common) ? 'float64' : asked;
  const computed = isFloat(dtype) ? dtype : common;
  const [x, y] =
    isFloat(computed) && computed !== promoted ? [a, b].map((one) => asFloats(one, computed)) : [a, b];
  const result = combine(x ?? a, y ?? b, apply, { output: dtype, keepsScalars });
  if (result.dtype === 'int64' && !result.data.every((x) => Math.abs(x) <= Number.MAX_SAFE_INTEGER))
    unknown('an integer beyond 2**53');
  return tensorValue(result, requiresGrad, isOfArrays);
}

/** In NumPy whole numbers beside a float of Python's are float64. */
function arrayType(promoted: DType, ...operands: readonly Operand[]): DType {
  const isMixed =
    operands.some((one) => typeof one === 'number') &&
    operands.some((one) => isTensor(one) && !isFloat(one.dtype));
  return isMixed ? 'float64' : promoted;
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

/** A bool, of Python or in a tensor, can't be subtracted, nor subtracted from. */
function numeric(value: Value): Value {
  const isBool = value.kind === 'bool' || (value.kind === 'tensor' && value.tensor.dtype === 'bool');
  return isBool ? unknown('PyTorch refuses to subtract bools') : value;
}

/** True division; PyTorch divides a number of Python's by multiplying it with the reciprocal. */
function quotient(a: Value, b: Value): TensorValue {
  const divide = (x: Value, y: Value): TensorValue => elementwise(x, y, (p, q) => p / q, divided, true);
  if (a.kind === 'tensor' || b.kind !== 'tensor' || b.isArray) return divide(a, b);
  return elementwise(divide(int(1), b), a, (p, q) => p * q, undefined, true);
}

/** Whole numbers are not divided by 0. */
function wholeDivision(a: Value, b: Value, apply: Pair): TensorValue {
  return elementwise(a, b, apply, (common) => {
    if (common === 'bool') unknown('arithmetic on bools');
    if (isHalf(common)) unknown('whole quotients of 16-bit floats');
    const zeros =
      b.kind === 'tensor' ? Array.prototype.includes.call(contents(b).data, 0) : numberOf(b) === 0;
    return zeros && !isFloat(common) ? unknown('PyTorch refuses to divide by 0') : common;
  });
}

/** Python's operators on tensors. */
export const binaryOperators: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '+': (a, b) => elementwise(a, b, (x, y) => x + y, noBool),
  '-': (a, b) => elementwise(numeric(a), numeric(b), (x, y) => x - y),
  '*': (a, b) => elementwise(a, b, (x, y) => x * y, undefined, true),
  '/': quotient,
  '//': (a, b) => wholeDivision(a, b, floorDivide),
  '%': (a, b) => wholeDivision(a, b, remainder),
  '**': power,
  '<': (a, b) => elementwise(a, b, (x, y) => Number(x < y), truth),
  '<=': (a, b) => elementwise(a, b, (x, y) => Number(x <= y), truth),
  '>': (a, b) => elementwise(a, b, (x, y) => Number(x > y), truth),
  '>=': (a, b) => elementwise(a, b, (x, y) => Number(x >= y), truth),
  '==': (a, b) => elementwise(a, b, (x, y) => Number(x === y), truth),
  '!=': (a, b) => elementwise(a, b, (x, y) => Number(x !== y), truth),
  '&': (a, b) => bitwise(a, b, (x, y) => x & y),
  '|': (a, b) => bitwise(a, b, (x, y) => x | y),
  '^': (a, b) => bitwise(a, b, (x, y) => x ^ y),
};

function power(a: Value, b: Value): TensorValue {
  if (a.kind === 'tensor' && a.isArray && a.tensor.dtype === 'bool') unknown('powers of an array of bools');
  const isWhole = ![a, b].some(
    (value) => value.kind === 'float' || (value.kind === 'tensor' && isFloat(value.tensor.dtype)),
  );
  if (isWhole && (numberOf(b) ?? 0) < 0) unknown('PyTorch refuses integers to negative powers');
  return elementwise(a, b, isWhole ? wholePower : floatPower, noBool);
}

/** As C has it: 1 to any power is 1, and so is -1 to an infinite one. */
const floatPower: Pair = (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y);
const wholePower: Pair = (x, y) => {
  const result = y < 0 && Math.abs(x) !== 1 ? 0 : x ** y;
  return Number.isSafeInteger(result) ? result : unknown('an integer beyond 2**53');
};

/** Bit by bit; of whole numbers as far as 32 bits hold them. */
function bitwise(a: Value, b: Value, apply: Pair): Value {
  return elementwise(
    a,
    b,
    (x, y) => (Math.max(Math.abs(x), Math.abs(y)) < 2 ** 31 ? apply(x, y) : unknown('many bits')),
    (common) => (isFloat(common) ? unknown('PyTorch refuses the bits of floats') : common),
  );
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
};

const keywordsOf: Readonly<Record<string, readonly string[] | undefined>> = {
  '+': ['alpha'],
  '-': ['alpha'],
  '/': ['rounding_mode'],
};

/** `x + alpha * y` and `x - alpha * y`, in the dtype of both: `alpha` has none of its own. */
function scaledSum(sign: number, left: Value, right: Value, alpha: Value): TensorValue {
  let factor = sign * (numberOf(alpha) ?? unknown('the argument alpha'));
  if (sign < 0) for (const value of [left, right]) numeric(value);
  return elementwise(
    left,
    right,
    (x, y) => x + factor * y,
    (common) => {
      const isRefused = common === 'bool' || (alpha.kind === 'float' && !isFloat(common));
      if (isRefused) unknown('PyTorch refuses that alpha');
      if (isFloat(common) && common !== 'float64') factor = Math.fround(factor);
      return common;
    },
  );
}

function truncatedQuotient(left: Value, right: Value): TensorValue {
  const isWhole = [left, right].every((value) =>
    value.kind === 'tensor' ? !isFloat(value.tensor.dtype) : value.kind !== 'float',
  );
  if (isWhole) return wholeDivision(left, right, (x, y) => Math.trunc(x / y));
  const quotient = elementwise(left, right, (x, y) => x / y);
  return isHalf(quotient.tensor.dtype)
    ? unknown('a truncated quotient of 16-bit floats')
    : { ...quotient, tensor: map(quotient.tensor, Math.trunc) };
}

function operatorNamed(operator: string): Operation {
  return (call, context) => {
    const second = operator === '**' ? 'exponent' : 'other';
    const given = new Given(call, ['input', second], keywordsOf[operator]);
    const left = given.required('input');
    const right = given.required(second);
    const alpha = given.value('alpha');
    const rounding = given.string('rounding_mode');
    if (rounding !== undefined && !/^(?:trunc|floor)$/.test(rounding))
      return unknown('PyTorch refuses that rounding_mode');
    context.spend(workOf(operator, left, right));
    if (alpha) return scaledSum(operator === '-' ? -1 : 1, left, right, alpha);
    if (rounding === 'trunc') return truncatedQuotient(left, right);
    const chosen = rounding === 'floor' ? '//' : operator;
    return binaryOperators[chosen]?.(left, right) ?? unknown(`the operator ${operator}`);
  };
}

function extreme(pick: Pair): Operation {
  return (call) => {
    const given = new Given(call, ['input', 'other']);
    return elementwise(given.tensor('input'), given.tensor('other'), pick);
  };
}

/** Of what is not 0, and what is. */
function logical(apply: (x: boolean, y: boolean) => boolean): Operation {
  return (call) => {
    const given = new Given(call, ['input', 'other']);
    return elementwise(
      given.tensor('input'),
      given.tensor('other'),
      (x, y) => Number(apply(x !== 0, y !== 0)),
      truth,
    );
  };
}

/** Into bounds that are numbers or tensors, which promote as in arithmetic. */
const clamp: Operation = (call, context) => {
  const given = new Given(call, ['input', 'min', 'max']);
  const value = given.tensor('input');
  context.spend(value.tensor.data.length);
  let [least, most] = [given.value('min'), given.value('max')];
  if (!least && !most) return unknown('PyTorch refuses to clamp without a bound');
  // A tensor beside a number as bounds is one itself.
  if (least && most && (least.kind === 'tensor') !== (most.kind === 'tensor'))
    [least, most] = [scalarOf(least), scalarOf(most)];
  const raised = least ? elementwise(value, least, Math.max) : value;
  const result = most ? elementwise(raised, most, Math.min) : raised;
  return result.tensor.dtype === 'bool' ? unknown('PyTorch refuses to clamp bools') : result;
};

/** The number that a tensor without dimensions holds. */
function scalarOf(value: Value): Value {
  if (value.kind !== 'tensor') return value;
  const { dtype, shape, data } = contents(value);
  if (shape.length > 0) return unknown('PyTorch refuses a tensor and a number as bounds');
  return isFloat(dtype) ? float(data[0] ?? 0) : int(data[0] ?? 0);
}

/** `clamp_min` and `clamp_max`. */
function bounded(side: 'min' | 'max'): Operation {
  return (call, context) => {
    const given = new Given(call, ['input', side]);
    const keywords = new Map([[side, given.required(side)]]);
    return clamp({ positional: [given.required('input')], keywords }, context);
  };
}

function pairOf(call: CallValues, apply: (a: Value, b: Value) => Value): Value {
  const given = new Given(call, ['input', 'other']);
  return apply(given.tensor('input'), given.required('other'));
}

function pairOfTensors(call: CallValues, apply: (a: Value, b: Value) => Value): Value {
  new Given(call, ['input', 'other']).tensor('other');
  return pairOf(call, apply);
}

const floatsOnly = (common: DType): DType =>
  common === 'float32' || common === 'float64' ? common : unknown(`that of ${common}`);

/** Whether elements are as near to each other as `torch.isclose` wants them. */
const isClose: Operation = (call, context) => {
  const given = new Given(call, ['input', 'other', 'rtol', 'atol', 'equal_nan']);
  if (given.flag('equal_nan')) return unknown('NaN that equals NaN');
  const [a, b] = [given.tensor('input'), given.tensor('other')];
  if (a.tensor.dtype !== b.tensor.dtype) return unknown('PyTorch refuses to compare different dtypes');
  const [relative, absolute] = [given.number('rtol') ?? 1e-5, given.number('atol') ?? 1e-8];
  context.spend(workOf('==', a, b));
  const isNear: Pair = (x, y) => Number(x === y || Math.abs(x - y) <= absolute + relative * Math.abs(y));
  return elementwise(a, b, (x, y) => (Number.isFinite(y) ? isNear(x, y) : Number(x === y)), truth);
};

const allClose: Operation = (call, context) => {
  const near = isClose(call, context);
  return near.kind === 'tensor' ? bool(near.tensor.data.every((one) => one !== 0)) : near;
};

/** `torch.maximum` and `torch.minimum`: NaN wins, as in JavaScript. */
export const [larger, smaller] = [extreme(Math.max), extreme(Math.min)];

const operations: Record<string, Operation> = {
  maximum: larger,
  minimum: smaller,
  clamp,
  clip: clamp,
  clamp_min: bounded('min'),
  clamp_max: bounded('max'),
  fmod: (call) => pairOf(call, (a, b) => wholeDivision(a, b, (x, y) => x % y)),
  atan2: (call) => pairOfTensors(call, (a, b) => elementwise(a, b, Math.atan2, floatsOnly)),
  hypot: (call) => pairOfTensors(call, (a, b) => elementwise(a, b, Math.hypot, floatsOnly)),
  logical_and: logical((x, y) => x && y),
  logical_or: logical((x, y) => x || y),
  logical_xor: logical((x, y) => x !== y),
};
for (const [name, operator] of Object.entries(named)) operations[name] = operatorNamed(operator);
const family = elementwiseFamily(operations);

/** Arithmetic and comparison, elementwise and broadcast. */
export const arithmetic: Family = {
  functions: {
    ...family.functions,
    'torch.isclose': isClose,
    'torch.allclose': allClose,
  },
  methods: {
    ...family.methods,
    isclose: asMethod(isClose),
    allclose: asMethod(allClose),
  },
};
