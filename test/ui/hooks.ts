import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../projectRoot';
import { closeBrowser } from './browser';
import { openWorkbenches } from './openWorkbenches';

// Around every test of test/ui; this file runs before them.

afterEach('keep a picture of the failure', async function () {
  if (this.currentTest?.state !== 'failed') return;
  const folder = path.join(projectRoot, 'out', 'failures');
  await mkdir(folder, { recursive: true });
  const name = this.currentTest
    .fullTitle()
    .replaceAll(/[^\w]+/g, '-')
    .slice(0, 100);
  let index = 0;
  for (const { page } of openWorkbenches) {
    index += 1;
    const file = path.join(folder, `${name}-${index}.png`);
    await page.screenshot({ path: file });
    console.log(`      picture: ${path.relative(projectRoot, file)}`);
  }
});

after('end what is left', async () => {
  for (const workbench of openWorkbenches) await workbench.close();
  await closeBrowser();
});
