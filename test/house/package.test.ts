import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../projectRoot';
import { withoutRelativeLinks } from '../run/package';

const budget = 1.5 * 1024 * 1024;

const expected = [
  'LICENSE.txt',
  'changelog.md',
  'dist/ThirdPartyNotices.txt',
  'dist/extension.cjs',
  'dist/formulas.json',
  'dist/playground.js',
  'dist/session.js',
  'dist/tree-sitter-python.wasm',
  'dist/web-tree-sitter.wasm',
  'dist/worker.cjs',
  'l10n/bundle.l10n.json',
  'media/example.py',
  'media/icon.png',
  'media/playground.svg',
  'media/walkthrough/check.svg',
  'media/walkthrough/choose.svg',
  'media/walkthrough/compute.svg',
  'media/walkthrough/hover.svg',
  'media/walkthrough/loss.svg',
  'media/walkthrough/play.svg',
  'package.json',
  'package.nls.json',
  'readme.md',
];

describe('the packaged extension', () => {
  let folder: string;
  let file: string;
  const run = promisify(execFile);

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'loss-playground-package-'));
    file = path.join(folder, 'extension.vsix');
    await run(process.execPath, ['test/run.mjs', 'package', '--out', file], { cwd: projectRoot });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('holds these files and no others', async () => {
    const files = zipEntries(await readFile(file)).filter((name) => name.startsWith('extension/'));
    assert.deepEqual(files.map((name) => name.slice('extension/'.length)).sort(), expected);
  });

  it('names what it holds of others, with their licences', async () => {
    const notices = await readFile(path.join(projectRoot, 'dist/ThirdPartyNotices.txt'), 'utf8');
    const named = [
      ...notices.matchAll(/^-{80}\n\n(\S+) [\d.]+ \((.+)\)\n\n([^]*?)(?=\n\n-{80}\n|$(?![^]))/gm),
    ];
    const packages = named.map(([, name]) => name);
    for (const shipped of [
      '@mathjax/mathjax-newcm-font',
      '@microsoft/fast-element',
      '@vscode/webview-ui-toolkit',
      'd3-shape',
      'lit-html',
      'tree-sitter-python',
      'web-tree-sitter',
    ])
      assert.ok(packages.includes(shipped), shipped);
    assert.deepEqual(packages, [...new Set(packages)].sort());
    for (const [, name, licence = '', text = ''] of named) {
      assert.match(licence, /^(MIT|ISC|BSD-3-Clause|0BSD|Apache-2\.0|CC-BY-4\.0)$/, name);
      assert.match(text, /copyright/i, name);
      assert.ok(text.length > 400, name);
    }
  });

  it('has a README without links that lead nowhere from inside VS Code', async () => {
    const readme = await readFile(path.join(projectRoot, 'README.md'), 'utf8');
    assert.match(readme, /media\/screenshots/);
    assert.doesNotMatch(withoutRelativeLinks(readme), /media\/|<picture|\]\((?!https:)/);
    assert.equal(withoutRelativeLinks('![a](b.png)\n[c](d.md) [e](https://f.org)'), 'c [e](https://f.org)');
  });

  it('keeps to its size', async () => {
    assert.ok((await stat(file)).size <= budget);
  });
});

/** The names in a zip file's central directory (APPNOTE.TXT, 4.3.12 and 4.3.16; not Zip64). */
function zipEntries(zip: Buffer): string[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  const names: string[] = [];
  for (let at = zip.readUInt32LE(end + 16); names.length < zip.readUInt16LE(end + 10);) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    names.push(zip.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}
