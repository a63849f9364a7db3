type Floats = Float64Array | Float32Array;

/** Elements of one vector register in PyTorch's kernels for AVX2, which AVX-512 machines run for norms too. */
const lanes = 8;
/** What the compiler makes of the rest: blocks of four, then single steps that round once. */
const block = 4;

/**
 * The Euclidean norm of `length` elements from `start` on, in the order and with the roundings of ATen's `norm`
 * over contiguous memory on x86: each step is rounded to float32, or for a Float64Array not.
 */
export function euclideanNorm(values: Floats, start = 0, length: number = values.length): number {
  return values instanceof Float32Array
    ? Math.fround(Math.sqrt(singleSquares(values, start, length)))
    : Math.sqrt(squares(values, start, length));
}

function squares(values: Floats, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += values[i]! * values[i]!;
  return sum;
}

function singleSquares(values: Float32Array, start: number, length: number): number {
  const end = start + length;
  const endOfVectors = end - (length % lanes);
  const endOfBlocks = end - (length % block);
  let sum = 0;
  if (endOfVectors > start) {
    for (let lane = 0; lane < lanes; lane++) {
      let partial = 0;
      for (let i = start + lane; i < endOfVectors; i += lanes) {
        partial = Math.fround(partial + Math.fround(values[i]! * values[i]!));
      }
      sum = Math.fround(sum + partial);
    }
  }
  let i = endOfVectors;
  for (; i < endOfBlocks; i++) sum = Math.fround(sum + Math.fround(values[i]! * values[i]!));
  for (; i < end; i++) sum = Math.fround(sum + values[i]! * values[i]!);
  return sum;
}
