import { t } from '../l10n/localize';
import { parseTensor } from '../text/parseTensor';
import { FileError } from './fileError';
import { tooManyElements, type StoredTensor } from './storedTensor';

/** A file's text: UTF-8, or UTF-16 where it begins with a mark of that, as spreadsheets write it. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** The tensor that a text file holds, in any of the forms that can be pasted. */
export function textTensors(fileName: string, bytes: Uint8Array): readonly StoredTensor[] {
  return [
    {
      name: '',
      dtype: undefined,
      shape: undefined,
      read(options) {
        const result = parseTensor(textOf(bytes), options);
        if (!result.ok) {
          const { line, column, message } = result.problem;
          throw new FileError(t`${fileName}, line ${line}, column ${column}: ${message}`);
        }
        const { tensor } = result;
        const tooMany = tooManyElements(tensor.shape);
        if (tooMany !== undefined) throw new FileError(t`${fileName}: ${tooMany}`);
        return tensor;
      },
    },
  ];
}
