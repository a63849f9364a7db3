import { t } from '../l10n/localize';
import { FileError } from './fileError';
import { npyTensors } from './npy';
import { npzTensors } from './npz';
import { safetensorsTensors } from './safetensors';
import type { StoredTensor } from './storedTensor';
import { textTensors } from './textFile';

/** The names' endings of files that hold text, without the dot. */
const textExtensions = ['csv', 'tsv', 'json', 'txt'] as const;

const formats: Readonly<Record<string, (fileName: string, bytes: Uint8Array) => readonly StoredTensor[]>> = {
  npy: npyTensors,
  npz: npzTensors,
  safetensors: safetensorsTensors,
  ...Object.fromEntries(textExtensions.map((extension) => [extension, textTensors])),
};

/** The endings of the names of all files that can be read, without the dot. */
export const tensorFileExtensions: readonly string[] = Object.keys(formats);

/** What a file's name ends with, in small letters and without the dot. */
function extensionOf(fileName: string): string {
  return fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
}

/** Whether a file holds its tensor as text, to be read and edited as such. */
export function isTextFile(fileName: string): boolean {
  return textExtensions.some((extension) => extension === extensionOf(fileName));
}

/** Larger files, in bytes, are not read into memory. */
const largestFile = 500_000_000;

/** @throws FileError for a file of more bytes than are read into memory */
export function refuseTooLarge(fileName: string, bytes: number): void {
  if (bytes <= largestFile) return;
  const megabytes = Math.round(bytes / 1e6).toLocaleString('en');
  throw new FileError(t`${fileName} has ${megabytes} MB; files of up to ${largestFile / 1e6} MB are read`);
}

/**
 * The tensors of a file. Only their headers are read; a single tensor may still turn out to be unreadable.
 * @param fileName its ending says the format
 * @throws FileError for a format that is not known, or a file that is not of its format
 */
export function storedTensors(fileName: string, bytes: Uint8Array): readonly StoredTensor[] {
  const extension = extensionOf(fileName);
  const open = Object.hasOwn(formats, extension) ? formats[extension] : undefined;
  if (!open) {
    const known = tensorFileExtensions.map((each) => `.${each}`).join(', ');
    throw new FileError(t`${fileName}: files of this kind are not read; known are ${known}`);
  }
  return open(fileName, bytes);
}
