import assert from 'node:assert/strict';
import { elementAt, gridLayout, indexOf, moveInGrid } from '../../../webview/heatMap/gridLayout';

describe('the layout of a tensor in a grid', () => {
  it('shows a number as one cell', () => {
    assert.deepEqual(gridLayout([], [], 8), { kind: 'vector', rows: 1, columns: 1, count: 1, base: 0 });
  });

  it('lets a vector flow over rows', () => {
    const layout = gridLayout([10], [], 4);
    assert.deepEqual(layout, { kind: 'vector', rows: 3, columns: 4, count: 10, base: 0 });
    assert.equal(elementAt(layout, 2, 1), 9);
    assert.equal(elementAt(layout, 2, 2), undefined);
    assert.equal(gridLayout([3], [], 8).columns, 3);
    assert.equal(gridLayout([3], [], 0).columns, 1);
  });

  it('shows the last two dimensions, and one slice of the others', () => {
    const layout = gridLayout([2, 3, 4, 5], [1, 2], 8);
    assert.deepEqual(layout, { kind: 'matrix', rows: 4, columns: 5, count: 20, base: 100 });
    assert.deepEqual(indexOf([2, 3, 4, 5], elementAt(layout, 3, 4) ?? -1), [1, 2, 3, 4]);
    assert.equal(gridLayout([0, 3], [], 8).count, 0);
  });

  it('names elements by their index', () => {
    assert.deepEqual(indexOf([], 0), []);
    assert.deepEqual(indexOf([4], 3), [3]);
    assert.deepEqual(indexOf([2, 3], 5), [1, 2]);
  });

  const matrix = gridLayout([3, 4], [], 8);
  const vector = gridLayout([10], [], 4);
  for (const [layout, from, key, control, to] of [
    [matrix, 5, 'ArrowLeft', false, 4],
    [matrix, 4, 'ArrowLeft', false, 4],
    [matrix, 7, 'ArrowRight', false, 7],
    [matrix, 5, 'ArrowUp', false, 1],
    [matrix, 1, 'ArrowUp', false, 1],
    [matrix, 5, 'ArrowDown', false, 9],
    [matrix, 9, 'ArrowDown', false, 9],
    [matrix, 6, 'Home', false, 4],
    [matrix, 6, 'End', false, 7],
    [matrix, 6, 'Home', true, 0],
    [matrix, 6, 'End', true, 11],
    [matrix, 1, 'PageDown', false, 9],
    [matrix, 9, 'PageUp', false, 1],
    [matrix, 9, 'a', false, undefined],
    [vector, 3, 'ArrowRight', false, 4],
    [vector, 4, 'ArrowLeft', false, 3],
    [vector, 9, 'ArrowRight', false, 9],
    [vector, 7, 'ArrowDown', false, 7],
    [vector, 8, 'End', false, 9],
    [vector, 3, 'PageDown', false, 7],
    [vector, 1, 'PageDown', false, 9],
  ] as const) {
    it(`${control ? 'Control+' : ''}${key} leads from ${from} to ${String(to)} in a ${layout.kind}`, () => {
      assert.equal(moveInGrid(layout, from, key, control, 2), to);
    });
  }
});
