import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from './eventually';
import { hasValue } from './fieldValue';
import { readFiles } from '../files/recordedFiles';
import { shownText } from './editorText';
import { notebookOf } from './notebook';
import { Playground } from './playground';
import { Workbench } from './workbench';

const files = [
  'deflated.npz',
  'version1.npy',
  'all.safetensors',
  'excel.csv',
  'tabs.tsv',
  'nested.json',
  'float.txt',
];
const recorded = new Map(
  readFiles().flatMap((each) => (files.includes(each.file) ? [[each.file, each] as const] : [])),
);

describe('what goes into the playground and comes out of it', () => {
  let workbench: Workbench;
  let playground: Playground;
  before(async () => {
    const notebook = notebookOf(['import torch\n']);
    workbench = await Workbench.open({ files: { 'model.py': 'import torch\n\n', 'cells.ipynb': notebook } });
    for (const file of recorded.keys()) await writeFile(path.join(workbench.folder, file), bytesOf(file));
    await workbench.runCommand('Loss Playground: Open Playground');
    playground = await Playground.in(workbench);
    await playground.showsLoss('tensor(0.2875)');
  });
  after(() => workbench.close());

  const bytesOf = (file: string): Uint8Array => recorded.get(file)?.bytes ?? assert.fail(file);
  const quickInput = () => workbench.page.locator('.quick-input-widget:visible');
  const choose = async (file: string): Promise<void> => {
    await playground.button('From file into input').click();
    await workbench.chooseRow(file);
  };

  it('a tensor of a file, chosen by its name', async () => {
    await choose('deflated.npz');
    await quickInput().getByText('labels').first().waitFor();
    await workbench.page.keyboard.type('labels');
    await eventually(async () => {
      const rows = await quickInput().locator('.monaco-list-row').allInnerTexts();
      assert.ok(rows.length === 1 && rows[0]?.includes('labels'), rows.join());
    });
    await workbench.page.keyboard.press('Enter');
    await playground.input('input').getByText('int64 (4,)').waitFor();
    await hasValue(playground.text('input'), 'torch.tensor([0, 4, 2, 1])');
  });

  it('is undone by the keys, in a text field too', async () => {
    await playground.text('target').click();
    await workbench.page.keyboard.press('ControlOrMeta+z');
    await playground.showsLoss('tensor(0.2875)');
    await hasValue(playground.text('input'), '[2.5, 0.0, 2.1, 7.8]');
    await hasValue(playground.text('target'), '[3.0, -0.5, 2.0, 7.0]');
    await workbench.page.keyboard.press('ControlOrMeta+Shift+z');
    await playground.input('input').getByText('int64 (4,)').waitFor();
    await playground.button('Undo').click();
    await playground.showsLoss('tensor(0.2875)');
  });

  it('a tensor of every kind of file', async () => {
    const input = playground.input('input');
    for (const [file, read] of [
      ['version1.npy', 'float32 (2, 3, 4)'],
      ['all.safetensors', 'float64 (2, 3)'],
      ['excel.csv', 'float32 (2, 3)'],
      ['tabs.tsv', 'float32 (2, 3)'],
      ['nested.json', 'float32 (2, 3, 4)'],
      ['float.txt', 'float32 (1, 2, 2)'],
    ] as const) {
      await choose(file);
      if (file === 'all.safetensors') await workbench.chooseRow('float64');
      await input.getByText(read).waitFor();
      if (!/npy|safetensors/.test(file)) {
        const text = Buffer.from(bytesOf(file)).toString().replaceAll('\r\n', '\n');
        await hasValue(playground.text('input'), text);
      }
      await playground.button('Undo').click();
      await input.getByText('float32 (4,)').waitFor();
    }
    await playground.showsLoss('tensor(0.2875)');
  });

  it('types, and takes the typing back', async () => {
    await playground.text('target').click();
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await workbench.page.keyboard.type('2.0', { delay: 20 });
    await playground.result.filter({ hasNotText: '0.2875' }).waitFor();
    // one step, or as many as there were pauses of a second between the keys
    for (let text = '2.0'; text !== '[3.0, -0.5, 2.0, 7.0]';) {
      await workbench.page.keyboard.press('ControlOrMeta+z');
      text = await eventually(async () => {
        const undone = await playground.text('target').inputValue();
        assert.notEqual(undone, text);
        return undone;
      });
    }
    await playground.showsLoss('tensor(0.2875)');
  });

  it('the call, at the cursor of the Python file, without the import that is there', async () => {
    await playground.button('Insert at cursor').click();
    const text = workbench.editor.locator('.view-lines');
    await text.getByText('loss.backward()').waitFor();
    await eventually(async () => {
      const lines = await shownText(workbench.editor);
      assert.equal(lines.match(/^import torch$/gm)?.length, 1);
      assert.match(lines, /criterion = nn\.MSELoss\(\)/);
    });
  });

  it('the call, below the line of the cursor in the cell of a notebook', async () => {
    const { page } = workbench;
    await workbench.openFile('cells.ipynb');
    const cell = page.locator('.notebook-editor .monaco-editor .view-lines').first();
    await cell.getByText('import').first().click();
    await playground.button('Insert at cursor').click();
    await cell.getByText('loss.backward()').waitFor();
    await eventually(async () =>
      assert.match(await shownText(cell), /^import torch\nimport torch\.nn as nn\n/),
    );
  });

  it('itself, as a text that another loss is left for', async () => {
    await playground.button('Share as text').click();
    await playground.frame.getByText('Others paste it into any input').first().waitFor();
    const shared = await eventually(async () => {
      const copied = await workbench.page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /^loss-playground:1:/);
      return copied;
    });
    await playground.chooseLoss('KLDivLoss');
    await playground.paste('input', `see ${shared}`);
    await playground.showsLoss('tensor(0.2875)');
    await hasValue(playground.loss, 'MSELoss');
  });
});
