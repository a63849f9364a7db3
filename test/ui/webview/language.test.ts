import assert from 'node:assert/strict';
import { pseudoTranslations, untranslated } from '../../l10n/pseudoLocale';
import { wordsIn } from '../wordsIn';
import { everyState } from './everyState';
import { PlaygroundPage } from './playgroundPage';
import { showsTab, type Tab } from './shownTab';

/** A warning of PyTorch's, which the screen reader is told. */
const torchs = /Using a target size .*? the same size\./g;

describe("the page in the user's language", () => {
  const strings = pseudoTranslations();
  for (const [name, state] of Object.entries(everyState))
    it(`has no English of ours in it: ${name}`, async () => {
      const playground = await PlaygroundPage.open({ state, strings });
      const { page } = playground;
      await page.locator('result-view').locator('.printed, .error, .missing').first().waitFor();
      if (await page.locator('result-view .printed').isVisible())
        await showsTab(playground, state.tab as Tab);
      // What the screen reader is told comes last.
      await page.getByRole('status').getByText(/⟦/).first().waitFor({ state: 'attached' });
      const words = await page.locator('body').evaluate(wordsIn);
      assert.ok(words.join('\n').split('⟦').length > 30, words.join('\n'));
      assert.deepEqual(
        words.flatMap((text) => untranslated(text.replaceAll(torchs, ''))),
        [],
      );
      await playground.close();
      assert.deepEqual(playground.complaints, []);
    });
});
