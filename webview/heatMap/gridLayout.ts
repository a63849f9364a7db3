/**
 * How a tensor lies in rows and columns. A vector flows over as many rows as it needs; of more dimensions, the last
 * two are rows and columns, and one index into each of the others chooses the slice.
 */
export interface GridLayout {
  readonly kind: 'vector' | 'matrix';
  readonly rows: number;
  readonly columns: number;
  /** Elements in the slice. */
  readonly count: number;
  /** The slice's first element, counted in the whole tensor. */
  readonly base: number;
}

/**
 * Lays out one slice of a tensor.
 *
 * @param slice One index per dimension before the last two.
 * @param perRow How many elements of a vector fit in a row; at least 1.
 */
export function gridLayout(shape: readonly number[], slice: readonly number[], perRow: number): GridLayout {
  const columns = shape.at(-1) ?? 1;
  if (shape.length < 2) {
    const width = Math.max(1, Math.min(perRow, columns));
    return { kind: 'vector', rows: Math.ceil(columns / width), columns: width, count: columns, base: 0 };
  }
  const rows = shape.at(-2) ?? 1;
  let base = 0;
  for (const [dimension, size] of shape.slice(0, -2).entries()) base = base * size + (slice[dimension] ?? 0);
  return { kind: 'matrix', rows, columns, count: rows * columns, base: base * rows * columns };
}

/** The element in a row and column, counted in the whole tensor; undefined right of a vector's end. */
export function elementAt(
  { columns, count, base }: GridLayout,
  row: number,
  column: number,
): number | undefined {
  const index = row * columns + column;
  return index < count ? base + index : undefined;
}

/** The index of an element, one number per dimension: 5 of the shape (2, 3) is [1, 2]. */
export function indexOf(shape: readonly number[], element: number): readonly number[] {
  const index: number[] = [];
  let rest = element;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

/**
 * The cell that a key leads to from a cell, or undefined if the key does not move. As in the ARIA Authoring
 * Practices' grids, with Control for the first and last cell.
 *
 * @param page How many rows Page Up and Page Down pass.
 */
export function moveInGrid(
  layout: GridLayout,
  from: number,
  key: string,
  control: boolean,
  page: number,
): number | undefined {
  const { columns, count, kind } = layout;
  const column = from % columns;
  const rowStart = from - column;
  switch (key) {
    case 'ArrowLeft':
      return kind === 'matrix' && column === 0 ? from : Math.max(0, from - 1);
    case 'ArrowRight':
      return kind === 'matrix' && column === columns - 1 ? from : Math.min(count - 1, from + 1);
    case 'ArrowUp':
      return from - columns >= 0 ? from - columns : from;
    case 'ArrowDown':
      return from + columns < count ? from + columns : from;
    case 'Home':
      return control ? 0 : rowStart;
    case 'End':
      return control ? count - 1 : Math.min(count, rowStart + columns) - 1;
    case 'PageUp':
      return column + columns * Math.max(0, rowStart / columns - page);
    case 'PageDown': {
      const lastRow = Math.floor((count - 1 - column) / columns);
      return column + columns * Math.min(lastRow, rowStart / columns + page);
    }
    default:
      return undefined;
  }
}
