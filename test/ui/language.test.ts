import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { untranslated } from '../l10n/pseudoLocale';
import { sources } from './editorPictures';
import { Playground } from './playground';
import { pseudoLanguage, translatedExtension } from './translatedExtension';
import { Workbench } from './workbench';
import { wordsIn } from './wordsIn';

describe('VS Code in another language', () => {
  let extension: string;
  let workbench: Workbench;
  before(async () => {
    extension = await translatedExtension();
    workbench = await Workbench.open({
      files: { 'train.py': sources.problem, 'uses.py': sources.uses },
      settings: { 'lossPlayground.codeLens.enabled': true },
      language: pseudoLanguage,
      extension,
    });
    await workbench.editor.locator('.squiggly-warning').first().waitFor();
  });
  after(async () => {
    await workbench.close();
    await rm(extension, { recursive: true });
  });

  /** What is said is translated, and there is some; the product's name is the same in all languages. */
  function areTranslated(words: readonly string[]): void {
    assert.match(words.join('\n'), /⟦/);
    assert.deepEqual(words.map((text) => text.replaceAll('Loss Playground', '')).flatMap(untranslated), []);
  }

  /** The title, the question and the rows of the open list. VS Code makes rows of old ones, hiding what they have more. */
  async function wordsInList(): Promise<readonly string[]> {
    const words = await list().locator('.quick-input-title, .monaco-list-row:visible').allInnerTexts();
    return [...words, (await list().locator('input.input').getAttribute('placeholder')) ?? ''];
  }

  const run = (title: string) => workbench.runCommand(`⟦Loss Playground⟧: ⟦${title}⟧`);
  const list = () => workbench.page.locator('.quick-input-widget:visible');

  it('has it in a problem and its fixes', async () => {
    const hover = await workbench.hover('model', /⟦softmax before/, 1);
    areTranslated(await hover.locator('.marker').first().evaluate(wordsIn));
    await workbench.hideHover();
    await workbench.placeCursor('size_average');
    await workbench.quickFix('⟦Ignore ⟨legacy-reduction⟩');
    await workbench.page.keyboard.press('Escape');
  });

  it('has it in hovers, lenses and hints', async () => {
    await workbench.openFile('uses.py');
    await workbench.editor.getByText('⟦Open in playground⟧').first().waitFor();
    for (const [text, occurrence, expected] of [
      ['CrossEntropyLoss', 0, /CrossEntropyLoss/],
      ['label_smoothing', 0, /⟦Marked in the formula/],
      ['either', 1, /⟦One of ⟨2⟩ losses/],
      ['= 0.1', 0, /⟦All digits/],
    ] as const)
      areTranslated(await (await workbench.hover(text, expected, occurrence)).evaluate(wordsIn));
  });

  it('has it in the questions of the chooser', async () => {
    await run('Choose a Loss...');
    await list().getByText('⟦Numbers⟧').waitFor();
    areTranslated(await wordsInList());
    await workbench.chooseRow('⟦One class of several⟧');
    await workbench.chooseRow('⟦Some are rare⟧');
    await list().getByText('⟦Insert at the cursor⟧').waitFor();
    areTranslated(await wordsInList());
    await workbench.page.keyboard.press('Escape');
  });

  it('has it in the playground', async () => {
    await run('Open Playground');
    const playground = await Playground.in(workbench);
    await playground.cells();
    for (const tab of await playground.frame.getByRole('tab').all()) {
      await tab.click();
      await playground.isAnswered();
      areTranslated(await playground.frame.locator('body').evaluate(wordsIn));
    }
  });
});
