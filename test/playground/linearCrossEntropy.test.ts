import assert from 'node:assert/strict';
import { PlaygroundSession } from '../../src/playground/session';
import type { InputState, PlaygroundResult } from '../../src/protocol/messages';

function answer(parameters: Readonly<Record<string, string>>, target = '[0, 2]'): PlaygroundResult {
  const input = (text: string): InputState => ({ text, dtype: 'auto' });
  const inputs = { input: input('[[0.5, -1.0], [1.2, 0.1]]'), target: input(target) };
  const sizes = { in_features: '2', num_classes: '3' };
  return new PlaygroundSession().answer(
    {
      version: 1,
      loss: 'LinearCrossEntropyLoss',
      parameters: { ...sizes, ...parameters },
      inputs,
      tab: '',
    },
    1,
  );
}

describe('LinearCrossEntropyLoss in the playground', () => {
  it('computes with the weights that a module draws after manual_seed(0), as its code does', () => {
    const { outcome, code } = answer({});
    assert.ok(outcome.kind === 'value', JSON.stringify(outcome));
    // What PyTorch 2.13 prints.
    assert.equal(outcome.printed, 'tensor(1.2376)');
    assert.match(
      code,
      /torch\.manual_seed\(0\)\ncriterion = nn\.LinearCrossEntropyLoss\(in_features=2, num_classes=3\)/,
    );
  });

  it('takes options as Python writes them, and writes them into the code', () => {
    const options = "nn.LinearCrossEntropyOptions(batch_chunk_size=1, acc_policy='balanced')";
    const { outcome, code } = answer({ options });
    assert.ok(outcome.kind === 'value', JSON.stringify(outcome));
    assert.equal(outcome.printed, 'tensor(1.2376)');
    assert.ok(code.includes(`options=torch.${options})`), code);
  });

  it('imports the options whatever the text calls them', () => {
    const { code } = answer({ options: 'LinearCrossEntropyOptions()' });
    assert.ok(code.includes('options=torch.nn.LinearCrossEntropyOptions())'), code);
  });

  it('names the target where linear_weight has its place before it', () => {
    const parameters = { in_features: '', num_classes: '', linear_weight: '[[1., 0.], [0., 1.], [1., 1.]]' };
    const { outcome, code } = answer(parameters);
    assert.ok(outcome.kind === 'value', JSON.stringify(outcome));
    assert.match(code, /F\.linear_cross_entropy\(input, target=target, linear_weight=torch\.tensor/);
  });

  it('takes several targets for each sample', () => {
    const { outcome } = answer({ out_features: '[2]', bias: 'True', reduction: 'none' }, '[[0, 2], [1, 1]]');
    assert.ok(outcome.kind === 'value', JSON.stringify(outcome));
    assert.deepEqual(outcome.elements?.shape, [2, 2]);
    assert.match(outcome.printed, /^tensor\(\[\[1\.7252, 0\.6246\],\n\s+\[1\.4427, 0\.8626\]\]\)$/);
  });

  it('says what the options refuse', () => {
    const { outcome } = answer({ options: 'nn.LinearCrossEntropyOptions(batch_chunk_size=0)' });
    assert.ok(outcome.kind === 'error', JSON.stringify(outcome));
    assert.equal(outcome.message, 'batch_chunk_size must be positive int or None, got 0');
  });
});
