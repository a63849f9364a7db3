import { createVSIX } from '@vscode/vsce';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../projectRoot';
import { buildExtension } from './build';

/** Builds the extension for use and packages it into the .vsix file. Uses no network. Answers the file's path. */
export async function packageExtension(file: string): Promise<string> {
  await buildExtension({ production: true });
  await mkdir(path.dirname(file), { recursive: true });
  await createVSIX({
    cwd: projectRoot,
    packagePath: file,
    dependencies: false,
    // links in README and CHANGELOG stay as they are: there is no repository address to complete them with
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return file;
}

/** `[--out file]`: makes the file, by default `<name>-<version>.vsix` in the project's folder. */
export async function runPackage(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { out: { type: 'string' } } });
  const manifest = await readFile(path.join(projectRoot, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(manifest) as { readonly name: string; readonly version: string };
  const file = await packageExtension(path.resolve(projectRoot, values.out ?? `${name}-${version}.vsix`));
  console.log(`${path.basename(file)}: ${((await stat(file)).size / 1024).toFixed(0)} KiB`);
  return 0;
}
