import { pathToFileURL } from 'node:url';
import { bundle } from './build';

/** Runs the engine over reference cases; test/torch/cli.ts reads the arguments. */
export async function runTorchCases(args: readonly string[]): Promise<number> {
  const [file = ''] = await bundle(['test/torch/cli.ts']);
  const { run } = (await import(pathToFileURL(file).href)) as typeof import('../torch/cli');
  return run(args);
}
