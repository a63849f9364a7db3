import { Uri, window, workspace, type ExtensionContext } from 'vscode';

/** Opens the example as a new, unsaved Python file, free to be changed. */
export async function openExample({ extensionUri }: ExtensionContext): Promise<void> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, 'media', 'example.py'));
  const document = await workspace.openTextDocument({
    language: 'python',
    content: new TextDecoder().decode(bytes),
  });
  await window.showTextDocument(document);
}
