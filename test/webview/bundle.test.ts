import assert from 'node:assert/strict';
import { build, type Plugin } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../projectRoot';
import themes from '../ui/webview/themes.json';

const folder = path.join(projectRoot, 'webview');

async function sources(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const texts = names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const);
  return new Map(await Promise.all(texts));
}

describe("the webview's code", () => {
  it('is under 400,000 bytes when minified', async () => {
    const script = pathToFileURL(path.join(projectRoot, 'esbuild.mjs')).href;
    const { iconsPlugin } = (await import(script)) as { readonly iconsPlugin: Plugin };
    const { outputFiles } = await build({
      entryPoints: [path.join(folder, 'main.ts')],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      tsconfig: path.join(folder, 'tsconfig.json'),
      plugins: [iconsPlugin],
    });
    const [bundle, ...others] = outputFiles;
    assert.deepEqual(others, []);
    assert.ok(bundle && bundle.contents.length < 400_000, `${bundle?.contents.length ?? 0} bytes`);
  });

  it('takes the toolkit from one file only', async () => {
    const importing = [...(await sources())].filter(([, text]) =>
      text.includes("from '@vscode/webview-ui-toolkit'"),
    );
    assert.deepEqual(
      importing.map(([name]) => name),
      ['toolkit.ts'],
    );
  });

  it('has no colours but those of the theme, and only variables that there are', async () => {
    const known = new Set(Object.values(themes).flatMap(({ variables }) => Object.keys(variables)));
    const wrong: string[] = [];
    for (const [name, text] of await sources()) {
      for (const [variable] of text.matchAll(/--vscode-[\w-]+/g)) {
        if (!known.has(variable) && variable !== '--vscode-') wrong.push(`${name}: ${variable}`);
      }
      for (const [colour] of text.matchAll(/#[0-9a-f]{3,8}\b(?=[;,) ])|\b(?:hsl|oklch)\(/gi)) {
        wrong.push(`${name}: ${colour}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
