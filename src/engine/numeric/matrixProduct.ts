type Floats = Float64Array | Float32Array;

/** A matrix that lies somewhere in an array: the element in row i and column k is at `start + i * row + k * column`. */
export interface MatrixView {
  readonly data: Floats;
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
}

/** A matrix as {@link matrixProduct} reads it: rows side by side, so many at a time, in double precision. */
interface Panels {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Rows of the left and of the right factor that are multiplied at once; more do not fit into the registers. */
const leftWidth = 4;
const rightWidth = 2;

/** The rows of a matrix that lies row by row from `start` on. */
export function rowsOf(data: Floats, start: number, rows: number, columns: number): MatrixView {
  return { data, start, rows, columns, row: columns, column: 1 };
}

/** The same matrix, transposed. */
export function transposed({ data, start, rows, columns, row, column }: MatrixView): MatrixView {
  return { data, start, rows: columns, columns: rows, row: column, column: row };
}

/** The left factor of a product. */
export function leftPanels(view: MatrixView): Panels {
  return panels(view, leftWidth);
}

/** The right factor of a product, whose rows are the columns of what is multiplied with. */
export function rightPanels(view: MatrixView): Panels {
  return panels(view, rightWidth);
}

function panels({ data: source, start, rows, columns, row, column }: MatrixView, width: number): Panels {
  const data = new Float64Array(Math.ceil(rows / width) * width * columns);
  for (let i = 0; i < rows; i++) {
    let to = (i - (i % width)) * columns + (i % width);
    let from = start + i * row;
    for (let k = 0; k < columns; k++) {
      data[to] = source[from]!;
      to += width;
      from += column;
    }
  }
  return { data, rows, columns };
}

/** Room for the product of that many rows and columns, which {@link matrixProduct} rounds up. */
export function productRoom(rows: number, columns: number): Float64Array {
  return new Float64Array((rows + leftWidth) * stride(columns));
}

/** Elements between two rows of a product. */
export function stride(columns: number): number {
  return columns + (columns % rightWidth);
}

/** Adds to `sums` the product of `left`, of shape `(n, k)`, with `right`, of shape `(m, k)`, transposed. */
export function matrixProduct(left: Panels, right: Panels, sums: Float64Array): void {
  const [a, b] = [left.data, right.data];
  const [rows, columns, depth] = [left.rows, right.rows, left.columns];
  const width = stride(columns);
  for (let i = 0; i < rows; i += leftWidth) {
    for (let j = 0; j < columns; j += rightWidth) {
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
        q = (q + rightWidth) | 0;
      }
      const first = i * width + j;
      const second = first + width;
      const third = second + width;
      const fourth = third + width;
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
