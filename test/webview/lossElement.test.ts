import assert from 'node:assert/strict';
import { lossByName, losses } from '../../src/engine/evaluate';
import { initialState } from '../../src/playground/playgroundEdits';
import { PlaygroundSession } from '../../src/playground/session';
import { lossElement } from '../../webview/loss/lossElement';

describe('the element of the loss that an element of an input belongs to', () => {
  const of = (loss: string, input: string, shape: number[], at: number, output: number[]) =>
    lossElement(lossByName(loss)?.shapes ?? assert.fail(loss), input, { shape, at }, output);

  it('is the one at its place, without the dimensions that the loss lacks', () => {
    assert.equal(of('MSELoss', 'input', [2, 3], 4, [2, 3]), 4);
    assert.equal(of('CrossEntropyLoss', 'input', [2, 3], 4, [2]), 1);
    assert.equal(of('CrossEntropyLoss', 'input', [3], 2, []), 0);
    // [1, 2, 3] of the scores belongs to [1, 3] of the losses.
    assert.equal(of('CrossEntropyLoss', 'input', [2, 3, 4], 12 + 8 + 3, [2, 4]), 7);
    assert.equal(of('CrossEntropyLoss', 'target', [2, 3], 4, [2]), 1);
    assert.equal(of('TripletMarginLoss', 'negative', [2, 3], 5, [2]), 1);
    assert.equal(of('CTCLoss', 'log_probs', [5, 2, 4], 2 * 8 + 4 + 1, [2]), 1);
  });

  it('is not told for what is broadcast, and for weights', () => {
    assert.equal(of('MSELoss', 'input', [3], 1, [2, 3]), undefined);
    assert.equal(of('MSELoss', 'input', [1, 3], 1, [2, 3]), undefined);
    assert.equal(of('LinearCrossEntropyLoss', 'linear.weight', [5, 4], 1, [3]), undefined);
  });

  it('is told for the first input of each loss', () => {
    for (const loss of losses) {
      const { outcome } = new PlaygroundSession().answer(initialState(loss), 1);
      assert.ok(outcome.kind === 'value');
      const name = loss.inputs[0]?.name ?? '';
      const gradient = outcome.gradients[name];
      assert.ok(gradient && outcome.elements, loss.name);
      const last = { shape: gradient.shape, at: gradient.data.length - 1 };
      const element = lossElement(loss.shapes, name, last, outcome.elements.shape);
      assert.equal(element, outcome.elements.data.length - 1, loss.name);
    }
  });
});
