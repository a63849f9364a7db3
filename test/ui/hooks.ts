import { closeBrowser } from './browser';
import { keepPictures, openWorkbenches } from './openWorkbenches';

// Around every test of test/ui; this file runs before them.

afterEach('keep pictures of a failure', async function () {
  if (this.currentTest?.state === 'failed') await keepPictures(this.currentTest.fullTitle());
});

after('end what is left', async () => {
  for (const workbench of openWorkbenches) await workbench.close();
  await closeBrowser();
});
