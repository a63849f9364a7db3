import assert from 'node:assert/strict';
import { evaluate, type LossResult } from '../../src/engine/evaluate';
import { readOptions } from '../../src/engine/linearCrossEntropyOptions';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import { TorchError } from '../../src/engine/torchError';
import { tensorOf } from './tensorOf';

const defaults = { batch_chunk_size: null, chunking_method: 'auto', acc_policy: 'auto', acc_dtype: null };

const rows = [
  [1, 2],
  [-0.5, 0.25],
  [3, -1],
];
const weights = [
  [0.5, -1],
  [2, 0.25],
  [-0.5, 1.5],
];

function lossWith(options: ParameterValue): LossResult {
  return evaluate({
    loss: 'LinearCrossEntropyLoss',
    parameters: {
      in_features: 2n,
      num_classes: 3n,
      options,
      'linear.weight': tensorOf('float64', weights),
    },
    inputs: { input: tensorOf('float64', rows), target: tensorOf('int64', [0, 1, 2]) },
    gradients: ['input', 'linear.weight'],
  });
}

function errorOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof TorchError);
    return [error.type, error.message, error.stage];
  }
  return assert.fail('nothing was raised');
}

describe('LinearCrossEntropyOptions', () => {
  it('is read as Python writes it', () => {
    assert.deepEqual(readOptions('nn.LinearCrossEntropyOptions()', 'construct'), defaults);
    assert.deepEqual(readOptions(' torch . nn.LinearCrossEntropyOptions( ) ', 'construct'), defaults);
    assert.deepEqual(readOptions('LinearCrossEntropyOptions(True, 1_0, None,)', 'construct'), {
      ...defaults,
      batch_chunk_size: 10,
      chunking_method: null,
    });
    assert.deepEqual(
      readOptions(
        `LinearCrossEntropyOptions(\n  chunking_method="aspect_ratio:4",\n  acc_policy='balanced', acc_dtype=torch.float32\n)`,
        'construct',
      ),
      {
        ...defaults,
        chunking_method: 'aspect_ratio:4',
        acc_policy: 'balanced',
        acc_dtype: 'float32',
      },
    );
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'options',
      'Options()',
      'LinearCrossEntropyOptions',
      'LinearCrossEntropyOptions(batch_chunk_size=size)',
      'LinearCrossEntropyOptions(acc_dtype=torch.half8)',
      'LinearCrossEntropyOptions()()',
    ]) {
      assert.equal(readOptions(text, 'construct'), undefined, text);
    }
  });

  it('refuses values in the words of its constructor', () => {
    const dtypes =
      'acc_dtype must be one of {None, torch.float16, torch.bfloat16, torch.float32, torch.float64}, got ' +
      'torch.int32. Pass acc_dtype=None to let the op pick automatically.';
    for (const [written, type, message] of [
      ["acc_policy='x'", 'ValueError', "invalid acc_policy: 'x'"],
      ["chunking_method='y'", 'ValueError', "invalid chunking_method: 'y'"],
      ["chunking_method='aspect_ratio:0'", 'ValueError', "invalid chunking_method: 'aspect_ratio:0'"],
      ['batch_chunk_size=0', 'ValueError', 'batch_chunk_size must be positive int or None, got 0'],
      ['batch_chunk_size=2.0', 'ValueError', 'batch_chunk_size must be positive int or None, got 2.0'],
      ['acc_dtype=torch.int32', 'ValueError', dtypes],
      ['foo=1', 'TypeError', "LinearCrossEntropyOptions.__init__() got an unexpected keyword argument 'foo'"],
    ] as const) {
      const error = errorOf(() => lossWith(`nn.LinearCrossEntropyOptions(${written})`));
      assert.deepEqual(error, [type, message, 'construct']);
    }
  });

  it('is asked for where something else is given', () => {
    assert.deepEqual(
      errorOf(() => lossWith('chunks')),
      ['AttributeError', "'str' object has no attribute '_adjust'", 'forward'],
    );
    assert.deepEqual(
      errorOf(() => lossWith(2n)),
      ['AttributeError', "'int' object has no attribute '_adjust'", 'forward'],
    );
  });

  it('refuses a size that disagrees with the method', () => {
    const written = "batch_chunk_size=3, chunking_method='aspect_ratio'";
    assert.deepEqual(
      errorOf(() => lossWith(`LinearCrossEntropyOptions(${written})`)),
      [
        'ValueError',
        "batch_chunk_size (=3) and chunking_method ('aspect_ratio') give different chunk sizes (3 vs 2); " +
          'pass only one.',
        'forward',
      ],
    );
  });

  it('has a tensor that requires a gradient made a number of, which PyTorch warns about if it reduces', () => {
    const smoothing = (reduction: string, gradients: readonly string[]): readonly string[] =>
      evaluate({
        loss: 'LinearCrossEntropyLoss',
        parameters: {
          options: 'LinearCrossEntropyOptions()',
          reduction,
          label_smoothing: tensorOf('float32', [0]),
        },
        inputs: {
          input: tensorOf('float32', rows),
          linear_weight: tensorOf('float32', weights),
          target: tensorOf('int64', [0, 1, 2]),
        },
        gradients,
        via: 'functional',
      }).warnings;
    assert.match(
      smoothing('mean', ['input', 'label_smoothing'])[0] ?? '',
      /^Converting a tensor with requires/,
    );
    assert.deepEqual(smoothing('none', ['input', 'label_smoothing']), []);
    assert.deepEqual(smoothing('sum', ['input']), []);
  });

  it('changes no float64 digit that shows, however the batch is cut', () => {
    const whole = lossWith(null);
    for (const size of [1, 2, 3, 100]) {
      for (const policy of ['accurate', 'balanced', 'compact']) {
        const cut = lossWith(
          `LinearCrossEntropyOptions(batch_chunk_size=${String(size)}, acc_policy='${policy}')`,
        );
        for (const [name, { data }] of Object.entries({ loss: whole.loss, ...whole.gradients } as const)) {
          const other = name === 'loss' ? cut.loss : cut.gradients[name];
          data.forEach((value, i) => {
            assert.ok(
              Math.abs(value - (other?.data[i] ?? NaN)) < 1e-14,
              `${name} in pieces of ${String(size)}`,
            );
          });
        }
      }
    }
  });
});
