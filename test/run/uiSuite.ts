import { installChromium } from '../host/chromium';
import { installHost } from '../host/install';
import { readArguments } from './arguments';
import { buildExtension, bundle, testFiles } from './build';
import { runMocha } from './mochaSuite';

/** Runs test/ui: the workbench and the webview driven in a browser. Arguments: see `readArguments`. */
export async function runUiSuite(args: readonly string[]): Promise<number> {
  const { paths, grep, summaryFile } = readArguments(args);
  const files = await testFiles('ui', paths);
  if (files.length === 0) throw new Error(`No test file of this suite: ${paths.join(', ')}`);
  await installChromium(console.log);
  // test/ui/webview needs a browser only
  if (files.some((file) => !file.startsWith('test/ui/webview/'))) {
    await installHost(console.log);
    await buildExtension();
  }
  const bundles = await bundle(['test/ui/hooks.ts', ...files]);
  const { passed, failed } = await runMocha(bundles, { timeout: 120_000, grep, summaryFile });
  return failed === 0 && passed > 0 ? 0 : 1;
}
