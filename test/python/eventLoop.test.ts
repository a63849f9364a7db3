import assert from 'node:assert/strict';
import { inTurns } from '../../src/features/turns';
import { openPython } from './openPython';

describe('turns of the event loop', () => {
  it('are given to one at a time, in order', async () => {
    let turn = 0;
    let isCounting = true;
    const count = (): void => {
      turn++;
      if (isCounting) setImmediate(count);
    };
    setImmediate(count);
    /** In which turn each step was taken, by whom. */
    const taken: (readonly [who: number, turn: number])[] = [];
    const work = function* (who: number): Generator<void, number> {
      for (let step = 0; step < 5; step++) {
        taken.push([who, turn]);
        // Longer than one may work in a turn.
        for (const stop = performance.now() + 3; performance.now() < stop;);
        yield;
      }
      return who;
    };
    const results = await Promise.all([0, 1, 2].map((who) => inTurns(work(who), () => true)));
    isCounting = false;
    assert.deepEqual(results, [0, 1, 2]);
    // Who begins has a turn before the others ask for one.
    assert.equal(taken.map(([who]) => who).join(''), `0${'012'.repeat(4)}12`);
    for (const [index, [, now]] of taken.entries()) {
      const before = taken[index - 1];
      if (before) assert.ok(now > before[1], `step ${index} in turn ${now}, as the one before`);
    }
  });

  it('are waited for by no one who is not wanted any more', async () => {
    let isWanted = true;
    const work = function* (): Generator<void, string> {
      for (const stop = performance.now() + 3; performance.now() < stop;);
      yield;
      isWanted = false;
      for (const stop = performance.now() + 3; performance.now() < stop;);
      yield;
      return 'an end';
    };
    assert.equal(await inTurns(work(), () => isWanted), undefined);
  });

  it('come while the trees of a long document are freed', async () => {
    const document = await openPython('x = f(y)\n'.repeat(60_000));
    await document.parseAll();
    const { parser } = document as unknown as { parser: { delete(): void } };
    const free = parser.delete.bind(parser);
    const freed = new Promise<number>((resolve) => {
      let turns = 0;
      const count = (): void => {
        turns++;
        setImmediate(count);
      };
      setImmediate(count);
      parser.delete = () => {
        free();
        resolve(turns);
      };
    });
    document.dispose();
    assert.equal(document.isReady, false);
    assert.ok((await freed) >= 2);
  }).timeout(20_000);
});
