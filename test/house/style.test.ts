import assert from 'node:assert/strict';
import { readSources } from './sourceFiles';
import { badNames, exclusiveTests, forbiddenGlobals, undocumentedExports } from './style';

const everywhere = ['src', 'webview', 'test'];

describe('the house: how it is written', () => {
  it('documents every export', async () => {
    assert.equal(undocumentedExports(await readSources(everywhere, '.ts')).join('\n'), '');
  });

  it('names files in camel case, for what is in them', async () => {
    assert.equal(badNames(await readSources(everywhere, '.ts')).join('\n'), '');
  });

  it('reaches no network and runs no text as code', async () => {
    assert.equal(forbiddenGlobals(await readSources(['src', 'webview'], '.ts')).join('\n'), '');
  });

  it('has no test that runs alone', async () => {
    assert.equal(exclusiveTests(await readSources(['test'], '.test.ts')).join('\n'), '');
  });
});

describe('the checks of style', () => {
  const file = (text: string, name = 'src/text/a.ts') => new Map([[name, text]]);

  it('see an export without a comment', () => {
    const text =
      '/** Said. */\nexport const a = 1;\nexport const b = 2;\n// plain\nexport interface C {}\nconst d = 3;';
    assert.deepEqual(undocumentedExports(file(text)), [
      'src/text/a.ts: export const b = 2;',
      'src/text/a.ts: export interface C {}',
    ]);
  });

  it('see a bad name', () => {
    for (const name of [
      'src/text/utils.ts',
      'src/text/Reader.ts',
      'test/text/read-er.test.ts',
      'src/engine/losses/mseLoss.ts',
    ])
      assert.deepEqual(badNames(file('', name)), [name]);
    for (const name of ['src/text/reader.ts', 'src/engine/losses/MSELoss.ts', 'test/text/reader.test.ts'])
      assert.deepEqual(badNames(file('', name)), []);
  });

  it('see what could reach a network', () => {
    assert.deepEqual(
      forbiddenGlobals(file('void fetch(u); new WebSocket(u); globalThis.eval(t); cache.fetch(u);')),
      ['src/text/a.ts: fetch', 'src/text/a.ts: WebSocket', 'src/text/a.ts: eval'],
    );
  });

  it('see a test that runs alone', () => {
    const alone = ['it', 'only'].join('.');
    assert.deepEqual(exclusiveTests(file(`${alone}('x', () => {});`)), [`src/text/a.ts: ${alone}`]);
  });
});
