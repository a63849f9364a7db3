import assert from 'node:assert/strict';
import { evaluate, losses, type LossCall } from '../../src/engine/evaluate';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { TorchError } from '../../src/engine/torchError';
import { benchCall } from '../bench/engineCalls';
import { tensorOf } from './tensorOf';

const fourPredictions = {
  loss: 'MSELoss',
  inputs: {
    input: tensorOf('float32', [2.5, 0, 2.1, 7.8]),
    target: tensorOf('float32', [3, -0.5, 2, 7]),
  },
  gradients: ['input'],
} as const satisfies LossCall;

function assertRaises(call: LossCall, type: string, message: string, stage: string): TorchError {
  try {
    evaluate(call);
  } catch (error) {
    assert.ok(error instanceof TorchError);
    assert.deepEqual([error.type, error.message, error.stage], [type, message, stage]);
    return error;
  }
  return assert.fail('nothing was raised');
}

describe('evaluate', () => {
  it('gives loss and gradient of the first example of the product', () => {
    const { loss, elements, gradients, warnings } = evaluate(fourPredictions);
    assert.deepEqual([loss.dtype, loss.shape], ['float32', []]);
    assert.equal(loss.data[0]?.toFixed(4), '0.2875');
    const gradient = gradients['input'];
    assert.deepEqual(
      Array.from(gradient?.data ?? [], (value) => value.toFixed(4)),
      ['-0.2500', '0.2500', '0.0500', '0.4000'],
    );
    assert.deepEqual([elements, warnings], [undefined, []]);
  });

  it('gives the unreduced loss and what the mean divides by where asked', () => {
    for (const dtype of ['float64', 'bfloat16'] as const) {
      const { loss, elements, denominator } = evaluate({
        loss: 'CrossEntropyLoss',
        parameters: { weight: tensorOf(dtype, [1, 2]) },
        inputs: {
          input: tensorOf(dtype, [
            [0, 0],
            [0, 0],
          ]),
          target: tensorOf('int64', [0, 1]),
        },
        elements: true,
      });
      assert.deepEqual(elements?.shape, [2]);
      assert.ok(Math.abs((elements.data[1] ?? 0) - 2 * Math.LN2) < 1e-2);
      assert.ok(Math.abs((loss.data[0] ?? 0) - Math.LN2) < 1e-2);
      assert.equal(denominator, 3);
    }
  });

  it('leaves the inputs alone', () => {
    const before = structuredClone(fourPredictions);
    evaluate(fourPredictions);
    assert.deepEqual(fourPredictions, before);
  });

  it('warns in the words of PyTorch, in its order, at construction first', () => {
    const { loss, warnings } = evaluate({
      loss: 'MSELoss',
      parameters: { size_average: false, reduction: 'none' },
      inputs: { input: tensorOf('float32', [[1], [2]]), target: tensorOf('float32', [1, 2]) },
    });
    assert.deepEqual(loss.data[0], 2);
    assert.deepEqual(warnings, [
      "size_average and reduce args will be deprecated, please use reduction='sum' instead.",
      'Using a target size (torch.Size([2])) that is different to the input size (torch.Size([2, 1])). ' +
        'This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.',
    ]);
  });

  it('warns of legacy arguments after the shapes where the functional is called', () => {
    const { warnings } = evaluate({
      loss: 'MSELoss',
      parameters: { reduce: false },
      inputs: { input: tensorOf('float32', [[1], [2]]), target: tensorOf('float32', [1, 2]) },
      via: 'functional',
    });
    assert.match(warnings[0] ?? '', /^Using a target size/);
    assert.match(warnings[1] ?? '', /reduction='none' instead/);
  });

  it('raises what PyTorch raises where PyTorch raises it', () => {
    assertRaises(
      { ...fourPredictions, parameters: { weight: null } },
      'TypeError',
      "_Loss.__init__() got an unexpected keyword argument 'weight'",
      'construct',
    );
    assertRaises(
      { loss: 'MSELoss', inputs: {} },
      'TypeError',
      "MSELoss.forward() missing 2 required positional arguments: 'input' and 'target'",
      'forward',
    );
    assertRaises(
      { ...fourPredictions, parameters: { reduction: 'avg' } },
      'ValueError',
      'avg is not a valid value for reduction',
      'forward',
    );
    const single = { input: tensorOf('float32', [1, 2, 3]), target: tensorOf('int64', [1]) };
    assertRaises(
      { loss: 'NLLLoss', inputs: single, gradients: ['input'] },
      'RuntimeError',
      'size mismatch (got input: [3], target: [1])',
      'backward',
    );
    assert.equal(evaluate({ loss: 'NLLLoss', inputs: single }).loss.data[0], -2);
  });

  it('tells what was warned about before an error', () => {
    const { warnings } = assertRaises(
      {
        loss: 'MSELoss',
        inputs: { input: tensorOf('float32', [1, 2, 3]), target: tensorOf('float32', [1, 2]) },
      },
      'RuntimeError',
      'The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0',
      'forward',
    );
    assert.equal(warnings.length, 1);
  });

  it('tells an integer from a float where the message does', () => {
    for (const [weight, type] of [
      [2, 'float'],
      [2n, 'int'],
      ['x', 'str'],
      [true, 'bool'],
      [[1, 2], 'list'],
    ] as const) {
      assertRaises(
        { loss: 'BCEWithLogitsLoss', inputs: fourPredictions.inputs, parameters: { weight } },
        'TypeError',
        `cannot assign '${type}' object to buffer 'weight' (torch Tensor or None required)`,
        'construct',
      );
    }
  });

  it('gives null for what cannot have a gradient', () => {
    const { gradients } = evaluate({
      loss: 'NLLLoss',
      inputs: { input: tensorOf('float64', [[-1, -2]]), target: tensorOf('int64', [1]) },
      gradients: ['input', 'target'],
    });
    assert.deepEqual([...(gradients['input']?.data ?? [])], [0, -1]);
    assert.equal(gradients['target'], null);
  });

  it('writes gradients to the arrays given, where they fit, and leaves others alone', () => {
    const call: LossCall = {
      loss: 'NLLLoss',
      inputs: { input: tensorOf('float32', [[-1, -2]]), target: tensorOf('int64', [1]) },
      gradients: ['input'],
    };
    const fitting = Float32Array.of(7, 7);
    const { data } = evaluate({ ...call, into: { input: fitting } }).gradients['input'] ?? {};
    assert.equal(data, fitting);
    assert.deepEqual([...fitting], [0, -1]);
    for (const other of [Float64Array.of(7, 7), Float32Array.of(7, 7, 7)]) {
      const { gradients } = evaluate({ ...call, into: { input: other } });
      assert.deepEqual([...(gradients['input']?.data ?? [])], [0, -1]);
      assert.ok(other.every((value) => value === 7));
    }
  });

  it('leaves nothing of what was in the arrays given', () => {
    for (const { name } of losses) {
      for (const size of [10, 36_000]) {
        const call = benchCall({ loss: name }, size);
        const { gradients } = evaluate(call);
        const into = Object.entries(gradients).flatMap(([name, gradient]) =>
          gradient ? [[name, gradient.data.slice().fill(NaN)] as const] : [],
        );
        assert.deepEqual(evaluate({ ...call, into: Object.fromEntries(into) }).gradients, gradients, name);
      }
    }
  });

  it('adds up float16 as PyTorch does, infinity where the sum does not fit', () => {
    const many = tensorOf('float16', Array<number>(1000).fill(150));
    const none = tensorOf('float16', Array<number>(1000).fill(0));
    const call = (reduction: string): LossCall => ({
      loss: 'L1Loss',
      parameters: { reduction },
      inputs: { input: many, target: none },
    });
    assert.equal(evaluate(call('mean')).loss.data[0], 150);
    assert.equal(evaluate(call('sum')).loss.data[0], Infinity);
    const classes = {
      input: tensorOf('float16', Array<number[]>(1000).fill([-150])),
      target: tensorOf('int64', Array<number>(1000).fill(0)),
    };
    assert.equal(evaluate({ loss: 'NLLLoss', inputs: classes }).loss.data[0], Infinity);
  });

  it('takes distances as PyTorch rounds them where they are long, and infinite where their squares overflow', () => {
    const vectors = (first: number, step: number): Tensor =>
      tensorOf('float32', [Array.from({ length: 600 }, (_, k) => (k === 0 ? first : k * step))]);
    const loss = (anchor: Tensor, positive: Tensor, negative: Tensor): number | undefined =>
      evaluate({
        loss: 'TripletMarginLoss',
        parameters: { margin: 2 },
        inputs: { anchor, positive, negative },
      }).loss.data[0];
    const none = vectors(0, 0);
    assert.deepEqual(loss(vectors(-3e38, 0), none, none), NaN);
    assert.equal(loss(vectors(1e5, 0), vectors(0, 0.5), vectors(0, Math.fround(0.501))), 1.6640625);
  });

  it('refuses a name that is no loss, which PyTorch would not even know', () => {
    assert.throws(() => evaluate({ loss: 'FocalLoss', inputs: {} }), /No loss is called FocalLoss/);
  });
});
