import assert from 'node:assert/strict';
import { applyEdit, initialState } from '../../src/playground/playgroundEdits';
import { mostPinned, ResultHistory } from '../../src/playground/resultHistory';
import { PlaygroundSession } from '../../src/playground/session';
import type { PlaygroundState } from '../../src/protocol/messages';

const session = new PlaygroundSession();

function withInput(state: PlaygroundState, text: string): PlaygroundState {
  return applyEdit(state, { type: 'setInput', name: 'input', text, dtype: 'auto', revision: 0 });
}

function withLoss(state: PlaygroundState, loss: string): PlaygroundState {
  return applyEdit(state, { type: 'chooseLoss', loss, revision: 0 });
}

describe('the history of results', () => {
  let history: ResultHistory;
  let changes = 0;
  /** Four predictions of their own: no other loss's example takes their place. */
  const typed = withInput(initialState(), '[1, 2, 3, 4]');

  function open(kept: unknown = [], pause?: number): void {
    history = new ResultHistory({ kept, onChange: () => changes++, ...(pause !== undefined && { pause }) });
    changes = 0;
  }

  function see(state: PlaygroundState, time = 1): void {
    history.take(state, session.answer(state, 0), time);
  }

  /** Sees states, each until it has settled. */
  function settle(...states: readonly PlaygroundState[]): void {
    for (const state of states) {
      see(state);
      history.settle();
    }
  }

  const pin = (id: number, pinned: boolean) => history.edit({ type: 'pinResult', id, pinned });
  const losses = () => history.shown.map(({ setting }) => setting.loss);
  const values = () => history.shown.map(({ value }) => value);

  beforeEach(() => open());
  afterEach(() => history.dispose());

  it('takes a result up when no other one follows', async () => {
    const settled = new Promise<void>((resolve) => {
      history = new ResultHistory({ kept: [], onChange: resolve, pause: 1 });
    });
    see(initialState(), 5);
    assert.deepEqual(history.shown, []);
    await settled;
    const setting = { loss: 'MSELoss', parameters: {} };
    assert.deepEqual(history.shown, [
      { id: 1, setting, value: '0.2875000834465027', time: 5, pinned: false, restorable: true },
    ]);
  });

  it('takes of what is typed only the last, and that at once where another loss is chosen', () => {
    see(withInput(typed, '[1, 2, 3, 5'));
    see(withInput(typed, '[1, 2, 3, 5]'));
    see(withInput(typed, '[1, 2, 3, 6]'));
    assert.deepEqual(losses(), []);
    see(withLoss(withInput(typed, '[1, 2, 3, 6]'), 'L1Loss'));
    assert.deepEqual(losses(), ['MSELoss']);
    history.settle();
    history.settle();
    assert.deepEqual(losses(), ['L1Loss', 'MSELoss']);
  });

  it('has no errors and nothing that is half typed', () => {
    settle(withInput(typed, '[1, 2'), withInput(typed, '[1, 2, 3]'));
    assert.deepEqual(history.shown, []);
  });

  it('has each state once, where it came last', () => {
    settle(typed, withInput(typed, '[0, 0, 0, 0]'));
    const [zeros, ones] = values();
    pin(1, true);
    settle(typed);
    assert.deepEqual(values(), [ones, zeros]);
    assert.deepEqual(
      history.shown.map(({ id, pinned }) => [id, pinned]),
      [
        [1, true],
        [2, false],
      ],
    );
  });

  it('restores loss, parameters and inputs, and leaves alone what belongs to others', () => {
    const huber = withLoss(typed, 'HuberLoss');
    const before = applyEdit(huber, { type: 'setParameter', name: 'delta', text: '0.5', revision: 0 });
    settle({ ...before, tab: 'curve' });
    const other: PlaygroundState = {
      ...initialState(),
      parameters: { margin: '2', delta: '3' },
      inputs: { ...initialState().inputs, input1: { text: '[7]', dtype: 'auto' } },
      tab: 'steps',
    };
    const restored = history.restored(1, other);
    assert.equal(restored?.loss, 'HuberLoss');
    assert.deepEqual(restored.parameters, { margin: '2', delta: '0.5' });
    assert.equal(restored.inputs['input']?.text, '[1, 2, 3, 4]');
    assert.equal(restored.inputs['input1']?.text, '[7]');
    assert.equal(restored.tab, 'steps');
    assert.equal(history.restored(99, other), undefined);
  });

  it('keeps thirty, and the pinned ones besides', () => {
    settle(typed);
    pin(1, true);
    settle(...Array.from({ length: 40 }, (_, index) => withInput(typed, `[1, 2, 3, ${index + 10}]`)));
    assert.equal(history.shown.length, 31);
    assert.equal(history.shown.at(-1)?.id, 1);
    pin(1, false);
    assert.equal(history.shown.length, 30);
    assert.ok(history.shown.every(({ id }) => id !== 1));
  });

  it('pins no more than fifty', () => {
    for (let id = 1; id <= mostPinned; id++) {
      settle(withInput(typed, `[1, 2, 3, ${id}]`));
      assert.ok(pin(id, true));
    }
    settle(typed);
    assert.ok(!pin(mostPinned + 1, true));
    assert.equal(history.shown.filter(({ pinned }) => pinned).length, mostPinned);
    assert.ok(pin(1, false));
    assert.ok(pin(mostPinned + 1, true));
  });

  it('removes one, or all that are not pinned', () => {
    settle(typed, withInput(typed, '[0, 0, 0, 0]'), withInput(typed, '[5, 5, 5, 5]'));
    history.edit({ type: 'removeResult', id: 2 });
    assert.deepEqual(
      history.shown.map(({ id }) => id),
      [3, 1],
    );
    pin(1, true);
    history.edit({ type: 'clearResults' });
    assert.deepEqual(
      history.shown.map(({ id }) => id),
      [1],
    );
  });

  it('lists what is too large to be kept, without its text', () => {
    const many = `[${'1, '.repeat(10_000)}]`;
    const target = { text: many, dtype: 'auto' } as const;
    settle({ ...withInput(typed, many), inputs: { input: { text: many, dtype: 'auto' }, target } });
    assert.deepEqual(values(), ['0.0']);
    assert.equal(history.shown[0]?.restorable, false);
    assert.equal(history.restored(1, typed), undefined);
    assert.ok(JSON.stringify(history.kept).length < 1000);
  });

  it('outlives the window, as far as it can be read', () => {
    settle(typed, withInput(typed, '[0, 0, 0, 0]'));
    pin(2, true);
    const kept: unknown = JSON.parse(JSON.stringify(history.kept));
    const { shown } = history;
    open(kept);
    assert.deepEqual(history.shown, shown);
    settle(withInput(typed, '[9, 9, 9, 9]'));
    assert.equal(history.shown[0]?.id, 3);
    assert.equal(changes, 1);
    open([{ shown: { ...shown[0], value: 3 } }]);
    assert.deepEqual(history.shown, []);
  });
});
