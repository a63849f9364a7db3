import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { lossByName, losses } from '../../src/engine/evaluate';
import { initialState } from '../../src/playground/playgroundEdits';
import { stateOfText, textOfState, type StateText } from '../../src/playground/sharedState';
import type { PlaygroundState } from '../../src/protocol/messages';
import { sharedStart } from '../../src/protocol/sharedText';
import type { ViewSettings } from '../../src/protocol/viewSettings';

const state: PlaygroundState = {
  ...initialState(),
  loss: 'HuberLoss',
  parameters: { reduction: 'sum', delta: '2.5' },
  inputs: {
    input: { text: '[1.0, 2.0]  # ünï', dtype: 'float64', nameInCode: 'y_pred' },
    target: { text: '[1,\n oops', dtype: 'auto' },
  },
  tab: 'elements',
};
const pack = (value: unknown) =>
  sharedStart +
  deflateRawSync(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** The text of a state that has one. */
async function textOf(shared: PlaygroundState): Promise<string> {
  const made = await textOfState(shared);
  return 'text' in made ? made.text : assert.fail(made.problem);
}

function problemOf(made: StateText): string {
  return 'problem' in made ? made.problem : assert.fail('there is a text');
}

describe('a shared playground', () => {
  it('comes back from its text, whatever stands around it', async () => {
    const text = await textOf(state);
    assert.match(text, /^loss-playground:1:[\w-]+$/);
    assert.ok(text.length < 400, `${text.length} characters`);
    assert.deepEqual(stateOfText(text), state);
    assert.deepEqual(stateOfText(`Look at this!\n> ${text}.\nOdd?`), state);
  });

  it('brings every loss back, with what was chosen in the tabs', async () => {
    const views: Required<ViewSettings> = {
      curve: {
        loss: 'MSELoss',
        input: 'target',
        at: 3,
        range: { low: -0.5, high: 1e-7 },
        other: { loss: 'L1Loss', parameters: { reduction: 'sum' } },
      },
      descend: {
        loss: 'MSELoss',
        inputs: ['input', 'target'],
        learningRate: '0,1',
        momentum: '',
        steps: '9',
        at: 4,
        logarithmic: true,
      },
      compare: { settings: [{ loss: 'HuberLoss', parameters: { delta: '“' } }] },
    };
    for (const loss of losses) {
      const shared: PlaygroundState = { ...initialState(loss), tab: 'compare', views };
      assert.deepEqual(stateOfText(await textOf(shared)), shared, loss.name);
    }
    const weights = { 'linear.weight': { text: '[[1.0]]', dtype: 'auto' } } as const;
    const trained = initialState(lossByName('LinearCrossEntropyLoss'));
    const shared = { ...trained, inputs: { ...trained.inputs, ...weights } };
    assert.deepEqual(stateOfText(await textOf(shared)), shared);
  });

  it('has what its loss takes, and nothing else', async () => {
    const more: PlaygroundState = {
      ...state,
      parameters: { ...state.parameters, label_smoothing: '0.1' },
      inputs: { ...state.inputs, anchor: { text: 'secret', dtype: 'auto' } },
    };
    assert.deepEqual(stateOfText(await textOf(more)), state);
  });

  it('is not made of a tensor that stays in its file', async () => {
    const file = { path: '/data/x.npy', array: '' };
    const inputs = { ...state.inputs, input: { text: '', dtype: 'auto', file } } as const;
    assert.match(problemOf(await textOfState({ ...state, inputs })), /stays in its file/);
  });

  it('is not made where its text could not be opened again', async () => {
    const input = { text: '[' + '1.5, '.repeat(4_100_000), dtype: 'auto' } as const;
    assert.match(problemOf(await textOfState({ ...state, inputs: { ...state.inputs, input } })), /too long/);
  });

  it('is none where the text is cut, changed, or says what a state cannot be', async () => {
    const text = await textOf(state);
    assert.equal(stateOfText(text.slice(0, -10)), undefined);
    assert.equal(stateOfText(text.replace(/.$/, '')), undefined);
    assert.equal(stateOfText('[1.0, 2.0]'), undefined);
    assert.equal(stateOfText(sharedStart), undefined);
    assert.equal(stateOfText(pack('[')), undefined);
    assert.equal(stateOfText(pack({ ...state, version: 2 })), undefined);
    assert.equal(stateOfText(pack({ ...state, loss: 'NoLoss' })), undefined);
    assert.equal(stateOfText(pack({ ...state, inputs: { input: 5 } })), undefined);
    const file = { path: '/etc/passwd', array: '' };
    assert.equal(
      stateOfText(pack({ ...state, inputs: { input: { text: '', dtype: 'auto', file } } })),
      undefined,
    );
  });

  it('is none where a short text would fill the memory', () => {
    const large = (length: number) => stateOfText(pack({ ...state, tab: ' '.repeat(length) }));
    assert.equal(large(1_000_000)?.tab.length, 1_000_000);
    assert.equal(large(30_000_000), undefined);
  });
});
