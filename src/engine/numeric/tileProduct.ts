/** Arrays of float64 or float32 elements. */
export type Floats = Float64Array | Float32Array;

/** Most rows, columns and depth of a tile. */
export const tileSide = 256;

/** Rows of the left factor that lie side by side. */
export const leftWidth = 4;

/**
 * The memory for one tile of a matrix product, and what multiplies it. Of a factor so many rows (as the width
 * says) lie side by side, element by element along the depth; then the next so many. What fills up the last of
 * them may be anything, and so may be what that makes of the sums.
 */
export interface TileProduct {
  /** The left factor: panels of {@link leftWidth} rows. */
  readonly left: Floats;
  /** The right factor, transposed: panels of {@link rightWidth} rows. */
  readonly right: Floats;
  readonly rightWidth: number;
  /** The product, row by row; the columns rounded up to panels. */
  readonly sums: Floats;
  /** Adds to the sums the product of tiles of so many rows, columns and depth: at least 1, at most {@link tileSide}. */
  multiply(rows: number, columns: number, depth: number): void;
}

let plain: TileProduct | undefined;

/** Tiles in double precision, multiplied without vector instructions. */
export function plainTileProduct(): TileProduct {
  return (plain ??= makePlain());
}

function makePlain(): TileProduct {
  const [left, right, sums] = [0, 1, 2].map(() => new Float64Array(tileSide ** 2)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { left, right, rightWidth: 2, sums, multiply: (...size) => multiply(left, right, sums, ...size) };
}

function multiply(
  a: Float64Array,
  b: Float64Array,
  sums: Float64Array,
  rows: number,
  columns: number,
  depth: number,
): void {
  const stride = columns + (columns % 2);
  for (let i = 0; i < rows; i += leftWidth) {
    for (let j = 0; j < columns; j += 2) {
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      let s20 = 0;
      let s21 = 0;
      let s30 = 0;
      let s31 = 0;
      let p = i * depth;
      let q = j * depth;
      // The bitwise operations keep the indices integers in machine code.
      for (let k = 0; k < depth; k++) {
        const y0 = b[q]!;
        const y1 = b[(q + 1) | 0]!;
        const x0 = a[p]!;
        s00 += x0 * y0;
        s01 += x0 * y1;
        const x1 = a[(p + 1) | 0]!;
        s10 += x1 * y0;
        s11 += x1 * y1;
        const x2 = a[(p + 2) | 0]!;
        s20 += x2 * y0;
        s21 += x2 * y1;
        const x3 = a[(p + 3) | 0]!;
        s30 += x3 * y0;
        s31 += x3 * y1;
        p = (p + leftWidth) | 0;
        q = (q + 2) | 0;
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
