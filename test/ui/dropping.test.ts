import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from './eventually';
import { hasValue } from './fieldValue';
import { Playground } from './playground';
import { Workbench } from './workbench';

/** Shift, as the DevTools protocol has it: VS Code leaves a drag to a webview only while it is held. */
const shift = 8;

describe('what is dropped on the playground', () => {
  let workbench: Workbench;
  let playground: Playground;
  before(async () => {
    workbench = await Workbench.open({
      files: { 'model.py': 'import torch\n', 'numbers.csv': '2.5,0.0\n2.1,7.8\n' },
      width: 1100,
    });
    await workbench.runCommand('Loss Playground: Open Playground in Editor');
    playground = await Playground.in(workbench, 'editor');
    await playground.showsLoss('tensor(0.2875)');
  });
  after(() => workbench.close());

  /** The middle of an element that has come to rest. */
  const middleOf = async (element: Locator): Promise<{ x: number; y: number }> => {
    let before: unknown;
    return eventually(async () => {
      const box = await element.boundingBox();
      const last = before;
      before = box;
      assert.ok(box);
      assert.deepEqual(box, last);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
  };

  it('from the explorer, with Shift held, is the tensor of the file', async () => {
    const { page } = workbench;
    await workbench.runCommand('View: Show Explorer');
    const file = await middleOf(page.locator('.explorer-folders-view').getByText('numbers.csv'));
    const field = await middleOf(playground.text('input'));
    await page.mouse.move(file.x, file.y);
    await page.mouse.down();
    await page.mouse.move(file.x + 20, file.y + 5, { steps: 3 });
    // Pressed before the drag begins, it would select a range of files.
    await page.keyboard.down('Shift');
    // VS Code lets go of the drag a moment later.
    const target = playground.input('input').locator('.drop');
    for (let move = 0; !(await target.isVisible()); move++)
      await page.mouse.move(field.x + (move % 5), field.y);
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await playground.input('input').getByText('float32 (2, 2)').waitFor();
    await hasValue(playground.text('input'), '2.5,0.0\n2.1,7.8\n');
    await playground.button('Undo').click();
    await playground.showsLoss('tensor(0.2875)');
  });

  it('from another program, is the text', async () => {
    const { page } = workbench;
    const devTools = await page.context().newCDPSession(page);
    const data = {
      items: [{ mimeType: 'text/plain', data: '[3.0, -0.5, 2.0, 7.0]' }],
      dragOperationsMask: 1,
    };
    const place = await middleOf(playground.text('input'));
    const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      devTools.send('Input.dispatchDragEvent', { type, ...place, data, modifiers: shift });
    await drag('dragEnter');
    // what takes a drop says so a moment after it is dragged over
    await eventually(async () => {
      await drag('dragOver');
      assert.ok(await playground.input('input').locator('.drop').isVisible());
    });
    await drag('drop');
    await playground.showsLoss('tensor(0.)');
    await hasValue(playground.text('input'), '[3.0, -0.5, 2.0, 7.0]');
  });
});
