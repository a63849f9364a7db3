import type { Tensor } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { decodeElements, dtypeOf, elementSize, rowMajor, type ElementKind } from './elements';
import { FileError } from './fileError';
import { checkedCount, type StoredTensor } from './storedTensor';

/** What the header of an array in NumPy's format says. */
export interface NpyHeader {
  /** NumPy's spelling of the element type: `<f4`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly dataStart: number;
}

const magic = '\x93NUMPY';
const longestHeader = 1_000_000;

/**
 * Reads a header (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3).
 * @param bytes the beginning of the file, at least as far as the header
 * @param place what the array is called, for errors
 * @throws FileError
 */
export function readNpyHeader(bytes: Uint8Array, place: string): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 10 || latin1(bytes.subarray(0, 6)) !== magic) {
    throw new FileError(t("{0}: this is no array of NumPy's: it does not begin with \\x93NUMPY", place));
  }
  const version = view.getUint8(6);
  if (version < 1 || version > 3) {
    throw new FileError(t`${place}, byte 6: version ${version} of the format is not known`);
  }
  const lengthSize = version === 1 ? 2 : 4;
  const headerStart = 8 + lengthSize;
  if (bytes.length < headerStart) throw new FileError(t`${place}: the file ends in its header`);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = headerStart + length;
  if (length > longestHeader || dataStart > bytes.length) {
    throw new FileError(
      t`${place}, byte 8: the header says it has ${length} bytes, the file has ${bytes.length}`,
    );
  }
  return { ...readDictionary(latin1(bytes.subarray(headerStart, dataStart)), place), dataStart };
}

/** An array whose header is read, and whose bytes come when they are asked for. */
export function npyTensor(
  name: string,
  header: NpyHeader,
  place: string,
  all: () => Uint8Array,
): StoredTensor {
  const { descr, fortranOrder, shape, dataStart } = header;
  return {
    name,
    dtype: dtypeText(descr),
    shape,
    read(): Tensor {
      const kind = elementKind(descr, place);
      const count = checkedCount(shape, place);
      const bytes = all();
      const end = dataStart + count * elementSize(kind);
      if (end > bytes.length) {
        throw new FileError(
          t`${place}: the elements end at byte ${bytes.length}, where shape (${shape.join(', ')}) of ${descr} needs ${end}`,
        );
      }
      const dtype = dtypeOf(kind);
      const stored = decodeElements(bytes.subarray(dataStart, end), kind, descr.startsWith('>'), place);
      const isTurned = fortranOrder && shape.length > 1;
      return { dtype, shape, data: isTurned ? rowMajor(stored, dtype, shape) : stored };
    },
  };
}

/** The array of a `.npy` file. */
export function npyTensors(fileName: string, bytes: Uint8Array): readonly StoredTensor[] {
  return [npyTensor('', readNpyHeader(bytes, fileName), fileName, () => bytes)];
}

/** Reads the dictionary that a header is: a Python literal of three entries. */
function readDictionary(text: string, place: string): Omit<NpyHeader, 'dataStart'> {
  const literal = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  const descr = /'descr':\s*(?:'([^']*)'|(\[))/.exec(literal ?? '');
  const order = /'fortran_order':\s*(True|False)/.exec(literal ?? '')?.[1];
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(literal ?? '')?.[1];
  if (descr?.[2] !== undefined) throw new FileError(t`${place}: it holds records of several fields`);
  if (descr?.[1] === undefined || order === undefined || shape === undefined) {
    throw new FileError(
      t`${place}: the header does not say descr, fortran_order and shape: ${text.slice(0, 80)}`,
    );
  }
  const sizes = shape
    .replaceAll('L', '')
    .split(',')
    .map((size) => size.trim());
  if (sizes.at(-1) === '') sizes.pop();
  if (sizes.includes('')) throw new FileError(t`${place}: the header's shape (${shape}) lacks a size`);
  return { descr: descr[1], fortranOrder: order === 'True', shape: sizes.map(Number) };
}

const kinds: ReadonlySet<string> = new Set<ElementKind>([
  ...(['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8'] as const),
  ...(['u1', 'u2', 'u4', 'u8', 'b1'] as const),
]);

function isKind(text: string): text is ElementKind {
  return kinds.has(text);
}

function elementKind(descr: string, place: string): ElementKind {
  const kind = /^[<>|=]?(.*)$/s.exec(descr)?.[1] ?? '';
  if (isKind(kind)) return kind;
  const what = unreadWords()[kind.charAt(0)];
  throw new FileError(
    what === undefined
      ? t`${place}: elements of type ${descr} are not read`
      : t`${place}: elements of type ${descr} are not read (${what})`,
  );
}

/** What is stored in ways that are not read, by the letter of NumPy's element type. */
function unreadWords(): Readonly<Record<string, string | undefined>> {
  return {
    c: t`complex numbers`,
    O: t`Python objects`,
    S: t`bytes`,
    U: t`text`,
    M: t`dates`,
    m: t`time spans`,
    V: t`raw bytes or records`,
  };
}

function dtypeText(descr: string): string {
  const kind = /^[<>|=]?(.*)$/s.exec(descr)?.[1] ?? '';
  if (!isKind(kind)) return descr;
  return kind.startsWith('u') ? `uint${String(elementSize(kind) * 8)}` : dtypeOf(kind);
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
