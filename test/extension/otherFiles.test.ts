import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../ui/eventually';
import { hoversAt, openPython, placeCursor, positionOf, startExtension } from './pythonEditor';

const torch = 'env/site-packages/torch/nn';

const files: Readonly<Record<string, string>> = {
  'handed/losses.py': 'from torch.nn import CrossEntropyLoss\nfrom torch.nn import MSELoss as Squared\n',
  'handed/__init__.py': 'from .losses import CrossEntropyLoss, Squared\n',
  'handed/common.py': 'from torch.nn import *\nfrom torch.nn.functional import l1_loss\n',
  'handed/made.py': `import torch
from .losses import CrossEntropyLoss, Squared
SMOOTHING = 0.25
criterion = CrossEntropyLoss(label_smoothing=SMOOTHING)
class SmoothLoss(CrossEntropyLoss):
    def __init__(self):
        super().__init__(label_smoothing=SMOOTHING)
class SquaredLoss(Squared):
    pass
class Trainer:
    def __init__(self):
        self.loss_fn = Squared(reduction='sum')
def build_loss(kind):
    return Squared(reduction='sum')
`,
  'handed/made.pyi': 'criterion: object\n',
  'handed/other.py': 'from torch import nn\ncriterion = nn.CrossEntropyLoss(label_smoothing=0.5)\n',
  'handed/mine.py': 'class CrossEntropyLoss:\n    pass\n',
  [`${torch}/modules/loss.py`]: 'class MSELoss(_Loss):\n    pass\nclass _Loss:\n    pass\n',
  [`${torch}/functional.py`]: 'def l1_loss(input, target):\n    pass\n',
  'env/site-packages/other/losses.py': 'class MSELoss:\n    pass\n',
};

/** The labels of our inlay hints. */
async function hintsIn(document: vscode.TextDocument): Promise<string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label }) =>
    typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
  );
}

async function lensesIn(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
}

/** Our problems are about these rules. */
function assertProblems({ uri }: vscode.TextDocument, rules: readonly string[]): Promise<void> {
  const ours = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Loss Playground');
  const found = ours.map(({ code }) => (typeof code === 'object' ? code.value : code));
  return Promise.resolve().then(() => assert.deepEqual(found, rules));
}

/** A place of a file: where a text stands in it. */
type Place = readonly [file: string, text: string];

describe('a loss that other files name', () => {
  let folder: vscode.Uri;
  let server: vscode.Disposable;
  /** What a language server says: where a name of a file is defined. Files that are not saved have no name. */
  let definitions: Readonly<Record<string, readonly Place[]>> = {};
  /** Whether it says so in links, which have the whole of what is defined, too. */
  let isLinking = false;
  /** What it waits for before it answers. */
  let wait: Promise<unknown> | undefined;
  const uriOf = (file: string) => vscode.Uri.joinPath(folder, ...file.split('/'));

  const locationOf = ([file, text]: Place): vscode.Location => {
    const lines = files[file]?.split('\n') ?? [];
    const line = lines.findIndex((one) => one.includes(text));
    const start = new vscode.Position(line, lines[line]?.indexOf(text) ?? 0);
    return new vscode.Location(uriOf(file), new vscode.Range(start, start.translate(0, text.length)));
  };

  const linkOf = ({ uri, range }: vscode.Location): vscode.LocationLink => ({
    targetUri: uri,
    targetRange: new vscode.Range(Math.max(0, range.start.line - 1), 0, range.end.line + 1, 0),
    targetSelectionRange: range,
  });

  before(async () => {
    await startExtension();
    folder = vscode.Uri.file(await mkdtemp(path.join(os.tmpdir(), 'loss-playground-files-')));
    for (const [file, code] of Object.entries(files))
      await vscode.workspace.fs.writeFile(uriOf(file), Buffer.from(code));
    server = vscode.languages.registerDefinitionProvider('python', {
      provideDefinition: async (document, position) => {
        await wait;
        const name = document.getText(document.getWordRangeAtPosition(position));
        const file = Object.keys(files).find((one) => uriOf(one).toString() === document.uri.toString());
        const found = (definitions[file === undefined ? name : `${file} ${name}`] ?? []).map(locationOf);
        return isLinking ? found.map(linkOf) : found;
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

  it('has a hover: a class that one file hands on to another, as this file constructs it', async () => {
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

  it('has a hover: what a language server finds in PyTorch itself', async () => {
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
    it(`has no hover where the name is ${what}`, async () => {
      definitions = { CrossEntropyLoss: targets };
      for (const [name, occurrence] of [
        ['CrossEntropyLoss', 0],
        ['CrossEntropyLoss', 1],
        ['c(x', 0],
      ] as const)
        assert.deepEqual(await hoversOver(code, name, occurrence), []);
    });

  it('has no hover where files hand a name on in a circle', async () => {
    definitions = {
      CrossEntropyLoss: [['handed/__init__.py', 'CrossEntropyLoss']],
      'handed/__init__.py CrossEntropyLoss': [['handed/__init__.py', 'Squared']],
      'handed/__init__.py Squared': [['handed/__init__.py', 'CrossEntropyLoss']],
    };
    assert.deepEqual(await hoversOver(code, 'CrossEntropyLoss', 1), []);
  });

  const calls = `import torch
from handed.losses import CrossEntropyLoss, Squared
loss = Squared('sum')(torch.tensor([1., 2.]), torch.tensor([3., 2.]))
`;
  const known = {
    Squared: [['handed/losses.py', 'Squared']],
    CrossEntropyLoss: [['handed/losses.py', 'CrossEntropyLoss']],
  } as const;

  it('is computed', async () => {
    definitions = known;
    placeCursor(await openPython(calls), 'Squared(', 0, 2);
    const shown = await vscode.commands.executeCommand('lossPlayground.computeLoss');
    assert.equal(shown, 'tensor(2.)');
    await vscode.commands.executeCommand('lossPlayground.clearInlineResults');
  });

  it('is left to the user to choose where nobody knows it', async () => {
    definitions = {};
    placeCursor(await openPython(calls), 'Squared(', 0, 2);
    const computing = vscode.commands.executeCommand('lossPlayground.computeLoss');
    // The question which loss is meant is open until it is left.
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      assert.equal(await Promise.race([computing, Promise.resolve('open')]), undefined);
    });
  });

  it('has hints, lenses and problems, as soon as it is known', async () => {
    definitions = known;
    const { document } = await openPython(calls);
    await eventually(async () => assert.deepEqual(await hintsIn(document), ['= 2.']));
    await eventually(() => assertProblems(document, ['positional-reduction']));
    const codeLens = vscode.workspace.getConfiguration('lossPlayground.codeLens');
    await codeLens.update('enabled', true, vscode.ConfigurationTarget.Global);
    assert.equal((await lensesIn(document)).length, 1);
    await codeLens.update('enabled', undefined, vscode.ConfigurationTarget.Global);
  });

  it('has them no more when the file that hands it on hands on another', async () => {
    definitions = known;
    const { document } = await openPython(calls);
    await eventually(async () => assert.deepEqual(await hintsIn(document), ['= 2.']));
    const file = uriOf('handed/losses.py');
    const editor = await vscode.window.showTextDocument(file);
    try {
      await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'class Squared:\n    pass\n'));
      await eventually(async () => assert.deepEqual(await hintsIn(document), []));
      await eventually(() => assertProblems(document, []));
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert', file);
    }
    await eventually(async () => assert.deepEqual(await hintsIn(document), ['= 2.']));
  });

  it('has problems, too, when a language server only starts after the file is opened, with nothing done', async () => {
    definitions = {};
    const { document } = await openPython(calls);
    assert.deepEqual(await hintsIn(document), []);
    definitions = known;
    await eventually(() => assertProblems(document, ['positional-reduction']));
  });

  it('costs nothing where a language server does not answer', async () => {
    wait = new Promise(() => undefined);
    try {
      const { document } = await openPython(`${calls}import torch.nn as nn\nnn.MSELoss('sum')\n`);
      assert.deepEqual(await hintsIn(document), []);
      await eventually(() => assertProblems(document, ['positional-reduction']));
      assert.deepEqual(await hintsIn(document), []);
    } finally {
      wait = undefined;
    }
  });

  describe('and that another file makes', () => {
    const make = `import torch
from handed.made import build_loss, criterion, SmoothLoss, SquaredLoss, Trainer
scores, classes = torch.tensor([[2., 0.5]]), torch.tensor([1])
x = torch.tensor([1., 2.])
y = torch.tensor([3., 2.])
loss = criterion(scores, classes)
other = SquaredLoss(reduction='sum')(x, y)
smooth = SmoothLoss()
smooth(torch.tensor([[2., 0.5]]), torch.tensor([1]))
built = build_loss('l2')
built(torch.tensor([1., 2.]), torch.tensor([3., 2.]))
class Mine(Trainer):
    def step(self):
        return self.loss_fn(x, y)
`;
    const made = {
      ...known,
      build_loss: [['handed/made.py', 'build_loss']],
      criterion: [['handed/made.py', 'criterion']],
      SmoothLoss: [['handed/made.py', 'SmoothLoss']],
      SquaredLoss: [['handed/made.py', 'SquaredLoss']],
      Trainer: [['handed/made.py', 'Trainer']],
      loss_fn: [['handed/made.py', 'loss_fn']],
      'handed/made.py CrossEntropyLoss': [['handed/losses.py', 'CrossEntropyLoss']],
      'handed/made.py Squared': [['handed/losses.py', 'Squared']],
    } as const;
    const hints = ['= 1.5139', '= 4.', '= 1.5139', '= 4.', '= 4.'];

    const compute = async (text: string, occurrence = 0) => {
      placeCursor(await openPython(make), text, occurrence, 2);
      const shown = await vscode.commands.executeCommand('lossPlayground.computeLoss');
      await vscode.commands.executeCommand('lossPlayground.clearInlineResults');
      return shown;
    };

    it('is computed: an instance, a class that derives from a loss, what a function gives, what a base class sets', async () => {
      definitions = made;
      assert.equal(await compute('criterion(scores'), 'tensor(1.5139)');
      assert.equal(await compute('SquaredLoss('), 'tensor(4.)');
      assert.equal(await compute('loss_fn(x'), 'tensor(4.)');
      assert.equal(await compute('smooth(torch'), 'tensor(1.5139)');
      assert.equal(await compute('built(torch'), 'tensor(4.)');
    });

    it('is the same where a language server answers with links', async () => {
      definitions = made;
      isLinking = true;
      try {
        const { document } = await openPython(make);
        await eventually(async () => assert.deepEqual(await hintsIn(document), hints));
      } finally {
        isLinking = false;
      }
    });

    it('has hints, lenses and problems, as soon as it is known', async () => {
      definitions = made;
      const { document } = await openPython(make);
      await eventually(async () => assert.deepEqual(await hintsIn(document), hints));
      await eventually(() => assertProblems(document, []));
      const codeLens = vscode.workspace.getConfiguration('lossPlayground.codeLens');
      await codeLens.update('enabled', true, vscode.ConfigurationTarget.Global);
      assert.equal((await lensesIn(document)).length, 5);
      await codeLens.update('enabled', undefined, vscode.ConfigurationTarget.Global);
      const { document: wrong } = await openPython(
        'import torch\nfrom handed.made import criterion\ncriterion(torch.randn(2, 3).softmax(1), torch.tensor([0, 1]))\n',
      );
      await eventually(() => assertProblems(wrong, ['softmax-before-cross-entropy']));
    });

    it('has a link to the playground that leads there', async () => {
      definitions = made;
      const { document } = await openPython(make);
      const [hover] = await hoversAt(document, positionOf(document, 'criterion', 1, 1));
      const link = /command:lossPlayground\.openPlayground\?([^)]+)/.exec(hover?.markdown.value ?? '')?.[1];
      const [place] = JSON.parse(decodeURIComponent(link ?? '[]')) as { document?: string; line?: number }[];
      assert.deepEqual([place?.document, place?.line], [document.uri.toString(), 5]);
    });

    const unknown: Readonly<Record<string, readonly Place[]>> = {
      'one of two that differ': [
        ['handed/made.py', 'criterion'],
        ['handed/other.py', 'criterion'],
      ],
      'in a stub': [['handed/made.pyi', 'criterion']],
      'beside a stub': [
        ['handed/made.py', 'criterion'],
        ['handed/made.pyi', 'criterion'],
      ],
      'in a file that is gone': [['handed/gone.py', 'criterion']],
      'something else there': [['handed/made.py', 'SMOOTHING = 0']],
    };
    for (const [what, targets] of Object.entries(unknown))
      it(`is not taken for a loss where it is ${what}`, async () => {
        definitions = { ...made, criterion: targets };
        const { document } = await openPython(make);
        await eventually(async () => assert.deepEqual(await hintsIn(document), hints.slice(1)));
        assert.deepEqual(await hoversAt(document, positionOf(document, 'criterion', 1, 1)), []);
      });

    it('is the same where two places say the same', async () => {
      definitions = { ...made, criterion: [...made.criterion, ...made.criterion] };
      const { document } = await openPython(make);
      await eventually(async () => assert.deepEqual(await hintsIn(document), hints));
    });

    it('is not known where a language server fails', async () => {
      definitions = made;
      wait = Promise.reject(new Error('failed'));
      wait.catch(() => undefined);
      try {
        const { document } = await openPython(make);
        assert.deepEqual(await hoversAt(document, positionOf(document, 'criterion', 1, 1)), []);
        assert.deepEqual(await hintsIn(document), []);
      } finally {
        wait = undefined;
      }
    });

    it('is not taken for what an answer is about that comes when the code has changed', async () => {
      definitions = made;
      let answer = (): void => undefined;
      wait = new Promise<void>((resolve) => (answer = resolve));
      const editor = await openPython(make);
      const { document } = editor;
      const hovers = hoversAt(document, positionOf(document, 'criterion', 1, 1));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'criterion = print\n'));
      await editor.edit((edit) =>
        edit.replace(
          new vscode.Range(2, 0, 3, 0),
          'from handed.made import build_loss, SmoothLoss, SquaredLoss, Trainer\n',
        ),
      );
      answer();
      wait = undefined;
      assert.deepEqual(await hovers, []);
      await eventually(async () => assert.deepEqual(await hintsIn(document), hints.slice(1)));
    });

    it('is what it is now when the file that makes it changes, be it saved or not', async () => {
      definitions = made;
      const { document } = await openPython(make);
      await eventually(async () => assert.deepEqual(await hintsIn(document), hints));
      const file = uriOf('handed/made.py');
      const editor = await vscode.window.showTextDocument(file);
      try {
        await editor.edit((edit) => edit.replace(new vscode.Range(2, 12, 2, 16), '0.5'));
        await eventually(async () =>
          assert.deepEqual(await hintsIn(document), ['= 1.3264', '= 4.', '= 1.3264', '= 4.', '= 4.']),
        );
      } finally {
        await vscode.commands.executeCommand('workbench.action.files.revert', file);
      }
      await eventually(async () => assert.deepEqual(await hintsIn(document), hints));
    });
  });
});
