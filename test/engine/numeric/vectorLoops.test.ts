import assert from 'node:assert/strict';
import { bind } from '../../../src/engine/bind';
import { lossByName, type LossCall, type LossResult } from '../../../src/engine/evaluate';
import { vectorLoops, type VectorLoops } from '../../../src/engine/numeric/vectorLoops';
import { runKernel } from '../../../src/engine/runKernel';
import { runReplay } from '../../../src/engine/runReplay';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { benchCall, type BenchSubject } from '../../bench/engineCalls';

const subjects: readonly BenchSubject[] = [
  { loss: 'MSELoss' },
  { loss: 'L1Loss' },
  { loss: 'SmoothL1Loss' },
  { loss: 'HuberLoss' },
  { loss: 'KLDivLoss', classes: 10 },
  { loss: 'PoissonNLLLoss' },
  { loss: 'GaussianNLLLoss' },
  { loss: 'HingeEmbeddingLoss' },
  { loss: 'MarginRankingLoss' },
  { loss: 'BCELoss' },
  { loss: 'BCEWithLogitsLoss' },
  { loss: 'SoftMarginLoss' },
  { loss: 'MultiLabelSoftMarginLoss', classes: 7 },
  { loss: 'CrossEntropyLoss', classes: 2 },
  { loss: 'CrossEntropyLoss', classes: 7 },
  { loss: 'CrossEntropyLoss', classes: 2001 },
];

/** More than a block, with what does not fill a vector at the end. */
const size = 6003;

/** How often the loops are called while `run` runs. */
function countingCalls<T>(run: () => T): { readonly result: T; readonly calls: number } {
  const loops = vectorLoops() as unknown as Record<string, (...values: number[]) => number>;
  const originals = { ...loops };
  let calls = 0;
  for (const [name, loop] of Object.entries(originals)) {
    if (typeof loop !== 'function') continue;
    loops[name] = (...values) => {
      calls++;
      return loop(...values);
    };
  }
  try {
    return { result: run(), calls };
  } finally {
    Object.assign(loops, originals);
  }
}

/** Such a call with one input changed. */
function withInput(call: LossCall, name: string, change: (data: Float64Array) => void): LossCall {
  const input = call.inputs[name] as Tensor;
  const data = Float64Array.from(input.data);
  change(data);
  const changed = input.dtype === 'float32' ? Float32Array.from(data) : data;
  return { ...call, inputs: { ...call.inputs, [name]: { ...input, data: changed } } };
}

const warn = (message: string): void => {
  throw new Error(message);
};

function kernelResult(call: LossCall): LossResult | undefined {
  const definition = lossByName(call.loss);
  assert.ok(definition !== undefined);
  return runKernel(definition, call, bind(definition, call, warn), []);
}

/** What the loops compute, against what PyTorch computes operation by operation. */
function assertReplayed(call: LossCall, fused: LossResult): void {
  const definition = lossByName(call.loss);
  assert.ok(definition !== undefined);
  const replayed = runReplay(definition, call, bind(definition, call, warn), []);
  const [loss, exact] = [fused.loss.data[0] ?? NaN, replayed.loss.data[0] ?? NaN];
  assert.ok(Math.abs(loss / exact - 1) < 2e-6, `${String(loss)} is not ${String(exact)}`);
  for (const [name, gradient] of Object.entries(replayed.gradients)) {
    const data = fused.gradients[name]?.data ?? [];
    let largest = 0;
    gradient?.data.forEach((value) => (largest = Math.max(largest, Math.abs(value))));
    gradient?.data.forEach((value, i) => {
      const difference = Math.abs(value - (data[i] ?? NaN));
      assert.ok(difference <= 4e-7 * largest, `gradient of ${name} at ${String(i)}`);
    });
  }
}

describe('the loops in vector instructions', () => {
  for (const subject of subjects) {
    const { loss, classes = 0 } = subject;
    it(`compute ${loss}${classes > 0 ? ` of ${String(classes)} classes` : ''}`, () => {
      const rows = classes > 0 ? classes * Math.max(3, Math.floor(size / classes)) : size;
      for (const length of classes > 0 ? [rows, rows + classes] : [size, size + 1, size + 2, size + 3]) {
        const call = benchCall(subject, length);
        const { result, calls } = countingCalls(() => kernelResult(call));
        assert.ok(result !== undefined && calls >= 3, `${String(calls)} calls`);
        assertReplayed(call, result);
      }
    });

    it(`leave ${loss} to others where a number is not finite`, () => {
      const call = benchCall(subject, classes > 0 ? 3 * classes * Math.ceil(700 / classes) : 2101);
      const name = call.gradients?.[0] ?? '';
      for (const odd of [NaN, Infinity, -Infinity]) {
        for (const place of [0, 1, 702, -1]) {
          const changed = withInput(call, name, (data) => data.fill(odd, place, place + 1 || undefined));
          const result = kernelResult(changed);
          // others can compute some that are infinite
          if (Number.isNaN(odd)) assert.equal(result, undefined);
          else if (result !== undefined) assertReplayed(changed, result);
        }
      }
    });
  }

  it('compute the other labels of a hinge by other means', () => {
    const call = withInput(benchCall({ loss: 'HingeEmbeddingLoss' }, size), 'target', (data) => {
      data[4321] = 0;
    });
    const result = kernelResult(call);
    assert.ok(result !== undefined);
    assertReplayed(call, result);
  });

  it('leave ignored rows out of the cross entropy', () => {
    const plain = benchCall({ loss: 'CrossEntropyLoss', classes: 7 }, 7 * 900);
    const call = withInput(plain, 'target', (data) => data.fill(-100, 100, 500));
    const { result, calls } = countingCalls(() => kernelResult(call));
    assert.ok(result !== undefined && calls > 0);
    assertReplayed(call, result);
    assert.ok(result.gradients['input']?.data.subarray(700, 3500).every((value) => value === 0));
  });

  it('lose nothing of tiny losses and of probabilities at the ends', () => {
    const logits = withInput(benchCall({ loss: 'BCEWithLogitsLoss' }, 6000), 'input', (data) => {
      data.forEach((_, i) => (data[i] = i % 2 === 0 ? 40 : -40));
    });
    const clear = withInput(logits, 'target', (data) => data.forEach((_, i) => (data[i] = (i + 1) % 2)));
    const sum = { ...clear, parameters: { reduction: 'sum' } };
    const expected = 6000 * Math.log1p(Math.exp(-40));
    assert.ok(Math.abs((kernelResult(sum)?.loss.data[0] ?? NaN) / expected - 1) < 1e-6);
    const ends = withInput(benchCall({ loss: 'BCELoss' }, size), 'input', (data) => {
      data.set([0, 1, 1e-30, 1 - 2 ** -24, 1e-12]);
    });
    const result = kernelResult(ends);
    assert.ok(result !== undefined);
    assertReplayed(ends, result);
  });

  it('share the room of other losses without mixing up what is left there', () => {
    const calls = subjects.map((subject) => benchCall(subject, (subject.classes ?? 1) * 600));
    const alone = calls.map((call) => kernelResult(call)?.loss.data[0]);
    assert.deepEqual(
      calls
        .reverse()
        .map((call) => kernelResult(call)?.loss.data[0])
        .reverse(),
      alone,
    );
  });
});

describe('the room for the loops', () => {
  it('is one memory, whose places do not overlap', () => {
    const { inputs, outputs, products } = vectorLoops() as VectorLoops;
    const places = [...inputs, ...outputs, products];
    places.forEach((place, i) => place.fill(i));
    for (const [i, place] of places.entries()) assert.ok(place.every((value) => value === i));
  });
});
