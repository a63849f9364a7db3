import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The example that everything begins with. */
export const example = `import torch
import torch.nn as nn
y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])
y_true = torch.tensor([3.0, -0.5, 2.0, 7.0])
loss_fn = nn.MSELoss()
loss = loss_fn(y_pred, y_true)
`;

/** Opens an unsaved Python file with this text. It stays open: closing it would race with the next one's name. */
export async function openPython(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  return vscode.window.showTextDocument(document);
}

/** Where the n-th occurrence of a text begins, moved on by some characters. */
export function positionOf(
  document: vscode.TextDocument,
  text: string,
  occurrence = 0,
  shift = 0,
): vscode.Position {
  let at = -1;
  for (let i = 0; i <= occurrence; i++) at = document.getText().indexOf(text, at + 1);
  assert.ok(at >= 0, `no ${text}`);
  return document.positionAt(at + shift);
}

/** Puts the cursor in front of the n-th occurrence of a text. */
export function placeCursor(editor: vscode.TextEditor, text: string, occurrence = 0, shift = 0): void {
  const position = positionOf(editor.document, text, occurrence, shift);
  editor.selection = new vscode.Selection(position, position);
}

/** What our hovers at a position say: their Markdown, and the range that they are for. */
export async function hoversAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<{ markdown: vscode.MarkdownString; range: vscode.Range | undefined }[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers.flatMap(({ contents, range }) =>
    contents
      .filter((content): content is vscode.MarkdownString => content instanceof vscode.MarkdownString)
      .filter(({ value }) => value.includes('Loss'))
      .map((markdown) => ({ markdown, range })),
  );
}

/** Starts the extension: the commands that ask providers do not wait for that. */
export async function startExtension(): Promise<void> {
  await vscode.extensions.getExtension('loss-playground.loss-playground')?.activate();
}
