import assert from 'node:assert/strict';
import { shownText } from './editorText';
import { eventually } from './eventually';
import { hasValue } from './fieldValue';
import { notebookOf } from './notebook';
import { Playground } from './playground';
import { Workbench } from './workbench';

describe('Choose a Loss...', () => {
  let workbench: Workbench;
  before(async () => {
    const train = 'import torch\nfrom torch import nn as layers\n\n\ndef train():\n    loss_fn = None\n';
    const notebook = notebookOf(['import os', 'x = 1']);
    const files = { 'model.py': 'import os\n\n', 'train.py': train, 'empty.py': '', 'cells.ipynb': notebook };
    workbench = await Workbench.open({ files, width: 1300 });
  });
  after(() => workbench.close());

  /** Clicks the answers one after the other; the last one may be an action. */
  async function answer(...answers: readonly string[]): Promise<void> {
    for (const each of answers) await workbench.chooseRow(each);
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
    await workbench.says(expected);
    // the value is selected, to be typed over
    await workbench.page.keyboard.type('torch.ones(3)');
    await workbench.editor.getByText('pos_weight=torch.ones(3))').waitFor();
    await workbench.page.keyboard.press('Escape');
    for (let step = 0; step < 20 && (await shownText(workbench.editor)) !== 'import os'; step++)
      await workbench.page.keyboard.press('Control+z');
    await workbench.says('import os');
  });

  it('leaves no trace when one gives up', async () => {
    await workbench.runCommand('Loss Playground: Choose a Loss...');
    await answer('Numbers', 'Counts');
    await workbench.page.locator('.quick-input-list').getByText('Insert at the cursor').waitFor();
    await workbench.page.locator('.quick-input-list').getByText('mean of exp(x) − y·x').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await workbench.says('import os');
    assert.equal(await workbench.page.locator('iframe.webview').count(), 0);
  });

  it('puts the loss in place of what is selected, by the names that the file has', async () => {
    await workbench.openFile('train.py');
    await workbench.placeCursor('None');
    await workbench.page.keyboard.press('Shift+End');
    await workbench.runCommand('Loss Playground: Choose a Loss...');
    await answer('Numbers', 'With outliers', 'Insert at the cursor');
    const head = 'import torch\nfrom torch import nn as layers\n\n\ndef train():\n    ';
    await workbench.says(`${head}loss_fn = layers.HuberLoss(delta=1.0)`);
  });

  it('fills an empty file', async () => {
    await workbench.openFile('empty.py');
    await workbench.says('');
    await workbench.runCommand('Loss Playground: Choose a Loss...');
    await answer('A sequence without alignment', 'Insert at the cursor');
    await workbench.says('import torch.nn as nn\n\ncriterion = nn.CTCLoss()');
  });

  it('puts the loss into the cell of a notebook, with its import', async () => {
    await workbench.openFile('cells.ipynb');
    const cell = workbench.page.locator('.notebookOverlay .code-cell-row .monaco-editor').nth(1);
    await cell.locator('.view-line').click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await workbench.runCommand('Loss Playground: Choose a Loss...');
    await answer('Numbers', 'Without outliers', 'Insert at the cursor');
    await workbench.says('import torch.nn as nn\n\nx = 1\ncriterion = nn.MSELoss()', cell);
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
    await answer('A distribution', 'Another model', 'Open in playground');
    const playground = await Playground.in(workbench);
    await playground.result.waitFor();
    await hasValue(playground.loss, 'KLDivLoss');
    await eventually(async () => assert.match((await playground.result.textContent()) ?? '', /tensor\(/));
  });
});
