import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverAt } from '../../src/insights/documentInsights';
import { openPython as parsed } from '../python/openPython';
import { hoversAt, openPython, startExtension } from './pythonEditor';

const imports = 'import torch\nfrom torch import nn\n';

/** What our hover at an offset is for, as text. */
async function hoveredText(document: vscode.TextDocument, offset: number): Promise<string | undefined> {
  const [hover] = await hoversAt(document, document.positionAt(offset));
  return hover?.range && document.getText(hover.range);
}

/** Checks that every `nn.MSELoss` in the text has a hover which is for exactly that. */
async function checkHovers(document: vscode.TextDocument, count: number): Promise<void> {
  const places = [...document.getText().matchAll(/\bnn\.MSELoss\b/g)];
  assert.equal(places.length, count);
  for (const { index } of places) assert.equal(await hoveredText(document, index + 5), 'nn.MSELoss');
}

/** Our inlay hints, each behind what stands in front of it on its line. */
async function hintsIn(document: vscode.TextDocument): Promise<string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label, position }) => {
    const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
    return `${document.lineAt(position.line).text.slice(0, position.character)} ${text}`;
  });
}

describe('Python documents that are out of the ordinary', () => {
  before(startExtension);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('have 50,000 lines', async () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `x${index} = f(${index}, 'ü😀')`);
    lines.splice(30_000, 0, 'c = nn.MSELoss()');
    const loss = 'r = nn.MSELoss()(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 0.0]))';
    const editor = await openPython(`${imports}${lines.join('\n')}\n${loss}\n`);
    await checkHovers(editor.document, 2);
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), '"""😀\r\n"""\n'));
    await checkHovers(editor.document, 2);
    assert.deepEqual(await hintsIn(editor.document), [`${loss} = 2.5000`]);
  }).timeout(60_000);

  it('have 5 MB in one line: nothing is said of them until that is gone', async () => {
    const start = `${imports}nn.MSELoss()\nx = '`;
    const editor = await openPython(`${start}${'0'.repeat(5_000_000)}'\nnn.MSELoss()\n`);
    const { document } = editor;
    assert.equal(await hoveredText(document, imports.length + 5), undefined);
    assert.deepEqual(await hintsIn(document), []);
    const line = document.lineAt(3).range;
    await editor.edit((edit) =>
      edit.delete(new vscode.Range(line.start.translate(0, 5), line.end.translate(0, -1))),
    );
    await checkHovers(document, 2);
  }).timeout(60_000);

  it('have a literal of a megabyte in one line', async () => {
    const numbers = '1.25, '.repeat(170_000);
    const { document } = await openPython(`${imports}x = [${numbers}]; nn.MSELoss()\ny = nn.MSELoss()\n`);
    await checkHovers(document, 2);
  }).timeout(60_000);

  for (const [what, text] of Object.entries({
    'mixed line endings':
      'import torch\r\nfrom torch import nn\ra = 1\n\r\n\rx = nn.MSELoss()\ny = nn.MSELoss()\r\n',
    'carriage returns alone':
      'import torch\rfrom torch import nn\rx = nn.MSELoss()\rif x:\r    y = nn.MSELoss()\r',
    tabs: `${imports}def f():\n\tif x:\n\t    y =\tnn.MSELoss(\t)\n\t\treturn\n\treturn\tnn.MSELoss()`,
    'astral characters': `${imports}s = '😀𝒳'; nn.MSELoss(); 𝒳 = '👩‍👩‍👧'; nn.MSELoss()  # 😀`,
    'what is no character, and separators': `${imports}s = '\u2028\u0085\f'; nn.MSELoss()\n# \u2029 x\nnn.MSELoss()`,
    'Python 2': `# -*- coding: latin-1 -*-\n${imports}print 'a', nn.MSELoss()\nexec "x" in d\ntry:\n\traise E, 'no'\nexcept E, e: print >>f, \`e\`\nx = 0777L <> 1\ny = nn.MSELoss()\n`,
  }))
    it(`have ${what}`, async () => {
      const { document } = await openPython(text);
      await checkHovers(document, 2);
      assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    });

  it('are typed, unit by unit, with brackets and quotes that close by themselves', async () => {
    const text = [
      'import torch',
      'from torch import nn',
      '@decorated(size=(1, 2))',
      'class Net(nn.Module):',
      '    """It\'s a net: nn.MSELoss()."""',
      '    def __init__(self, 名="😀"):',
      "        self.c = {'a': [nn.MSELoss(reduction='sum')]}['a'][0]",
      '    def forward(self, x): return self.c(x, f"{x!r:>{4}}")',
      'r = nn.MSELoss()(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 0.0]))',
      '',
    ].join('\n');
    const settings = vscode.workspace.getConfiguration('editor', { languageId: 'python' });
    await settings.update('autoIndent', 'none', vscode.ConfigurationTarget.Global, true);
    try {
      const editor = await openPython('');
      const { document } = editor;
      for (const character of text) {
        await vscode.commands.executeCommand('type', { text: character });
        const now = document.getText();
        const offsets = [now.lastIndexOf('MSELoss'), document.offsetAt(editor.selection.active) - 1];
        const python = await parsed(now);
        for (const offset of offsets) {
          if (offset < 0) continue;
          const expected = hoverAt(python, offset);
          const wanted = expected && now.slice(expected.start, expected.end);
          assert.equal(await hoveredText(document, offset), wanted, now);
        }
        python.dispose();
      }
      assert.ok(document.getText().startsWith(text.slice(0, 200)), document.getText());
      assert.deepEqual((await hintsIn(document)).length, 1);
    } finally {
      await settings.update('autoIndent', undefined, vscode.ConfigurationTarget.Global, true);
    }
  }).timeout(120_000);
});
