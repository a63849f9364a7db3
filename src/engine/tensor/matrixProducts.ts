import { isHalf } from './dtype';
import { roundTo } from './rounding';
import { elementCount, storage, type DType, type Tensor } from './tensor';

/** So many partial sums the library behind PyTorch keeps where it adds up a short row at a time. */
const lanes = 16;

/**
 * The product of `a`, of shape `(n, k)`, with `b` transposed, `(m, k)`; plus a row. float32 is added up in the
 * order of PyTorch on x86, other dtypes are rounded once.
 */
export function timesTransposed(a: Tensor, b: Tensor, row?: Tensor): Tensor {
  const { dtype } = a;
  const [n, k] = a.shape as [number, number];
  const m = b.shape[0]!;
  const data = storage(dtype, n * m);
  const [left, right] = [a.data, b.data];
  const isSingle = dtype === 'float32';
  const partial = isSingle ? new Float32Array(isShort(n, k, m) ? lanes : 1) : new Float64Array(1);
  const first = startOf(dtype, n, k, m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      partial.fill(first);
      for (let p = 0; p < k; p++) partial[p % partial.length]! += left[i * k + p]! * right[j * k + p]!;
      const sum = totalOf(partial);
      data[i * m + j] = roundTo(dtype, row === undefined ? sum : sum + row.data[j]!);
    }
  }
  return { dtype, shape: [n, m], data };
}

/** Whether a product is so small that the library adds up its rows lane by lane; found by trying. */
function isShort(rows: number, depth: number, columns: number): boolean {
  if (rows === 1 || columns === 1) return true;
  return columns <= 3 ? rows * columns < 32 : columns < 12 && rows < columns && depth <= columns;
}

/** Adds partial sums by halves; what they hold is lost. */
function totalOf(partial: Float32Array | Float64Array): number {
  for (let width = partial.length >> 1; width > 0; width >>= 1) {
    for (let lane = 0; lane < width; lane++) partial[lane]! += partial[lane + width]!;
  }
  return partial[0]!;
}

/** What sums start from: -0, which keeps every sign, where PyTorch multiplies a column with a row. */
function startOf(dtype: DType, rows: number, depth: number, columns: number): number {
  return depth === 1 && rows > 1 && columns > 1 && !isHalf(dtype) ? -0 : 0;
}

/** The product of `a`, `(n, m)`, with `b`, `(m, k)`; in the same way, one addition after the other. */
export function times(a: Tensor, b: Tensor, dtype: DType = b.dtype): Tensor {
  const [n, m] = a.shape as [number, number];
  const k = b.shape[1]!;
  const sums = sumsOf(dtype, n * k).fill(startOf(dtype, n, m, k));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const factor = a.data[i * m + j]!;
      for (let p = 0; p < k; p++) sums[i * k + p]! += factor * b.data[j * k + p]!;
    }
  }
  return rounded(dtype, [n, k], sums);
}

/** The product of `a`, `(n, m)`, transposed, with `b`, `(n, k)`; likewise. */
export function transposedTimes(a: Tensor, b: Tensor, dtype: DType = b.dtype): Tensor {
  const [n, m] = a.shape as [number, number];
  const k = b.shape[1]!;
  const sums = sumsOf(dtype, m * k).fill(startOf(dtype, m, n, k));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const factor = a.data[i * m + j]!;
      for (let p = 0; p < k; p++) sums[j * k + p]! += factor * b.data[i * k + p]!;
    }
  }
  return rounded(dtype, [m, k], sums);
}

/** Room for sums; that of float32 rounds every addition, and a product before it by no more than the sum. */
function sumsOf(dtype: DType, length: number): Float32Array | Float64Array {
  return dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

function rounded(dtype: DType, shape: readonly number[], sums: Float32Array | Float64Array): Tensor {
  const data = storage(dtype, elementCount(shape));
  for (let i = 0; i < sums.length; i++) data[i] = roundTo(dtype, sums[i]!);
  return { dtype, shape, data };
}
