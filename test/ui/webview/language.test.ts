import assert from 'node:assert/strict';
import { pseudoTranslations, untranslated } from '../../l10n/pseudoLocale';
import { everyState } from './everyState';
import { PlaygroundPage } from './playgroundPage';
import { showsTab, type Tab } from './shownTab';

/** What the page says in words: its texts, and the names, titles and placeholders of what is in it. Runs in the page. */
function wordsInPage(): readonly string[] {
  const words: string[] = [];
  const visit = (node: Node): void => {
    if (node instanceof Text) words.push(node.data);
    if (node instanceof Element) {
      // code, numbers, and PyTorch's messages
      if (node.matches('style, script, pre, textarea, .mono, .warning, .refused > [colspan]')) return;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'])
        words.push(node.getAttribute(name) ?? '');
      if (node.shadowRoot) visit(node.shadowRoot);
    }
    for (const child of node.childNodes) visit(child);
  };
  visit(document.body);
  return words.map((text) => text.trim()).filter(Boolean);
}

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
      const words = await page.evaluate(wordsInPage);
      assert.ok(words.filter((text) => text.startsWith('⟦')).length > 30, words.join('\n'));
      assert.deepEqual(
        words.flatMap((text) => untranslated(text.replaceAll(torchs, ''))),
        [],
      );
      await playground.close();
      assert.deepEqual(playground.complaints, []);
    });
});
