import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { example, hoversAt, openPython, placeCursor, positionOf, startExtension } from './pythonEditor';

describe('the hover over a loss', () => {
  before(startExtension);
  afterEach(async () => {
    const configuration = vscode.workspace.getConfiguration('lossPlayground.hover');
    for (const name of ['enabled', 'formulaScale', 'show']) {
      await configuration.update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    const editor = vscode.workspace.getConfiguration('editor');
    await editor.update('fontSize', undefined, vscode.ConfigurationTarget.Global);
  });

  const set = (name: string, value: unknown) =>
    vscode.workspace
      .getConfiguration('lossPlayground.hover')
      .update(name, value, vscode.ConfigurationTarget.Global);

  const hoverOver = async (document: vscode.TextDocument, text: string, occurrence = 0) => {
    const hovers = await hoversAt(document, positionOf(document, text, occurrence, 1));
    assert.equal(hovers.length, 1, `${hovers.length} hovers over ${text}`);
    return hovers[0] ?? assert.fail();
  };

  for (const [text, occurrence] of [
    ['nn.MSELoss', 0],
    ['MSELoss', 0],
    ['loss_fn', 0],
    ['loss_fn', 1],
  ] as const) {
    it(`explains ${text}, occurrence ${occurrence}`, async () => {
      const { document } = await openPython(example);
      const { markdown } = await hoverOver(document, text, occurrence);
      assert.match(markdown.value, /MSELoss/);
      assert.match(markdown.value, /!\[[^\]]*mean[^\]]*\]\(data:image\/svg\+xml;base64,/i);
      assert.match(
        markdown.value,
        /https:\/\/docs\.pytorch\.org\/docs\/stable\/generated\/torch\.nn\.MSELoss\.html/,
      );
      assert.ok(markdown.value.length < 100_000);
    });
  }

  it('trusts the one command that it links to, and nothing else', async () => {
    const { document } = await openPython(example);
    const { markdown } = await hoverOver(document, 'MSELoss');
    assert.deepEqual(markdown.isTrusted, { enabledCommands: ['lossPlayground.openPlayground'] });
    assert.equal(markdown.supportHtml ?? false, false);
    const commands = [...markdown.value.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command);
    assert.deepEqual(commands, ['lossPlayground.openPlayground']);
  });

  it('is for exactly the loss under the mouse', async () => {
    const { document } = await openPython(example);
    const { range } = await hoverOver(document, 'loss_fn', 1);
    assert.equal(range && document.getText(range), 'loss_fn');
  });

  it('points out in the formula what the argument under the mouse is there', async () => {
    const { document } = await openPython('import torch.nn as nn\nc = nn.HuberLoss(delta=2.0)\n');
    const colours = async (text: string): Promise<number> => {
      const { value } = (await hoverOver(document, text)).markdown;
      const [, picture = ''] = /data:image\/svg\+xml;base64,([\w+/=]+)/.exec(value) ?? [];
      const svg = Buffer.from(picture, 'base64').toString();
      return new Set(svg.match(/#[\da-f]{6}\b/gi)).size;
    };
    assert.equal(await colours('HuberLoss'), 1);
    assert.equal(await colours('delta'), 2);
  });

  it('leaves the place to a result beside the line, at its end only', async () => {
    const editor = await openPython(`${example}again = loss_fn`);
    const { document } = editor;
    const end = document.lineAt(5).range.end;
    assert.equal((await hoversAt(document, end)).length, 1);
    placeCursor(editor, 'loss_fn', 1);
    await vscode.commands.executeCommand('lossPlayground.computeLoss');
    assert.equal((await hoversAt(document, end)).length, 0);
    await hoverOver(document, 'loss_fn', 1);
    const other = document.lineAt(6).range.end;
    assert.equal((await hoversAt(document, other)).length, 1);
    await vscode.commands.executeCommand('lossPlayground.clearInlineResults');
    assert.equal((await hoversAt(document, end)).length, 1);
  });

  it('follows edits, wherever they are', async () => {
    const editor = await openPython(example);
    const { document } = editor;
    assert.match((await hoverOver(document, 'loss_fn', 1)).markdown.value, /MSELoss/);
    const name = positionOf(document, 'MSELoss');
    await editor.edit((edit) => {
      edit.replace(new vscode.Range(name, name.translate(0, 'MSELoss'.length)), 'L1Loss');
      edit.insert(new vscode.Position(0, 0), '# 𝒳 comes first\n\n');
    });
    const { markdown, range } = await hoverOver(document, 'loss_fn', 1);
    assert.match(markdown.value, /L1Loss/);
    assert.doesNotMatch(markdown.value, /MSELoss/);
    assert.equal(range && document.getText(range), 'loss_fn');
  });

  it('stays right when line endings change', async () => {
    const editor = await openPython(example);
    await hoverOver(editor.document, 'MSELoss');
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    const { range } = await hoverOver(editor.document, 'loss_fn', 1);
    assert.equal(range && editor.document.getText(range), 'loss_fn');
  });

  it('is silent about what is no loss of PyTorch', async () => {
    const { document } = await openPython('from other import nn\nloss = nn.MSELoss()\n# nn.MSELoss\n');
    for (const occurrence of [0, 1]) {
      assert.deepEqual(await hoversAt(document, positionOf(document, 'MSELoss', occurrence, 1)), []);
    }
  });

  it('can be switched off', async () => {
    const { document } = await openPython(example);
    await set('enabled', false);
    assert.deepEqual(await hoversAt(document, positionOf(document, 'MSELoss')), []);
  });

  it('draws formulas as large as one likes', async () => {
    const { document } = await openPython(example);
    const width = async () => {
      const { markdown } = await hoverOver(document, 'MSELoss');
      const [, encoded = ''] = /base64,([\w+/=]+)/.exec(markdown.value) ?? [];
      return Number(/ width="([\d.]+)"/.exec(Buffer.from(encoded, 'base64').toString())?.[1]);
    };
    const usual = await width();
    await set('formulaScale', 2);
    assert.ok(Math.abs((await width()) / usual - 2) < 0.01);
    // the text of hovers has the size of the editor's
    const editor = vscode.workspace.getConfiguration('editor');
    const textSize = editor.get<number>('fontSize') ?? assert.fail();
    await editor.update('fontSize', 2 * textSize, vscode.ConfigurationTarget.Global);
    assert.ok(Math.abs((await width()) / usual - 4) < 0.01);
  });

  it('shows what one chose to see', async () => {
    const { document } = await openPython(example);
    await set('show', []);
    const { markdown } = await hoverOver(document, 'MSELoss');
    assert.equal([...markdown.value.matchAll(/data:image/g)].length, 1);
    assert.doesNotMatch(markdown.value, /\| *parameter/);
    assert.doesNotMatch(markdown.value, /The mean over all elements/);
  });

  describe('where another extension knows the definition', () => {
    let folder: vscode.Uri;
    let provider: vscode.Disposable;
    before(async () => {
      folder = vscode.Uri.file(await mkdtemp(path.join(os.tmpdir(), 'loss-playground-hover-')));
      const elsewhere = vscode.Uri.joinPath(folder, 'losses.py');
      const lines = [
        'from torch import nn',
        'criterion = nn.L1Loss(reduction="sum")',
        'other = 1',
        'class Smoothed(nn.CrossEntropyLoss):',
        '    def __init__(self):',
        '        super().__init__(label_smoothing=0.25)',
        'class Trainer:',
        '    def __init__(self):',
        '        self.measure = nn.HuberLoss(delta=0.5)',
      ];
      await vscode.workspace.fs.writeFile(elsewhere, Buffer.from(lines.join('\n')));
      provider = vscode.languages.registerDefinitionProvider('python', {
        provideDefinition: (document, position) => {
          const name = document.getText(document.getWordRangeAtPosition(position));
          // where the name is defined there, as a language server says
          const pattern = new RegExp(`^(class |\\s*self\\.|)${name}\\b( =|\\()`);
          const line = lines.findIndex((text) => pattern.test(text));
          if (line < 0) return undefined;
          return new vscode.Location(elsewhere, new vscode.Position(line, lines[line]?.indexOf(name) ?? 0));
        },
      });
    });
    after(async () => {
      provider.dispose();
      await vscode.workspace.fs.delete(folder, { recursive: true });
    });

    it('explains a loss of another file, with its parameters', async () => {
      const { document } = await openPython('from losses import criterion, other\nloss = criterion(x, y)\n');
      const { markdown } = await hoverOver(document, 'criterion', 1);
      assert.match(markdown.value, /L1Loss\(reduction="sum"\)/);
      assert.deepEqual(await hoversAt(document, positionOf(document, 'other', 0, 1)), []);
    });

    it('does not open that file, whose problems would be listed then', () => {
      const opened = vscode.workspace.textDocuments.map(({ uri }) => uri.toString());
      assert.deepEqual(
        opened.filter((uri) => uri.startsWith(folder.toString())),
        [],
      );
    });

    it('explains a class of another file that derives from a loss', async () => {
      const { document } = await openPython('from losses import Smoothed\nloss = Smoothed()(x, y)\n');
      const { markdown } = await hoverOver(document, 'Smoothed', 1);
      assert.match(markdown.value, /CrossEntropyLoss\(label_smoothing=0\.25/);
    });

    it('explains what a base class of another file sets', async () => {
      const { document } = await openPython(
        'from losses import Trainer\nclass Mine(Trainer):\n    def step(self):\n        return self.measure(x, y)\n',
      );
      const { markdown } = await hoverOver(document, 'measure');
      assert.match(markdown.value, /HuberLoss\(delta=0\.5\)/);
      assert.deepEqual(await hoversAt(document, positionOf(document, 'Trainer', 1, 1)), []);
    });

    for (const [name, file, code] of [
      ['packaged', 'site-packages/library.py', 'from torch import nn\npackaged = nn.L1Loss()\n'],
      ['assumed', 'assumed.py', '# with torch\nassumed = nn.L1Loss()\n'],
    ] as const) {
      it(`leaves alone what is defined in ${file}`, async () => {
        const uri = vscode.Uri.joinPath(folder, file);
        await vscode.workspace.fs.writeFile(uri, Buffer.from(code));
        const definition = new vscode.Location(uri, new vscode.Position(1, 0));
        const another = vscode.languages.registerDefinitionProvider('python', {
          provideDefinition: () => definition,
        });
        const { document } = await openPython(`from elsewhere import ${name}\n`);
        assert.deepEqual(await hoversAt(document, positionOf(document, name, 0, 1)), []);
        another.dispose();
      });
    }
  });
});
