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

let plain: TileProduct | undefined;

/** Tiles in double precision, multiplied without vector instructions. */
export function plainTileProduct(): TileProduct {
  return (plain ??= makePlain());
}

function makePlain(): TileProduct {
  const [left, right, sums] = [1, 2, 3].map(() => new Float64Array(tileSide ** 2)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { left, right, sums, multiply: (sizes) => multiply(left, right, sums, sizes) };
}

/** Four rows and two columns at a time: the sums of more do not fit into the registers. */
function multiply(left: Float64Array, right: Float64Array, sums: Float64Array, sizes: TileSizes): void {
  const { rows, columns, depth, rowStep, depthStep } = sizes;
  const stride = tileStride(columns);
  for (let i = 0; i < rows; i += 4) {
    for (let j = 0; j < columns; j += 2) {
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      let s20 = 0;
      let s21 = 0;
      let s30 = 0;
      let s31 = 0;
      let x = i * rowStep;
      let y = j;
      // The bitwise operations keep the indices integers in machine code.
      for (let k = 0; k < depth; k++) {
        const y0 = right[y]!;
        const y1 = right[(y + 1) | 0]!;
        const x0 = left[x]!;
        s00 += x0 * y0;
        s01 += x0 * y1;
        const x1 = left[(x + rowStep) | 0]!;
        s10 += x1 * y0;
        s11 += x1 * y1;
        const x2 = left[(x + 2 * rowStep) | 0]!;
        s20 += x2 * y0;
        s21 += x2 * y1;
        const x3 = left[(x + 3 * rowStep) | 0]!;
        s30 += x3 * y0;
        s31 += x3 * y1;
        x = (x + depthStep) | 0;
        y = (y + stride) | 0;
      }
      const first = i * stride + j;
      const second = first + stride;
      const third = second + stride;
      const fourth = third + stride;
      sums[first]! += s00;
      sums[first + 1]! += s01;
      sums[second]! += s10;
      sums[second + 1]! += s11;
      sums[third]! += s20;
      sums[third + 1]! += s21;
      sums[fourth]! += s30;
      sums[fourth + 1]! += s31;
    }
  }
}
