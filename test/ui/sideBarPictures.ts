import type { Playground } from './playground';
import type { Take } from './take';
import type { Workbench } from './workbench';

/** Takes a picture of the side bar by its name, with the first element of the playground that matches at the top. */
export type TakeSideBar = (name: string, from?: string) => Promise<void>;

/** How to take pictures of the playground in the side bar. */
export function sideBarPictures({ page }: Workbench, { frame }: Playground, take: Take): TakeSideBar {
  return async (name, from) => {
    if (from !== undefined)
      await frame
        .locator(from)
        .first()
        .evaluate((element) => element.scrollIntoView());
    // Answers come a moment later.
    await page.waitForTimeout(500);
    await take(name, (await page.locator('.part.sidebar').boundingBox()) ?? undefined);
  };
}
