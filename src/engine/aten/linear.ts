import { isHalf, scalarTypeName } from '../tensor/dtype';
import { roundTo } from '../tensor/rounding';
import { elementCount, storage, type DType, type Tensor } from '../tensor/tensor';
import { TorchError } from '../torchError';
import { view } from './reduction';
import { isWanted, record, type Variable } from './variable';

/** Dtypes as C++ names them, where a message prints the type itself. */
const cppTypes: Readonly<Record<DType, string>> = {
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

function refuse(message: string): never {
  throw new TorchError('RuntimeError', message);
}

/**
 * Refuses two matrices, or two and what is added, of different dtypes.
 * @throws TorchError in the words of `mm` or, with a bias, of `addmm`.
 */
export function checkDtypes(x: Tensor, weight: Tensor, bias: Tensor | undefined): void {
  const name = scalarTypeName;
  if (bias === undefined) {
    if (x.dtype === weight.dtype) return;
    refuse(
      `expected m1 and m2 to have the same dtype, but got: ${cppTypes[x.dtype]} != ${cppTypes[weight.dtype]}`,
    );
  }
  if (bias.dtype !== weight.dtype) {
    refuse(`self and mat2 must have the same dtype, but got ${name(bias.dtype)} and ${name(weight.dtype)}`);
  }
  if (x.dtype !== weight.dtype) {
    refuse(`mat1 and mat2 must have the same dtype, but got ${name(x.dtype)} and ${name(weight.dtype)}`);
  }
}

/**
 * ATen's `linear` for one sample (a vector) or a batch (a matrix): `x` times the transposed weight, plus the
 * bias if there is one.
 * @param weight of shape `(outputs, features)`
 * @throws TorchError for sizes and dtypes that do not fit.
 */
export function linear(x: Variable, weight: Variable, bias: Variable | null): Variable {
  const [outputs, features] = weight.shape as [number, number];
  const isVector = x.shape.length === 1;
  const rows = isVector ? view(x, [1, x.shape[0]!]) : x;
  checkDtypes(x.tensor, weight.tensor, bias?.tensor);
  const [count, columns] = rows.shape as [number, number];
  if (columns !== features) {
    refuse(
      `mat1 and mat2 shapes cannot be multiplied (${String(count)}x${String(columns)} and ` +
        `${String(features)}x${String(outputs)})`,
    );
  }
  if (x.tensor.dtype === 'bool') {
    throw new TorchError('NotImplementedError', `"addmm_impl_cpu_" not implemented for 'Bool'`);
  }
  const result = affine(rows, weight, bias);
  return isVector ? view(result, [outputs]) : result;
}

function affine(x: Variable, weight: Variable, bias: Variable | null): Variable {
  const [a, b] = [x.tensor, weight.tensor];
  const result = timesTransposed(a, b, bias?.tensor);
  const operands = bias === null ? [x, weight] : [x, weight, bias];
  return record(result, operands, (gradient) => [
    isWanted(x) ? times(gradient, b) : undefined,
    isWanted(weight) ? transposedTimes(gradient, a) : undefined,
    gradient,
  ]);
}

/** What sums start from: -0, which keeps every sign, where PyTorch multiplies a column with a row. */
function startOf(dtype: DType, rows: number, depth: number, columns: number): number {
  return depth === 1 && rows > 1 && columns > 1 && !isHalf(dtype) ? -0 : 0;
}

/** The product of `a`, `(n, k)`, with `b` transposed, `(m, k)`; plus a row. Summed exactly, then rounded. */
export function timesTransposed(a: Tensor, b: Tensor, row?: Tensor): Tensor {
  const { dtype } = a;
  const [n, k] = a.shape as [number, number];
  const m = b.shape[0]!;
  const data = storage(dtype, n * m);
  const [left, right] = [a.data, b.data];
  const first = startOf(dtype, n, k, m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = row === undefined ? first : row.data[j]!;
      for (let p = 0; p < k; p++) sum += left[i * k + p]! * right[j * k + p]!;
      data[i * m + j] = roundTo(dtype, sum);
    }
  }
  return { dtype, shape: [n, m], data };
}

/** The product of `a`, `(n, m)`, with `b`, `(m, k)`. */
export function times(a: Tensor, b: Tensor, dtype: DType = b.dtype): Tensor {
  const [n, m] = a.shape as [number, number];
  const k = b.shape[1]!;
  const sums = new Float64Array(n * k).fill(startOf(dtype, n, m, k));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const factor = a.data[i * m + j]!;
      for (let p = 0; p < k; p++) sums[i * k + p]! += factor * b.data[j * k + p]!;
    }
  }
  return rounded(dtype, [n, k], sums);
}

/** The product of `a`, `(n, m)`, transposed, with `b`, `(n, k)`. */
export function transposedTimes(a: Tensor, b: Tensor, dtype: DType = b.dtype): Tensor {
  const [n, m] = a.shape as [number, number];
  const k = b.shape[1]!;
  const sums = new Float64Array(m * k).fill(startOf(dtype, m, n, k));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const factor = a.data[i * m + j]!;
      for (let p = 0; p < k; p++) sums[j * k + p]! += factor * b.data[i * k + p]!;
    }
  }
  return rounded(dtype, [m, k], sums);
}

function rounded(dtype: DType, shape: readonly number[], sums: Float64Array): Tensor {
  const data = storage(dtype, elementCount(shape));
  for (let i = 0; i < sums.length; i++) data[i] = roundTo(dtype, sums[i]!);
  return { dtype, shape, data };
}
