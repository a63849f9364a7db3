import { readArguments } from './arguments';
import { bundle, testFiles } from './build';
import { runMocha } from './mochaSuite';

/** Runs what needs no VS Code: test/ without extension/ and ui/. Arguments: see `readArguments`. */
export async function runNodeSuite(args: readonly string[]): Promise<number> {
  const { paths, grep, summaryFile } = readArguments(args);
  const files = await testFiles('node', paths);
  if (files.length === 0) throw new Error(`No test file of this suite: ${paths.join(', ')}`);
  const { passed, failed } = await runMocha(await bundle(files), { timeout: 60_000, grep, summaryFile });
  return failed === 0 && passed > 0 ? 0 : 1;
}
