import { Playground } from './playground';
import { sideBarPictures } from './sideBarPictures';
import type { Take } from './take';
import type { Workbench } from './workbench';

/** Takes pictures of what opens in the playground and of what goes wrong in it, in the side bar. */
export async function statePictures(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('Loss Playground: Open Playground');
  const playground = await Playground.in(workbench);
  const { frame } = playground;
  const snap = sideBarPictures(workbench, playground, take);

  await playground.chooseLoss('CrossEntropyLoss');
  await playground.cells();
  await playground.loss.click();
  await snap('chooser');
  await playground.loss.press('Escape');
  await frame.getByText('When to use it').click();
  await snap('uses');
  await frame.getByText('When to use it').click();
  await playground.button('Table for input').click();
  await playground.button('Random into target').click();
  await snap('table', 'input-editor');
  await playground.button('Table for input').click();
  await playground.button('Random into target').click();
  await playground.paste('target', '[0, 7, 1]');
  await playground.error.waitFor();
  await snap('error', 'input-editor:last-of-type');
  await playground.paste('target', '[0, x, 1]');
  await playground.problem('target').waitFor();
  await snap('unread', 'input-editor:last-of-type');
  await playground.chooseLoss('L1Loss');
  await playground.paste('input', '[[nan, 1.0], [-inf, 2.0]]');
  await playground.paste('target', '[0.0, 1.0]');
  await playground.showsLoss('tensor(nan)');
  await snap('nan', 'result-view');

  await playground.chooseLoss('AdaptiveLogSoftmaxWithLoss');
  await frame.locator('.examples button').first().click();
  await playground.button('Fill in head.weight').click();
  await playground.cells();
  await snap('parameters', 'parameter-form');
  await snap('weights', '#weights-heading');
  await playground.chooseLoss('CTCLoss');
  await frame.locator('.examples button').first().click();
  await playground.showTab('Steps');
  await frame.locator('table.lattice').waitFor();
  await snap('lattice', 'section.tabs');
  await playground.chooseLoss('TripletMarginWithDistanceLoss');
  await frame.locator('.examples button').first().click();
  await playground.showTab('Compare');
  await frame.getByRole('combobox', { name: 'Compare with' }).selectOption('TripletMarginLoss');
  await frame.locator('compare-view li').waitFor();
  await snap('long-names', 'section.tabs');
}
