import assert from 'node:assert/strict';
import { columnSums } from '../../../src/engine/tensor/columnSums';

describe('the sums of columns', () => {
  it('add row by row what fills registers or comes in fours, and the rest in four parts', () => {
    // torch.tensor([[1, big, 0, 0, 1]]).T.repeat(1, columns).sum(0) - big: a 1 by itself vanishes beside `big`.
    const beside = (columns: number, isSingle: boolean): string => {
      const big = isSingle ? 2 ** 24 : 2 ** 53;
      const values = [1, big, 0, 0, 1].flatMap((value) => Array<number>(columns).fill(value));
      const sums = columnSums(
        isSingle ? Float32Array.from(values) : Float64Array.from(values),
        0,
        5,
        columns,
      );
      return Array.from(sums, (sum) => String(sum - big)).join('');
    };
    assert.equal(beside(3, true), '222');
    assert.equal(beside(5, true), '00002');
    assert.equal(beside(8, true), '2'.repeat(8));
    assert.equal(beside(33, true), `${'0'.repeat(32)}2`);
    assert.equal(beside(3, false), '222');
    assert.equal(beside(5, false), '22222');
    assert.equal(beside(18, false), `${'0'.repeat(16)}22`);
  });

  it('take every element once, however many rows there are', () => {
    for (const [rows, columns] of [
      [0, 3],
      [1, 1],
      [15, 4],
      [16, 5],
      [17, 40],
      [255, 4],
      [256, 9],
      [5000, 4],
      [70_000, 5],
    ] as const) {
      const ones = new Float32Array(rows * columns + 1).fill(1, 1);
      assert.deepEqual(columnSums(ones, 1, rows, columns), new Float64Array(columns).fill(rows));
    }
  });
});
