import { pathToFileURL } from 'node:url';
import { bundle } from './build';

/** Measures the engine beside PyTorch; test/bench/engine.bench.ts reads the arguments and prints the table. */
export async function runBench(args: readonly string[]): Promise<number> {
  const [file = ''] = await bundle(['test/bench/engine.bench.ts']);
  const { run } = (await import(pathToFileURL(file).href)) as typeof import('../bench/engine.bench');
  return run(args);
}
