import assert from 'node:assert/strict';
import { Playground } from './playground';
import { Workbench } from './workbench';

describe('Choose a Loss...', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ files: { 'model.py': 'import os\n\n' }, width: 1300 });
  });
  after(() => workbench.close());

  /** Clicks the answers one after the other; the last one may be an action. */
  async function answer(...answers: readonly string[]): Promise<void> {
    for (const each of answers) {
      const row = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: each });
      await row.first().click();
    }
  }

  async function text(): Promise<string> {
    const lines = await workbench.editor.locator('.view-line').evaluateAll((each) =>
      each
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text.replaceAll('\u00a0', ' ')),
    );
    return lines.join('\n').trimEnd();
  }

  it('tells what the loss asks for, and inserts it with its imports as one step', async () => {
    await workbench.editor.click();
    await workbench.page.keyboard.press('Control+End');
    await workbench.runCommand('Loss Playground: Choose a Loss...');
    await answer('Several labels at once', 'Most are absent');
    const list = workbench.page.locator('.quick-input-list');
    await list.getByText('nn.Linear(features, labels), no sigmoid').waitFor();
    await list.getByText('float32 zeros and ones').waitFor();
    await list.getByText('MultiLabelMarginLoss').waitFor();
    await answer('Insert at the cursor');
    const expected =
      'import os\nimport torch.nn as nn\nimport torch\n\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([9.0]))';
    await workbench.editor.getByText('pos_weight').waitFor();
    assert.equal(await text(), expected);
    // the value is selected, to be typed over
    await workbench.page.keyboard.type('torch.ones(3)');
    await workbench.editor.getByText('pos_weight=torch.ones(3))').waitFor();
    await workbench.page.keyboard.press('Escape');
    for (let step = 0; step < 20 && (await text()) !== 'import os'; step++)
      await workbench.page.keyboard.press('Control+z');
    assert.equal(await text(), 'import os');
  });

  it('goes back to the question before', async () => {
    await workbench.runCommand('Loss Playground: Choose a Loss...');
    await answer('Numbers');
    await workbench.page.locator('.quick-input-list').getByText('Counts').waitFor();
    await workbench.page.locator('.quick-input-titlebar').getByRole('button', { name: 'Back' }).click();
    await workbench.page.locator('.quick-input-list').getByText('A distribution').waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('opens the playground on an example of the loss, with the arguments that the task calls for', async () => {
    await workbench.runCommand('Loss Playground: Choose a Loss...');
    await answer('A distribution', 'Another model', 'Open in the playground');
    const playground = await Playground.in(workbench);
    await playground.result.waitFor();
    assert.equal(await playground.loss.inputValue(), 'KLDivLoss');
    assert.match((await playground.result.textContent()) ?? '', /tensor\(/);
  });
});
