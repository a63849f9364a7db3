import { pathToFileURL } from 'node:url';
import { installChromium } from '../host/chromium';
import { installHost } from '../host/install';
import { buildExtension, bundle } from './build';

/** Measures how long the playground lets one wait, in VS Code; test/bench/playground.bench.ts prints the table. */
export async function runPlaygroundBench(): Promise<number> {
  await installHost(console.log);
  await installChromium(console.log);
  await buildExtension({ production: true });
  const [file = ''] = await bundle(['test/bench/playground.bench.ts']);
  const { run } = (await import(pathToFileURL(file).href)) as typeof import('../bench/playground.bench');
  await run();
  return 0;
}
