import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../projectRoot';

/** Files by path relative to the project (with `/`), with their text. */
export type SourceFiles = ReadonlyMap<string, string>;

/** Every file below the folders whose name ends so. */
export async function readSources(folders: readonly string[], ending: string): Promise<SourceFiles> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const entries = await readdir(path.join(projectRoot, folder), { recursive: true });
    for (const entry of entries.sort()) {
      const file = `${folder}/${entry.replaceAll(path.sep, '/')}`;
      if (file.endsWith(ending)) found.set(file, await readFile(path.join(projectRoot, file), 'utf8'));
    }
  }
  return found;
}
