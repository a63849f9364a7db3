import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readFiles } from '../files/recordedFiles';
import { violations } from './axe';
import { sources } from './editorPictures';
import { Playground } from './playground';
import { Workbench } from './workbench';

/** The part of the window that VS Code's lists and fields open in. */
const widget = '.quick-input-widget';

describe('axe finds nothing wrong with the lists and fields that open', () => {
  let workbench: Workbench;
  /** The rules that a list of VS Code's own breaks, and contrast: of colours we have no say. */
  let own: ReadonlySet<string>;
  before(async () => {
    workbench = await Workbench.open({ files: { 'uses.py': sources.uses } });
    for (const { file, bytes } of readFiles())
      if (file === 'deflated.npz') await writeFile(path.join(workbench.folder, file), bytes);
    await workbench.editor.getByText('= 0.1').first().waitFor();
    await workbench.runCommand('Preferences: Color Theme');
    await says('Light Modern');
    own = new Set(['color-contrast', ...(await found()).map(ruleOf)]);
    await workbench.page.keyboard.press('Escape');
  });
  after(() => workbench.close());

  const found = () => violations(workbench.page, widget);
  const says = (text: string) => workbench.page.locator(widget).getByText(text).first().waitFor();

  /** How each is opened. */
  const openers: Readonly<Record<string, () => Promise<void>>> = {
    'the questions of Choose a Loss...': async () => {
      await workbench.runCommand('Loss Playground: Choose a Loss...');
      await says('Several labels at once');
    },
    'the advice that it gives': async () => {
      await workbench.runCommand('Loss Playground: Choose a Loss...');
      for (const answer of ['Several labels at once', 'Most are absent']) await workbench.chooseRow(answer);
      await says('Insert at the cursor');
    },
    'the losses that a call may compute': async () => {
      await workbench.placeCursor('either(');
      await workbench.runCommand('Loss Playground: Compute Loss');
      await says('HuberLoss');
    },
    'the losses for selected tensors': async () => {
      await workbench.placeCursor('[2.5, 0.0, 2.1]');
      for (let character = 0; character < 15; character++)
        await workbench.page.keyboard.press('Shift+ArrowRight');
      await workbench.runCommand('Loss Playground: Compute Loss');
      await says('MSELoss');
    },
    'the tensors of a file': async () => {
      await workbench.runCommand('Loss Playground: Open Playground');
      const playground = await Playground.in(workbench);
      await playground.button('From file into input').click();
      await workbench.chooseRow('deflated.npz');
      await says('labels');
    },
    'the field for a shared playground, and what is wrong with its text': async () => {
      await workbench.runCommand('Loss Playground: Open Shared Playground');
      await says('Paste the text that was shared.');
      await workbench.page.keyboard.type('nothing of the kind');
      await says('This is no shared playground');
    },
  };

  for (const [name, open] of Object.entries(openers))
    it(name, async () => {
      await open();
      assert.deepEqual(
        (await found()).filter((each) => !own.has(ruleOf(each))),
        [],
      );
      await workbench.page.keyboard.press('Escape');
      await workbench.page.locator(`${widget}:visible`).waitFor({ state: 'hidden' });
    });
});

function ruleOf(violation: string): string {
  return violation.slice(0, violation.indexOf(':'));
}
