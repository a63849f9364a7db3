import { matrixProduct, rowsOf, transposed, type MatrixView } from '../numeric/matrixProduct';
import type { Floats } from '../numeric/tileProduct';
import { isHalf } from './dtype';
import { roundTo } from './rounding';
import { storage, type DType, type Tensor, type TensorData } from './tensor';

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
  const isByLanes = dtype === 'float32' && (n === 1 || m === 1 || isShort(n, k, m));
  if (isByLanes && !areMany(dtype, n * k * m)) return productByLanes(a, b, row);
  return product(dtype, viewOf(a), transposed(viewOf(b)), undefined, row);
}

/**
 * The product of `a`, `(n, m)`, with `b`, `(m, k)`; in the same way, one addition after the other.
 * @param sums zeros that become the product, where there is room for it already
 */
export function times(a: Tensor, b: Tensor, dtype: DType = b.dtype, sums?: Floats): Tensor {
  return product(dtype, viewOf(a), viewOf(b), sums);
}

/** The product of `a`, `(n, m)`, transposed, with `b`, `(n, k)`; likewise. */
export function transposedTimes(a: Tensor, b: Tensor, dtype: DType = b.dtype, sums?: Floats): Tensor {
  return product(dtype, transposed(viewOf(a)), viewOf(b), sums);
}

/** The product of two matrices, plus a row: one addition after the other, or if there are many, fast. */
function product(
  dtype: DType,
  left: MatrixView,
  right: MatrixView,
  sums: Floats = sumsOf(dtype, left.rows * right.columns),
  row?: Tensor,
): Tensor {
  const [n, depth, m] = [left.rows, left.columns, right.columns];
  if (areMany(dtype, n * depth * m)) {
    matrixProduct(left, right, sums, row?.data);
  } else {
    if (depth === 1 && n > 1 && m > 1 && !isHalf(dtype)) {
      // PyTorch keeps every sign where it multiplies a column with a row.
      sums.fill(-0);
    }
    addProducts(sums, left, right);
    if (row !== undefined) for (let i = 0; i < sums.length; i++) sums[i]! += row.data[i % m]!;
  }
  return { dtype, shape: [n, m], data: isHalf(dtype) ? rounded(dtype, sums) : sums };
}

/** Adds the product of two matrices to the sums of its elements, rounding as these do. */
function addProducts(sums: Floats, left: MatrixView, right: MatrixView): void {
  const [x, y, width] = [left.data, right.data, right.columns];
  const [leftRow, leftColumn] = left.isTransposed ? [1, left.step] : [left.step, 1];
  const [rightRow, rightColumn] = right.isTransposed ? [1, right.step] : [right.step, 1];
  for (let i = 0; i < left.rows; i++) {
    for (let k = 0; k < left.columns; k++) {
      const factor = x[i * leftRow + k * leftColumn]!;
      let from = k * rightRow;
      for (let to = i * width; to < (i + 1) * width; to++) {
        sums[to]! += factor * y[from]!;
        from += rightColumn;
      }
    }
  }
}

/** The same as {@link timesTransposed} of small matrices of float32, in the order that the library has for them. */
function productByLanes(a: Tensor, b: Tensor, row: Tensor | undefined): Tensor {
  const [n, k] = a.shape as [number, number];
  const m = b.shape[0]!;
  const data = new Float32Array(n * m);
  const [left, right] = [a.data, b.data];
  const partial = partialSums(k);
  const mask = partial.length - 1;
  const isLine = n === 1 || m === 1;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const from = i * k;
      const to = j * k;
      let sum: number;
      if (isLine) {
        sum = lineSum(left, from, right, to, k, i + j < n * m - ((n * m) % 4), partial);
      } else {
        partial.fill(0);
        for (let p = 0; p < k; p++) partial[p & mask]! += left[from + p]! * right[to + p]!;
        sum = totalOf(partial);
      }
      data[i * m + j] = row === undefined ? sum : sum + row.data[j]!;
    }
  }
  return { dtype: 'float32', shape: [n, m], data };
}

/**
 * An element of a product with a single row or column. Its first term is added last, but where four elements are
 * computed side by side it is what the first lane starts from. (Found by trying, up to 17 terms.)
 */
function lineSum(
  left: TensorData,
  from: number,
  right: TensorData,
  to: number,
  count: number,
  isInFour: boolean,
  partial: Float32Array,
): number {
  if (count === 0) return 0;
  const start = Math.fround(left[from]! * right[to]!);
  const mask = partial.length - 1;
  for (let lane = 0; lane <= mask; lane++) partial[lane] = 0;
  if (isInFour) partial[0] = start;
  for (let p = 1; p < count; p++) partial[(p - 1) & mask]! += left[from + p]! * right[to + p]!;
  const sum = totalOf(partial);
  return isInFour ? sum : Math.fround(sum + start);
}

/** Room for the partial sums of so many terms, a power of 2: further ones would stay 0. */
function partialSums(terms: number): Float32Array {
  let width = 2;
  while (width < lanes && width < terms) width *= 2;
  return new Float32Array(width);
}

/** Whether a product is so small that the library adds up its rows lane by lane; found by trying. */
function isShort(rows: number, depth: number, columns: number): boolean {
  if (depth === 1) return false;
  return columns <= 3 ? rows * columns < 32 : columns < 12 && rows < columns && depth <= columns;
}

/** Adds partial sums by halves; what they hold is lost. */
function totalOf(partial: Float32Array): number {
  for (let width = partial.length >> 1; width > 0; width >>= 1) {
    for (let lane = 0; lane < width; lane++) partial[lane]! += partial[lane + width]!;
  }
  return partial[0]!;
}

/** Whether there are so many multiplications that speed counts more than the order of the additions. */
function areMany(dtype: DType, multiplications: number): boolean {
  return multiplications > 8192 && (dtype === 'float32' || dtype === 'float64');
}

function viewOf({ shape, data }: Tensor): MatrixView {
  return rowsOf(data as Floats, 0, shape[0]!, shape[1]!);
}

/** Room for sums; that of float32 rounds every addition, and a product before it by no more than the sum. */
function sumsOf(dtype: DType, length: number): Floats {
  return dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

function rounded(dtype: DType, sums: Floats): TensorData {
  const data = storage(dtype, sums.length);
  for (let i = 0; i < sums.length; i++) data[i] = roundTo(dtype, sums[i]!);
  return data;
}
