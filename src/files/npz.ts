import { t } from '../l10n/localize';
import { readNpyHeader, npyTensor } from './npy';
import { FileError } from './fileError';
import { mostElements, type StoredTensor } from './storedTensor';
import { zipEntries } from './zipDirectory';

/** Enough for the header of any array that has a name and a shape. */
const beginningLength = 4096;

/** The most bytes that an array takes, with its header. */
const largestArray = 8 * mostElements + 1_000_000;

/** The arrays of a `.npz` file: an archive of `.npy` files. Other files in it are passed over. */
export function npzTensors(fileName: string, bytes: Uint8Array): readonly StoredTensor[] {
  const arrays = zipEntries(fileName, bytes).filter(({ name }) => name.endsWith('.npy'));
  if (arrays.length === 0) throw new FileError(t`${fileName}: there is no array in this archive`);
  return arrays.map((entry) => {
    const name = entry.name.slice(0, -'.npy'.length);
    const place = `${fileName}, ${name}`;
    const header = readNpyHeader(entry.beginning(beginningLength), place);
    return npyTensor(name, header, place, () => {
      if (entry.size > largestArray) {
        throw new FileError(t`${place}: it has ${entry.size} bytes, more than any array that is taken`);
      }
      return entry.bytes();
    });
  });
}
