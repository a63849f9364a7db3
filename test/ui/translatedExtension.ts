import { copyFile, cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pseudoTranslations } from '../l10n/pseudoLocale';
import { projectRoot } from '../projectRoot';

/** A language of VS Code's in which no text is English. */
export const pseudoLanguage = 'qps-ploc';

/** A new folder with the extension in it as it is built, and with translations in which every text is marked. */
export async function translatedExtension(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'loss-playground-translated-'));
  for (const file of ['package.json', 'package.nls.json'])
    await copyFile(path.join(projectRoot, file), path.join(folder, file));
  // no links: VS Code knows an extension by where its code really lies
  for (const part of ['dist', 'media'])
    await cp(path.join(projectRoot, part), path.join(folder, part), {
      recursive: true,
      filter: (file) => file !== path.join(projectRoot, 'dist', 'test'),
    });
  const texts = JSON.parse(await readFile(path.join(projectRoot, 'package.nls.json'), 'utf8')) as object;
  const marked = Object.entries(texts).map(([key, text]): [string, string] => [key, `⟦${text}⟧`]);
  await writeFile(
    path.join(folder, `package.nls.${pseudoLanguage}.json`),
    JSON.stringify(Object.fromEntries(marked)),
  );
  await mkdir(path.join(folder, 'l10n'));
  await writeFile(
    path.join(folder, 'l10n', `bundle.l10n.${pseudoLanguage}.json`),
    JSON.stringify(pseudoTranslations()),
  );
  return folder;
}
