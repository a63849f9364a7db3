import { l10n, Uri, window, workspace } from 'vscode';

/** Asks where a picture shall go, and writes it there. @param name what is proposed; its ending tells the format. */
export async function savePicture(name: string, content: string | Uint8Array): Promise<void> {
  const isText = typeof content === 'string';
  const proposed = name.replace(/[^\w .-]+/g, '_');
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t('Save Picture'),
    filters: isText ? { SVG: ['svg'] } : { PNG: ['png'] },
    ...(folder && { defaultUri: Uri.joinPath(folder, proposed) }),
  });
  if (!target) return;
  try {
    await workspace.fs.writeFile(target, isText ? new TextEncoder().encode(content) : content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(l10n.t('The picture cannot be saved: {0}', reason));
  }
}
