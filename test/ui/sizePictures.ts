import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readFiles } from '../files/recordedFiles';
import { npyOfZeros } from './npyOfZeros';
import { Playground } from './playground';
import { sideBarPictures } from './sideBarPictures';
import type { Take } from './take';
import type { Workbench } from './workbench';

/** Takes pictures of what is large: long texts, tensors that stay in their files or are too large, a long computation. */
export async function sizePictures(workbench: Workbench, take: Take): Promise<void> {
  const { page, folder } = workbench;
  await writeFile(path.join(folder, 'million.npy'), npyOfZeros([1000, 1000]));
  await writeFile(path.join(folder, 'tenMillion.npy'), npyOfZeros([10_000, 1000]));
  for (const { file, bytes } of readFiles())
    if (file.endsWith('.npz')) await writeFile(path.join(folder, file), bytes);
  await workbench.runCommand('Loss Playground: Open Playground');
  const playground = await Playground.in(workbench);
  const { frame } = playground;
  const snap = sideBarPictures(workbench, playground, take);
  const quickInput = page.locator('.quick-input-widget:visible');
  const chooseFile = async (name: string, file: string): Promise<void> => {
    await playground.button(`From file into ${name}`).click();
    await quickInput.getByText(file, { exact: true }).click();
  };

  await chooseFile('input', 'deflated.npz');
  await quickInput.getByText('labels').first().waitFor();
  await take('pick-array');
  await page.keyboard.press('Escape');

  await playground.paste('target', '0.5');
  await chooseFile('input', 'million.npy');
  await playground.input('input').getByText('float32 (1000, 1000)').waitFor();
  await playground.cells();
  await snap('file', 'input-editor');
  await snap('file-cells', 'section.tabs');
  await chooseFile('input', 'tenMillion.npy');
  await frame.getByText('elements are more than').first().waitFor();
  await snap('file-refused', 'input-editor');
  await playground.clear('input');
  await playground.paste('input', `[${'0.25, '.repeat(60_000)}oops, ${'0.25, '.repeat(60_000)}]`);
  await playground.problem('input').waitFor();
  await snap('long-text', 'input-editor');
  await playground.clear('input');
  await playground.paste('input', `[[${'0.25, '.repeat(3000)}]]`);
  await playground.cells();
  await playground.button('Random into input').click();
  await frame.getByRole('textbox', { name: 'Shape', exact: true }).fill('(10000, 1000)');
  await snap('random-refused', 'input-editor');
  await playground.button('Random into input').click();
  // each of the first with each of the second: long enough to be seen, and cancelled
  await playground.paste('input', `[${'[0.25], '.repeat(3000)}]`);
  await playground.paste('target', `[[${'0.5, '.repeat(3000)}]]`);
  await frame.locator('result-view .busy').waitFor();
  await snap('busy', 'result-view');
  await playground.button('Cancel').click();
  await snap('cancelled', 'result-view');
}
