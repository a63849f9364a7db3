/** Arrays of float64 or float32 elements. */
export type Floats = Float64Array | Float32Array;

/** Most rows, columns and depth of a tile. */
export const tileSide = 256;

/** A tile has room for a multiple of so many rows, and of so many columns. */
const roundedRows = 4;
const roundedColumns = 8;

/** The sizes of two tiles to multiply, each from 1 to {@link tileSide}, and how the left one lies. */
export interface TileSizes {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Elements from row to row of the left tile. */
  readonly rowStep: number;
  /** Elements between two of a row of the left tile. */
  readonly depthStep: number;
}

/**
 * The memory for one tile of each factor and of the product, and what multiplies them. The right factor and the
 * product lie row by row, each row filled up to {@link tileStride} with what may be anything.
 */
export interface TileProduct {
  readonly left: Floats;
  readonly right: Floats;
  readonly sums: Floats;
  /** Adds the product of `left` and `right` to `sums`. */
  multiply(sizes: TileSizes): void;
}

/** Elements from row to row of tiles with so many columns. */
export function tileStride(columns: number): number {
  return Math.ceil(columns / roundedColumns) * roundedColumns;
}

/** So many rows and what fills them up. */
export function tileRows(rows: number): number {
  return Math.ceil(rows / roundedRows) * roundedRows;
}
