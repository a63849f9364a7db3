import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is there, and rests until it is needed', () => {
    const extension = vscode.extensions.getExtension('loss-playground.loss-playground');
    assert.ok(extension);
    assert.equal(extension.isActive, false);
  });

  it('wakes up with a Python file', async () => {
    const extension = vscode.extensions.getExtension('loss-playground.loss-playground');
    assert.ok(extension);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'python' }));
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
