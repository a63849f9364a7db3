/** A tensor as texts, in row-major order: its last two dimensions are rows and columns, a vector is one row. */
export interface TableCells {
  readonly shape: readonly number[];
  readonly cells: readonly string[];
}

/** The most rows, and the most columns, that a table shows and grows to. */
export const longestSide = 50;

const empty = '0';

/** The number of rows and of columns of each slice. */
export function sizeOf(shape: readonly number[]): { readonly rows: number; readonly columns: number } {
  return { rows: shape.at(-2) ?? 1, columns: shape.at(-1) ?? 1 };
}

/** Whether a tensor of this shape is shown as a table. */
export function fitsTable(shape: readonly number[]): boolean {
  const { rows, columns } = sizeOf(shape);
  return rows > 0 && rows <= longestSide && columns > 0 && columns <= longestSide;
}

/** The index of the first cell of a slice, which is given by its indices in all but the last two dimensions. */
export function startOf(shape: readonly number[], slice: readonly number[]): number {
  const { rows, columns } = sizeOf(shape);
  return slice.reduce((at, index, dim) => at * (shape[dim] ?? 1) + index, 0) * rows * columns;
}

/** What one may type into a cell, as Python writes it; undefined if it is no number. */
export function cellText(typed: string): string | undefined {
  // Spreadsheets of many countries have a decimal comma.
  const text = typed.trim().replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
  const isNumber = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|nan)$/i.test(text);
  return isNumber || /^(?:True|False)$/.test(text) ? text : undefined;
}

/**
 * The table with the cells of a block, rows of texts, from a place on; it grows for them. Undefined where it cannot grow
 * enough.
 */
export function withBlock(
  table: TableCells,
  slice: readonly number[],
  row: number,
  column: number,
  block: readonly (readonly string[])[],
): TableCells | undefined {
  const { shape } = table;
  const lines = shape.length < 2 ? [block.flat()] : block;
  const size = sizeOf(shape);
  const rows = Math.max(size.rows, row + lines.length);
  const columns = Math.max(size.columns, column + Math.max(0, ...lines.map((line) => line.length)));
  if (rows > longestSide || columns > (shape.length < 1 ? 1 : longestSide)) return undefined;
  const grown = resized(
    table,
    rows,
    columns,
    (at) => at,
    (at) => at,
  );
  const cells = [...grown.cells];
  const start = startOf(grown.shape, slice);
  lines.forEach((line, down) => {
    line.forEach((text, across) => {
      cells[start + (row + down) * columns + column + across] = text;
    });
  });
  return { shape: grown.shape, cells };
}

/** The table with a row of zeros before row `at`, in every slice; the same table where it has no room for one. */
export function withRow(table: TableCells, at: number): TableCells {
  const { rows, columns } = sizeOf(table.shape);
  if (table.shape.length < 2 || rows >= longestSide) return table;
  return resized(table, rows + 1, columns, without(at), (column) => column);
}

/** The table without a row, in every slice; the same table where it is the only one. */
export function withoutRow(table: TableCells, at: number): TableCells {
  const { rows, columns } = sizeOf(table.shape);
  if (rows <= 1) return table;
  return resized(table, rows - 1, columns, past(at), (column) => column);
}

/** The table with a column of zeros before column `at`, in every slice; the same table where it has no room. */
export function withColumn(table: TableCells, at: number): TableCells {
  const { rows, columns } = sizeOf(table.shape);
  if (table.shape.length < 1 || columns >= longestSide) return table;
  return resized(table, rows, columns + 1, (row) => row, without(at));
}

/** The table without a column, in every slice; the same table where it is the only one. */
export function withoutColumn(table: TableCells, at: number): TableCells {
  const { rows, columns } = sizeOf(table.shape);
  if (columns <= 1) return table;
  return resized(table, rows, columns - 1, (row) => row, past(at));
}

/** The text of a table: a nested list, a row to a line. */
export function nestedText({ shape, cells }: TableCells): string {
  let next = 0;
  const write = (dim: number): string => {
    if (dim === shape.length) return cells[next++] ?? empty;
    const parts = Array.from({ length: shape[dim] ?? 0 }, () => write(dim + 1));
    const between = dim < shape.length - 1 ? `,\n${' '.repeat(dim + 1)}` : ', ';
    return `[${parts.join(between)}]`;
  };
  return write(0);
}

/** From an index with one inserted to the one without it; -1 for the new one. */
function without(at: number): (index: number) => number {
  return (index) => (index < at ? index : index === at ? -1 : index - 1);
}

/** From an index with one removed to the one with it. */
function past(at: number): (index: number) => number {
  return (index) => (index < at ? index : index + 1);
}

/** Each slice with other rows and columns, told by where each comes from; what comes from nowhere is zero. */
function resized(
  { shape, cells }: TableCells,
  rows: number,
  columns: number,
  fromRow: (row: number) => number,
  fromColumn: (column: number) => number,
): TableCells {
  const before = sizeOf(shape);
  const perSlice = before.rows * before.columns;
  const resizedCells: string[] = [];
  for (let start = 0; start < cells.length; start += perSlice) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [r, c] = [fromRow(row), fromColumn(column)];
        const exists = r >= 0 && r < before.rows && c >= 0 && c < before.columns;
        resizedCells.push(exists ? (cells[start + r * before.columns + c] ?? empty) : empty);
      }
    }
  }
  return {
    shape: [...shape.slice(0, -2), ...[rows, columns].slice(2 - Math.min(2, shape.length))],
    cells: resizedCells,
  };
}
