import assert from 'node:assert/strict';
import fc from 'fast-check';
import { elementCount } from '../../src/engine/tensor/tensor';
import { FileError } from '../../src/files/fileError';
import { storedTensors } from '../../src/files/tensorFile';
import { readFiles } from './recordedFiles';

const files = readFiles().map(({ file, bytes }) => ({ file, bytes: bytes.subarray(0, 6000) }));

type Change = readonly [kind: 'set' | 'cut' | 'double' | 'remove', where: number, value: number];
const change: fc.Arbitrary<Change> = fc.tuple(
  fc.constantFrom('set', 'set', 'set', 'cut', 'double', 'remove'),
  // headers are at the beginning and at the end
  fc.oneof(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.double({ min: 0, max: 0.1, noNaN: true })),
  fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x30, 0x39), fc.integer({ min: 0, max: 255 })),
);

function changed(bytes: Uint8Array, [kind, where, value]: Change): Uint8Array {
  const at = Math.floor(where * bytes.length);
  switch (kind) {
    case 'set': {
      const copy = bytes.slice();
      if (at < copy.length) copy[at] = value;
      return copy;
    }
    case 'cut':
      return bytes.subarray(0, at);
    case 'double':
      return Buffer.concat([bytes.subarray(0, at + value), bytes.subarray(at)]);
    case 'remove':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + (value % 8))]);
  }
}

/** A tensor whose shape and elements agree, or a FileError in words. */
function check(file: string, bytes: Uint8Array): void {
  try {
    for (const stored of storedTensors(file, bytes)) {
      const { shape, data } = stored.read();
      assert.equal(data.length, elementCount(shape));
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    assert.ok(error.message.startsWith(file), error.message);
  }
}

describe('files under mutation', () => {
  it('give tensors or a reason, whatever their bytes', function () {
    this.timeout(0);
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        ({ file, bytes }, changes) => check(file, changes.reduce(changed, bytes)),
      ),
      { numRuns: 5000 },
    );
  });

  it('do so for bytes from nowhere', () => {
    const names = fc.constantFrom('a.npy', 'a.npz', 'a.safetensors', 'a.csv');
    const property = fc.property(names, fc.uint8Array({ maxLength: 200 }), check);
    fc.assert(property, { numRuns: 5000 });
  });
});
