import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../projectRoot';

const read = (file: string) => readFile(path.join(projectRoot, file), 'utf8');

/** Paths of this project that a Markdown text names: links, pictures, and what looks like one in code spans. */
function pathsIn(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\(([^)#\s]+)[^)]*\)|src(?:set)?="([^"]+)"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const spans = [...markdown.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)].map((match) => match[1] ?? '');
  const looksLikePath = /^(\.ci|\.vscode|l10n|media|src|test|webview)\/|\.(mjs|json|md)$/;
  return [
    ...links.filter((link) => !/^\w+:/.test(link)),
    ...spans.filter((span) => looksLikePath.test(span)),
  ];
}

describe('the documents', () => {
  for (const document of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']) {
    it(`${document} names paths that exist`, async () => {
      const paths = pathsIn(await read(document));
      assert.deepEqual(
        paths.filter((each) => !existsSync(path.join(projectRoot, each))),
        [],
      );
    });

    it(`${document} names npm scripts that exist`, async () => {
      const { scripts } = JSON.parse(await read('package.json')) as {
        readonly scripts: Record<string, string>;
      };
      const named = [...(await read(document)).matchAll(/\bnpm run ([\w:]+)/g)].map(
        (match) => match[1] ?? '',
      );
      assert.deepEqual(
        named.filter((name) => !(name in scripts)),
        [],
      );
    });
  }

  it('CONTRIBUTING.md has a recipe for what is added most, with files to imitate', async () => {
    const recipes = ['Add a loss', 'Add a message', 'Add a command'];
    if (existsSync(path.join(projectRoot, 'src/insights/rules'))) recipes.push('Add a rule');
    const sections = (await read('CONTRIBUTING.md')).split(/^#+ /m);
    for (const title of recipes) {
      const section = sections.find((each) => each.startsWith(`${title}\n`));
      assert.ok(section, title);
      assert.ok(pathsIn(section).length >= 3, `${title}: ${pathsIn(section).join(', ')}`);
    }
  });

  it('finds the paths in a text', () => {
    const text =
      'See `src/engine/a.ts`, `npm test`, `x/y`, [this](media/b.png) and [that](https://example.org/c).';
    assert.deepEqual(pathsIn(text), ['media/b.png', 'src/engine/a.ts']);
  });
});

describe('the lock files', () => {
  for (const file of ['package-lock.json', 'test/host/server/package-lock.json']) {
    it(`${file} names no registry`, async () => {
      assert.doesNotMatch(await read(file), /"resolved": "http/);
    });
  }
});
