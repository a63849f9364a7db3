import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { hasValue } from './fieldValue';
import { Playground } from './playground';
import { Workbench } from './workbench';

describe('the tabs that ask questions, in VS Code', () => {
  let workbench: Workbench;
  let playground: Playground;

  before(async () => {
    workbench = await Workbench.open({ files: { 'notes.txt': 'nothing' } });
    await workbench.runCommand('Loss Playground: Open Playground');
    playground = await Playground.in(workbench);
    await playground.chooseLoss('L1Loss');
    await playground.paste('input', '[2.5, 0.0]');
    await playground.paste('target', '[3.0, -0.5]');
    await playground.showsLoss('tensor(0.5000)');
  });
  after(() => workbench.close());

  const frame = (): Frame => playground.frame;

  it('draw a curve, whose point changes the input, and save it', async () => {
    await playground.showTab('Curve');
    const point = frame().getByRole('slider', { name: 'input[0]' });
    await point.focus();
    await workbench.page.keyboard.press('ArrowRight');
    await playground.showsLoss('tensor(0.4750)');
    await hasValue(playground.text('input'), '[2.55, 0.0]');
    await frame().locator('.readout', { hasText: '2.5499' }).waitFor();
    await playground.button('Save as SVG').click();
    const dialog = workbench.page.locator('.quick-input-widget:visible input').first();
    // The dialog proposes a place a moment after it opens.
    await workbench.page.waitForFunction(
      (input) => (input as HTMLInputElement | null)?.value.endsWith('L1Loss curve.svg'),
      await dialog.elementHandle(),
    );
    const file = path.join(workbench.folder, 'curve.svg');
    await dialog.fill(file);
    await dialog.press('Enter');
    const written = () => existsSync(file) && /^<svg xmlns=[^]*<\/svg>/.test(readFileSync(file, 'utf8'));
    for (let wait = 0; wait < 600 && !written(); wait++) await workbench.page.waitForTimeout(100);
    assert.ok(written());
  });

  it('descend, and write where they came to into the input', async () => {
    await playground.showTab('Descend');
    await frame().getByText('Step 0 of 50').waitFor();
    await playground.button('To the end').click();
    await frame().getByText('Step 50 of 50').waitFor();
    await playground.button('Use the values of step 50').click();
    await frame().getByText('Step 0 of 50').waitFor();
    await hasValue(playground.text('input'), /^\[3\.\d+, -0\.\d+\]$/);
  });

  it('compare losses, and have the comparison again after a reload', async () => {
    await playground.showTab('Compare');
    await frame().getByRole('combobox', { name: 'Compare with' }).selectOption('MSELoss');
    const row = frame().getByRole('region', { name: 'Loss and gradient' }).getByText('MSELoss()');
    await row.waitFor();
    await workbench.savesPlayground(/"compare":\{[^}]*MSELoss/);
    await workbench.reload();
    playground = await Playground.in(workbench);
    await frame().getByRole('region', { name: 'Loss and gradient' }).getByText('MSELoss()').waitFor();
  });
});
