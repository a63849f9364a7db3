import { pathToFileURL } from 'node:url';
import { bundle } from './build';

/** Compares what is found in a folder of public repositories' code with recorded facts; see test/insights/corpus. */
export async function runCorpus([folder]: readonly string[]): Promise<number> {
  if (folder === undefined) {
    console.error(
      'Usage: npm run corpus -- FOLDER, with the files that test/insights/corpus/collect.py wrote.',
    );
    return 1;
  }
  const [file = ''] = await bundle(['test/insights/corpus/compare.ts']);
  const { compare } = (await import(pathToFileURL(file).href)) as typeof import('../insights/corpus/compare');
  await compare(folder);
  return 0;
}
