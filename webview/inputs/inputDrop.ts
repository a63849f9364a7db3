import { t } from '../../src/l10n/localize';
import type { DroppedFile } from '../playgroundModel';

/** Why what was dropped is no file to read. */
export interface DropProblem {
  readonly problem: string;
}

/** Under these types lists of URIs are dropped: by VS Code's explorer, and by everyone. */
const uriLists = ['application/vnd.code.uri-list', 'text/uri-list'];

/** Whether something can be dropped that becomes a tensor: files or text. */
export function canDrop({ types }: DataTransfer): boolean {
  return ['Files', 'text/plain', ...uriLists].some((type) => types.includes(type));
}

/** What was dropped: a file (the first of several) or a text. Must be called in the event's own turn. */
export function dropped(data: DataTransfer): Promise<DroppedFile | DropProblem> | string | undefined {
  for (const type of uriLists) {
    const uri = data
      .getData(type)
      .split(/\r?\n/)
      .find((line) => line !== '' && !line.startsWith('#'));
    // A dragged link is text.
    if (uri !== undefined && !/^https?:/.test(uri)) return Promise.resolve({ uri });
  }
  const [file] = data.files;
  if (file) return contentsOf(file, isFolder(data));
  return data.getData('text/plain') || undefined;
}

/** Whether the first of the files is a folder, which is a file without contents otherwise. */
function isFolder({ items }: DataTransfer): boolean {
  const first = [...items].find(({ kind }) => kind === 'file');
  return first?.webkitGetAsEntry()?.isDirectory === true;
}

async function contentsOf(file: File, folder: boolean): Promise<DroppedFile | DropProblem> {
  const { name } = file;
  if (folder) return { problem: t`${name} is a folder: drop a file that holds a tensor` };
  try {
    return { fileName: name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    return { problem: t`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
