import type { TableView } from '../../src/protocol/messages';
import { pythonElement } from '../numbers';
import { nestedText, type TableCells } from './tableCells';

/** The cells of a tensor, each with the fewest digits that tell it apart. */
export function cellsOf({ tensor: { dtype, shape, data } }: TableView): TableCells {
  const isSingle = data instanceof Float32Array;
  const cells = Array.from(data, (value) => pythonElement(isSingle ? shortestSingle(value) : value, dtype));
  return { shape, cells };
}

/** The text of an input that holds these cells, of the dtype that its text had before. */
export function textOfCells(cells: TableCells, { tensor: { dtype }, dtypeFrom }: TableView): string {
  const list = nestedText(cells);
  // What the text settled, it must go on settling; a chosen dtype and bare numbers do without.
  return dtypeFrom === 'text' ? `torch.tensor(${indented(list)}, dtype=torch.${dtype})` : list;
}

function indented(list: string): string {
  return list.replaceAll('\n', `\n${' '.repeat('torch.tensor('.length)}`);
}

/** The double of the fewest digits that is this float32. */
function shortestSingle(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : value;
}
