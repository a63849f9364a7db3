import { env, FileType, l10n, Uri, window, workspace } from 'vscode';
import path from 'node:path';
import { FileError } from '../files/fileError';
import { checkedCount, type StoredTensor } from '../files/storedTensor';
import { isTextFile, refuseTooLarge, storedTensors, tensorFileExtensions } from '../files/tensorFile';
import { textOf } from '../files/textFile';
import type { InputState } from '../protocol/messages';
import { tensorToPython } from '../text/exportTensor';
import { printSize } from '../engine/tensor/printTensor';

/** From so many elements on, and from so many characters on, a tensor stays in its file. */
const mostAsText = 10_000;
const longestText = 1_000_000;

/** A character takes three bytes of UTF-8 at the most. */
const surelyLonger = 3 * longestText;

/** A file that was read. `path` is where the worker finds it again, if it can. */
interface ReadFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly path?: string;
}

/** Lets the user choose a file that holds tensors; undefined if they choose none. */
export async function chooseInputFile(input: string): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: l10n.t('A file for {0}', input),
    openLabel: l10n.t('Read Tensor'),
    filters: { [l10n.t('Tensors')]: [...tensorFileExtensions] },
  });
  return chosen?.[0];
}

/**
 * What an input becomes by a file: its text where that is short, else a reference to it. Of several tensors the user
 * chooses one; undefined if they choose none.
 * @throws FileError
 */
export async function inputFromUri(uri: Uri): Promise<InputState | undefined> {
  const fileName = path.posix.basename(uri.path);
  try {
    const { size, type } = await workspace.fs.stat(uri);
    if ((type & FileType.Directory) !== 0)
      throw new FileError(l10n.t('{0} is a folder: drop a file that holds a tensor', fileName));
    refuseTooLarge(fileName, size);
    const place = uri.scheme === 'file' ? { path: uri.fsPath } : {};
    if (isTextFile(fileName) && size > surelyLonger) return reference({ fileName, ...place }, '');
    const bytes = await workspace.fs.readFile(uri);
    return await inputFrom({ fileName, bytes, ...place });
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`${fileName}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The file that a URI from the user interface means: there, files of this machine have another scheme if it is remote. */
export function fileOfUri(uri: string): Uri {
  const parsed = Uri.parse(uri);
  return parsed.scheme === 'vscode-remote' && env.remoteName ? Uri.file(parsed.path) : parsed;
}

/**
 * The same for a file whose place is not known: whatever its size it becomes text.
 * @throws FileError
 */
export async function inputFromBytes(fileName: string, bytes: Uint8Array): Promise<InputState | undefined> {
  return inputFrom({ fileName, bytes });
}

async function inputFrom(file: ReadFile): Promise<InputState | undefined> {
  const { fileName, bytes } = file;
  if (isTextFile(fileName)) {
    const text = textOf(bytes);
    if (text.trim() === '') throw new FileError(l10n.t('{0} is empty', fileName));
    return text.length <= longestText ? { text, dtype: 'auto' } : reference(file, '');
  }
  const stored = await chosenTensor(fileName, storedTensors(fileName, bytes));
  if (!stored) return undefined;
  // the worker reads what is long: here it would hold the editor up
  if (checkedCount(stored.shape ?? [], fileName) > mostAsText) return reference(file, stored.name);
  const tensor = stored.read();
  return { text: tensorToPython(tensor).replaceAll('], [', '],\n  ['), dtype: 'auto' };
}

function reference({ fileName, path: place }: Omit<ReadFile, 'bytes'>, array: string): InputState {
  if (place === undefined) {
    throw new FileError(
      l10n.t(
        '{0} is too large for this way: choose it by “From file”, from a folder of this machine',
        fileName,
      ),
    );
  }
  return { text: '', dtype: 'auto', file: { path: place, array } };
}

async function chosenTensor(
  fileName: string,
  tensors: readonly StoredTensor[],
): Promise<StoredTensor | undefined> {
  if (tensors.length === 1) return tensors[0];
  const items = tensors.map((tensor) => ({
    label: tensor.name,
    description: `${tensor.dtype ?? ''} ${printSize(tensor.shape ?? [])}`,
    tensor,
  }));
  const chosen = await window.showQuickPick(items, {
    title: fileName,
    placeHolder: l10n.t('Choose one of its {0} tensors', tensors.length),
    matchOnDescription: true,
  });
  return chosen?.tensor;
}
