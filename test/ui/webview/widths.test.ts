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

/** Of the editor's letters, how many times as large as usual: `editor.fontSize` is what those set who need large ones. */
const sizes = [...widths.map((width) => [width, 1] as const), [280, 2], [420, 2], [1600, 2]] as const;

describe('no tab is wider than the page', () => {
  for (const [width, magnified] of sizes) {
    it(`of ${width} pixels${magnified === 1 ? '' : ', with the editor’s letters twice as large'}`, async () => {
      const playground = await PlaygroundPage.open({ width, state });
      const { page } = playground;
      await page.evaluate((factor) => {
        const { style } = document.documentElement;
        const size = parseFloat(style.getPropertyValue('--vscode-editor-font-size'));
        style.setProperty('--vscode-editor-font-size', `${size * factor}px`);
      }, magnified);
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

describe('what folds and the way to the questions', () => {
  for (const width of [180, 280, 900]) {
    it(`do not lie on each other in a page of ${width} pixels`, async () => {
      const playground = await PlaygroundPage.open({ width, state });
      const { page } = playground;
      const guide = await page.getByRole('button', { name: 'Help me choose' }).boundingBox();
      const text = await page.getByText('When to use it').evaluate((summary) => {
        const range = document.createRange();
        range.selectNodeContents(summary);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        return { left, right, top, bottom };
      });
      assert.ok(guide);
      const isBeside = text.right <= guide.x || text.left >= guide.x + guide.width;
      const isBelow = text.bottom <= guide.y || text.top >= guide.y + guide.height;
      assert.ok(isBeside || isBelow, JSON.stringify([text, guide]));
      assert.equal(isBeside, width > 200);
      await playground.close();
    });
  }
});
