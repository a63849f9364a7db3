import assert from 'node:assert/strict';
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
    const shown = await playground.page.locator('.printed').boundingBox();
    assert.ok(shown && shown.y >= 0 && shown.y < 480);
  });

  it('stands there too while only the heading of the result is in sight', async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions, width: 280, height: 480 });
    await playground.showsLoss('tensor(0.2875)');
    await playground.page.locator('#result-heading').evaluate((heading) => {
      scrollBy(0, heading.getBoundingClientRect().bottom - innerHeight + 1);
    });
    await playground.page.getByRole('button', { name: 'tensor(0.2875)' }).waitFor();
    const heading = await playground.page.locator('#result-heading').boundingBox();
    assert.ok(heading && heading.y < 480);
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
    assert.equal(await playground.page.locator('result-bar button').count(), 0);
  });
});
