import assert from 'node:assert/strict';
import { resultWithoutNumbers as result } from '../../src/playground/resultWithoutNumbers';
import type { LossForm, PlaygroundResult, PlaygroundState, ToHost } from '../../src/protocol/messages';
import { PlaygroundModel } from '../../webview/playgroundModel';

function form(name: string): LossForm {
  return {
    name,
    functional: null,
    task: 'regression',
    summary: '',
    whenToUse: '',
    words: [],
    documentation: '',
    inputs: [],
    parameters: [],
    shapes: [],
    examples: [],
    uses: [],
  };
}

const losses = [form('MSELoss'), form('L1Loss')];

const undoable = { undo: false, redo: false };

function stateWith(change: Partial<PlaygroundState> = {}): PlaygroundState {
  return { version: 1, loss: 'MSELoss', parameters: {}, inputs: {}, tab: 'gradient', ...change };
}

function value(loss: number): PlaygroundResult['outcome'] {
  return {
    kind: 'value',
    loss: { dtype: 'float32', shape: [], data: Float32Array.of(loss) },
    printed: `tensor(${loss})`,
    precise: '',
    elements: undefined,
    gradients: {},
    warnings: [],
    reduction: '',
    milliseconds: 0,
  };
}

describe("the webview's copy of the session", () => {
  let posted: ToHost[];
  let changes: number;
  let model: PlaygroundModel;

  beforeEach(() => {
    posted = [];
    changes = 0;
    model = new PlaygroundModel(
      (message) => posted.push(message),
      () => changes++,
    );
    model.receive({ type: 'show', losses, undoable, state: stateWith(), revision: 5 });
  });

  it('knows nothing before the host has answered, and says nothing', () => {
    const fresh = new PlaygroundModel(
      (message) => posted.push(message),
      () => undefined,
    );
    fresh.setInput('input', '1');
    fresh.setTab('elements');
    assert.equal(fresh.state, undefined);
    assert.equal(fresh.form, undefined);
    assert.deepEqual(posted, []);
  });

  it('applies edits at once and numbers them from what the host showed', () => {
    model.setInput('input', '[1]', 'float64');
    model.setInput('input', '[1, 2]');
    model.setParameter('reduction', 'sum');
    model.setParameter('reduction', null);
    assert.deepEqual(posted, [
      { type: 'setInput', name: 'input', text: '[1]', dtype: 'float64', revision: 6 },
      { type: 'setInput', name: 'input', text: '[1, 2]', dtype: 'float64', revision: 7 },
      { type: 'setParameter', name: 'reduction', text: 'sum', revision: 8 },
      { type: 'setParameter', name: 'reduction', text: null, revision: 9 },
    ]);
    assert.deepEqual(model.input('input'), { text: '[1, 2]', dtype: 'float64' });
    assert.deepEqual(model.state?.parameters, {});
    assert.equal(changes, 5);
  });

  it('keeps what an input is called in the code while its text changes', () => {
    const inputs = { input: { text: '1', dtype: 'auto', nameInCode: 'y_pred' } } as const;
    model.receive({ type: 'show', losses, undoable, state: stateWith({ inputs }), revision: 6 });
    model.setInput('input', '12');
    assert.equal(model.input('input').nameInCode, 'y_pred');
  });

  it('puts edits on top of an echo that does not have them yet', () => {
    model.setInput('input', '1');
    model.setInput('input', '12');
    const echo = stateWith({
      inputs: { input: { text: '1', dtype: 'auto' }, target: { text: '7', dtype: 'auto' } },
    });
    model.receive({ type: 'show', losses, undoable, state: echo, revision: 6 });
    assert.equal(model.input('input').text, '12');
    assert.equal(model.input('target').text, '7');
    model.setInput('input', '123');
    assert.deepEqual(posted.at(-1), {
      type: 'setInput',
      name: 'input',
      text: '123',
      dtype: 'auto',
      revision: 8,
    });
  });

  it('puts edits on top of what the host changes meanwhile under the same revision', () => {
    model.setInput('input', 'mine');
    const theirs = stateWith({
      inputs: { input: { text: '', dtype: 'auto' }, target: { text: 'from the editor', dtype: 'auto' } },
    });
    model.receive({ type: 'show', losses, undoable, state: theirs, revision: 6, seen: 0 });
    assert.equal(model.input('input').text, 'mine');
    assert.equal(model.input('target').text, 'from the editor');
    model.receive({ type: 'result', result: result(6, value(1)) });
    model.setInput('input', 'mine!');
    const both = stateWith({ inputs: { ...theirs.inputs, input: { text: 'mine', dtype: 'auto' } } });
    model.receive({ type: 'show', losses, undoable, state: both, revision: 7, seen: 6 });
    assert.equal(model.input('input').text, 'mine!');
    model.setInput('input', 'mine!!');
    const revisions = posted.map((message) => 'revision' in message && message.revision);
    assert.deepEqual(revisions, [6, 7, 8]);
    const settled = stateWith({ inputs: { input: { text: 'theirs', dtype: 'auto' } } });
    model.receive({ type: 'show', losses, undoable, state: settled, revision: 9, seen: 8 });
    assert.equal(model.input('input').text, 'theirs');
  });

  it('shows the newest result, and keeps the last numbers while there are none', () => {
    model.setInput('input', '1');
    assert.equal(model.pending, true);
    model.receive({ type: 'result', result: result(6, value(1)) });
    assert.equal(model.pending, false);
    model.setInput('input', '1,');
    model.receive({ type: 'result', result: result(7, { kind: 'incomplete', missing: ['input'] }) });
    assert.equal(model.result?.outcome.kind, 'incomplete');
    assert.equal(model.value?.printed, 'tensor(1)');
    model.receive({ type: 'result', result: result(6, value(2)) });
    assert.deepEqual([model.result.revision, model.value.printed], [7, 'tensor(1)']);
  });

  it('drops the result with its loss, and results of the old loss that come late', () => {
    model.receive({ type: 'result', result: result(5, value(1)) });
    model.chooseLoss('L1Loss');
    assert.equal(model.form?.name, 'L1Loss');
    const shown = () => model.value?.printed;
    assert.equal(shown(), undefined);
    model.receive({ type: 'result', result: result(5, value(1)) });
    assert.equal(shown(), undefined);
    model.receive({ type: 'result', result: result(6, value(3)) });
    assert.equal(shown(), 'tensor(3)');
  });

  it('takes what the page itself says of typed text, under the formula that the host sent, until the host answers', () => {
    const formula = { svg: '<svg/>', words: 'mean' };
    const foreseen = new PlaygroundModel(
      (message) => posted.push(message),
      () => changes++,
      (state, revision) => result(revision, value(Number(state.inputs['input']?.text))),
    );
    foreseen.receive({ type: 'show', losses, undoable, state: stateWith(), revision: 5 });
    foreseen.setInput('input', '1');
    assert.equal(foreseen.result, undefined, 'there is no formula yet');
    foreseen.receive({ type: 'result', result: { ...result(6, value(1)), formula } });
    foreseen.setInput('input', '2');
    assert.deepEqual(foreseen.result, { ...result(7, value(2)), formula });
    assert.equal(foreseen.pending, false);
    foreseen.receive({ type: 'result', result: { ...result(6, value(1)), formula } });
    assert.deepEqual(foreseen.value, value(2), 'an answer to older text comes too late');
    foreseen.receive({ type: 'show', losses, undoable, state: stateWith(), revision: 6 });
    assert.equal(foreseen.input('input').text, '2', 'the host has not seen it yet');
    foreseen.receive({ type: 'result', result: result(7, value(3)) });
    assert.deepEqual(foreseen.result, result(7, value(3)));
    // what an example holds the host alone knows
    foreseen.loadExample(1);
    assert.equal(foreseen.pending, true);
    // what a loss draws may take long
    const weights = [{ name: 'weight', shape: [5000, 1000] }];
    foreseen.receive({ type: 'result', result: { ...result(8, value(4)), weights } });
    foreseen.setInput('input', '5');
    assert.equal(foreseen.pending, true);
  });

  it('is busy until the result comes, and not for a computation that is already answered', () => {
    model.setInput('input', '1');
    model.receive({ type: 'busy', revision: 6, what: 'Reading input' });
    assert.equal(model.busy?.what, 'Reading input');
    model.receive({ type: 'result', result: result(6, { kind: 'cancelled' }) });
    assert.equal(model.busy, undefined);
    model.receive({ type: 'busy', revision: 5, what: 'Reading input' });
    assert.equal(model.busy, undefined);
    model.computeAgain();
    assert.deepEqual(posted.at(-1), { type: 'chooseLoss', loss: 'MSELoss', revision: 7 });
  });

  it('asks to undo and to redo only where there is something', () => {
    model.undo();
    model.redo();
    assert.deepEqual(posted, []);
    model.setInput('input', '1');
    assert.deepEqual(model.undoable, { undo: true, redo: false });
    model.undo();
    const afterUndo = { undo: false, redo: true };
    model.receive({ type: 'show', losses, undoable: afterUndo, state: stateWith(), revision: 7 });
    assert.equal(model.input('input').text, '');
    model.undo();
    model.redo();
    assert.deepEqual(posted.slice(1), [{ type: 'undo' }, { type: 'redo' }]);
  });

  it('clears a tensor in a file, and changes only its dtype', () => {
    const file = { path: '/data/x.npy', array: '' };
    const inputs = { input: { text: '', dtype: 'auto', file } } as const;
    model.receive({ type: 'show', losses, undoable, state: stateWith({ inputs }), revision: 6 });
    model.setDType('input', 'float16');
    assert.deepEqual(model.input('input'), { text: '', dtype: 'float16', file });
    model.setDType('input', 'float16');
    model.setInput('input', '');
    assert.deepEqual(model.input('input'), { text: '', dtype: 'float16' });
    assert.deepEqual(posted, [
      { type: 'setDType', name: 'input', dtype: 'float16', revision: 7 },
      { type: 'setInput', name: 'input', text: '', dtype: 'float16', revision: 8 },
    ]);
  });

  it('says why an input was not filled until it is asked again or changed', () => {
    const problem = { type: 'inputProblem', name: 'input', text: 'a.npy is gone' } as const;
    const input = { text: '7', dtype: 'auto' } as const;
    model.receive({ type: 'show', losses, undoable, state: stateWith({ inputs: { input } }), revision: 6 });
    model.receive(problem);
    assert.equal(model.inputProblem('input'), 'a.npy is gone');
    model.setInput('target', '1');
    assert.equal(model.inputProblem('input'), 'a.npy is gone');
    const inputs = { input: { ...input }, target: { text: '2', dtype: 'auto' } } as const;
    model.receive({ type: 'show', losses, undoable, state: stateWith({ inputs }), revision: 8 });
    assert.equal(model.inputProblem('input'), 'a.npy is gone');
    model.setInput('input', '1');
    assert.equal(model.inputProblem('input'), undefined);
    model.receive(problem);
    model.inputFromFile('input');
    assert.equal(model.inputProblem('input'), undefined);
    model.inputFromDrop('input', { uri: 'file:///a.npy' });
    model.inputFromDrop('input', { fileName: 'a.npy', bytes: Uint8Array.of(7) });
    assert.deepEqual(posted.slice(2), [
      { type: 'inputFromFile', name: 'input' },
      { type: 'inputFromUri', name: 'input', uri: 'file:///a.npy' },
      { type: 'inputFromBytes', name: 'input', fileName: 'a.npy', bytes: Uint8Array.of(7) },
    ]);
  });

  it('says nothing of an edit that changes nothing', () => {
    model.setInput('input', '');
    model.setParameter('reduction', null);
    assert.deepEqual(posted, []);
    assert.equal(model.undoable.undo, false);
  });

  it('says that a tab was chosen only when it was another one', () => {
    model.setTab('gradient');
    assert.equal(posted.length, 0);
    model.setTab('elements');
    assert.deepEqual(posted, [{ type: 'setTab', tab: 'elements' }]);
    assert.equal(model.state?.tab, 'elements');
  });

  it('keeps formulas and weights when a computation is cancelled, and nothing that was computed', () => {
    const formula = { svg: '<svg/>', words: 'a formula' };
    const weights = [{ name: 'linear.weight', shape: [3, 2] }];
    const whole = { ...result(6, value(1)), formula, gradientFormula: formula, weights, code: 'loss()' };
    model.receive({ type: 'result', result: whole });
    model.receive({ type: 'result', result: result(7, { kind: 'cancelled' }) });
    assert.equal(model.result?.outcome.kind, 'cancelled');
    assert.deepEqual([model.result.formula, model.result.gradientFormula], [formula, formula]);
    assert.deepEqual(model.result.weights, weights);
    assert.equal(model.result.code, '');
  });
});
