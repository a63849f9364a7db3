import assert from 'node:assert/strict';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

/** In CSS pixels; at 200 per cent a window has half as many: 450 and 800 are 900 and 1600 then. */
const widths = [280, 420, 450, 800, 900, 1600];

/** What is there once a tab shows what was asked, by its name. */
const contents = {
  Gradient: 'heat-map',
  Elements: 'heat-map',
  Curve: 'line-plot',
  Steps: 'ol',
  Descend: 'line-plot',
  Compare: 'line-plot',
  Precision: 'table',
};

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
      const tabs = page.getByRole('tab');
      await tabs.first().waitFor();
      assert.deepEqual((await tabs.allInnerTexts()).sort(), Object.keys(contents).sort());
      for (const [name, content] of Object.entries(contents)) {
        await page.getByRole('tab', { name }).click();
        await page.getByRole('tabpanel').locator(content).first().waitFor();
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(overflow, 0, name);
      }
      await playground.close();
      assert.deepEqual(playground.complaints, []);
    });
  }
});
