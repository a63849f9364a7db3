import assert from 'node:assert/strict';
import type { KeptResult } from '../../../src/playground/resultHistory';
import { violations } from '../axe';
import { eventually } from '../eventually';
import { PlaygroundPage, pageThemes, type PlaygroundPageOptions } from './playgroundPage';
import { showsTab } from './shownTab';
import { fourPredictions, stateOf } from './states';

const classes = stateOf('CrossEntropyLoss', {
  input: '[[2.0, -1.0, 0.5], [0.0, 1.0, 3.0]]',
  target: '[0, 2]',
});
const past: KeptResult = {
  shown: {
    id: 1,
    setting: { loss: 'HuberLoss', parameters: { delta: '0.5' } },
    value: '0.25',
    time: Date.UTC(2020, 1, 3),
    pinned: true,
    restorable: true,
  },
  inputs: { input: { text: '[1.0, 2.0]', dtype: 'auto' }, target: { text: '[1.0, 3.0]', dtype: 'auto' } },
};
const unrestorable: KeptResult = {
  ...past,
  shown: { ...past.shown, id: 2, pinned: false, restorable: false },
};
const withHistory = { version: 1, scroll: 0, open: { history: true }, shown: {}, recent: [] };

interface Shown extends PlaygroundPageOptions {
  /** What the user, or the host, does then. */
  readonly then: (playground: PlaygroundPage) => Promise<void>;
}

const cases: Readonly<Record<string, Shown>> = {
  'an error at its element, over the last result': {
    state: classes,
    then: async (playground) => {
      await showsTab(playground, 'gradient');
      await playground.text('target').fill('[0, 7]');
      await playground.page.locator('result-view .place-button').waitFor();
      await playground.page.locator('result-view .stale').waitFor();
    },
  },
  'the history open': {
    state: fourPredictions,
    results: [past, unrestorable],
    kept: withHistory,
    then: ({ page }) => page.locator('result-history li').nth(1).waitFor(),
  },
  'weights open': {
    state: stateOf(
      'LinearCrossEntropyLoss',
      { input: '[[0.5, -1.0], [1.2, 0.1]]', target: '[0, 2]' },
      { in_features: '2', num_classes: '3', bias: 'True' },
    ),
    then: async (playground) => {
      await playground.page.getByRole('button', { name: 'Fill in linear.weight' }).click();
      await playground.text('linear.weight').fill('[[1, 2], [3, 4]]');
      await playground.input('linear.weight').locator('.problem').waitFor();
    },
  },
  'a long text that cannot be read': {
    state: stateOf('MSELoss', { input: `[${'0.25, '.repeat(20_000)}oops]`, target: '0.5' }),
    then: ({ page }) => page.locator('.long mark').waitFor(),
  },
  'a tensor in a file that is gone': {
    state: {
      ...fourPredictions,
      inputs: {
        ...fourPredictions.inputs,
        input: { text: '', dtype: 'auto', file: { path: '/data/train/logits.npz', array: 'logits' } },
      },
    },
    then: ({ page }) => page.locator('input-editor .problem').waitFor(),
  },
  'a computation that takes long': {
    state: fourPredictions,
    then: async (playground) => {
      await playground.showsLoss('tensor(0.2875)');
      await playground.page.evaluate(() => {
        globalThis.host.answers = false;
        globalThis.host.send({ type: 'busy', revision: 1, what: 'Reading input, 20.0 million characters' });
      });
      await playground.page.locator('result-view .busy').waitFor();
    },
  },
  'a shape too large to be drawn': {
    state: fourPredictions,
    then: async ({ page }) => {
      await page.getByRole('button', { name: 'Random into input' }).click();
      await page.getByRole('textbox', { name: 'Shape', exact: true }).fill('(10000, 1000)');
      await page.getByText(/At most 100,000/).waitFor();
    },
  },
};

for (const [name, { then, ...options }] of Object.entries(cases)) {
  describe(`axe finds nothing wrong with ${name}`, () => {
    for (const width of [280, 1600]) {
      it(`at ${width} pixels, in every theme and in the system's colours`, async () => {
        const playground = await PlaygroundPage.open({ ...options, width });
        const { page } = playground;
        await then(playground);
        for (const theme of pageThemes) {
          await playground.setTheme(theme);
          assert.deepEqual(await violations(page), [], theme);
        }
        await page.emulateMedia({ forcedColors: 'active' });
        await playground.settles();
        assert.deepEqual(await violations(page), [], 'forced colours');
        await eventually(async () => {
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.equal(overflow, 0);
        });
        await playground.close();
        assert.deepEqual(playground.complaints, []);
      });
    }
  });
}
