import {
  commands,
  Selection,
  Uri,
  window,
  workspace,
  type ExtensionContext,
  type TextDocument,
} from 'vscode';
import { readOwnFile } from '../ownFile';

/** What the walkthrough points at in the example: the text that the cursor is put in front of. */
const places: ReadonlyMap<unknown, string> = new Map([
  ['hover', 'MSELoss()'],
  ['compute', 'loss_fn('],
  ['check', 'KLDivLoss()'],
]);

/**
 * Opens the example as a new, unsaved Python file, free to be changed; the one that is open already, if it is unchanged.
 *
 * @param place a key of `places` puts the cursor there, and `hover` shows the hover, too; anything else does nothing.
 */
export async function openExample({ extensionUri }: ExtensionContext, place?: unknown): Promise<void> {
  const bytes = await readOwnFile(Uri.joinPath(extensionUri, 'media', 'example.py'));
  const editor = await window.showTextDocument(await exampleDocument(new TextDecoder().decode(bytes)));
  const text = places.get(place);
  if (text === undefined) return;
  const at = editor.document.positionAt(editor.document.getText().lastIndexOf(text));
  editor.selection = new Selection(at, at);
  editor.revealRange(editor.selection);
  if (place === 'hover') await commands.executeCommand('editor.action.showHover');
}

async function exampleDocument(content: string): Promise<TextDocument> {
  const open = workspace.textDocuments.find((one) => one.isUntitled && one.getText() === content);
  return open ?? workspace.openTextDocument({ language: 'python', content });
}
