import assert from 'node:assert/strict';
import { explanationText } from '../../../src/engine/explanation/explanation';
import { explainRefusal } from '../../../src/engine/explanation/refusal';
import { evaluate, lossByName } from '../../../src/engine/evaluate';
import type { ParameterValue } from '../../../src/engine/lossDefinition';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { TorchError } from '../../../src/engine/torchError';
import { tensorOf } from '../tensorOf';

const scores = tensorOf('float32', [
  [0, 1, 2],
  [2, 1, 0],
]);

function refused(
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
  parameters: Readonly<Record<string, ParameterValue>> = {},
): readonly [string, string | undefined] {
  const loss = lossByName(name);
  assert.ok(loss);
  try {
    evaluate({ loss: name, inputs, parameters });
  } catch (error) {
    assert.ok(error instanceof TorchError);
    const explanation = explainRefusal(error, { loss, inputs, parameters });
    assert.ok(explanation, error.message);
    const { place } = explanation;
    const at = place && `${place.tensor}${place.indices ? `[${place.indices.join(', ')}]` : ''}`;
    return [explanationText(explanation), at];
  }
  return assert.fail('PyTorch takes this call');
}

describe('why a call is refused', () => {
  it('names the target that is no class', () => {
    const [text, place] = refused('CrossEntropyLoss', { input: scores, target: tensorOf('int64', [0, 3]) });
    assert.match(text, /from 0 to 2; 3 at \[1\] is none\. .*ignore_index/);
    assert.equal(place, 'target[1]');
    const [, first] = refused('CrossEntropyLoss', { input: scores, target: tensorOf('int64', [3, 0]) });
    assert.equal(first, 'target[0]');
  });

  it('says that there are no classes', () => {
    const input: Tensor = { dtype: 'float32', shape: [1, 0], data: new Float32Array() };
    const [text, place] = refused('NLLLoss', { input, target: tensorOf('int64', [0]) });
    assert.match(text, /The input has no classes/);
    assert.equal(place, 'input');
  });

  it('names the label that is out of range', () => {
    const target = tensorOf('int64', [0, 5]);
    assert.deepEqual(refused('MultiMarginLoss', { input: scores, target }), [
      'The input has 3 classes, so labels go from 0 to 2; 5 at [1] is none. For labels that count from 1 subtract 1.',
      'target[1]',
    ]);
    const labels = tensorOf('int64', [
      [0, -1, 0],
      [1, 4, -1],
    ]);
    assert.equal(refused('MultiLabelMarginLoss', { input: scores, target: labels })[1], 'target[1, 1]');
  });

  it('names the number that is no probability', () => {
    const [text, place] = refused('BCELoss', {
      input: tensorOf('float32', [0.5, 1.5]),
      target: tensorOf('float32', [0, 1]),
    });
    assert.match(text, /1\.5 at \[1\] is not\. For raw scores take BCEWithLogitsLoss/);
    assert.equal(place, 'input[1]');
  });

  it('names the variance that is negative', () => {
    const one = tensorOf('float32', [1, 1]);
    const [text, place] = refused('GaussianNLLLoss', {
      input: one,
      target: one,
      var: tensorOf('float32', [1, -2]),
    });
    assert.match(text, /never negative: -2 at \[1\] is\. /);
    assert.equal(place, 'var[1]');
  });

  it('names the length that is too long', () => {
    const [, place] = refused('CTCLoss', {
      log_probs: tensorOf('float32', [
        [
          [-1, -1],
          [-1, -1],
        ],
      ]),
      targets: tensorOf('int64', [[1], [1]]),
      input_lengths: tensorOf('int64', [1, 2]),
      target_lengths: tensorOf('int64', [1, 1]),
    });
    assert.equal(place, 'input_lengths[1]');
  });

  it('names the tensor whose dtype is wrong', () => {
    const whole = tensorOf('int64', [1, 2]);
    const [text, place] = refused('MSELoss', { input: whole, target: whole });
    assert.match(text, /input and target are int64\. .*choose float32/);
    assert.equal(place, 'input');
  });

  it('says what a parameter is and what it may be', () => {
    const one = tensorOf('float32', [1]);
    assert.deepEqual(refused('HuberLoss', { input: one, target: one }, { delta: 0 }), [
      'delta is 0.0: it must be above 0. Correct delta.',
      'delta',
    ]);
    assert.deepEqual(
      refused(
        'CrossEntropyLoss',
        { input: scores, target: tensorOf('int64', [0, 1]) },
        { label_smoothing: 'a' },
      ),
      [
        "label_smoothing is 'a' where a number is meant. Write a number for label_smoothing, or leave it out (0.0).",
        'label_smoothing',
      ],
    );
  });

  it('names the weight that does not fit, and the tensors whose dtypes differ', () => {
    const target = tensorOf('int64', [0, 1]);
    const [text, place] = refused(
      'CrossEntropyLoss',
      { input: scores, target },
      { weight: tensorOf('float32', [1, 2]) },
    );
    assert.match(text, /one number per class, and its shape is \(2,\)\. Give 3 numbers/);
    assert.equal(place, 'weight');
    const weight = tensorOf('float64', [1, 2, 3]);
    const [mixed, odd] = refused('NLLLoss', { input: scores, target }, { weight });
    assert.match(mixed, /float32 \(input\) and float64 \(weight\)/);
    assert.equal(odd, 'weight');
  });

  it('names the tensor that lacks a dimension, and tells the shapes that are taken', () => {
    const [text, place] = refused('TripletMarginLoss', {
      anchor: tensorOf('float32', [1, 2]),
      positive: scores,
      negative: scores,
    });
    assert.match(text, /\(2,\) of anchor, \(2, 3\) of positive/);
    assert.match(text, /takes anchor \(\*, D\)/);
    assert.equal(place, 'anchor');
  });
});
