import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openPython, startExtension } from './pythonEditor';

describe('the commands', () => {
  before(startExtension);

  it('of the manifest are all there', async () => {
    const extension = vscode.extensions.getExtension('loss-playground.loss-playground');
    const manifest = extension?.packageJSON as {
      contributes: { commands: { command: string; title: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(manifest.contributes.commands.length >= 5);
    for (const { command, title } of manifest.contributes.commands) {
      assert.ok(registered.has(command), command);
      assert.doesNotMatch(title, /%/);
    }
  });

  it('open the example as an unsaved file', async () => {
    await vscode.commands.executeCommand('lossPlayground.openExample');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'python');
    assert.ok(document.isUntitled);
    assert.match(document.getText(), /nn\.MSELoss\(\)/);
  });

  it('open the playground as one editor, however often', async () => {
    await openPython('import torch\n');
    const panels = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputWebview && /playgroundPanel/.test(input.viewType),
        );
    const opened = new Promise<void>((resolve) => {
      const listener = vscode.window.tabGroups.onDidChangeTabs(() => {
        if (panels().length === 0) return;
        listener.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('lossPlayground.openPlaygroundPanel');
    await opened;
    await vscode.commands.executeCommand('lossPlayground.openPlaygroundPanel');
    await vscode.commands.executeCommand('lossPlayground.openPlayground');
    // the tabs are told in the order of what happened, so another text editor comes after a second panel
    await openPython('import torch\n');
    assert.equal(panels().length, 1);
    await vscode.window.tabGroups.close(panels());
  });

  it('open the playground whatever they are called with', async () => {
    const uri = vscode.Uri.file('/nowhere/there/is/no.py').toString();
    for (const argument of [
      undefined,
      'text',
      { document: 1 },
      { document: uri, line: -1, character: 0, candidate: 0 },
      { document: uri, line: 0, character: 0, candidate: 0 },
      { document: 'untitled:Untitled-99', line: 5, character: 5, candidate: 5 },
    ]) {
      await vscode.commands.executeCommand('lossPlayground.openPlayground', argument);
    }
  });
});
