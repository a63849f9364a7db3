import { readFile } from 'node:fs/promises';
import { workspace, type Uri } from 'vscode';

/**
 * Reads a file that belongs to the extension. One on this machine is read by Node: VS Code's own file system asks the
 * window first, which takes a tenth of a second while it opens the view that waits for the file.
 */
export async function readOwnFile(uri: Uri): Promise<Uint8Array> {
  return uri.scheme === 'file' ? readFile(uri.fsPath) : workspace.fs.readFile(uri);
}
