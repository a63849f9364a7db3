import type { DroppedFile } from '../playgroundModel';

/** Under these types lists of URIs are dropped: by VS Code's explorer, and by everyone. */
const uriLists = ['application/vnd.code.uri-list', 'text/uri-list'];

/** Whether something can be dropped that becomes a tensor: files or text. */
export function canDrop({ types }: DataTransfer): boolean {
  return ['Files', 'text/plain', ...uriLists].some((type) => types.includes(type));
}

/** What was dropped: a file (the first of several) or a text. Must be called in the event's own turn. */
export function dropped(data: DataTransfer): Promise<DroppedFile> | string | undefined {
  for (const type of uriLists) {
    const uri = data
      .getData(type)
      .split(/\r?\n/)
      .find((line) => line !== '' && !line.startsWith('#'));
    // A dragged link is text.
    if (uri !== undefined && !/^https?:/.test(uri)) return Promise.resolve({ uri });
  }
  const [file] = data.files;
  if (file) {
    return file.arrayBuffer().then((buffer) => ({ fileName: file.name, bytes: new Uint8Array(buffer) }));
  }
  return data.getData('text/plain') || undefined;
}
