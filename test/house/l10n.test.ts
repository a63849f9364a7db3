import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../projectRoot';
import { readSources } from './sourceFiles';

const bundle = path.join(projectRoot, 'l10n/bundle.l10n.json');

/** The texts that a file hands to `l10n.t` or `t`; a text that is not written out there is given as undefined. */
function textsIn(file: string, source: string): (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ['l10n.t', 't'].includes(node.expression.getText())) {
      const [text] = node.arguments;
      texts.push(text && ts.isStringLiteralLike(text) ? text.text : undefined);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true));
  return texts;
}

describe('the texts of the user interface', () => {
  const sources = Promise.all([readSources(['src/features'], '.ts'), readSources(['webview'], '.ts')]);

  it('are written out where they are shown', async () => {
    for (const [file, source] of (await sources).flatMap((each) => [...each])) {
      assert.ok(!textsIn(file, source).includes(undefined), file);
    }
  });

  it('are all in the bundle for translators, and nothing else is (UPDATE_L10N=1 writes it)', async () => {
    const texts = (await sources)
      .flatMap((each) => [...each])
      .flatMap(([file, source]) => textsIn(file, source))
      .filter((text) => text !== undefined);
    const sorted = [...new Set(texts)].sort();
    assert.ok(sorted.length > 20);
    if (process.env['UPDATE_L10N']) {
      const content = Object.fromEntries(sorted.map((text) => [text, text]));
      writeFileSync(bundle, `${JSON.stringify(content, null, 2)}\n`);
    }
    const known = JSON.parse(readFileSync(bundle, 'utf8')) as Record<string, string>;
    assert.deepEqual(Object.keys(known).sort(), sorted);
    for (const [text, shown] of Object.entries(known)) assert.equal(shown, text);
  });
});
