import { crc32, inflateRawSync, constants } from 'node:zlib';
import { t } from '../l10n/localize';
import { FileError } from './fileError';

/** One file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** Its first bytes, `length` or fewer. */
  beginning(length: number): Uint8Array;
  /**
   * All of it.
   * @throws FileError where it is not as long as the archive says, or its sum is another
   */
  bytes(): Uint8Array;
}

/** As the archive's directory has it. */
interface Listed {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly headerOffset: number;
}

const signatures = { local: 0x04034b50, listed: 0x02014b50, end: 0x06054b50 } as const;
const endLength = 22;
const longestComment = 0xffff;
const in64 = 0xffffffff;
const mostEntries = 10_000;

/**
 * The files of a zip archive, stored or deflated, as `numpy.savez` writes them
 * (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT).
 * @param fileName for errors
 * @throws FileError
 */
export function zipEntries(fileName: string, archive: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endRecord(fileName, view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < Math.min(count, mostEntries); index++) {
    if (at + 46 > archive.length || view.getUint32(at, true) !== signatures.listed) {
      throw new FileError(t`${fileName}, byte ${at}: the archive's directory is broken off`);
    }
    const { listed, next } = readListed(fileName, archive, view, at);
    if (!listed.name.endsWith('/')) entries.push(entryOf(fileName, archive, view, listed));
    at = next;
  }
  return entries;
}

function endRecord(fileName: string, view: DataView): number {
  const first = Math.max(0, view.byteLength - endLength - longestComment);
  for (let at = view.byteLength - endLength; at >= first; at--) {
    if (view.getUint32(at, true) === signatures.end) return at;
  }
  throw new FileError(t`${fileName}: this is no zip archive, or it is broken off: its directory is missing`);
}

function readListed(
  fileName: string,
  archive: Uint8Array,
  view: DataView,
  at: number,
): { listed: Listed; next: number } {
  const nameStart = at + 46;
  const extraStart = nameStart + view.getUint16(at + 28, true);
  const extraEnd = extraStart + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > archive.length) {
    throw new FileError(t`${fileName}, byte ${at}: the archive's directory is broken off`);
  }
  const short = {
    size: view.getUint32(at + 24, true),
    packedSize: view.getUint32(at + 20, true),
    headerOffset: view.getUint32(at + 42, true),
  };
  const listed = {
    name: new TextDecoder().decode(archive.subarray(nameStart, extraStart)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    ...sizesIn64Bits(view, extraStart, extraEnd, short),
  };
  return { listed, next };
}

type Sizes = Pick<Listed, 'size' | 'packedSize' | 'headerOffset'>;

/** Sizes that 32 bits do not hold stand in an extra field, those only, in this order. */
function sizesIn64Bits(view: DataView, start: number, end: number, short: Sizes): Sizes {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    const long = (value: number): number => {
      if (value !== in64 || field + 8 > end) return value;
      field += 8;
      return Number(view.getBigUint64(field - 8, true));
    };
    return {
      size: long(short.size),
      packedSize: long(short.packedSize),
      headerOffset: long(short.headerOffset),
    };
  }
  return short;
}

function entryOf(fileName: string, archive: Uint8Array, view: DataView, listed: Listed): ZipEntry {
  const { name, flags, method, crc, packedSize, size, headerOffset } = listed;
  const place = `${fileName}, ${name}`;
  const packed = (): Uint8Array => {
    if (headerOffset + 30 > archive.length || view.getUint32(headerOffset, true) !== signatures.local) {
      throw new FileError(t`${place}: nothing begins at byte ${headerOffset}, where it should`);
    }
    if ((flags & 1) !== 0) throw new FileError(t`${place}: it is encrypted`);
    if (method !== 0 && method !== 8) {
      throw new FileError(t`${place}: compression of kind ${method} is not read`);
    }
    const start =
      headerOffset + 30 + view.getUint16(headerOffset + 26, true) + view.getUint16(headerOffset + 28, true);
    if (start + packedSize > archive.length) {
      throw new FileError(
        t`${place}: it should end at byte ${start + packedSize}, the file ends at ${archive.length}`,
      );
    }
    return archive.subarray(start, start + packedSize);
  };
  return {
    name,
    size,
    beginning(length) {
      const bytes = packed();
      if (method === 0) return bytes.subarray(0, length);
      // Deflated bytes are never more than these, however badly they deflate.
      return inflated(place, bytes.subarray(0, length + 1000), false);
    },
    bytes() {
      const bytes = packed();
      const whole = method === 0 ? bytes : inflated(place, bytes, true, size);
      if (whole.length !== size) {
        throw new FileError(t`${place}: it has ${whole.length} bytes, not ${size} as the archive says`);
      }
      if (crc32(whole) !== crc) throw new FileError(t`${place}: it is damaged: its sum is not the archive's`);
      return whole;
    },
  };
}

function inflated(place: string, bytes: Uint8Array, isWhole: boolean, size?: number): Uint8Array {
  try {
    return inflateRawSync(bytes, {
      finishFlush: isWhole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
      // A byte more, so that what is too long is told from what is right; never more than that in memory.
      ...(size !== undefined && { maxOutputLength: size + 1 }),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError(t`${place}: it can't be decompressed (${reason})`);
  }
}
