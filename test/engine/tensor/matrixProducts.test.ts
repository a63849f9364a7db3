import assert from 'node:assert/strict';
import { times, timesTransposed, transposedTimes } from '../../../src/engine/tensor/matrixProducts';
import { elementCount, storage, type DType, type Tensor } from '../../../src/engine/tensor/tensor';
import { seededRandom } from '../seededRandom';
import { tensorOf } from '../tensorOf';

function randomMatrix(dtype: DType, rows: number, columns: number, seed: number): Tensor {
  const random = seededRandom(seed);
  const data = storage(dtype, rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = 2 * random() - 1;
  return { dtype, shape: [rows, columns], data };
}

function transposed({ dtype, shape: [rows = 0, columns = 0], data }: Tensor): Tensor {
  const turned = storage(dtype, data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j] ?? NaN;
  }
  return { dtype, shape: [columns, rows], data: turned };
}

function assertClose(actual: Tensor, expected: Tensor, allowed: number): void {
  assert.deepEqual([actual.dtype, actual.shape], [expected.dtype, expected.shape]);
  assert.equal(actual.data.length, elementCount(expected.shape));
  actual.data.forEach((value, i) => {
    assert.ok(
      Math.abs(value - (expected.data[i] ?? NaN)) <= allowed,
      `element ${String(i)}: ${String(value)}`,
    );
  });
}

describe('products of matrices', () => {
  it('are those of mathematics', () => {
    const a = tensorOf('float64', [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const b = tensorOf('float64', [
      [1, -1],
      [0.5, 2],
    ]);
    assert.deepEqual([...timesTransposed(a, b).data], [-1, 4.5, -1, 9.5, -1, 14.5]);
    assert.deepEqual([...times(a, b).data], [2, 3, 5, 5, 8, 7]);
    assert.deepEqual([...transposedTimes(a, a).data], [35, 44, 44, 56]);
    const row = tensorOf('float64', [10, 100]);
    assert.deepEqual([...timesTransposed(a, b, row).data], [9, 104.5, 9, 109.5, 9, 114.5]);
  });

  it('agree with each other in every size, padded blocks included', () => {
    for (const [n, m, k] of [
      [1, 1, 1],
      [1, 7, 19],
      [5, 1, 3],
      [3, 5, 4],
      [17, 33, 9],
      [70, 41, 35],
      [130, 64, 50],
    ] as const) {
      for (const dtype of ['float32', 'float64'] as const) {
        const [a, b] = [randomMatrix(dtype, n, k, n), randomMatrix(dtype, m, k, m + 100)];
        const product = timesTransposed(a, b);
        const allowed = dtype === 'float32' ? 2e-5 : 1e-12;
        assertClose(times(a, transposed(b)), product, allowed);
        assertClose(transposedTimes(transposed(a), transposed(b)), product, allowed);
      }
    }
  });

  it('of float32 are added up in the order of the library behind PyTorch', () => {
    // Large terms that cancel leave what the order makes of the small one.
    const large = 2 ** 24;
    const terms = tensorOf('float32', [
      [large, 1, -large],
      [large, 1, -large],
    ]);
    const ones = tensorOf('float32', [
      [1, 1, 1],
      [1, 1, 1],
    ]);
    // Lane by lane: the first and the third meet before the second.
    assert.deepEqual([...timesTransposed(terms, ones).data], [1, 1, 1, 1]);
    // One after the other: the second is lost in the first.
    assert.deepEqual([...times(terms, transposed(ones)).data], [0, 0, 0, 0]);
  });

  it('of 16-bit floats are rounded once', () => {
    const a = tensorOf('float16', [[2048, 1, 1]]);
    const b = tensorOf('float16', [[1, 1, 1]]);
    assert.deepEqual([...timesTransposed(a, b).data], [2050]);
  });

  it('of bfloat16s overflow by themselves, but where the left one is transposed', () => {
    const vast = tensorOf('bfloat16', [
      [3e38, -3e38],
      [3e38, -3e38],
    ]);
    const factors = tensorOf('bfloat16', [
      [1.5, 1.5],
      [1.5, 1.5],
    ]);
    assert.deepEqual([...times(vast, factors).data], [NaN, NaN, NaN, NaN]);
    assert.deepEqual([...timesTransposed(vast, factors).data], [NaN, NaN, NaN, NaN]);
    const sums = [Infinity, Infinity, Infinity, Infinity];
    assert.deepEqual([...transposedTimes(transposed(vast), factors).data], sums);
  });

  it('of a column with a row keep the signs of zeros', () => {
    const column = tensorOf('float32', [[-0], [1]]);
    const ones = tensorOf('float32', [[1], [1]]);
    assert.ok(Object.is(timesTransposed(column, ones).data[0], -0));
    const two = tensorOf('float32', [
      [-0, -0],
      [1, 1],
    ]);
    assert.ok(
      Object.is(
        timesTransposed(
          two,
          tensorOf('float32', [
            [1, 1],
            [1, 1],
          ]),
        ).data[0],
        0,
      ),
    );
  });
});
