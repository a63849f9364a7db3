import assert from 'node:assert/strict';
import { lossForms } from '../../../src/playground/lossForms';
import { eventually } from '../eventually';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions, stateOf } from './states';

describe('the result of a narrow playground', () => {
  let playground: PlaygroundPage | undefined;
  afterEach(async () => {
    await playground?.close();
    assert.deepEqual(playground?.complaints, []);
  });

  it('stands at the lower edge while it is out of sight, and a press leads to it', async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions, width: 280, height: 480 });
    const bar = playground.page.getByRole('button', { name: 'tensor(0.2875)' });
    await bar.waitFor();
    await playground.text('target').fill('[3.0, -0.5, 2.0, 6.0]');
    await playground.page.evaluate(() => scrollTo(0, 0));
    await playground.page.getByRole('button', { name: 'tensor(0.9375)' }).click();
    await playground.page.locator('result-bar button').waitFor({ state: 'detached' });
    const printed = playground.page.locator('.printed');
    await eventually(async () => {
      const shown = await printed.boundingBox();
      assert.ok(shown && shown.y >= 0 && shown.y < 480);
    });
  });

  it('stands there too while only the heading of the result is in sight', async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions, width: 280, height: 480 });
    await playground.showsLoss('tensor(0.2875)');
    // the page has taken up its own place of before
    await playground.settles();
    const heading = playground.page.locator('#result-heading');
    const bar = playground.page.getByRole('button', { name: 'tensor(0.2875)' });
    await eventually(async () => {
      await heading.evaluate((element) => {
        scrollBy(0, element.getBoundingClientRect().bottom - innerHeight + 1);
      });
      await playground?.settles();
      const box = await heading.boundingBox();
      assert.ok(box && box.y < 480);
      assert.ok(await bar.isVisible());
    });
  });

  it('shows an error of PyTorch there', async () => {
    const state = stateOf('CrossEntropyLoss', { input: '[[0.1, 0.9]]', target: '[2]' });
    playground = await PlaygroundPage.open({ state, width: 280, height: 480 });
    const bar = playground.page.getByRole('button', { name: 'IndexError: Target 2 is out of bounds.' });
    await bar.waitFor();
  });

  it('is not said twice where there is room for both columns', async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions, width: 1000, height: 900 });
    await playground.showsLoss('tensor(0.2875)');
    // it appears with the frame after that of the result
    await playground.settles();
    assert.equal(await playground.page.locator('result-bar button').count(), 0);
  });

  it('goes when a call comes whose inputs are to be filled in, the first of which is in sight', async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions, width: 280, height: 480 });
    const { page } = playground;
    await page.getByRole('button', { name: 'tensor(0.2875)' }).waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    const inputs = {
      input: { text: '', dtype: 'auto', nameInCode: 'model(x)' },
      target: { text: '[1.0]', dtype: 'auto', nameInCode: 'y' },
    } as const;
    await page.evaluate((message) => globalThis.host.send(message), {
      type: 'show',
      state: { ...fourPredictions, inputs },
      losses: lossForms(),
      revision: 7,
      undoable: { undo: true, redo: false },
    } as const);
    await page.locator('result-bar button').waitFor({ state: 'detached' });
    await eventually(async () => {
      const shown = await playground?.input('input').boundingBox();
      assert.ok(shown && shown.y >= 0 && shown.y + shown.height <= 480, JSON.stringify(shown));
    });
    assert.equal(await page.locator('.printed').count(), 0);
  });
});
