import assert from 'node:assert/strict';
import { lossByName } from '../../src/engine/evaluate';
import { applyEdit, initialState } from '../../src/playground/playgroundEdits';
import { answer as answerInPage } from '../../src/playground/pageSession';
import { PlaygroundSession } from '../../src/playground/session';
import { stateOfText, textOfState } from '../../src/playground/sharedState';
import type { InputState, Outcome, PlaygroundResult, PlaygroundState } from '../../src/protocol/messages';

const auto = (text: string): InputState => ({ text, dtype: 'auto' });

function stateOf(weights: Readonly<Record<string, string>>, bias = 'True'): PlaygroundState {
  const texts = { input: '[[0.5, -1.0], [1.2, 0.1]]', target: '[0, 2]', ...weights };
  return {
    version: 1,
    loss: 'LinearCrossEntropyLoss',
    parameters: { in_features: '2', num_classes: '3', bias },
    inputs: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, auto(text)])),
    tab: '',
  };
}

function answer(state: PlaygroundState): PlaygroundResult {
  return new PlaygroundSession().answer(state, 1);
}

function valueOf({ outcome }: PlaygroundResult): Extract<Outcome, { kind: 'value' }> {
  if (outcome.kind !== 'value') assert.fail(JSON.stringify(outcome));
  return outcome;
}

function rounded(outcome: Outcome, name: string): number[] {
  assert.ok(outcome.kind === 'value');
  return Array.from(outcome.gradients[name]?.data ?? [], (value) => Number(value.toFixed(4)));
}

const entered = stateOf({ 'linear.weight': '[[1, 2], [3, 4], [5, 6.5]]' });

// The numbers are those that PyTorch 2.13 prints for the code that is copied.
describe('weights of a loss that learns', () => {
  it('are taken as entered, the others drawn, all of them differentiated', () => {
    const result = answer(entered);
    const outcome = valueOf(result);
    assert.equal(outcome.printed, 'tensor(0.3389)');
    assert.deepEqual(Object.keys(outcome.gradients), ['input', 'linear.weight', 'linear.bias']);
    assert.deepEqual(rounded(outcome, 'linear.weight'), [-0.1027, 0.2115, 0.1639, -0.1829, -0.0611, -0.0286]);
    assert.deepEqual(rounded(outcome, 'linear.bias'), [-0.2088, 0.2466, -0.0378]);
    assert.deepEqual(result.weights, [
      { name: 'linear.weight', shape: [3, 2] },
      { name: 'linear.bias', shape: [3] },
    ]);
    assert.deepEqual(result.tables?.['linear.weight']?.tensor.data, Float32Array.of(1, 2, 3, 4, 5, 6.5));
    assert.equal(result.tables['linear.bias']?.tensor.data.length, 3);
  });

  it('are set in the code that is copied, and their gradients printed', () => {
    const { code } = answer(entered);
    assert.ok(
      code.includes(`criterion = nn.LinearCrossEntropyLoss(in_features=2, num_classes=3, bias=True)
criterion.linear.weight.data = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.5]])
loss = criterion(input, target)
`),
      code,
    );
    assert.ok(
      code.endsWith('print(criterion.linear.weight.grad)\nprint(criterion.linear.bias.grad)\n'),
      code,
    );
  });

  it('are found in the modules of an adaptive softmax', () => {
    const state = initialState(lossByName('AdaptiveLogSoftmaxWithLoss'));
    const result = answer({
      ...state,
      parameters: { ...state.parameters, head_bias: 'True' },
      inputs: { ...state.inputs, 'tail.0.1.weight': auto('[[0.5, -1], [2, 0.25]]') },
    });
    const outcome = valueOf(result);
    assert.equal(outcome.printed, 'tensor(2.2187)');
    assert.deepEqual(rounded(outcome, 'tail.0.1.weight'), [0.081, -0.1, -0.081, 0.1]);
    assert.match(result.code, /^criterion\.tail\[0\]\[1\]\.weight\.data = torch\.tensor\(/m);
  });

  it('say which shape and which dtype they need', () => {
    for (const [text, expected] of [
      ['[[1, 2], [3, 4]]', 'expected the shape (3, 2), as the parameters say'],
      ['torch.tensor([[1, 2], [3, 4], [5, 6]])', 'expected a floating-point dtype: a weight is learned'],
    ] as const) {
      const { outcome, inputs } = answer(stateOf({ 'linear.weight': text }));
      assert.deepEqual(outcome, { kind: 'incomplete', missing: ['linear.weight'] });
      assert.equal(inputs['linear.weight']?.problem?.message, expected);
    }
  });

  it('do not count where the loss has none, or the functional is meant', () => {
    const without = answer(stateOf({ 'linear.bias': '[1, 2]' }, 'False'));
    assert.deepEqual(without.weights, [{ name: 'linear.weight', shape: [3, 2] }]);
    assert.equal(valueOf(without).printed, 'tensor(1.2376)');
    const functional = stateOf({ 'linear.weight': '[1]' });
    const parameters = { linear_weight: '[[1, 2], [3, 4], [5, 6.5]]' };
    assert.deepEqual(answer({ ...functional, parameters }).weights, []);
  });

  it('travel with a shared playground, and give way to an example', async () => {
    const made = await textOfState(entered);
    assert.deepEqual('text' in made && stateOfText(made.text)?.inputs, entered.inputs);
    const example = applyEdit(entered, { type: 'loadExample', index: 0, revision: 1 });
    assert.equal('linear.weight' in example.inputs, false);
    const chosen = applyEdit(
      { ...example, inputs: { ...example.inputs, 'linear.weight': auto('[1]') } },
      { type: 'chooseLoss', loss: 'CrossEntropyLoss', revision: 2 },
    );
    assert.equal(chosen.inputs['linear.weight']?.text, '[1]');
  });

  it('descend like any tensor', () => {
    const question = { learningRate: 0.5, momentum: 0, steps: 1, inputs: ['linear.bias'] };
    const answered = new PlaygroundSession().ask({ kind: 'descend', ...question }, entered);
    assert.ok(answered.kind === 'descend');
    const [before = NaN, after = NaN] = answered.losses;
    assert.ok(after < before);
    assert.deepEqual(
      answered.tensors.map(({ name, shape }) => [name, shape]),
      [['linear.bias', [3]]],
    );
  });

  it('are not drawn where they are too many: the first size says so', () => {
    for (const parameters of [
      { in_features: '1000000', num_classes: '50' },
      { in_features: '99999999999', num_classes: '99999999999' },
    ]) {
      const state = { ...stateOf({}), parameters };
      const { outcome, parameters: reports } = answer(state);
      assert.deepEqual(outcome, { kind: 'incomplete', missing: ['in_features'] });
      const { message = '', length } = reports['in_features']?.problem ?? {};
      assert.match(message, /^the weights would be \S+ million numbers; up to 10 million are drawn here$/);
      assert.equal(length, parameters.in_features.length);
    }
  });

  it('are left to the host by the page where they are many', () => {
    const state = (features: string) => ({
      ...stateOf({}),
      parameters: { in_features: features, num_classes: '3' },
    });
    assert.equal(answerInPage(state('2'), 1)?.outcome.kind, 'value');
    assert.equal(answerInPage(state('100000'), 1), undefined);
  });
});
