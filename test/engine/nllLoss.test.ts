import assert from 'node:assert/strict';
import { evaluate, type LossCall } from '../../src/engine/evaluate';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { TorchError } from '../../src/engine/torchError';

/** So many that they are picked many at a time, and some are left over. */
const rows = 1003;
const classes = 3;

/** All of a group of eight, the last of the last group, and those left over. */
const places = [0, 1, 2, 3, 4, 5, 6, 7, 999, 1000, 1002];

function callWith(changed: Readonly<Record<number, number>>, dtype: Tensor['dtype']): LossCall {
  const data = dtype === 'float32' ? new Float32Array(rows * classes) : new Float64Array(rows * classes);
  const input: Tensor = { dtype, shape: [rows, classes], data: data.map((_, i) => -((i * 7) % 32) / 8) };
  const target: Tensor = {
    dtype: 'int64',
    shape: [rows],
    data: Float64Array.from({ length: rows }, (_, row) => changed[row] ?? (row * row) % classes),
  };
  return { loss: 'NLLLoss', inputs: { input, target }, gradients: ['input'] };
}

/** The same by its definition; all of it is exact in float32 until it is divided. */
function expected({ inputs }: LossCall): { readonly loss: number; readonly gradient: readonly number[] } {
  const { input, target } = inputs as Record<'input' | 'target', Tensor>;
  const taken = [...target.data].flatMap((index, row) => (index === -100 ? [] : [row * classes + index]));
  const gradient = new Array<number>(rows * classes).fill(0);
  for (const i of taken) gradient[i] = -1 / taken.length;
  return { loss: taken.reduce((sum, i) => sum - (input.data[i] ?? NaN), 0) / taken.length, gradient };
}

describe('NLLLoss of many rows', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    const round = dtype === 'float32' ? Math.fround : (value: number): number => value;
    it(`is the mean of those that are not ignored, in ${dtype}`, () => {
      for (const changed of [{}, ...places.map((row) => ({ [row]: -100 }))]) {
        const call = callWith(changed, dtype);
        const { loss, gradients } = evaluate(call);
        const { loss: mean, gradient } = expected(call);
        assert.equal(loss.data[0], round(mean));
        assert.deepEqual([...(gradients['input']?.data ?? [])], gradient.map(round));
      }
    });

    it(`refuses what is no class, wherever it is, in ${dtype}`, () => {
      for (const row of places)
        for (const wrong of [-1, classes, 2 ** 32])
          assert.throws(
            () => evaluate(callWith({ [row]: wrong }, dtype)),
            TorchError,
            `${String(wrong)} in row ${String(row)}`,
          );
    });
  }
});
