import type { DType, FloatDType, Tensor } from './tensor';

/** What PyTorch's C++ messages call a dtype. */
const scalarTypeNames: Readonly<Record<DType, string>> = {
  float64: 'Double',
  float32: 'Float',
  float16: 'Half',
  bfloat16: 'BFloat16',
  int64: 'Long',
  int32: 'Int',
  int16: 'Short',
  int8: 'Char',
  uint8: 'Byte',
  bool: 'Bool',
};

/** Dtypes as C++ names them, where a message prints the type itself. */
export const cppTypes: Readonly<Record<DType, string>> = {
  float64: 'double',
  float32: 'float',
  float16: 'c10::Half',
  bfloat16: 'c10::BFloat16',
  int64: 'long int',
  int32: 'int',
  int16: 'short int',
  int8: 'signed char',
  uint8: 'unsigned char',
  bool: 'bool',
};

/** The name of a dtype in PyTorch's C++ messages: `Float` for float32, `Long` for int64. */
export function scalarTypeName(dtype: DType): string {
  return scalarTypeNames[dtype];
}

/** Whether a dtype's values are floating-point numbers, and so differentiable. */
export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === 'float32' || dtype === 'float64' || isHalf(dtype);
}

/** Whether a dtype is one of the 16-bit floats, for which PyTorch computes in float32 and rounds. */
export function isHalf(dtype: DType): dtype is 'float16' | 'bfloat16' {
  return dtype === 'float16' || dtype === 'bfloat16';
}

const signedOrder: readonly DType[] = ['int8', 'int16', 'int32', 'int64'];

/** The dtype that holds values of both: PyTorch's `torch.promote_types`. */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b || b === 'bool') return a;
  if (a === 'bool') return b;
  const aFloat = isFloat(a);
  if (aFloat !== isFloat(b)) return aFloat ? a : b;
  if (aFloat) {
    if (a === 'float64' || b === 'float64') return 'float64';
    // Two different ones of float32, float16 and bfloat16.
    return 'float32';
  }
  if (a === 'uint8' || b === 'uint8') {
    const other = a === 'uint8' ? b : a;
    return other === 'int8' ? 'int16' : other;
  }
  return signedOrder.indexOf(a) > signedOrder.indexOf(b) ? a : b;
}

/** A Python or C++ integer in arithmetic with a tensor. A plain `number` stands for a float. */
export interface IntegerScalar {
  readonly int: number;
}

/** What an arithmetic operation takes: a tensor, a float, or an integer. */
export type Operand = Tensor | number | IntegerScalar;

/** Whether an operand is a tensor rather than a scalar. */
export function isTensor(operand: Operand): operand is Tensor {
  return typeof operand === 'object' && 'data' in operand;
}

/** Whether an operation may store values of one dtype as another: never a float as an integer, or either as bool. */
export function canCast(from: DType, to: DType): boolean {
  return category(from) <= category(to);
}

function category(dtype: DType): number {
  return dtype === 'bool' ? 0 : isFloat(dtype) ? 2 : 1;
}

/**
 * The dtype in which PyTorch computes with these operands, its `torch.result_type`: tensors with dimensions
 * decide; 0-d tensors, and after them plain numbers, only where they are of a higher category (float over
 * integer over bool).
 */
export function resultType(...operands: readonly Operand[]): DType {
  let dimensioned: DType | undefined;
  let zeroDimensional: DType | undefined;
  let number: DType | undefined;
  for (const operand of operands) {
    if (!isTensor(operand)) {
      const dtype = typeof operand === 'number' ? 'float32' : 'int64';
      number = number === undefined ? dtype : promoteTypes(number, dtype);
    } else if (operand.shape.length === 0) {
      zeroDimensional =
        zeroDimensional === undefined ? operand.dtype : promoteTypes(zeroDimensional, operand.dtype);
    } else {
      dimensioned = dimensioned === undefined ? operand.dtype : promoteTypes(dimensioned, operand.dtype);
    }
  }
  return strongest(strongest(dimensioned, zeroDimensional), number) ?? 'float32';
}

function strongest(first: DType | undefined, second: DType | undefined): DType | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return category(first) >= category(second) ? first : second;
}
