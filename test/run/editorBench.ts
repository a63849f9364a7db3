import { pathToFileURL } from 'node:url';
import { bundle } from './build';

/**
 * Measures how long an editor waits for answers about a long file; test/bench/editor.bench.ts prints the table. With
 * `holds` how long the event loop is held at most in the worst cases: test/bench/holds.bench.ts.
 */
export async function runEditorBench([what, word]: readonly string[]): Promise<number> {
  const name = what === 'holds' ? 'holds' : 'editor';
  const [file = ''] = await bundle([`test/bench/${name}.bench.ts`]);
  const bench: unknown = await import(pathToFileURL(file).href);
  if (what === 'holds') await (bench as typeof import('../bench/holds.bench')).measure(word);
  else await (bench as typeof import('../bench/editor.bench')).run();
  return 0;
}
