import assert from 'node:assert/strict';
import { lossByName } from '../../src/engine/evaluate';
import { expectedShapes } from '../../webview/inputs/expectedShapes';

describe('the shapes that a loss expects', () => {
  const of = (loss: string, input: string): string =>
    expectedShapes(lossByName(loss)?.shapes ?? assert.fail(loss), input);

  it('are written as Python writes them, each once', () => {
    assert.equal(of('MSELoss', 'input'), '(*)');
    assert.equal(of('CrossEntropyLoss', 'input'), '(N, C) or (C,) or (N, C, *)');
    assert.equal(of('CrossEntropyLoss', 'target'), '(N,) or () or (N, *) or (N, C) or (C,) or (N, C, *)');
  });
});
