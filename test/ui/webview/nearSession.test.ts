import assert from 'node:assert/strict';
import type { ToHost } from '../../../src/protocol/messages';
import { eventually } from '../eventually';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions } from './states';

describe('the page answers for small tensors itself', () => {
  let playground: PlaygroundPage;
  beforeEach(async () => {
    const strings = { 'mean of {0} losses': 'mean of {0} small losses' };
    playground = await PlaygroundPage.open({ state: fourPredictions, session: true, strings });
    await playground.showsLoss('tensor(0.2875)');
    await playground.page.evaluate(() => (globalThis.host.answers = false));
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  /** Types a text, again and again until the session is loaded and answers. */
  async function typeUntilAnswered(text: string, printed: string): Promise<void> {
    const shown = playground.page.locator('result-view div:not(.stale) > .printed', { hasText: printed });
    let attempt = 0;
    await eventually(async () => {
      await playground.text('target').fill(text + ' '.repeat(attempt++ % 2));
      assert.equal(await shown.count(), 1, 'the page does not answer');
    });
  }

  it('under the formula there was, and tells the host all the same', async () => {
    const formula = playground.page.locator('formula-view').first();
    const drawn = await formula.innerHTML();
    await typeUntilAnswered('[3.0, -0.5, 2.0, 6.0]', 'tensor(0.9375)');
    await playground.showsLoss('tensor(0.9375)');
    await playground.hasCells(['-0.2500', '0.2500', '0.0500', '0.9000']);
    assert.equal(await formula.innerHTML(), drawn);
    const told = (await playground.received()).at(-1) as Extract<ToHost, { type: 'setInput' }>;
    assert.equal(told.text.trim(), '[3.0, -0.5, 2.0, 6.0]');
  });

  it('says what cannot be read, and where', async () => {
    await typeUntilAnswered('[3.0, -0.5, 2.0, 6.0]', 'tensor(0.9375)');
    await playground.text('target').fill('[3.0, x');
    const problem = playground.input('target').locator('.problem');
    await eventually(async () =>
      assert.match((await problem.innerText()).replace(/\s+/g, ' '), /^Line 1, column 7: /),
    );
  });

  it("in the user's language", async () => {
    await typeUntilAnswered('[3.0, -0.5, 2.0, 6.0]', 'tensor(0.9375)');
    assert.match(await playground.page.locator('result-view .details').innerText(), /mean of 4 small losses/);
  });

  it('leaves large ones to the host', async () => {
    await typeUntilAnswered('[3.0, -0.5, 2.0, 6.0]', 'tensor(0.9375)');
    await playground.text('target').fill(`[${Array(6_000).fill('1.0').join()}]`);
    const shape = playground.input('target').getByText('float32 (6000,)');
    // the page would have answered in this frame
    await playground.settles();
    assert.equal(await shape.count(), 0);
    await playground.page.evaluate(() => {
      globalThis.host.answers = true;
      globalThis.host.result();
    });
    await shape.waitFor();
  });
});
