import { singlePrecision as single } from '../kernel';
import { matrixProduct, rowsOf, transposed, type MatrixView } from '../numeric/matrixProduct';
import { simdTileProduct } from '../numeric/simdTileProduct';
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

/** The product of two matrices, plus a row: one addition after the other, or if there are many, by vectors. */
function product(
  dtype: DType,
  left: MatrixView,
  right: MatrixView,
  sums: Floats = sumsOf(dtype, left.rows * right.columns),
  row?: Tensor,
): Tensor {
  const [n, depth, m] = [left.rows, left.columns, right.columns];
  const tiles = areMany(dtype, n * depth * m) ? simdTileProduct(dtype === 'float32') : undefined;
  if (tiles !== undefined) {
    matrixProduct(left, right, sums, tiles, row?.data);
  } else {
    if (depth === 1 && n > 1 && m > 1 && !isHalf(dtype)) writeOuterProduct(sums, left, right);
    else addProducts(sums, left, right, isHalf(dtype) && !(left.isTransposed && n > 1));
    if (row !== undefined) for (let i = 0; i < sums.length; i++) sums[i]! += row.data[i % m]!;
  }
  return { dtype, shape: [n, m], data: isHalf(dtype) ? rounded(dtype, sums) : sums };
}

/** Writes the product of a column and a row, in which PyTorch keeps every sign. */
function writeOuterProduct(product: Floats, left: MatrixView, right: MatrixView): void {
  const [column, row, width] = [left.data, right.data, right.columns];
  const leftStep = left.isTransposed ? 1 : left.step;
  const rightStep = right.isTransposed ? right.step : 1;
  for (let i = 0; i < left.rows; i++) {
    const factor = column[i * leftStep]!;
    for (let j = 0; j < width; j++) product[i * width + j] = factor * row[j * rightStep]!;
  }
}

/**
 * Adds the product of two matrices to the sums of its elements, rounding as these do: four columns at a time.
 * @param isApart whether a product is rounded before it is added, as it overflows by itself then
 */
function addProducts(sums: Floats, left: MatrixView, right: MatrixView, isApart: boolean): void {
  const [x, y, width, depth] = [left.data, right.data, right.columns, left.columns];
  const [leftRow, leftColumn] = left.isTransposed ? [1, left.step] : [left.step, 1];
  const [rightRow, rightColumn] = right.isTransposed ? [1, right.step] : [right.step, 1];
  const isSingle = sums instanceof Float32Array;
  for (let i = 0; i < left.rows; i++) {
    let j = 0;
    for (; j + 3 < width && !isApart; j += 4) {
      const to = i * width + j;
      let s0 = sums[to]!;
      let s1 = sums[to + 1]!;
      let s2 = sums[to + 2]!;
      let s3 = sums[to + 3]!;
      let from = j * rightColumn;
      for (let k = 0; k < depth; k++, from += rightRow) {
        const factor = x[i * leftRow + k * leftColumn]!;
        s0 = single(s0 + factor * y[from]!, isSingle);
        s1 = single(s1 + factor * y[from + rightColumn]!, isSingle);
        s2 = single(s2 + factor * y[from + 2 * rightColumn]!, isSingle);
        s3 = single(s3 + factor * y[from + 3 * rightColumn]!, isSingle);
      }
      sums[to] = s0;
      sums[to + 1] = s1;
      sums[to + 2] = s2;
      sums[to + 3] = s3;
    }
    for (; j < width; j++) {
      let sum = sums[i * width + j]!;
      for (let k = 0; k < depth; k++) {
        const product = x[i * leftRow + k * leftColumn]! * y[k * rightRow + j * rightColumn]!;
        sum = single(sum + single(product, isApart), isSingle);
      }
      sums[i * width + j] = sum;
    }
  }
}

/** Room for the lanes of one sum, which each sum writes anew. */
let allLanes: Float32Array | undefined;
let halfLanes: Float32Array | undefined;

/** The same as {@link timesTransposed} of small matrices of float32, in the order that the library has for them. */
function productByLanes(a: Tensor, b: Tensor, row: Tensor | undefined): Tensor {
  const [n, k] = a.shape as [number, number];
  const m = b.shape[0]!;
  const data = new Float32Array(n * m);
  const [left, right] = [a.data, b.data];
  // Half as many are enough for few terms: the others would stay 0.
  const partial =
    k > lanes / 2 ? (allLanes ??= new Float32Array(lanes)) : (halfLanes ??= new Float32Array(lanes / 2));
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
  const width = partial.length;
  let first = isInFour ? start : 0;
  for (let lane = 0; lane < width; lane++) {
    const term = lane + 1;
    partial[lane] = term < count ? first + left[from + term]! * right[to + term]! : first;
    first = 0;
  }
  for (let p = width + 1; p < count; p++) partial[(p - 1) & (width - 1)]! += left[from + p]! * right[to + p]!;
  const sum = totalOf(partial);
  return isInFour ? sum : Math.fround(sum + start);
}

/** Whether a product is so small that the library adds up its rows lane by lane; found by trying. */
function isShort(rows: number, depth: number, columns: number): boolean {
  if (depth === 1) return false;
  return columns <= 3 ? rows * columns < 32 : columns < 12 && rows < columns && depth <= columns;
}

/** Adds partial sums by halves; what they hold is lost. */
function totalOf(partial: Float32Array): number {
  if (partial.length > 8) for (let lane = 0; lane < 8; lane++) partial[lane]! += partial[lane + 8]!;
  const half = (lane: number): number =>
    Math.fround(
      Math.fround(partial[lane]! + partial[lane + 4]!) + Math.fround(partial[lane + 2]! + partial[lane + 6]!),
    );
  return Math.fround(half(0) + half(1));
}

/** Whether there are so many multiplications that speed counts more than the order of the additions. */
function areMany(dtype: DType, multiplications: number): boolean {
  return multiplications > 8192 && (dtype === 'float32' || dtype === 'float64');
}

function viewOf({ shape, data }: Tensor): MatrixView {
  return rowsOf(data as Floats, 0, shape[0]!, shape[1]!);
}

/**
 * Room for sums; that of float32 rounds every addition, and a product before it by no more than the sum. The
 * half types are added up in float32, where a product of bfloat16s can overflow.
 */
function sumsOf(dtype: DType, length: number): Floats {
  return dtype === 'float32' || isHalf(dtype) ? new Float32Array(length) : new Float64Array(length);
}

function rounded(dtype: DType, sums: Floats): TensorData {
  const data = storage(dtype, sums.length);
  for (let i = 0; i < sums.length; i++) data[i] = roundTo(dtype, sums[i]!);
  return data;
}
