import assert from 'node:assert/strict';
import { crc32, deflateRawSync } from 'node:zlib';
import { FileError } from '../../src/files/fileError';
import { mostElements, tooManyElements } from '../../src/files/storedTensor';
import { isTextFile, storedTensors } from '../../src/files/tensorFile';
import { readFiles } from './recordedFiles';

const files = readFiles();
const bytesOf = (name: string): Uint8Array =>
  files.find(({ file }) => file === name)?.bytes ?? assert.fail(`no ${name}`);

/** An array in NumPy's format with this header. */
function npy(header: string, data: Uint8Array = new Uint8Array(), version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const start = new Uint8Array([0x93, ...new TextEncoder().encode('NUMPY'), version, 0, 0, 0]);
  new DataView(start.buffer).setUint16(8, text.length, true);
  return new Uint8Array([...start, ...text, ...data]);
}

/** A file in safetensors' format with this header. */
function safetensors(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer);
  return new Uint8Array([...length, ...text, ...data]);
}

function readFirst(name: string, bytes: Uint8Array): unknown {
  return storedTensors(name, bytes)[0]?.read();
}

function refuses(name: string, bytes: Uint8Array, message: RegExp): void {
  assert.throws(
    () => readFirst(name, bytes),
    (error) => error instanceof FileError && message.test(error.message),
    `${name}: ${String(message)}`,
  );
}

describe('files of tensors', () => {
  for (const { file, bytes, tensors } of files) {
    it(`${file} holds what its maker put there`, () => {
      const stored = storedTensors(file, bytes);
      // text tells nothing before it is read
      const header = ({ name, dtype, shape }: (typeof tensors)[number] | (typeof stored)[number]) =>
        isTextFile(file) ? { name } : { name, dtype, shape };
      assert.deepEqual(stored.map(header), tensors.map(header));
      stored.forEach((each, index) => {
        const { dtype, shape, data } = each.read();
        const expected = tensors[index] ?? assert.fail(each.name);
        assert.deepEqual(shape, expected.shape);
        assert.deepEqual([...data], expected.data);
        const larger: Record<string, string> = { uint16: 'int32', uint32: 'int64', uint64: 'int64' };
        assert.equal(dtype, larger[expected.dtype] ?? expected.dtype);
      });
    });
  }

  it('may have as many elements as they are said to, and not one more', () => {
    assert.equal(tooManyElements([mostElements]), undefined);
    assert.match(tooManyElements([mostElements + 1]) ?? '', /^4,000,001 elements .* such as t\[:4000000\]$/);
    assert.match(tooManyElements([1, 2, mostElements]) ?? '', /such as t\.flatten\(\)\[:4000000\]$/);
    assert.match(tooManyElements([2, mostElements]) ?? '', /such as t\[:1\]$/);
  });

  it('take text in all forms that can be pasted', () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const read = (name: string, text: string) => storedTensors(name, encode(text))[0]?.read();
    assert.deepEqual(read('table.csv', 'a,b\n1,2\n3,4.5\n')?.shape, [2, 2]);
    assert.deepEqual(read('table.tsv', '1\t2\n3\t4\n')?.shape, [2, 2]);
    assert.deepEqual(read('list.json', '[[1, 2, 3]]')?.shape, [1, 3]);
    assert.deepEqual(read('print.txt', 'tensor([1., 2.], dtype=torch.float64)')?.dtype, 'float64');
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from('1\t2\n3\t4', 'utf16le')]);
    assert.deepEqual(storedTensors('sheet.txt', utf16)[0]?.read().shape, [2, 2]);
    const swapped = new Uint8Array(Buffer.from(utf16).swap16());
    assert.deepEqual(storedTensors('sheet.txt', swapped)[0]?.read().shape, [2, 2]);
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from('1\t2\n3\t4')]);
    assert.deepEqual(storedTensors('sheet.txt', marked)[0]?.read().shape, [2, 2]);
    assert.deepEqual(storedTensors('c.txt', encode('[0, 1]'))[0]?.read({ expected: 'int64' }).dtype, 'int64');
    refuses('list.json', encode('[1,\n oops]'), /^list\.json, line 2, column 2: /);
  });

  it('know text files by their names', () => {
    assert.deepEqual(
      ['a.CSV', 'a.npy', 'b.tar.json', 'txt'].map((name) => isTextFile(name)),
      [true, false, true, true],
    );
  });

  it('of another kind are refused with the kinds that there are', () => {
    refuses('model.pt', new Uint8Array(4), /^model\.pt: .*known are \.npy, \.npz, \.safetensors/);
    refuses('a.constructor', new Uint8Array(4), /not read/);
  });
});

describe('a file of NumPy that is not as it should be', () => {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
  it('is refused with the reason and the place', () => {
    assert.ok(readFirst('a.npy', npy(header, new Uint8Array(8))));
    refuses('a.npy', new Uint8Array(), /does not begin with/);
    refuses('a.npy', npy(header, new Uint8Array(7)), /end at byte \d+, where shape \(2\) of <f4 needs \d+/);
    refuses('a.npy', npy(header, new Uint8Array(8), 9), /byte 6: version 9/);
    refuses('a.npy', npy(header).subarray(0, 30), /byte 8: the header says/);
    refuses('a.npy', npy(header.replace('<f4', '<c8'), new Uint8Array(16)), /<c8 are not read \(complex/);
    refuses('a.npy', npy(header.replace('<f4', '|O')), /Python objects/);
    refuses('a.npy', npy(header.replace("'<f4'", "[('a', '<f4')]")), /several fields/);
    refuses('a.npy', npy(header.replace('(2,)', '(2,,3)')), /lacks a size/);
    for (const entry of ['descr', 'fortran_order', 'shape'])
      refuses('a.npy', npy(header.replace(entry, 'other')), /does not say/);
    refuses('a.npy', npy('import os'), /does not say/);
  });

  it('is refused for its size before memory is taken', () => {
    refuses(
      'a.npy',
      npy(header.replace('(2,)', '(4000, 4000)')),
      /^a\.npy, shape \(4000, 4000\): 16,000,000 elements are more than the 4,000,000 that are taken: use a part, such as t\[:1000\]$/,
    );
    refuses('a.npy', npy(header.replace('(2,)', '(99999999999999999999,)')), /has a size that is none/);
    const many = `(${'1, '.repeat(65)})`;
    refuses('a.npy', npy(header.replace('(2,)', many)), /65 dimensions/);
    // of no elements, whatever the other sizes
    const empty = storedTensors('a.npy', npy(header.replace('(2,)', '(0, 9000000000)')))[0]?.read();
    assert.equal(empty?.data.length, 0);
  });

  it('is refused where its integers are not held exactly', () => {
    const large = new Uint8Array(new BigInt64Array([5n, 2n ** 53n + 1n]).buffer);
    refuses(
      'a.npy',
      npy(header.replace('<f4', '<i8'), large),
      /element 1 is 9007199254740993; whole numbers/,
    );
  });
});

describe('an archive of NumPy that is not as it should be', () => {
  const deflated = bytesOf('deflated.npz');
  const changed = (at: number, value: number, bytes = deflated): Uint8Array => {
    const copy = bytes.slice();
    copy[at] = value;
    return copy;
  };
  const directory = Buffer.from(deflated).indexOf(Buffer.of(0x50, 0x4b, 1, 2));

  it('is refused with the reason and the place', () => {
    refuses('a.npz', deflated.subarray(0, 500), /no zip archive, or it is broken off/);
    refuses('a.npz', new Uint8Array(3), /no zip archive/);
    refuses('a.npz', changed(directory, 0), /directory is broken off/);
    refuses('a.npz', changed(directory + 33, 255), /directory is broken off/);
    refuses('a.npz', changed(directory + 8, 1), /a\.npz, logits.*: it is encrypted/);
    refuses('a.npz', changed(directory + 10, 12), /compression of kind 12/);
    refuses(
      'a.npz',
      changed(directory + 24, 3),
      /it can't be decompressed|not as the archive says|bytes, not/,
    );
    refuses('a.npz', changed(directory + 43, 200), /nothing begins at byte/);
    refuses('a.npz', changed(directory + 16, 1 ^ (deflated[directory + 16] ?? 0)), /damaged/);
    const empty = new Uint8Array(22);
    empty.set([0x50, 0x4b, 5, 6]);
    refuses('a.npz', empty, /no array in this archive/);
  });

  it('takes no more memory than it says it needs', () => {
    const header = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (9,), }", new Uint8Array(9));
    const bomb = deflateRawSync(Buffer.concat([header, new Uint8Array(50_000_000)]));
    refuses('a.npz', zipOf('x.npy', bomb, header), /can't be decompressed/);
  });

  it('may have its sizes in 64 bits', () => {
    const array = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", Uint8Array.of(7, 8, 9));
    const archive = zipOf('x.npy', deflateRawSync(array), array, true);
    assert.deepEqual(readFirst('a.npz', archive), {
      dtype: 'uint8',
      shape: [3],
      data: Uint8Array.of(7, 8, 9),
    });
  });
});

/** An archive of one deflated file that says that it holds `claimed`. */
function zipOf(name: string, packed: Uint8Array, claimed: Uint8Array, has64Bits = false): Uint8Array {
  const encoded = new TextEncoder().encode(name);
  const local = new DataView(new ArrayBuffer(30));
  local.setUint32(0, 0x04034b50, true);
  local.setUint16(26, encoded.length, true);
  const listed = new DataView(new ArrayBuffer(46));
  listed.setUint32(0, 0x02014b50, true);
  listed.setUint16(10, 8, true);
  listed.setUint32(16, crc32(claimed), true);
  listed.setUint32(20, packed.length, true);
  listed.setUint32(24, claimed.length, true);
  listed.setUint16(28, encoded.length, true);
  // Sizes and the place of the file as numbers of 64 bits, in a field of their own.
  const extra = new DataView(new ArrayBuffer(has64Bits ? 28 : 0));
  if (has64Bits) {
    for (const at of [20, 24, 42]) listed.setUint32(at, 0xffffffff, true);
    listed.setUint16(30, extra.byteLength, true);
    extra.setUint16(0, 1, true);
    extra.setUint16(2, 24, true);
    extra.setBigUint64(4, BigInt(claimed.length), true);
    extra.setBigUint64(12, BigInt(packed.length), true);
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, 1, true);
  end.setUint32(16, 30 + encoded.length + packed.length, true);
  const parts = [local, encoded, packed, listed, encoded, extra, end].map((part) =>
    part instanceof DataView ? Buffer.from(part.buffer) : Buffer.from(part),
  );
  return new Uint8Array(Buffer.concat(parts));
}

describe('a file of safetensors that is not as it should be', () => {
  const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  it('is refused with the reason and the place', () => {
    assert.ok(readFirst('a.safetensors', safetensors({ x: entry }, new Uint8Array(8))));
    refuses('a.safetensors', new Uint8Array(7), /before the length of its header/);
    refuses('a.safetensors', new Uint8Array(8).fill(255), /byte 0: the header says/);
    refuses('a.safetensors', safetensors('{"x": '), /header is not JSON/);
    refuses('a.safetensors', safetensors([1]), /lists no tensors/);
    refuses('a.safetensors', safetensors({ __metadata__: { a: 'b' } }), /no tensor in this file/);
    refuses('a.safetensors', safetensors({ x: entry }, new Uint8Array(7)), /a\.safetensors, x: data_offsets/);
    refuses('a.safetensors', safetensors({ x: { ...entry, data_offsets: [4, 8] } }), /data_offsets/);
    refuses('a.safetensors', safetensors({ x: { ...entry, data_offsets: [-8, 0] } }), /data_offsets/);
    refuses('a.safetensors', safetensors({ x: { ...entry, shape: [-2] } }), /size that is none/);
    refuses('a.safetensors', safetensors({ x: { ...entry, shape: 'big' } }), /does not say/);
    refuses('a.safetensors', safetensors({ x: null }), /does not say/);
    refuses('a.safetensors', safetensors({ x: { ...entry, dtype: 'F8_E4M3' } }), /type F8_E4M3 are not read/);
    refuses(
      'a.safetensors',
      safetensors({ x: { ...entry, shape: [1e5, 1e5] } }),
      /10,000,000,000 elements are more than/,
    );
  });
});
