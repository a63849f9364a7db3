/**
 * Normal samples as PyTorch makes them of float32 numbers, eight at a time: with logarithm, sine and cosine after
 * Cephes (`aten/src/ATen/native/cpu/avx_mathfun.h`), where the compiler multiplies and adds in one rounding. They
 * differ from the correctly rounded ones in the last digit, and so would every sample.
 */

const single = Math.fround;
const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

const logCoefficients = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(single);
const cosineCoefficients = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(single);
const sineCoefficients = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(single);
/** The natural logarithm of 2 in two parts, the first of few digits. */
const [log2Low, log2High] = [single(-2.1219444e-4), 0.693359375];
/** -pi/4 in three parts. */
const quarterPi = [-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8].map(single);
const fourOverPi = single(1.27323954473516);
const halfRoot = single(Math.SQRT1_2);
const twoPi = single(2 * Math.PI);

/** Multiplied and added in one rounding. The product of two float32 is exact in a double. */
function multiplyAdd(a: number, b: number, c: number): number {
  return single(a * b + c);
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => multiplyAdd(sum, x, coefficient), 0);
}

function logarithm(x: number): number {
  float[0] = Math.max(x, 2 ** -126);
  let exponent = (bits[0]! >> 23) - 126;
  bits[0] = (bits[0]! & ~0x7f800000) | 0x3f000000;
  let mantissa = float[0];
  if (mantissa < halfRoot) {
    exponent -= 1;
    mantissa = single(mantissa - 1 + mantissa);
  } else mantissa -= 1;
  const square = single(mantissa * mantissa);
  const low = single(exponent * log2Low);
  let sum = multiplyAdd(single(polynomial(mantissa, logCoefficients) * mantissa), square, low);
  sum = single(sum - single(square * 0.5));
  return single(single(mantissa + sum) + exponent * log2High);
}

/** Sine and cosine of an angle of [0, 2 pi). */
function sineAndCosine(angle: number): readonly [number, number] {
  const octant = (Math.trunc(single(angle * fourOverPi)) + 1) & ~1;
  let x = angle;
  for (const part of quarterPi) x = single(x + single(octant * part));
  const square = single(x * x);
  const fourth = single(polynomial(square, cosineCoefficients) * square);
  const even = single(multiplyAdd(fourth, square, -single(square * 0.5)) + 1);
  const odd = multiplyAdd(single(polynomial(square, sineCoefficients) * square), x, x);
  const isSwapped = (octant & 2) !== 0;
  const sine = isSwapped ? even : odd;
  const cosine = isSwapped ? odd : even;
  return [(octant & 4) !== 0 ? -sine : sine, (~(octant - 2) & 4) !== 0 ? -cosine : cosine];
}

/** Turns 16 uniform samples of [0, 1), from `start` on, into normal ones. */
export function transformSingleBlock(
  data: Float32Array,
  start: number,
  mean: number,
  deviation: number,
): void {
  for (let j = start; j < start + 8; j++) {
    const radius = single(Math.sqrt(single(-2 * logarithm(single(1 - data[j]!)))));
    const [sine, cosine] = sineAndCosine(single(twoPi * data[j + 8]!));
    data[j] = multiplyAdd(single(radius * cosine), single(deviation), single(mean));
    data[j + 8] = multiplyAdd(single(radius * sine), single(deviation), single(mean));
  }
}
