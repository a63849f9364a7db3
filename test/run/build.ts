import { rmSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../projectRoot';

/** The three suites. */
export type Suite = 'node' | 'extension' | 'ui';

interface BuildScript {
  buildExtension(options?: { readonly production?: boolean }): Promise<void>;
  buildTests(files: readonly string[], outdir: string, format: 'esm' | 'cjs'): Promise<void>;
}

/** The suite that a test file belongs to, by its folder. */
export function suiteOf(file: string): Suite {
  if (file.startsWith('test/extension/')) return 'extension';
  return file.startsWith('test/ui/') ? 'ui' : 'node';
}

/** The suite's test files that lie at or below the paths (all if none is given), relative to the project, sorted. */
export async function testFiles(suite: Suite, paths: readonly string[] = []): Promise<string[]> {
  const wanted = paths.map((each) =>
    path.relative(projectRoot, path.resolve(each)).replaceAll(path.sep, '/'),
  );
  const entries = await readdir(path.join(projectRoot, 'test'), { recursive: true });
  return entries
    .map((file) => `test/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => file.endsWith('.test.ts') && suiteOf(file) === suite)
    .filter(
      (file) => wanted.length === 0 || wanted.some((each) => file === each || file.startsWith(`${each}/`)),
    )
    .sort();
}

/** Builds the extension into dist/: with source maps, or small for use. */
export async function buildExtension(options: { readonly production?: boolean } = {}): Promise<void> {
  await (await buildScript()).buildExtension(options);
}

/** Bundles files of test/ into a folder of this process, which goes when it ends. Answers the bundles' paths. */
export async function bundle(files: readonly string[], format: 'esm' | 'cjs' = 'esm'): Promise<string[]> {
  const folder = await mkdtemp(path.join(projectRoot, 'dist/test/bundle-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await (await buildScript()).buildTests(files, folder, format);
  const extension = format === 'esm' ? '.mjs' : '.cjs';
  return files.map((file) => path.join(folder, file.slice('test/'.length, -'.ts'.length) + extension));
}

async function buildScript(): Promise<BuildScript> {
  return (await import(pathToFileURL(path.join(projectRoot, 'esbuild.mjs')).href)) as BuildScript;
}
