import { window, type TextEditor } from 'vscode';

/**
 * What the user has selected in a text editor; undefined if nothing is. While a webview has the focus, VS Code still
 * says which editor was active before a view took it, but not before an editor panel did: then any visible editor with
 * a selection will do.
 */
export function selectedText(): string | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  const editor = editors.find((each): each is TextEditor => each !== undefined && !each.selection.isEmpty);
  return editor?.document.getText(editor.selection);
}
