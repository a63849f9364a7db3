import assert from 'node:assert/strict';
import {
  cellText,
  fitsTable,
  nestedText,
  startOf,
  withBlock,
  withColumn,
  withoutColumn,
  withoutRow,
  withRow,
  type TableCells,
} from '../../../webview/table/tableCells';
import { cellsOf, textOfCells } from '../../../webview/table/tableText';

const digits = (text: string): string[] => Array.from(text);

const matrix: TableCells = { shape: [2, 3], cells: ['1', '2', '3', '4', '5', '6'] };
const cube: TableCells = { shape: [2, 1, 2], cells: ['1', '2', '3', '4'] };
const vector: TableCells = { shape: [2], cells: ['1', '2'] };

describe('the cells of a table', () => {
  it('are written as nested lists, a row to a line', () => {
    assert.equal(nestedText(matrix), '[[1, 2, 3],\n [4, 5, 6]]');
    assert.equal(nestedText(cube), '[[[1, 2]],\n [[3, 4]]]');
    assert.equal(nestedText(vector), '[1, 2]');
    assert.equal(nestedText({ shape: [], cells: ['7'] }), '7');
  });

  it('take a block, and grow for it', () => {
    const inside = withBlock(matrix, [], 0, 1, [['a', 'b']]);
    assert.deepEqual(inside, { shape: [2, 3], cells: ['1', 'a', 'b', '4', '5', '6'] });
    const beyond = withBlock(matrix, [], 1, 2, [
      ['a', 'b'],
      ['c', 'd'],
    ]);
    assert.deepEqual(beyond?.shape, [3, 4]);
    assert.deepEqual(beyond.cells, ['1', '2', '3', '0', '4', '5', 'a', 'b', '0', '0', 'c', 'd']);
    assert.deepEqual(withBlock(vector, [], 0, 1, [['8'], ['9']]), { shape: [3], cells: ['1', '8', '9'] });
    assert.deepEqual(withBlock(cube, [1], 0, 1, [['9']])?.cells, ['1', '2', '3', '9']);
  });

  it('take no block that would lose a part', () => {
    const column = (length: number): string[][] => Array.from({ length }, () => ['1']);
    assert.deepEqual(withBlock(matrix, [], 1, 0, column(49))?.shape, [50, 3]);
    assert.equal(withBlock(matrix, [], 2, 0, column(49)), undefined);
    assert.equal(withBlock(matrix, [], 0, 0, [column(51).flat()]), undefined);
    assert.equal(withBlock(vector, [], 0, 0, column(51)), undefined);
    const number: TableCells = { shape: [], cells: ['1'] };
    assert.deepEqual(withBlock(number, [], 0, 0, [['8']]), { shape: [], cells: ['8'] });
    assert.equal(withBlock(number, [], 0, 0, [['8', '9']]), undefined);
  });

  it('gain and lose rows and columns, in every slice', () => {
    assert.deepEqual(withRow(matrix, 1), { shape: [3, 3], cells: digits('123000456') });
    assert.deepEqual(withoutRow(matrix, 0), { shape: [1, 3], cells: digits('456') });
    assert.deepEqual(withColumn(matrix, 0), { shape: [2, 4], cells: digits('01230456') });
    assert.deepEqual(withoutColumn(matrix, 2), { shape: [2, 2], cells: digits('1245') });
    assert.deepEqual(withRow(cube, 1), { shape: [2, 2, 2], cells: digits('12003400') });
    assert.deepEqual(withColumn(vector, 2), { shape: [3], cells: digits('120') });
    const wide: TableCells = { shape: [50, 50], cells: Array.from({ length: 2500 }, () => '1') };
    for (const same of [withRow(wide, 0), withColumn(wide, 0)]) assert.equal(same, wide);
    for (const each of [withRow(vector, 0), withoutRow(vector, 0)]) assert.equal(each, vector);
    const single: TableCells = { shape: [1, 1], cells: ['1'] };
    for (const each of [withoutRow(single, 0), withoutColumn(single, 0)]) assert.equal(each, single);
  });

  it('are found in their slice', () => {
    assert.equal(startOf([2, 3, 4, 5], [1, 2]), 100);
    assert.equal(startOf([4, 5], []), 0);
    assert.deepEqual([[], [50], [50, 50], [51, 1], [0, 3], [3, 51]].map(fitsTable), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('take numbers as Python and spreadsheets write them', () => {
    for (const text of ['1', '-.5', '1.', '+1e-3', 'nan', '-inf', 'True'])
      assert.equal(cellText(` ${text} `), text);
    assert.equal(cellText('-1,5'), '-1.5');
    for (const text of ['', 'x', '1 2', '1,2,3', '[1]', '--1', 'e3', '0x1F'])
      assert.equal(cellText(text), undefined);
  });

  it('have the fewest digits, and keep the dtype that the text settled', () => {
    const tensor = { dtype: 'float32', shape: [3], data: Float32Array.of(0.1, 1 / 3, NaN) } as const;
    const cells = cellsOf({ tensor, dtypeFrom: 'numbers' });
    assert.deepEqual(cells.cells, ['0.1', '0.33333334', 'nan']);
    assert.equal(textOfCells(cells, { tensor, dtypeFrom: 'numbers' }), '[0.1, 0.33333334, nan]');
    const half = { dtype: 'int8', shape: [2, 1], data: Int8Array.of(1, -2) } as const;
    const written = { tensor: half, dtypeFrom: 'text' } as const;
    assert.equal(
      textOfCells(cellsOf(written), written),
      'torch.tensor([[1],\n              [-2]], dtype=torch.int8)',
    );
  });
});
