import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../projectRoot';

/** A window as what watches over all windows needs it. */
interface Window {
  readonly page: Page;
  close(): Promise<void>;
}

/** The windows now open: for the pictures taken of a failure, and to close what it left. */
export const openWorkbenches = new Set<Window>();

/** Takes a picture of each open window into out/failures, for what has failed. */
export async function keepPictures(failure: string): Promise<void> {
  const folder = path.join(projectRoot, 'out', 'failures');
  await mkdir(folder, { recursive: true });
  const name = failure.replaceAll(/[^\w]+/g, '-').slice(0, 100);
  for (const [index, { page }] of [...openWorkbenches].entries()) {
    const file = path.join(folder, `${name}-${index + 1}.png`);
    await page.screenshot({ path: file });
    console.log(`      picture: ${path.relative(projectRoot, file)}`);
  }
}
