import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../projectRoot';
import { readSources } from './sourceFiles';
import { tableTexts, writtenTexts } from './texts';

const bundle = path.join(projectRoot, 'l10n/bundle.l10n.json');

describe('the texts that users read', () => {
  const sources = Promise.all([readSources(['src'], '.ts'), readSources(['webview'], '.ts')]).then((all) =>
    all.flatMap((each) => [...each]).filter(([file]) => file !== 'src/l10n/localize.ts'),
  );

  it('are written out where they are translated, and translated when the language is known', async () => {
    for (const [file, source] of await sources) {
      for (const { text, isEarly, isEscaped } of writtenTexts(file, source)) {
        assert.notEqual(text, undefined, file);
        assert.ok(!isEarly, `${file}: "${text ?? ''}" is looked up when the file is loaded`);
        assert.ok(!isEscaped || !file.startsWith('src/engine/'), `${file}: a backslash in "${text ?? ''}"`);
      }
    }
  });

  it('are all in the bundle for translators, and nothing else is (UPDATE_L10N=1 writes it)', async () => {
    const written = (await sources).flatMap(([file, source]) =>
      writtenTexts(file, source).flatMap(({ text }) => text ?? []),
    );
    const sorted = [...new Set([...written, ...tableTexts()])].sort();
    assert.ok(written.length > 500 && sorted.length > 1000);
    if (process.env['UPDATE_L10N']) {
      const content = Object.fromEntries(sorted.map((text) => [text, text]));
      writeFileSync(bundle, `${JSON.stringify(content, null, 2)}\n`);
    }
    const known = JSON.parse(readFileSync(bundle, 'utf8')) as Record<string, string>;
    assert.deepEqual(Object.keys(known).sort(), sorted);
    for (const [text, shown] of Object.entries(known)) assert.equal(shown, text);
  });
});
