import type { Tensor } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { decodeElements, dtypeOf, elementSize, type ElementKind } from './elements';
import { FileError } from './fileError';
import { checkedCount, type StoredTensor } from './storedTensor';

/** The format's names of element types that are read. */
const kinds: ReadonlyMap<string, ElementKind> = new Map([
  ['F64', 'f8'],
  ['F32', 'f4'],
  ['F16', 'f2'],
  ['BF16', 'bf2'],
  ['I64', 'i8'],
  ['I32', 'i4'],
  ['I16', 'i2'],
  ['I8', 'i1'],
  ['U64', 'u8'],
  ['U32', 'u4'],
  ['U16', 'u2'],
  ['U8', 'u1'],
  ['BOOL', 'b1'],
]);

const longestHeader = 100_000_000;

/**
 * The tensors of a `.safetensors` file, in its order (https://huggingface.co/docs/safetensors).
 * @throws FileError
 */
export function safetensorsTensors(fileName: string, bytes: Uint8Array): readonly StoredTensor[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new FileError(t`${fileName}: the file ends before the length of its header`);
  const length = Number(view.getBigUint64(0, true));
  if (length > longestHeader || 8 + length > bytes.length) {
    throw new FileError(
      t`${fileName}, byte 0: the header says it has ${length} bytes, the file has ${bytes.length}`,
    );
  }
  const data = bytes.subarray(8 + length);
  const tensors = Object.entries(readHeader(fileName, bytes.subarray(8, 8 + length)))
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => storedTensor(fileName, name, value, data));
  if (tensors.length === 0) throw new FileError(t`${fileName}: there is no tensor in this file`);
  return tensors;
}

function readHeader(fileName: string, bytes: Uint8Array): object {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new FileError(t`${fileName}, byte 8: the header is not JSON`);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new FileError(t`${fileName}, byte 8: the header lists no tensors`);
  }
  return header;
}

function storedTensor(fileName: string, name: string, value: unknown, data: Uint8Array): StoredTensor {
  const place = `${fileName}, ${name}`;
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof dtype !== 'string' || !isNumbers(shape) || !isNumbers(offsets) || offsets.length !== 2) {
    throw new FileError(t`${place}: the header does not say its dtype, shape and data_offsets`);
  }
  const kind = kinds.get(dtype);
  return {
    name,
    dtype:
      kind === undefined
        ? dtype
        : kind.startsWith('u')
          ? `uint${String(elementSize(kind) * 8)}`
          : dtypeOf(kind),
    shape,
    read(): Tensor {
      if (kind === undefined) throw new FileError(t`${place}: elements of type ${dtype} are not read`);
      const [start = NaN, end = NaN] = offsets;
      const size = checkedCount(shape, place) * elementSize(kind);
      if (!(start >= 0 && end <= data.length && end - start === size)) {
        throw new FileError(
          t`${place}: data_offsets [${offsets.join(', ')}] do not hold the ${size} bytes of its shape, or lie outside of the ${data.length} bytes of data`,
        );
      }
      const stored = decodeElements(data.subarray(start, end), kind, false, place);
      return { dtype: dtypeOf(kind), shape, data: stored };
    },
  };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each));
}
