import assert from 'node:assert/strict';
import type { ElementHandle } from 'playwright-core';
import { resultWithoutNumbers } from '../../../src/playground/resultWithoutNumbers';
import type { PlaygroundResult, ToHost } from '../../../src/protocol/messages';
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

  it("paints its own answer before the host's to the same text takes its place", async () => {
    await typeUntilAnswered('[3.0, -0.5, 2.0, 6.0]', 'tensor(0.9375)');
    await playground.settles();
    const area = (await playground.text('target').elementHandle()) as ElementHandle<HTMLTextAreaElement>;
    const theirs = resultWithoutNumbers(await playground.page.evaluate(() => globalThis.host.revision + 1), {
      kind: 'value',
      loss: { dtype: 'float32', shape: [], data: Float32Array.of(7) },
      printed: 'tensor(7.)',
      precise: '7.0',
      elements: undefined,
      gradients: {},
      warnings: [],
      reduction: '',
      milliseconds: 1,
    });
    const shown = await playground.page.locator('result-view').evaluate(shownNext, { area, theirs });
    assert.equal(shown, 'tensor(2.0875)');
    await playground.showsLoss('tensor(7.)');
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

/** Runs in the page: types a text, and sends what the host says to it at once. What the next frame shows as the loss. */
async function shownNext(
  resultView: Element,
  { area, theirs: result }: { area: HTMLTextAreaElement; theirs: PlaygroundResult },
): Promise<string | undefined> {
  area.value = '[3.0, -0.5, 2.0, 5.0]';
  area.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  window.dispatchEvent(new MessageEvent('message', { data: { type: 'result', result } }));
  await new Promise(requestAnimationFrame);
  return resultView.shadowRoot?.querySelector('.printed')?.textContent;
}
