/** A file of NumPy with a float32 array of zeros. */
export function npyOfZeros(shape: readonly number[]): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  const count = shape.reduce((product, size) => product * size, 1);
  return Buffer.concat([start, Buffer.from(header), Buffer.alloc(count * 4)]);
}
