import assert from 'node:assert/strict';
import { shownText } from './editorText';
import { eventually } from './eventually';
import { Workbench } from './workbench';

const code = 'import torch.nn as nn\ncriterion = nn.MSELoss()\n';

describe("VS Code's accessible view of a hover, for a screen reader", () => {
  let workbench: Workbench;
  before(async () => {
    const settings = { 'editor.accessibilitySupport': 'on' };
    workbench = await Workbench.open({ files: { 'words.py': code }, height: 1600, settings });
  });
  after(() => workbench.close());

  it('has the formulas in words where they stand, for it has no pictures', async () => {
    const { page } = workbench;
    await workbench.hover('MSELoss', 'MSELoss');
    await workbench.hideHover();
    await workbench.placeCursor('MSELoss');
    await workbench.runCommand('Show or Focus Hover');
    await page.locator('.monaco-hover:visible', { hasText: 'MSELoss' }).waitFor();
    await page.keyboard.press('Alt+F2');
    const view = page.locator('.accessible-view');
    await view.waitFor();
    const expected =
      /^MSELoss\(\)[^]*The loss is the mean over all N elements of the squared difference[^]*Gradient:\s+Its derivative by input i/;
    await eventually(async () => assert.match(await shownText(view), expected));
  });
});
