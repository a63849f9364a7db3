import assert from 'node:assert/strict';
import { resultWithoutNumbers } from '../../../src/playground/resultWithoutNumbers';
import type { PlaygroundResult, ToWebview } from '../../../src/protocol/messages';
import { eventually } from '../eventually';
import { PlaygroundPage, type PlaygroundPageOptions } from './playgroundPage';
import { fourPredictions } from './states';

const result = (change: Partial<PlaygroundResult>): ToWebview => ({
  type: 'result',
  result: { ...resultWithoutNumbers(0, { kind: 'cancelled' }), ...change },
});

describe('what the host says', () => {
  let playground: PlaygroundPage | undefined;
  const open = async (options: PlaygroundPageOptions = {}) =>
    (playground = await PlaygroundPage.open({ state: fourPredictions, ...options }));
  afterEach(async () => {
    await playground?.close();
    assert.deepEqual(playground?.complaints, []);
    playground = undefined;
  });
  const send = (message: ToWebview) =>
    playground?.page.evaluate((sent) => globalThis.host.send(sent), message);
  it('that it is busy: shows what with, and can be cancelled and started again', async () => {
    const { page } = await open({ silent: true });
    await page.locator('input-editor').first().waitFor();
    await send({ type: 'busy', revision: 0, what: 'Reading 9.8 MB of input' });
    await page.getByText('Reading 9.8 MB of input').waitFor();
    await page.locator('section[aria-busy="true"]').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await send(result({}));
    await page.getByText('Cancelled.').first().waitFor();
    await page.locator('section[aria-busy="true"]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Compute' }).click();
    await page.waitForFunction(() => globalThis.host.received.length === 3);
    assert.deepEqual(await playground?.received(), [
      { type: 'ready' },
      { type: 'cancel' },
      { type: 'chooseLoss', loss: 'MSELoss', revision: 1 },
    ]);
  });

  it('in words for the screen reader, once typing pauses', async () => {
    const { page } = await open();
    const status = page.locator('loss-playground > [role="status"], .visually-hidden[role="status"]').last();
    await status.getByText(/^Loss: tensor\(0\.2875\)\. mean of 4 losses/).waitFor({ state: 'attached' });
    await playground?.text('input').fill('[1.0, oops]');
    await status.getByText(/^input, line 1, column 7: /).waitFor({ state: 'attached' });
    await playground?.text('input').fill('[1.0, 2.0]');
    await status.getByText(/^RuntimeError: The size of tensor a/).waitFor({ state: 'attached' });
    await send({ type: 'notice', text: 'Copied' });
    await status.getByText('Copied').waitFor({ state: 'attached' });
  });

  it("in the user's language", async () => {
    const strings = {
      Inputs: 'Eingaben',
      Clear: 'Leeren',
      Gradient: 'Ableitung',
      'Line {0}, column {1}:': 'Zeile {0}, Spalte {1}:',
    };
    const { page } = await open({ strings });
    await page.getByRole('heading', { name: 'Eingaben' }).waitFor();
    await page.getByRole('tab', { name: 'Ableitung' }).waitFor();
    await page.getByRole('button', { name: 'Leeren input' }).waitFor();
    await playground?.text('input').fill('[x');
    await page.getByText('Zeile 1, Spalte 2:').waitFor();
  });

  it('as long as it is a message; anything else is ignored', async () => {
    const { page } = await open();
    await playground?.showsLoss('tensor(0.2875)');
    await page.evaluate(() => {
      for (const junk of [null, 7, {}, { type: 'show' }, { type: 'result', result: { revision: 9 } }]) {
        window.postMessage(junk, '*');
      }
    });
    await playground?.text('target').fill('[2.5, 0.0, 2.1, 7.8]');
    await playground?.showsLoss('tensor(0.)');
  });

  it('of an error in backward, beside the value', async () => {
    const { page } = await open();
    await playground?.showsLoss('tensor(0.2875)');
    await page.evaluate(() => (globalThis.host.answers = false));
    await playground?.text('input').fill('[1, 2]');
    await send(
      result({
        revision: 1,
        outcome: {
          kind: 'value',
          loss: { dtype: 'float32', shape: [], data: Float32Array.of(1) },
          printed: 'tensor(1.)',
          precise: '1.0',
          elements: undefined,
          gradients: { input: null },
          warnings: [],
          reduction: '',
          milliseconds: 1200,
          backwardError: { type: 'RuntimeError', message: 'no backward', explanation: 'Use another dtype.' },
        },
      }),
    );
    await playground?.showsLoss('tensor(1.)');
    await eventually(async () =>
      assert.match(
        await page.locator('result-view .error').innerText(),
        /RuntimeError: no backward\s+Use another dtype\./,
      ),
    );
    await page.getByText('PyTorch computes no gradient for input.').waitFor();
    await page.getByText('1.2 s', { exact: true }).waitFor();
  });
});

describe('formulas', () => {
  it('are drawings and nothing else', async () => {
    // No look at the complaints: the browser reports what the CSP stops in texts that it only parses.
    const playground = await PlaygroundPage.open({ state: fourPredictions, silent: true });
    const { page } = playground;
    await page.locator('input-editor').first().waitFor();
    const svg = (inside: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">${inside}</svg>`;
    for (const [inside, drawn] of [
      ['<g fill="currentColor"><path d="M0 0h5"/></g>', true],
      ['<use href="#glyph1"/>', true],
      ['<script>globalThis.ran = true</script>', false],
      ['<path d="M0 0h5" onclick="globalThis.ran = true"/>', false],
      ['<path d="M0 0h5" style="fill: red"/>', false],
      ['<use href="https://example.org/#a"/>', false],
      ['<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>', false],
      ['<g>', false],
    ] as const) {
      const formula = { svg: svg(inside), words: `words of ${inside}` };
      await page.evaluate(
        (sent) => globalThis.host.send(sent),
        result({ formula, outcome: { kind: 'incomplete', missing: ['target'] } }),
      );
      const words = `Formula: words of ${inside}`;
      if (drawn) await page.getByRole('img', { name: words }).locator('svg').waitFor();
      else await page.getByText(words).waitFor();
      await eventually(async () =>
        assert.equal(await page.locator('formula-view svg').count(), drawn ? 1 : 0, inside),
      );
    }
    assert.equal(await page.evaluate(() => 'ran' in globalThis), false);
    await playground.close();
  });
});

describe('what the view keeps by itself', () => {
  it('comes back after a reload: scroll position, folds, the shown tensor', async () => {
    const first = await PlaygroundPage.open({ state: fourPredictions, height: 400 });
    await first.showsLoss('tensor(0.2875)');
    await first.page.getByText('Deprecated: size_average, reduce').click();
    await first.page.getByRole('radio', { name: 'target' }).click();
    // the page has taken up its own place of before
    await first.settles();
    await first.page.evaluate(() => window.scrollTo(0, 300));
    await first.page.waitForFunction(() => (globalThis.host.kept as { scroll?: number }).scroll === 300);
    const kept = await first.page.evaluate(() => globalThis.host.kept);
    assert.deepEqual((kept as { open: unknown }).open, { legacy: true });
    await first.close();

    const second = await PlaygroundPage.open({ state: fourPredictions, height: 400, kept });
    await second.page.getByRole('grid', { name: 'Gradient with respect to target' }).waitFor();
    await second.page.getByRole('radiogroup', { name: 'size_average' }).waitFor();
    await second.page.waitForFunction(() => window.scrollY === 300);
    await second.close();
  });

  it('is dropped where it is not what a view keeps', async () => {
    const playground = await PlaygroundPage.open({
      state: fourPredictions,
      kept: { version: 1, scroll: 'far' },
    });
    await playground.showsLoss('tensor(0.2875)');
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });
});
