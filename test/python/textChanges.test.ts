import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fewer, type TextChange } from '../../src/python/textChanges';
import { facts } from './facts';
import { openPython } from './openPython';

function changed(text: string, changes: readonly TextChange[]): string {
  let result = text;
  for (const { offset, length, text: by } of changes)
    result = result.slice(0, offset) + by + result.slice(offset + length);
  return result;
}

describe('changes of a text', () => {
  it('come to the same in few', () => {
    const text = Array.from({ length: 400 }, (_, i) => String(i % 10)).join('');
    const places = fc.uniqueArray(fc.tuple(fc.nat(399), fc.nat(3), fc.constantFrom('', 'a', 'bcd')), {
      selector: ([offset]) => offset,
      maxLength: 60,
    });
    fc.assert(
      fc.property(places, (found) => {
        const all = [...found].sort(([a], [b]) => b - a);
        const changes = all.map(([offset, length, by], index): TextChange => {
          const before = all[index - 1]?.[0] ?? text.length;
          return { offset, length: Math.min(length, before - offset), text: by };
        });
        const few = fewer(text, changes);
        assert.equal(changed(text, few), changed(text, changes));
        assert.equal(few.length, Math.min(16, changes.length));
        const ends = few.map(({ offset, length }) => offset + length);
        assert.ok(few.every(({ offset }, index) => (ends[index + 1] ?? 0) <= offset));
      }),
    );
  });

  it('keep what is between those that are far from each other', () => {
    const text = 'x'.repeat(1000);
    const changes = Array.from({ length: 20 }, (_, i) => ({ offset: 900 - 2 * i, length: 1, text: 'yy' }));
    const few = fewer(text, [...changes, { offset: 3, length: 1, text: '' }]);
    assert.deepEqual(few.at(-1), { offset: 3, length: 1, text: '' });
    const replaced = few.reduce((sum, { length }) => sum + length, 0);
    assert.ok(replaced < 40, String(replaced));
  });

  it('are left as they are in another order', () => {
    const changes = Array.from({ length: 20 }, (_, i) => ({ offset: i, length: 1, text: 'y' }));
    assert.equal(fewer('x'.repeat(30), changes), changes);
  });

  it('lead to the same document, however many there are', async () => {
    const line = 'loss = nn.MSELoss()(x, y)\ndef f(x):\n    return [x, loss]\n';
    const document = await openPython(`import torch.nn as nn\n${line.repeat(300)}`);
    const places = [...document.text.matchAll(/loss/g)].reverse();
    assert.equal(places.length, 600);
    document.update(places.map(({ index }) => ({ offset: index, length: 4, text: 'losses' })));
    await document.ready();
    const fresh = await openPython(`import torch.nn as nn\n${line.replaceAll('loss', 'losses').repeat(300)}`);
    assert.equal(document.text, fresh.text);
    assert.equal(JSON.stringify(facts(document)), JSON.stringify(facts(fresh)));
    document.dispose();
    fresh.dispose();
  });
});
