import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { hoversAt, openPython, positionOf, startExtension } from './pythonEditor';

const torch = 'env/site-packages/torch/nn';

const files: Readonly<Record<string, string>> = {
  'handed/losses.py': 'from torch.nn import CrossEntropyLoss\nfrom torch.nn import MSELoss as Squared\n',
  'handed/__init__.py': 'from .losses import CrossEntropyLoss, Squared\n',
  'handed/common.py': 'from torch.nn import *\nfrom torch.nn.functional import l1_loss\n',
  'handed/mine.py': 'class CrossEntropyLoss:\n    pass\n',
  [`${torch}/modules/loss.py`]: 'class MSELoss(_Loss):\n    pass\nclass _Loss:\n    pass\n',
  [`${torch}/functional.py`]: 'def l1_loss(input, target):\n    pass\n',
  'env/site-packages/other/losses.py': 'class MSELoss:\n    pass\n',
};

/** A place of a file: where a text stands in it. */
type Place = readonly [file: string, text: string];

describe('the hover over a loss that other files name', () => {
  let folder: vscode.Uri;
  let server: vscode.Disposable;
  /** What a language server says: where a name of a file is defined. Files that are not saved have no name. */
  let definitions: Readonly<Record<string, readonly Place[]>> = {};
  const uriOf = (file: string) => vscode.Uri.joinPath(folder, ...file.split('/'));

  const locationOf = ([file, text]: Place): vscode.Location => {
    const lines = files[file]?.split('\n') ?? [];
    const line = lines.findIndex((one) => one.includes(text));
    const start = new vscode.Position(line, lines[line]?.indexOf(text) ?? 0);
    return new vscode.Location(uriOf(file), new vscode.Range(start, start.translate(0, text.length)));
  };

  before(async () => {
    await startExtension();
    folder = vscode.Uri.file(await mkdtemp(path.join(os.tmpdir(), 'loss-playground-files-')));
    for (const [file, code] of Object.entries(files))
      await vscode.workspace.fs.writeFile(uriOf(file), Buffer.from(code));
    server = vscode.languages.registerDefinitionProvider('python', {
      provideDefinition: (document, position) => {
        const name = document.getText(document.getWordRangeAtPosition(position));
        const file = Object.keys(files).find((one) => uriOf(one).toString() === document.uri.toString());
        return (definitions[file === undefined ? name : `${file} ${name}`] ?? []).map(locationOf);
      },
    });
  });
  after(async () => {
    server.dispose();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  const hoversOver = async (code: string, name: string, occurrence = 0) => {
    const { document } = await openPython(code);
    const hovers = await hoversAt(document, positionOf(document, name, occurrence, 1));
    return hovers.map(({ markdown }) => markdown.value);
  };

  const code = 'from handed import CrossEntropyLoss\nc = CrossEntropyLoss(label_smoothing=0.25)\nc(x, y)\n';

  it('tells a class that one file hands on to another, as this file constructs it', async () => {
    definitions = {
      CrossEntropyLoss: [['handed/__init__.py', 'CrossEntropyLoss']],
      'handed/__init__.py CrossEntropyLoss': [['handed/losses.py', 'CrossEntropyLoss']],
    };
    const [imported = ''] = await hoversOver(code, 'CrossEntropyLoss');
    assert.match(imported, /CrossEntropyLoss/);
    for (const [name, occurrence] of [
      ['CrossEntropyLoss', 1],
      ['c(x', 0],
    ] as const) {
      const [hover = '', ...others] = await hoversOver(code, name, occurrence);
      assert.match(hover, /CrossEntropyLoss\(label_smoothing=0\.25\)/, name);
      assert.deepEqual(others, []);
    }
  });

  it('tells what a language server finds in PyTorch itself', async () => {
    definitions = {
      Squared: [[`${torch}/modules/loss.py`, 'MSELoss']],
      l1_loss: [[`${torch}/functional.py`, 'l1_loss']],
    };
    const [squared = ''] = await hoversOver(
      'from handed import Squared\nSquared(reduction="sum")\n',
      'Squared',
      1,
    );
    assert.match(squared, /MSELoss\(reduction="sum"\)/);
    const [functional = ''] = await hoversOver('from handed.common import *\nl1_loss(x, y)\n', 'l1_loss');
    assert.match(functional, /L1Loss|l1_loss/);
  });

  const silent: Readonly<Record<string, readonly Place[]>> = {
    'a class of the project’s own': [['handed/mine.py', 'CrossEntropyLoss']],
    'one of two': [
      ['handed/losses.py', 'CrossEntropyLoss'],
      ['handed/mine.py', 'CrossEntropyLoss'],
    ],
    'another library’s': [['env/site-packages/other/losses.py', 'MSELoss']],
    'something else of PyTorch’s': [[`${torch}/modules/loss.py`, '_Loss:']],
    nowhere: [],
  };
  for (const [what, targets] of Object.entries(silent))
    it(`says nothing where the name is ${what}`, async () => {
      definitions = { CrossEntropyLoss: targets };
      for (const [name, occurrence] of [
        ['CrossEntropyLoss', 0],
        ['CrossEntropyLoss', 1],
        ['c(x', 0],
      ] as const)
        assert.deepEqual(await hoversOver(code, name, occurrence), []);
    });

  it('says nothing where files hand a name on in a circle', async () => {
    definitions = {
      CrossEntropyLoss: [['handed/__init__.py', 'CrossEntropyLoss']],
      'handed/__init__.py CrossEntropyLoss': [['handed/__init__.py', 'Squared']],
      'handed/__init__.py Squared': [['handed/__init__.py', 'CrossEntropyLoss']],
    };
    assert.deepEqual(await hoversOver(code, 'CrossEntropyLoss', 1), []);
  });
});
