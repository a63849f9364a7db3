import { Playground } from './playground';
import type { Take } from './take';
import type { Workbench } from './workbench';

/** Takes a picture of each tab of the playground: wide, in the editor, and narrow, in the side bar; and of its history. */
export async function tabPictures(workbench: Workbench, take: Take): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Loss Playground: Open Playground');
  await takeTabs(await Playground.in(workbench), '.part.sidebar', 'narrow');
  await workbench.runCommand('Loss Playground: Open Playground in Editor');
  await workbench.runCommand('View: Close Primary Side Bar');
  const wide = await Playground.in(workbench, 'editor');
  await takeTabs(wide, '.part.editor', 'wide');
  await wide.chooseLoss('HuberLoss');
  await wide.frame.getByText('History (').click();
  await wide.button(/^Pin MSELoss/).click();
  await wide.frame.getByText(/^now .* more$/).waitFor();
  await wide.frame.locator('result-view').evaluate((result) => result.scrollIntoView());
  await take('history', (await page.locator('.part.editor').boundingBox()) ?? undefined);

  async function takeTabs(playground: Playground, part: string, width: string): Promise<void> {
    await playground.frame.getByRole('tab').first().waitFor();
    for (const tab of await playground.frame.getByRole('tab').allInnerTexts()) {
      await playground.showTab(tab);
      await playground.frame.getByRole('tab', { name: tab }).scrollIntoViewIfNeeded();
      await playground.frame.locator('section.tabs').evaluate((tabs) => tabs.scrollIntoView());
      // Answers come a moment later, and lines are drawn after them.
      await page.waitForTimeout(1000);
      const box = await page.locator(part).boundingBox();
      await take(`tab-${tab.trim().toLowerCase()}-${width}`, box ?? undefined);
    }
  }
}
