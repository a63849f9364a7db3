import assert from 'node:assert/strict';
import { lossForms } from '../../src/playground/lossForms';
import { searchLosses } from '../../webview/lossSearch';

function names(query: string): readonly string[] {
  return searchLosses(lossForms(), query).flatMap(({ losses }) => losses.map(({ name }) => name));
}

describe('searching losses', () => {
  it('finds all of them, grouped by task, without a query', () => {
    const groups = searchLosses(lossForms(), ' ');
    const all = lossForms().map(({ name }) => name);
    assert.deepEqual([...names('')].sort(), all.sort());
    assert.equal(new Set(groups.map(({ label }) => label)).size, groups.length);
    for (const { label, losses } of groups) for (const loss of losses) assert.equal(loss.task, label);
  });

  for (const [query, first] of [
    ['mse', 'MSELoss'],
    ['MSELoss', 'MSELoss'],
    ['cross_entropy', 'CrossEntropyLoss'],
    ['cross ent', 'CrossEntropyLoss'],
    ['smooth', 'SmoothL1Loss'],
    ['bcewl', 'BCEWithLogitsLoss'],
    ['l1', 'L1Loss'],
    ['nll', 'NLLLoss'],
    ['multi-label logits', 'BCEWithLogitsLoss'],
  ] as const) {
    it(`finds ${first} first for "${query}"`, () => assert.equal(names(query)[0], first));
  }

  it('finds losses by their capitals', () => {
    const groups = searchLosses(lossForms(), 'ce');
    assert.ok(groups.some(({ losses }) => losses[0]?.name === 'CrossEntropyLoss'));
  });

  it('wants every word to be there', () => {
    assert.ok(names('loss').length > 3);
    assert.deepEqual(names('mse zzz'), []);
  });

  it('finds words of the task', () => {
    assert.ok(names('regression').includes('MSELoss'));
    assert.ok(!names('regression').slice(0, 3).includes('CrossEntropyLoss'));
  });
});
