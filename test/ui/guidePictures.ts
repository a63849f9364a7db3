import type { Take } from './take';
import { openStep, walkthroughSteps, type WalkthroughStep } from './walkthroughPage';
import type { Workbench } from './workbench';

/** The chooser's answers and an advice of it, and each step of the walkthrough. */
export async function guidePictures(workbench: Workbench, take: Take): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.runCommand('Loss Playground: Choose a Loss...');
  await row(workbench, 'One class of several').waitFor();
  await take('choose');
  await row(workbench, 'One class of several').click();
  await row(workbench, 'Some are rare').click();
  await row(workbench, 'Insert at the cursor').waitFor();
  await take('choose-advice');
  await page.keyboard.press('Escape');
  for (const [index, title] of (Object.keys(walkthroughSteps) as WalkthroughStep[]).entries()) {
    await openStep(workbench, title);
    await page.mouse.move(5, 5);
    // the step and its picture slide in
    await page.waitForTimeout(1000);
    await take(`walkthrough-${index + 1}`);
  }
}

/** The lists that one chooses from: which of two losses is meant, and which loss selected tensors are for. */
export async function pickPictures(workbench: Workbench, take: Take): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.editor.getByText('= 0.1').first().waitFor();
  await workbench.placeCursor('either(');
  await workbench.runCommand('Loss Playground: Compute Loss');
  await row(workbench, 'HuberLoss').waitFor();
  await take('pick-candidate');
  await page.keyboard.press('Escape');
  await workbench.placeCursor('[2.5, 0.0, 2.1]');
  for (let character = 0; character < 15; character++) await page.keyboard.press('Shift+ArrowRight');
  await workbench.runCommand('Loss Playground: Compute Loss');
  await row(workbench, 'MSELoss').waitFor();
  await take('pick-loss');
  await page.keyboard.press('Escape');
}

function row({ page }: Workbench, text: string) {
  return page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
}
