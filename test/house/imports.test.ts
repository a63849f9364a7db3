import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../projectRoot';
import { findCycle, importsOf, roomNames, roomOf, violations } from './imports';
import { readSources } from './sourceFiles';

describe('the house: who imports whom', () => {
  it('keeps to the table of rooms', async () => {
    assert.equal(violations(importsOf(await readSources(['src', 'webview'], '.ts'))).join('\n'), '');
  });

  it('has no cycle between files', async () => {
    assert.equal(findCycle(importsOf(await readSources(['src', 'webview'], '.ts'))), undefined);
  });

  it('has every folder of src in the table', async () => {
    const entries = await readdir(path.join(projectRoot, 'src'), { withFileTypes: true });
    const folders = entries.filter((each) => each.isDirectory()).map((each) => each.name);
    assert.deepEqual(
      folders.filter((name) => !roomNames.includes(name)),
      [],
    );
  });

  it('imports the UI toolkit in one file', async () => {
    const imports = importsOf(await readSources(['src', 'webview'], '.ts'));
    const users = imports
      .filter((each) => each.to.startsWith('@vscode/webview-ui-toolkit'))
      .map((each) => each.from);
    assert.deepEqual(
      users.filter((file) => file !== 'webview/toolkit.ts'),
      [],
    );
  });
});

describe('the check of imports', () => {
  const engine = ['src/engine/evaluate.ts', 'export const evaluate = 1;'] as const;
  const check = (file: string, text: string) => violations(importsOf(new Map([engine, [file, text]])));

  for (const [what, text] of Object.entries({
    'an import': "import { evaluate } from '../engine/evaluate'; evaluate;",
    'a type import': "import type { evaluate } from '../engine/evaluate';",
    'a re-export': "export { evaluate } from '../engine/evaluate';",
    'a dynamic import': "export const f = () => import('../engine/evaluate');",
    'a require': "export const f = require('../engine/evaluate');",
    'an import in a type': "export let f: typeof import('../engine/evaluate');",
  })) {
    it(`sees ${what}`, () => {
      assert.deepEqual(check('src/python/a.ts', text), ['src/python/a.ts imports src/engine/evaluate.ts']);
    });
  }

  it('tells types from values', () => {
    assert.deepEqual(check('src/protocol/a.ts', "import type { evaluate } from '../engine/evaluate';"), []);
    assert.deepEqual(check('src/protocol/a.ts', "import { evaluate } from '../engine/evaluate'; evaluate;"), [
      'src/protocol/a.ts imports more than types from src/engine/evaluate.ts',
    ]);
  });

  it('sees packages', () => {
    assert.deepEqual(check('src/engine/a.ts', "import 'node:fs';"), [
      'src/engine/a.ts imports the package node:fs',
    ]);
    assert.deepEqual(check('src/insights/a.ts', "import { Uri } from 'vscode'; Uri;"), [
      'src/insights/a.ts imports the package vscode',
    ]);
    assert.deepEqual(check('src/features/a.ts', "import { Uri } from 'vscode'; Uri;"), []);
  });

  it('refuses what lies in no room', () => {
    assert.deepEqual(check('src/helpers.ts', "import 'node:fs';"), ['src/helpers.ts lies in no room']);
    assert.equal(roomOf('src/extension.ts'), 'extension');
    assert.equal(roomOf('webview/main.ts'), 'webview');
  });

  it('finds a cycle, by way of #losses too', () => {
    const files = new Map([
      ['src/engine/evaluate.ts', "import { losses } from '#losses'; losses;"],
      ['src/engine/losses/mseLoss.ts', "import { check } from '../check'; check;"],
      ['src/engine/check.ts', "export { evaluate } from './evaluate';"],
    ]);
    assert.deepEqual(findCycle(importsOf(files)), [
      'src/engine/evaluate.ts',
      'src/engine/losses/mseLoss.ts',
      'src/engine/check.ts',
      'src/engine/evaluate.ts',
    ]);
  });
});
