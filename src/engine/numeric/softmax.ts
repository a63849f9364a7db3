type Floats = Float64Array | Float32Array;

/** One row that a softmax runs over: `count` elements, `stride` apart. */
export interface SoftmaxRow {
  readonly start: number;
  readonly count: number;
  readonly stride: number;
}

/** The largest element of a row; infinity or NaN as they come. */
export function largestOf(x: ArrayLike<number>, { start, count, stride }: SoftmaxRow): number {
  let largest = x[start] ?? -Infinity;
  for (let i = start + stride, end = start + count * stride; i < end; i += stride) {
    if (!(x[i]! <= largest)) largest = x[i]!;
  }
  return largest;
}

/** Room for one register of partial sums: those of AVX-512, with which PyTorch adds up a row. */
export function softmaxLanes(isSingle: boolean): Floats {
  return isSingle ? new Float32Array(16) : new Float64Array(8);
}

/**
 * The sum of `exp(x - largest)` over a row, each step rounded to float32 if `isSingle`, added in PyTorch's
 * order: where the row lies in one piece lane by lane and then the lanes by halves, elsewhere one after the
 * other. `lanes` is what {@link softmaxLanes} gives, or undefined for a row that does not.
 */
export function sumOfExponentials(
  x: ArrayLike<number>,
  row: SoftmaxRow,
  largest: number,
  isSingle: boolean,
  lanes: Floats | undefined,
): number {
  const { start, count, stride } = row;
  if (lanes === undefined || count < lanes.length) {
    let sum = 0;
    for (let i = start, end = start + count * stride; i < end; i += stride) {
      sum = rounded(sum + exponential(x[i]! - largest, isSingle), isSingle);
    }
    return sum;
  }
  lanes.fill(0);
  const mask = lanes.length - 1;
  for (let i = 0; i < count; i++) lanes[i & mask]! += exponential(x[start + i]! - largest, isSingle);
  for (let width = lanes.length >> 1; width > 0; width >>= 1) {
    for (let lane = 0; lane < width; lane++) lanes[lane]! += lanes[lane + width]!;
  }
  return lanes[0]!;
}

function exponential(exponent: number, isSingle: boolean): number {
  return isSingle ? Math.fround(Math.exp(Math.fround(exponent))) : Math.exp(exponent);
}

function rounded(value: number, isSingle: boolean): number {
  return isSingle ? Math.fround(value) : value;
}
