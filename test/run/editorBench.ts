import { pathToFileURL } from 'node:url';
import { bundle } from './build';

/** Measures how long an editor waits for answers about a long file; test/bench/editor.bench.ts prints the table. */
export async function runEditorBench(): Promise<number> {
  const [file = ''] = await bundle(['test/bench/editor.bench.ts']);
  const { run } = (await import(pathToFileURL(file).href)) as typeof import('../bench/editor.bench');
  await run();
  return 0;
}
