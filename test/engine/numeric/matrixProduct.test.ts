import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  matrixProduct,
  rowsOf,
  transposed,
  type MatrixView,
} from '../../../src/engine/numeric/matrixProduct';
import { simdTileProduct } from '../../../src/engine/numeric/simdTileProduct';
import { tileSide, type Floats } from '../../../src/engine/numeric/tileProduct';
import { seededRandom } from '../seededRandom';

/** Sizes about those of panels and of tiles. */
const size = fc.oneof(fc.integer({ min: 0, max: 19 }), fc.integer({ min: tileSide - 1, max: tileSide + 9 }));

/** Whole numbers, whose sums are exact in any order; a few that are not finite. */
function matrix(
  rows: number,
  columns: number,
  single: boolean,
  seed: number,
  isTransposed: boolean,
): MatrixView {
  const random = seededRandom(seed);
  const odd = [NaN, Infinity, -Infinity];
  const start = seed % 3;
  const data = new (single ? Float32Array : Float64Array)(start + rows * columns);
  for (let i = start; i < data.length; i++) {
    const drawn = Math.floor(17 * random()) - 8;
    data[i] = random() < 0.002 ? (odd[i % 3] ?? NaN) : drawn;
  }
  return isTransposed ? transposed(rowsOf(data, start, columns, rows)) : rowsOf(data, start, rows, columns);
}

function element({ data, start, step, isTransposed }: MatrixView, i: number, k: number): number {
  return data[start + (isTransposed ? k * step + i : i * step + k)] ?? NaN;
}

function expected(left: MatrixView, right: MatrixView, added: Floats | undefined): number[] {
  const sums: number[] = [];
  for (let i = 0; i < left.rows; i++) {
    for (let j = 0; j < right.columns; j++) {
      let sum = added?.[j] ?? 0;
      for (let k = 0; k < left.columns; k++) sum += element(left, i, k) * element(right, k, j);
      sums.push(sum);
    }
  }
  return sums;
}

describe('the product of two matrices', () => {
  for (const single of [true, false]) {
    it(`of ${single ? 'float32' : 'float64'} is that of mathematics, in every size and layout`, () => {
      const tiles = simdTileProduct(single);
      assert.ok(tiles !== undefined, 'there are no vector instructions here');
      fc.assert(
        fc.property(
          size,
          size,
          size,
          fc.nat(),
          fc.boolean(),
          fc.boolean(),
          fc.boolean(),
          (n, m, k, seed, a, b, c) => {
            const left = matrix(n, k, single, seed, a);
            const right = matrix(k, m, single, seed + 1, b);
            const added = c ? matrix(1, m, single, 3 * seed, false).data : undefined;
            const product = new (single ? Float32Array : Float64Array)(n * m).fill(NaN);
            matrixProduct(left, right, product, tiles, added);
            assert.deepEqual([...product], expected(left, right, added));
          },
        ),
        { numRuns: 15 },
      );
    });
  }

  it('rounds the sums of float32 at each step', () => {
    const tiles = simdTileProduct(true);
    assert.ok(tiles !== undefined);
    // The second term is lost in the first only where each step is rounded.
    const left = rowsOf(Float32Array.of(2 ** 24, 1, -(2 ** 24)), 0, 1, 3);
    const right = rowsOf(Float32Array.of(1, 1, 1), 0, 3, 1);
    const product = new Float32Array(1);
    matrixProduct(left, right, product, tiles);
    assert.equal(product[0], 0);
  });
});
