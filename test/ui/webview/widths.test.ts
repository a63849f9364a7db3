import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { PlaygroundPage } from './playgroundPage';
import { showsTab, tabs } from './shownTab';
import { stateOf } from './states';

/** In CSS pixels; at 200 per cent a window has half as many: 450 and 800 are 900 and 1600 then. */
const widths = [280, 420, 450, 800, 900, 1600];

const state = stateOf(
  'CrossEntropyLoss',
  {
    input: '[[2.0, -1.0, 0.5, 12345.678], [0.0, 1.0, 3.0, -1e-30], [0.25, 1e38, 0.0, 7.0]]',
    target: '[0, 2, 1]',
  },
  { weight: '[1.0, 2.0, 0.5, 0.333333333]', label_smoothing: '0.1' },
);

describe('no tab is wider than the page', () => {
  for (const width of widths) {
    it(`of ${width} pixels`, async () => {
      const playground = await PlaygroundPage.open({ width, state });
      const { page } = playground;
      await eventually(async () => assert.equal(await page.getByRole('tab').count(), tabs.length));
      for (const tab of tabs) {
        await page.locator(`#tab-${tab}`).click();
        await showsTab(playground, tab);
        await eventually(async () => {
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.equal(overflow, 0, tab);
        });
      }
      await playground.close();
      assert.deepEqual(playground.complaints, []);
    });
  }
});
