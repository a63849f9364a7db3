type Floats = Float64Array | Float32Array;

/** Elements of one vector register in PyTorch's kernels for AVX2, which AVX-512 machines run for sums too. */
const singleLanes = 8;
const doubleLanes = 4;

/** ATen adds four vectors side by side. */
export const rows = 4;
/** A cascade has partial sums of four sizes, the smallest of at least 16 terms. */
export const levels = 4;
const smallestPower = 4;

/** How many elements ATen adds in one register. */
export function lanesOf(values: Floats): number {
  return values instanceof Float32Array ? singleLanes : doubleLanes;
}

/**
 * The sum of `length` elements from `start` on, rounded at every step to float32 or, for a Float64Array, not:
 * added in the order of ATen's `sum` over contiguous memory on x86, so that the last digit is PyTorch's. (For
 * more than 32,767 elements that digit depends on the number of threads.)
 */
export function orderedSum(values: Floats, start = 0, length: number = values.length): number {
  const isSingle = values instanceof Float32Array;
  const width = lanesOf(values);
  const lanes = length < width ? 1 : width;
  const vectors = Math.floor(length / lanes);
  const partial = partialSums(vectors);
  let sum = 0;
  for (let i = vectors * lanes; i < length; i++) sum = rounded(sum + values[start + i]!, isSingle);
  for (let lane = 0; lane < lanes; lane++) {
    sum = rounded(sum + laneSum(values, start + lane, vectors, lanes, partial), isSingle);
  }
  return sum;
}

function rounded(value: number, isSingle: boolean): number {
  return isSingle ? Math.fround(value) : value;
}

/** The sum of every `stride`th element: four rows by a cascade each, then what is left, then the rows. */
export function laneSum(
  values: Floats,
  start: number,
  count: number,
  stride: number,
  partial = partialSums(count),
): number {
  const isSingle = values instanceof Float32Array;
  const blocks = count >> 2;
  const power = Math.max(smallestPower, Math.floor(ceilLog2(blocks) / levels));
  const step = 1 << power;
  let done = 0;
  partial?.fill(0);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = start;
  while (done < blocks) {
    const end = Math.min(done + step, blocks);
    // Four sums at once: each waits for its own last addition only.
    for (let block = done; block < end; block++) {
      a = rounded(a + values[i]!, isSingle);
      b = rounded(b + values[i + stride]!, isSingle);
      c = rounded(c + values[i + 2 * stride]!, isSingle);
      d = rounded(d + values[i + 3 * stride]!, isSingle);
      i += rows * stride;
    }
    const isWhole = end - done === step;
    done = end;
    if (partial === undefined || !isWhole) break;
    store(partial, a, b, c, d);
    raise(partial, done, power, isSingle);
    a = b = c = d = 0;
  }
  if (partial !== undefined) {
    for (let level = 1; level < levels; level++) {
      a = rounded(a + partial[level * rows]!, isSingle);
      b = rounded(b + partial[level * rows + 1]!, isSingle);
      c = rounded(c + partial[level * rows + 2]!, isSingle);
      d = rounded(d + partial[level * rows + 3]!, isSingle);
    }
  }
  for (; i < start + count * stride; i += stride) a = rounded(a + values[i]!, isSingle);
  return rounded(rounded(rounded(a + b, isSingle) + c, isSingle) + d, isSingle);
}

/** Room for the cascades of so many elements; undefined for so few that none is filled. */
function partialSums(count: number): Float64Array | undefined {
  return count < rows << smallestPower ? undefined : new Float64Array(levels * rows);
}

function store(partial: Float64Array, a: number, b: number, c: number, d: number): void {
  partial[0] = a;
  partial[1] = b;
  partial[2] = c;
  partial[3] = d;
}

/** Moves partial sums up a level, and further where the levels above are due. */
function raise(partial: Float64Array, done: number, power: number, isSingle: boolean): void {
  const mask = (1 << power) - 1;
  for (let level = 1; level < levels; level++) {
    for (let row = 0; row < rows; row++) {
      const below = (level - 1) * rows + row;
      const here = level * rows + row;
      partial[here] = rounded(partial[here]! + partial[below]!, isSingle);
      partial[below] = 0;
    }
    if (((done >> (level * power)) & mask) !== 0) break;
  }
}

function ceilLog2(count: number): number {
  return count <= 2 ? 1 : 32 - Math.clz32(count - 1);
}
