import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { example, openPython, placeCursor, startExtension } from './pythonEditor';

const configuration = () => vscode.workspace.getConfiguration('lossPlayground');

/** Our inlay hints: label and what the code is up to there, on its line. */
async function hintsIn(document: vscode.TextDocument): Promise<[string, string][]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label, position }) => [
    typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    document.lineAt(position.line).text.slice(0, position.character),
  ]);
}

async function lensesIn(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
  return lenses.filter(({ command }) => command?.command.startsWith('lossPlayground.'));
}

describe('inlay hints', () => {
  before(startExtension);
  afterEach(() => configuration().update('inlayHints.enabled', undefined, vscode.ConfigurationTarget.Global));

  it('show values that the code tells', async () => {
    const { document } = await openPython(example);
    assert.deepEqual(await hintsIn(document), [['= 0.2875', 'loss = loss_fn(y_pred, y_true)']]);
  });

  it('show tensors, and the shape of long ones', async () => {
    const { document } = await openPython(`import torch
import torch.nn.functional as F
a = F.mse_loss(torch.tensor([1., 2.]), torch.tensor([2., 4.]), reduction='none')
b = F.l1_loss(torch.zeros(20, 3), torch.ones(20, 3), reduction='none')
c = F.l1_loss(torch.zeros(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64))
`);
    const labels = (await hintsIn(document)).map(([label]) => label);
    assert.deepEqual(labels, ['= [1., 4.]', '= tensor (20, 3)', '= 1.']);
  });

  it('name the loss where the call gives a pair', async () => {
    const { document } = await openPython(`import torch
import torch.nn as nn
torch.manual_seed(0)
adaptive = nn.AdaptiveLogSoftmaxWithLoss(4, 6, cutoffs=[2, 4])
output = adaptive(torch.ones(2, 4), torch.tensor([0, 3]))
`);
    const labels = (await hintsIn(document)).map(([label]) => label);
    assert.deepEqual(labels, ['.loss = 1.8567']);
  });

  it('are not there for what is unknown or refused', async () => {
    const { document } = await openPython(`import torch.nn.functional as F
def step(model, x, y):
    return F.mse_loss(model(x), y)
F.nll_loss(torch.zeros(2), torch.zeros(2))
`);
    assert.deepEqual(await hintsIn(document), []);
  });

  it('are not there where the loss depends on the run', async () => {
    const { document } = await openPython(
      example.replace('loss_fn = nn.MSELoss()', 'loss_fn = nn.MSELoss() if fast else nn.L1Loss()'),
    );
    assert.deepEqual(await hintsIn(document), []);
  });

  it('give way to what Compute Loss shows', async () => {
    const editor = await openPython(example);
    placeCursor(editor, 'loss_fn(');
    await vscode.commands.executeCommand('lossPlayground.computeLoss');
    assert.deepEqual(await hintsIn(editor.document), []);
    await vscode.commands.executeCommand('lossPlayground.clearInlineResults');
    assert.equal((await hintsIn(editor.document)).length, 1);
  });

  it('do so, too, where a formatter moved it and broke the line behind it', async () => {
    const editor = await openPython(`# one\n# two\n${example}`);
    const { document } = editor;
    placeCursor(editor, 'loss_fn(');
    await vscode.commands.executeCommand('lossPlayground.computeLoss');
    const { end } = document.lineAt(7).range;
    const formatted = new vscode.WorkspaceEdit();
    formatted.delete(document.uri, new vscode.Range(0, 0, 2, 0));
    formatted.insert(document.uri, end, '\n');
    assert.ok(await vscode.workspace.applyEdit(formatted));
    assert.equal(document.getText(), `${example}\n`);
    assert.deepEqual(await hintsIn(document), []);
    await vscode.commands.executeCommand('lossPlayground.clearInlineResults');
    assert.equal((await hintsIn(document)).length, 1);
  });

  it('come back where Compute Loss shall show nothing any more', async () => {
    const editor = await openPython(example);
    placeCursor(editor, 'loss_fn(');
    await vscode.commands.executeCommand('lossPlayground.computeLoss');
    assert.deepEqual(await hintsIn(editor.document), []);
    const set = (value: boolean | undefined) =>
      configuration().update('inlineResult.enabled', value, vscode.ConfigurationTarget.Global);
    await set(false);
    assert.equal((await hintsIn(editor.document)).length, 1);
    await set(undefined);
  });

  it('can be switched off', async () => {
    const { document } = await openPython(example);
    await configuration().update('inlayHints.enabled', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await hintsIn(document), []);
  });
});

describe('code lenses', () => {
  before(startExtension);
  afterEach(() => configuration().update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global));

  it('are off', async () => {
    assert.deepEqual(await lensesIn((await openPython(example)).document), []);
  });

  it('stand above the calls of losses and lead to the playground', async () => {
    const { document } = await openPython(`${example}again = loss_fn(y_true, y_pred)\n`);
    await configuration().update('codeLens.enabled', true, vscode.ConfigurationTarget.Global);
    const lenses = await lensesIn(document);
    assert.deepEqual(
      lenses.map(({ range }) => range.start.line),
      [5, 6],
    );
    for (const { command } of lenses) {
      assert.equal(command?.title, 'Open in playground');
      assert.equal(command.command, 'lossPlayground.openPlayground');
      const [place] = command.arguments as [{ document: string }];
      assert.equal(place.document, document.uri.toString());
    }
  });
});
