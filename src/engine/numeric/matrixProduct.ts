import { tileSide, tileStride, type Floats, type TileProduct } from './tileProduct';

/**
 * A matrix of `rows` times `columns` elements: row by row, or if it is transposed, column by column, from `start`
 * on; `step` elements lie between the starts of two such lines.
 */
export interface MatrixView {
  readonly data: Floats;
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly step: number;
  readonly isTransposed: boolean;
}

/** Lines of so many elements are copied faster one by one than by `set`. */
const shortLine = 32;

/** The rows of a matrix that lies row by row from `start` on. */
export function rowsOf(data: Floats, start: number, rows: number, columns: number): MatrixView {
  return { data, start, rows, columns, step: columns, isTransposed: false };
}

/** The same matrix, transposed. */
export function transposed(view: MatrixView): MatrixView {
  return { ...view, rows: view.columns, columns: view.rows, isTransposed: !view.isTransposed };
}

/**
 * Writes the product of `left`, of shape `(n, k)`, and `right`, `(k, m)`, to `product`, `(n, m)`.
 * @param tiles what multiplies
 * @param added what is added to each row of the product, if anything
 */
export function matrixProduct(
  left: MatrixView,
  right: MatrixView,
  product: Floats,
  tiles: TileProduct,
  added?: ArrayLike<number>,
): void {
  for (let i = 0; i < left.rows; i += tileSide) {
    const rows = Math.min(tileSide, left.rows - i);
    for (let j = 0; j < right.columns; j += tileSide) {
      const columns = Math.min(tileSide, right.columns - j);
      const stride = tileStride(columns);
      startSums(tiles.sums, rows, columns, added, j);
      for (let k = 0; k < left.columns; k += tileSide) {
        const depth = Math.min(tileSide, left.columns - k);
        const steps = copyTile(part(left, i, rows, k, depth), tiles.left);
        copyRows(part(right, k, depth, j, columns), tiles.right, stride);
        tiles.multiply({ rows, columns, depth, ...steps });
      }
      const place = i * right.columns + j;
      copyLines(tiles.sums, 0, stride, rows, columns, product, place, right.columns);
    }
  }
}

function part(view: MatrixView, i: number, rows: number, k: number, columns: number): MatrixView {
  const { start, step, isTransposed } = view;
  return { ...view, start: start + (isTransposed ? k * step + i : i * step + k), rows, columns };
}

function startSums(
  sums: Floats,
  rows: number,
  columns: number,
  added: ArrayLike<number> | undefined,
  first: number,
): void {
  const stride = tileStride(columns);
  if (added === undefined) {
    sums.fill(0, 0, rows * stride);
    return;
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) sums[i * stride + j] = added[first + j]!;
  }
}

/** Copies a matrix as it lies; answers the steps along a column and along a row. */
function copyTile(
  { data, start, rows, columns, step, isTransposed }: MatrixView,
  tile: Floats,
): { rowStep: number; depthStep: number } {
  const [lines, length] = isTransposed ? [columns, rows] : [rows, columns];
  copyLines(data, start, step, lines, length, tile, 0, length);
  return isTransposed ? { rowStep: 1, depthStep: length } : { rowStep: length, depthStep: 1 };
}

/** Copies a matrix row by row. */
function copyRows(
  { data, start, rows, columns, step, isTransposed }: MatrixView,
  tile: Floats,
  stride: number,
): void {
  if (!isTransposed) {
    copyLines(data, start, step, rows, columns, tile, 0, stride);
    return;
  }
  for (let j = 0; j < columns; j++) {
    let from = start + j * step;
    for (let i = 0, to = j; i < rows; i++, to += stride) tile[to] = data[from++]!;
  }
}

/** Copies so many lines of elements; `fromStep` and `toStep` lie between the starts of two of them. */
function copyLines(
  from: Floats,
  fromStart: number,
  fromStep: number,
  lines: number,
  length: number,
  to: Floats,
  toStart: number,
  toStep: number,
): void {
  if (fromStep === length && toStep === length) {
    to.set(from.subarray(fromStart, fromStart + lines * length), toStart);
    return;
  }
  for (let line = 0; line < lines; line++) {
    const start = fromStart + line * fromStep;
    const place = toStart + line * toStep;
    if (length > shortLine) to.set(from.subarray(start, start + length), place);
    else for (let i = 0; i < length; i++) to[place + i] = from[start + i]!;
  }
}
