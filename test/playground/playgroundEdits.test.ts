import assert from 'node:assert/strict';
import { losses } from '#losses';
import { applyEdit, initialState, restoredState } from '../../src/playground/playgroundEdits';
import { PlaygroundSession } from '../../src/playground/session';
import type { PlaygroundState } from '../../src/protocol/messages';
import { examplesOf } from '../../src/engine/examples';

const revision = 1;
const mse = losses.find(({ name }) => name === 'MSELoss') ?? assert.fail('no MSELoss');
const other = losses.find(({ name }) => name === 'BCEWithLogitsLoss') ?? assert.fail('no BCEWithLogitsLoss');

function texts(state: PlaygroundState): Record<string, string> {
  return Object.fromEntries(Object.entries(state.inputs).map(([name, { text }]) => [name, text]));
}

function pick(all: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

describe('edits of the playground', () => {
  it('begin with an example', () => {
    const state = initialState();
    assert.equal(state.loss, 'MSELoss');
    assert.deepEqual(texts(state), examplesOf(mse)[0]?.inputs);
    for (const loss of losses) assert.deepEqual(texts(initialState(loss)), examplesOf(loss)[0]?.inputs);
  });

  it('set and reset a parameter', () => {
    const set = applyEdit(initialState(), {
      type: 'setParameter',
      name: 'reduction',
      text: "'sum'",
      revision,
    });
    assert.deepEqual(set.parameters, { reduction: "'sum'" });
    const reset = applyEdit(set, { type: 'setParameter', name: 'reduction', text: null, revision });
    assert.deepEqual(reset.parameters, {});
  });

  it('set an input and keep what it is called in the code', () => {
    const from: PlaygroundState = {
      ...initialState(),
      inputs: { input: { text: '1', dtype: 'auto', nameInCode: 'logits' } },
    };
    const { inputs } = applyEdit(from, {
      type: 'setInput',
      name: 'input',
      text: '[2]',
      dtype: 'float16',
      revision,
    });
    assert.deepEqual(inputs, { input: { text: '[2]', dtype: 'float16', nameInCode: 'logits' } });
  });

  it('take an input out of its file by typing, not by choosing a dtype', () => {
    const file = { path: '/data/x.npy', array: '' };
    const from: PlaygroundState = {
      ...initialState(),
      inputs: { input: { text: '', dtype: 'auto', file } },
    };
    const chosen = applyEdit(from, { type: 'setDType', name: 'input', dtype: 'float16', revision });
    assert.deepEqual(chosen.inputs['input'], { text: '', dtype: 'float16', file });
    const typed = applyEdit(from, { type: 'setInput', name: 'input', text: '1', dtype: 'auto', revision });
    assert.deepEqual(typed.inputs['input'], { text: '1', dtype: 'auto' });
  });

  it('keep tensors in files when the loss changes', () => {
    const file = { path: '/data/x.npy', array: '' };
    const inputs = { input: { text: '', dtype: 'auto', file } as const };
    const state = applyEdit(
      { ...initialState(), inputs },
      { type: 'chooseLoss', loss: other.name, revision },
    );
    assert.deepEqual(state.inputs, inputs);
  });

  it('take an example of the new loss in place of an untouched one', () => {
    const state = applyEdit(initialState(), { type: 'chooseLoss', loss: other.name, revision });
    assert.equal(state.loss, other.name);
    assert.deepEqual(texts(state), examplesOf(other)[0]?.inputs);
  });

  it('take no parameter of an untouched example along to another loss', () => {
    const session = new PlaygroundSession();
    for (const from of losses) {
      for (const [index] of examplesOf(from).entries()) {
        const example = applyEdit(initialState(from), { type: 'loadExample', index, revision });
        for (const to of losses) {
          if (to === from) continue;
          const state = applyEdit(example, { type: 'chooseLoss', loss: to.name, revision });
          assert.deepEqual(
            state.parameters,
            initialState(to).parameters,
            `${from.name} ${index}: ${to.name}`,
          );
          if (index === 0) assert.equal(session.answer(state, revision).outcome.kind, 'value');
        }
      }
    }
  });

  it('keep what was typed when losses with other inputs are looked at in between', () => {
    const typed = applyEdit(initialState(), {
      type: 'setInput',
      name: 'input',
      text: '[1, 2, 3, 4]',
      dtype: 'auto',
      revision,
    });
    const path = ['CTCLoss', 'TripletMarginLoss', 'AdaptiveLogSoftmaxWithLoss', 'L1Loss'];
    const state = path.reduce<PlaygroundState>(
      (at, loss) => applyEdit(at, { type: 'chooseLoss', loss, revision }),
      typed,
    );
    assert.equal(state.loss, 'L1Loss');
    assert.deepEqual(pick(texts(state), ['input', 'target']), texts(typed));
    const triplet = applyEdit(initialState(), { type: 'chooseLoss', loss: 'TripletMarginLoss', revision });
    const moved = applyEdit(triplet, {
      type: 'setInput',
      name: 'anchor',
      text: '[[9.0, 9.0]]',
      dtype: 'auto',
      revision,
    });
    const back = applyEdit(moved, { type: 'chooseLoss', loss: other.name, revision });
    assert.deepEqual(pick(texts(back), ['input', 'target']), examplesOf(other)[0]?.inputs);
    assert.equal(
      applyEdit(back, { type: 'chooseLoss', loss: 'TripletMarginLoss', revision }).inputs['anchor']?.text,
      '[[9.0, 9.0]]',
    );
  });

  it('take an example of a loss that has nothing yet, whatever weights another has', () => {
    const weights = { 'head.weight': { text: '[[1.0]]', dtype: 'auto' } } as const;
    const entered = { ...initialState(), loss: 'AdaptiveLogSoftmaxWithLoss', inputs: weights };
    const state = applyEdit(entered, { type: 'chooseLoss', loss: other.name, revision });
    assert.deepEqual(texts(state), examplesOf(other)[0]?.inputs);
  });

  it('take no choice along that the other loss does not have', () => {
    const typed = { ...initialState(), parameters: { reduction: 'batchmean', margin: '2' } };
    const from = {
      ...typed,
      loss: 'KLDivLoss',
      inputs: { ...typed.inputs, input: { text: '[1]', dtype: 'auto' } },
    } as const;
    const to = (loss: string) => applyEdit(from, { type: 'chooseLoss', loss, revision }).parameters;
    assert.deepEqual(to('MSELoss'), { margin: '2' });
    assert.deepEqual(
      applyEdit(
        { ...from, parameters: { reduction: 'sum' } },
        { type: 'chooseLoss', loss: 'MSELoss', revision },
      ).parameters,
      { reduction: 'sum' },
    );
  });

  it('keep what was typed when the loss changes', () => {
    const typed = applyEdit(initialState(), {
      type: 'setInput',
      name: 'target',
      text: '[1',
      dtype: 'auto',
      revision,
    });
    const state = applyEdit(typed, { type: 'chooseLoss', loss: other.name, revision });
    assert.equal(state.loss, other.name);
    assert.deepEqual(texts(state), texts(typed));
  });

  it('load an example with its parameters in place of those of this loss', () => {
    const index = examplesOf(mse).findIndex(({ parameters }) => parameters['reduction'] === 'none');
    const before = { ...initialState(), parameters: { size_average: 'False', margin: '2' } };
    const state = applyEdit(before, { type: 'loadExample', index, revision });
    assert.deepEqual(state.parameters, { margin: '2', reduction: 'none' });
    assert.deepEqual(texts(state), examplesOf(mse)[index]?.inputs);
  });

  it('change nothing for a loss or an example that does not exist', () => {
    const state = initialState();
    assert.deepEqual(applyEdit(state, { type: 'chooseLoss', loss: 'NoSuchLoss', revision }), state);
    assert.deepEqual(applyEdit(state, { type: 'loadExample', index: 99, revision }), state);
  });

  it('restore what was kept, unless its loss is gone', () => {
    const kept: PlaygroundState = { ...initialState(other), tab: 'elements' };
    assert.deepEqual(restoredState(kept), kept);
    assert.deepEqual(restoredState({ ...kept, loss: 'NoSuchLoss' }), initialState());
    assert.deepEqual(restoredState(undefined), initialState());
  });
});
