import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../projectRoot';
import { buildExtension } from './build';

/** Builds the extension for use and packages it into the .vsix file. Uses no network. Answers the file's path. */
export async function packageExtension(file: string): Promise<string> {
  await buildExtension({ production: true });
  const folder = await mkdtemp(path.join(projectRoot, 'dist', 'package-'));
  try {
    for (const name of await listFiles({ cwd: projectRoot, packageManager: PackageManager.None })) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await copyFile(path.join(projectRoot, name), path.join(folder, name));
    }
    const readme = path.join(folder, 'README.md');
    await writeFile(readme, withoutRelativeLinks(await readFile(readme, 'utf8')));
    await mkdir(path.dirname(file), { recursive: true });
    await createVSIX({ cwd: folder, packagePath: file, dependencies: false, allowMissingRepository: true });
  } finally {
    await rm(folder, { recursive: true });
  }
  return file;
}

/**
 * A Markdown text without pictures and links to files of this project: VS Code shows an extension's README without its
 * folder, and there is no repository address to complete them with.
 */
export function withoutRelativeLinks(markdown: string): string {
  return markdown
    .replaceAll(/<picture>.*?<\/picture>\n*/gs, '')
    .replaceAll(/!\[[^\]]*\]\((?!https?:)[^)]*\)\n*/g, '')
    .replaceAll(/\[([^\]]*)\]\((?!https?:)[^)]*\)/g, '$1');
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
