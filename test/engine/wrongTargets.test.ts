import assert from 'node:assert/strict';
import { evaluate } from '../../src/engine/evaluate';
import { TorchError } from '../../src/engine/torchError';
import { tensorOf } from './tensorOf';

/** More rows than the kernels look at between two questions. */
const rows = 19;
const classes = 3;
const scores = Array.from({ length: rows }, (_, row) => [row / 8, -row / 8, 0.25]);
const classOf = (row: number): number => row % classes;

describe('a target that is no class is found wherever it is', () => {
  for (const loss of ['NLLLoss', 'CrossEntropyLoss', 'MultiMarginLoss']) {
    it(loss, () => {
      const input = tensorOf('float32', scores);
      for (let wrong = 0; wrong < rows; wrong++) {
        for (const value of [-1, classes]) {
          const target = tensorOf(
            'int64',
            scores.map((_, row) => (row === wrong ? value : classOf(row))),
          );
          assert.throws(
            () => evaluate({ loss, inputs: { input, target }, gradients: ['input'] }),
            TorchError,
            `${String(value)} in row ${String(wrong)}`,
          );
        }
      }
    });
  }

  it('MultiLabelMarginLoss', () => {
    const input = tensorOf('float32', scores);
    for (let wrong = 0; wrong < rows; wrong++) {
      for (const value of [-2, classes]) {
        const target = tensorOf(
          'int64',
          scores.map((_, row) => (row === wrong ? [0, value, -1] : [classOf(row), -1, -1])),
        );
        assert.throws(
          () => evaluate({ loss: 'MultiLabelMarginLoss', inputs: { input, target }, gradients: ['input'] }),
          TorchError,
          `${String(value)} in row ${String(wrong)}`,
        );
      }
    }
  });
});
