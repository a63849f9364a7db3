import assert from 'node:assert/strict';
import { EditHistory, typedField, type EditHistoryOptions } from '../../src/playground/editHistory';
import { applyEdit, type PlaygroundEdit } from '../../src/playground/playgroundEdits';
import type { PlaygroundState } from '../../src/protocol/messages';

const empty: PlaygroundState = { version: 1, loss: 'MSELoss', parameters: {}, inputs: {}, tab: 'gradient' };

/** A state that is edited, and its history. */
class Edited {
  readonly history: EditHistory;
  state = empty;
  time = 0;

  constructor(options?: EditHistoryOptions) {
    this.history = new EditHistory(options);
  }

  apply(edit: PlaygroundEdit): void {
    const after = applyEdit(this.state, edit);
    this.history.record(this.state, after, typedField(this.state, edit), this.time);
    this.state = after;
  }

  /** Types a text into an input, a character at a time, so many milliseconds apart. */
  type(name: string, text: string, apart = 100): void {
    for (let length = 1; length <= text.length; length++) {
      this.time += apart;
      this.set(name, text.slice(0, length));
    }
  }

  set(name: string, text: string): void {
    const dtype = this.state.inputs[name]?.dtype ?? 'auto';
    this.apply({ type: 'setInput', name, text, dtype, revision: 1 });
  }

  text(name: string): string | undefined {
    return this.state.inputs[name]?.text;
  }

  undo(): boolean {
    return this.take(this.history.undo(this.state));
  }

  redo(): boolean {
    return this.take(this.history.redo(this.state));
  }

  private take(state: PlaygroundState | undefined): boolean {
    this.state = state ?? this.state;
    return state !== undefined;
  }
}

describe('undoing', () => {
  it('takes typing in one field back as one step, and brings it again', () => {
    const edited = new Edited();
    edited.type('input', '[1, 2]');
    edited.type('target', '3');
    assert.equal(edited.undo(), true);
    assert.deepEqual([edited.text('input'), edited.text('target')], ['[1, 2]', undefined]);
    assert.equal(edited.undo(), true);
    assert.deepEqual(edited.state, empty);
    assert.equal(edited.undo(), false);
    assert.equal(edited.redo(), true);
    assert.equal(edited.redo(), true);
    assert.deepEqual([edited.text('input'), edited.text('target')], ['[1, 2]', '3']);
    assert.equal(edited.redo(), false);
  });

  it('ends a step at a pause', () => {
    const edited = new Edited({ pause: 500 });
    edited.type('input', '12');
    edited.time += 501;
    edited.set('input', '123');
    edited.undo();
    assert.equal(edited.text('input'), '12');
    edited.undo();
    assert.equal(edited.text('input'), undefined);
  });

  it('has pasting, clearing, a dtype and a choice as steps of their own', () => {
    const edited = new Edited();
    edited.type('input', '[1]');
    edited.set('input', '[1, 2, 3, 4, 5, 6, 7, 8, 9]');
    edited.set('input', '');
    edited.apply({ type: 'setInput', name: 'input', text: '', dtype: 'float64', revision: 1 });
    edited.apply({ type: 'setParameter', name: 'reduction', text: 'sum', revision: 1 });
    edited.apply({ type: 'setParameter', name: 'reduction', text: 'none', revision: 1 });
    assert.equal(edited.undo(), true);
    assert.equal(edited.state.parameters['reduction'], 'sum');
    edited.undo();
    assert.equal(edited.state.inputs['input']?.dtype, 'float64');
    edited.undo();
    assert.equal(edited.state.inputs['input'].dtype, 'auto');
    edited.undo();
    assert.equal(edited.text('input'), '[1, 2, 3, 4, 5, 6, 7, 8, 9]');
    edited.undo();
    assert.equal(edited.text('input'), '[1]');
  });

  it('brings back the loss, its parameters and its example together', () => {
    const edited = new Edited();
    edited.apply({ type: 'loadExample', index: 1, revision: 1 });
    edited.apply({ type: 'chooseLoss', loss: 'L1Loss', revision: 2 });
    edited.undo();
    assert.equal(edited.state.loss, 'MSELoss');
    assert.equal(edited.state.parameters['reduction'], 'none');
    edited.undo();
    assert.deepEqual(edited.state, empty);
  });

  it('stays in the tab that is shown', () => {
    const edited = new Edited();
    edited.set('input', '[1, 2, 3]');
    edited.state = { ...edited.state, tab: 'elements' };
    edited.undo();
    assert.equal(edited.state.tab, 'elements');
    edited.redo();
    assert.equal(edited.state.tab, 'elements');
  });

  it('cannot be redone after another edit', () => {
    const edited = new Edited();
    edited.type('input', '1');
    edited.undo();
    assert.equal(edited.history.canRedo, true);
    edited.type('target', '2');
    assert.equal(edited.history.canRedo, false);
    assert.equal(edited.redo(), false);
  });

  it('does not count what changes nothing', () => {
    const edited = new Edited();
    edited.apply({ type: 'chooseLoss', loss: 'MSELoss', revision: 1 });
    assert.equal(edited.history.canUndo, false);
  });

  it('types on in a new step after undoing', () => {
    const edited = new Edited();
    edited.type('input', '12');
    edited.undo();
    edited.type('input', '34');
    edited.undo();
    assert.equal(edited.text('input'), undefined);
    assert.equal(edited.history.canUndo, false);
  });

  it('remembers so many steps and so much text', () => {
    const few = new Edited({ steps: 3 });
    for (let step = 0; step < 10; step++) few.set('input', `${step} `.repeat(30));
    assert.deepEqual([few.undo(), few.undo(), few.undo(), few.undo()], [true, true, true, false]);
    assert.equal(few.text('input'), '6 '.repeat(30));

    const little = new Edited({ characters: 1000 });
    for (const digit of '12345') little.set('input', digit.repeat(400));
    assert.deepEqual([little.undo(), little.undo(), little.undo()], [true, true, false]);
    little.set('input', '9'.repeat(5000));
    little.set('input', '');
    assert.equal(little.undo(), true, 'the latest step, however long');
  });
});
