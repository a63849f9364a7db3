import { simdTileProduct } from './simdTileProduct';
import { leftWidth, plainTileProduct, tileSide, type Floats, type TileProduct } from './tileProduct';

/** A matrix that lies somewhere in an array: the element in row i and column k is at `start + i * row + k * column`. */
export interface MatrixView {
  readonly data: Floats;
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
}

/** The rows of a matrix that lies row by row from `start` on. */
export function rowsOf(data: Floats, start: number, rows: number, columns: number): MatrixView {
  return { data, start, rows, columns, row: columns, column: 1 };
}

/** The same matrix, transposed. */
export function transposed({ data, start, rows, columns, row, column }: MatrixView): MatrixView {
  return { data, start, rows: columns, columns: rows, row: column, column: row };
}

/**
 * Writes the product of `left`, of shape `(n, k)`, with `right`, `(m, k)`, transposed, to `product`, `(n, m)`.
 * @param added what is added to each row of the product, if anything
 * @param tiles what multiplies; by default the fastest that there is for the elements of `product`
 */
export function matrixProduct(
  left: MatrixView,
  right: MatrixView,
  product: Floats,
  added?: ArrayLike<number>,
  tiles: TileProduct = simdTileProduct(product instanceof Float32Array) ?? plainTileProduct(),
): void {
  for (let i = 0; i < left.rows; i += tileSide) {
    const rows = Math.min(tileSide, left.rows - i);
    for (let j = 0; j < right.rows; j += tileSide) {
      const columns = Math.min(tileSide, right.rows - j);
      const stride = Math.ceil(columns / tiles.rightWidth) * tiles.rightWidth;
      startSums(tiles.sums, rows, stride, columns, j, added);
      for (let k = 0; k < left.columns; k += tileSide) {
        const depth = Math.min(tileSide, left.columns - k);
        pack(left, i, rows, k, depth, tiles.left, leftWidth);
        pack(right, j, columns, k, depth, tiles.right, tiles.rightWidth);
        tiles.multiply(rows, columns, depth);
      }
      copyRows(tiles.sums, stride, rows, columns, product, i * right.rows + j, right.rows);
    }
  }
}

function startSums(
  sums: Floats,
  rows: number,
  stride: number,
  columns: number,
  first: number,
  added: ArrayLike<number> | undefined,
): void {
  if (added === undefined) {
    sums.fill(0, 0, rows * stride);
    return;
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) sums[i * stride + j] = added[first + j]!;
  }
}

/** Copies a part of a matrix, `width` rows side by side. */
function pack(
  { data, start, row, column }: MatrixView,
  first: number,
  rows: number,
  shallowest: number,
  depth: number,
  panels: Floats,
  width: number,
): void {
  const origin = start + first * row + shallowest * column;
  for (let i = 0; i < rows; i++) {
    let to = (i - (i % width)) * depth + (i % width);
    let from = origin + i * row;
    for (let k = 0; k < depth; k++) {
      panels[to] = data[from]!;
      to += width;
      from += column;
    }
  }
}

function copyRows(
  sums: Floats,
  stride: number,
  rows: number,
  columns: number,
  product: Floats,
  start: number,
  step: number,
): void {
  for (let i = 0; i < rows; i++) {
    const from = i * stride;
    const to = start + i * step;
    for (let j = 0; j < columns; j++) product[to + j] = sums[from + j]!;
  }
}
