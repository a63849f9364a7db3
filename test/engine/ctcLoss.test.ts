import assert from 'node:assert/strict';
import { bind } from '../../src/engine/bind';
import { evaluate, lossByName, type LossCall, type LossResult } from '../../src/engine/evaluate';
import { mostExact } from '../../src/engine/kernel';
import { runKernel } from '../../src/engine/runKernel';
import { runReplay } from '../../src/engine/runReplay';
import { TorchError } from '../../src/engine/torchError';
import type { DType, Tensor } from '../../src/engine/tensor/tensor';
import { seededRandom } from './seededRandom';
import { tensorOf } from './tensorOf';

interface Batch {
  readonly dtype: DType;
  readonly frames: number;
  readonly classes: number;
  /** The labels of each sample. */
  readonly targets: readonly (readonly number[])[];
  readonly inputLengths: readonly number[];
  /** How far apart the scores are before the log_softmax. */
  readonly spread: number;
}

function floats({ dtype, frames, classes, targets, spread }: Batch, random: () => number): Tensor {
  const rows = Array.from({ length: frames }, () =>
    targets.map(() => {
      const scores = Array.from({ length: classes }, () => spread * (2 * random() - 1));
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      return scores.map((score) => score - Math.log(total));
    }),
  );
  return tensorOf(dtype, rows);
}

function callOf(batch: Batch, parameters: LossCall['parameters'] = {}): LossCall {
  const { targets, inputLengths } = batch;
  return {
    loss: 'CTCLoss',
    parameters,
    inputs: {
      log_probs: floats(batch, seededRandom(1)),
      targets: tensorOf('int64', targets.flat()),
      input_lengths: inputLengths,
      target_lengths: targets.map(({ length }) => length),
    },
    gradients: ['log_probs'],
  };
}

const definition = lossByName('CTCLoss');
const ignore = (): void => undefined;

function fused(call: LossCall): LossResult | undefined {
  assert.ok(definition);
  return runKernel(definition, call, bind(definition, call, ignore), []);
}

function replayed(call: LossCall): LossResult {
  assert.ok(definition);
  return runReplay(definition, call, bind(definition, call, ignore), []);
}

function assertNear(
  actual: Tensor | null | undefined,
  expected: Tensor | null | undefined,
  allowed: number,
): void {
  assert.ok(actual && expected);
  assert.deepEqual(actual.shape, expected.shape);
  actual.data.forEach((value, i) => {
    const other = expected.data[i] ?? NaN;
    const isNear = Object.is(value, other) || Math.abs(value - other) <= allowed * (1 + Math.abs(other));
    assert.ok(isNear, `[${String(i)}]: ${String(value)} is not ${String(other)}`);
  });
}

/** Minus the log of the summed probability of every path that becomes the target. */
function byAllPaths(
  logProbs: readonly (readonly number[])[],
  target: readonly number[],
  blank: number,
): number {
  let likelihood = 0;
  const extend = (path: readonly number[], logProbability: number): void => {
    const row = logProbs[path.length];
    if (row === undefined) {
      const labels = path.filter((label, t) => label !== blank && label !== path[t - 1]);
      if (labels.join() === target.join()) likelihood += Math.exp(logProbability);
      return;
    }
    row.forEach((value, label) => {
      extend([...path, label], logProbability + value);
    });
  };
  extend([], 0);
  return -Math.log(likelihood);
}

describe('CTCLoss', () => {
  it('is the sum over all alignments', () => {
    const cases = [
      { target: [1, 2], blank: 0 },
      { target: [1, 1], blank: 0 },
      { target: [2, 0, 2], blank: 1 },
      { target: [], blank: 2 },
    ];
    for (const { target, blank } of cases) {
      const batch: Batch = {
        dtype: 'float64',
        frames: 5,
        classes: 3,
        targets: [target],
        inputLengths: [5],
        spread: 2,
      };
      const call = callOf(batch, { blank: BigInt(blank), reduction: 'sum' });
      const x = [...floats(batch, seededRandom(1)).data];
      const rows = [0, 1, 2, 3, 4].map((t) => x.slice(3 * t, 3 * t + 3));
      assert.ok(Math.abs((evaluate(call).loss.data[0] ?? NaN) - byAllPaths(rows, target, blank)) < 1e-12);
    }
  });

  it('takes batches in rows, one after the other, and single samples', () => {
    const rows = tensorOf('int64', [
      [1, 2],
      [2, 0],
    ]);
    const batch: Batch = {
      dtype: 'float32',
      frames: 4,
      classes: 3,
      targets: [[1, 2], [2]],
      inputLengths: [4, 3],
      spread: 1,
    };
    const call = callOf(batch, { reduction: 'none' });
    const joined = evaluate(call);
    assert.deepEqual(joined.loss.shape, [2]);
    assert.deepEqual(evaluate({ ...call, inputs: { ...call.inputs, targets: rows } }).loss, joined.loss);
    const [x] = [call.inputs['log_probs'] as Tensor];
    const first = { ...x, shape: [4, 3], data: x.data.filter((_, i) => i % 6 < 3) };
    const single = evaluate({
      ...call,
      inputs: {
        log_probs: first,
        targets: tensorOf('int64', [1, 2]),
        input_lengths: tensorOf('int64', 4),
        target_lengths: tensorOf('int64', 2),
      },
    });
    assert.deepEqual(single.loss.shape, []);
    assert.equal(single.loss.data[0], joined.loss.data[0]);
    assert.deepEqual(single.gradients['log_probs']?.shape, [4, 3]);
  });

  const random = seededRandom(2);
  const label = (): number => 1 + Math.floor(6 * random());
  const targets = Array.from({ length: 9 }, (_, i) => Array.from({ length: 2 * i }, label));
  targets.push([3, 3, 3, 3, 3], [1, 1, 2, 2, 1]);
  const large: Batch = {
    dtype: 'float64',
    frames: 40,
    classes: 7,
    targets,
    inputLengths: targets.map((_, i) => 40 - i),
    spread: 3,
  };

  for (const reduction of ['mean', 'sum', 'none']) {
    it(`is the same by probabilities as by logarithms, ${reduction}`, () => {
      assert.ok(large.frames * large.classes * targets.length > mostExact);
      for (const dtype of ['float64', 'float32'] as const) {
        const call = callOf({ ...large, dtype }, { reduction });
        const allowed = dtype === 'float64' ? 1e-12 : 1e-4;
        const [quick, exact] = [fused(call), replayed(call)];
        assertNear(quick?.loss, exact.loss, allowed);
        assertNear(quick?.gradients['log_probs'], exact.gradients['log_probs'], allowed);
      }
    });
  }

  it('falls back on logarithms where probabilities underflow', () => {
    for (const spread of [60, 300, 600]) {
      const call = callOf({ ...large, spread });
      const [quick, exact] = [fused(call), replayed(call)];
      assertNear(quick?.loss, exact.loss, 1e-12);
      assertNear(quick?.gradients['log_probs'], exact.gradients['log_probs'], 1e-10);
    }
  });

  it('has PyTorch’s NaN and zeros where a target cannot be aligned or an input is infinite', () => {
    const short = { ...large, inputLengths: targets.map(() => 12) };
    const zeroed = callOf(short, { zero_infinity: true, reduction: 'none' });
    assert.ok(replayed(zeroed).loss.data.includes(0));
    assertNear(fused(zeroed)?.gradients['log_probs'], replayed(zeroed).gradients['log_probs'], 1e-12);
    const infinite = evaluate(callOf(short, { reduction: 'none' }));
    assert.ok(infinite.loss.data.includes(Infinity));
    assert.ok(infinite.gradients['log_probs']?.data.some(Number.isNaN));
    const call = callOf(large);
    (call.inputs['log_probs'] as Tensor).data[0] = -Infinity;
    assert.ok(Number.isNaN(evaluate(call).gradients['log_probs']?.data[0]));
  });

  it('refuses a tensor of lengths beside a list', () => {
    const call = callOf(large);
    const lengths = tensorOf('int64', large.inputLengths);
    assert.throws(
      () => evaluate({ ...call, inputs: { ...call.inputs, input_lengths: lengths } }),
      (error) =>
        error instanceof TorchError &&
        error.type === 'TypeError' &&
        error.message.startsWith(
          'ctc_loss() received an invalid combination of arguments - got (Tensor, Tensor, Tensor, list, int, int, bool)',
        ),
    );
  });
});
