import { workspace, type Disposable, type NotebookDocument } from 'vscode';

/** Tells of notebooks whose cells come, go, move or get another text; not of what running them prints. */
export function onDidChangeCells(listener: (notebook: NotebookDocument) => void): Disposable {
  return workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
    if (contentChanges.length > 0 || cellChanges.some(({ document }) => document)) listener(notebook);
  });
}
