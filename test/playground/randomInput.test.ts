import assert from 'node:assert/strict';
import { losses } from '../../src/engine/evaluate';
import { initialState } from '../../src/playground/playgroundEdits';
import { randomInput } from '../../src/playground/randomInput';
import { PlaygroundSession } from '../../src/playground/session';
import type { InputState, PlaygroundState } from '../../src/protocol/messages';
import { parseTensor } from '../../src/text/parseTensor';

const stateOf = (loss: string, inputs: Record<string, InputState> = {}): PlaygroundState => ({
  ...initialState(),
  loss,
  parameters: {},
  inputs,
});
const auto = (text: string): InputState => ({ text, dtype: 'auto' });

function drawn(state: PlaygroundState, name: string, shape: readonly number[], seed: number): InputState {
  return randomInput(state, name, shape, seed) ?? assert.fail(name);
}

function numbers(input: InputState): number[] {
  const result = parseTensor(input.text, { dtype: input.dtype });
  return result.ok ? [...result.tensor.data] : assert.fail(result.problem.message);
}

// Each as PyTorch 2.13 draws it by the code in the comment.
describe('random inputs', () => {
  it('are the numbers of torch.randn, and say so', () => {
    const input = drawn(stateOf('MSELoss'), 'input', [2, 3], 0);
    assert.match(input.text, /^# torch\.manual_seed\(0\); torch\.randn\(\(2, 3\)\)\ntorch\.tensor\(\[\[/);
    assert.deepEqual(
      numbers(input),
      [
        1.5409960746765137, -0.293428897857666, -2.1787893772125244, 0.5684312582015991, -1.0845223665237427,
        -1.3985954523086548,
      ],
    );
  });

  it('are classes of the input, or of the parameters', () => {
    const input = auto('[[0.1, 0.2, 0.3], [1, 2, 3]]');
    const target = drawn(stateOf('CrossEntropyLoss', { input }), 'target', [6], 3);
    assert.match(target.text, /torch\.randint\(3, \(6,\)\)/);
    assert.deepEqual(numbers(target), [1, 2, 1, 0, 1, 0]);
    const single = drawn(stateOf('CrossEntropyLoss', { input: auto('[0.1, 0.2, 0.3, 4]') }), 'target', [], 3);
    assert.match(single.text, /torch\.randint\(4, \(\)\)/);
    const adaptive = { ...stateOf('AdaptiveLogSoftmaxWithLoss'), parameters: { n_classes: '7' } };
    assert.match(drawn(adaptive, 'target_', [2], 0).text, /torch\.randint\(7, /);
    for (const n_classes of ['2.5', 'inf', '1e12', 'two']) {
      const unread = { ...stateOf('AdaptiveLogSoftmaxWithLoss'), parameters: { n_classes } };
      assert.match(drawn(unread, 'target_', [2], 0).text, /torch\.randint\(10, /, n_classes);
    }
    assert.match(drawn(stateOf('CrossEntropyLoss'), 'target', [2], 0).text, /torch\.randint\(10, /);
    const probabilities = auto('[[[0.1, 0.2, 0.3, 0.4]]]');
    const targets = drawn(stateOf('CTCLoss', { log_probs: probabilities }), 'targets', [6], 3);
    assert.match(targets.text, /torch\.randint\(1, 4, /);
    assert.deepEqual(numbers(targets), [2, 3, 2, 1, 2, 1]);
  });

  it('are signs, bits, probabilities where the loss takes those', () => {
    const signs = drawn(stateOf('SoftMarginLoss'), 'target', [6], 3);
    assert.match(signs.text, /torch\.randint\(2, \(6,\)\)\.float\(\) \* 2 - 1/);
    assert.deepEqual(numbers(signs), [-1, -1, 1, 1, -1, -1]);
    assert.deepEqual(numbers(drawn(stateOf('BCELoss'), 'target', [6], 3)), [0, 0, 1, 1, 0, 0]);
    const probabilities = numbers(drawn(stateOf('BCELoss'), 'input', [4], 3));
    assert.deepEqual(
      probabilities,
      [0.004263520240783691, 0.10556936264038086, 0.2858424782752991, 0.026954829692840576],
    );
  });

  it('are converted to the chosen dtype, and keep the name in the code', () => {
    const input: InputState = { text: '', dtype: 'float16', nameInCode: 'logits' };
    const half = drawn(stateOf('MSELoss', { input }), 'input', [2], 5);
    assert.match(half.text, /torch\.randn\(\(2,\)\)\.to\(torch\.float16\)/);
    assert.deepEqual(numbers(half), [-0.48681640625, -0.60400390625]);
    assert.deepEqual([half.dtype, half.nameInCode], ['float16', 'logits']);
  });

  it('are refused for an unknown input and for too many', () => {
    assert.equal(randomInput(stateOf('MSELoss'), 'nothing', [2], 0), undefined);
    assert.equal(randomInput(stateOf('MSELoss'), 'input', [1000, 1000], 0), undefined);
  });

  it('like the shapes of its example suit every loss', () => {
    for (const loss of losses) {
      let state = initialState(loss);
      for (const { name, orNumbers } of loss.inputs) {
        const before = parseTensor(state.inputs[name]?.text ?? '');
        if (orNumbers || !before.ok) continue;
        state = { ...state, inputs: { ...state.inputs, [name]: drawn(state, name, before.tensor.shape, 1) } };
      }
      const { outcome } = new PlaygroundSession().answer(state, 1);
      assert.equal(outcome.kind, 'value', `${loss.name}: ${JSON.stringify(outcome)}`);
    }
  });
});
