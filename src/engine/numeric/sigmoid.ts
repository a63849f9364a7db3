/** Rounds what comes of a step. */
type Rounding = (value: number) => number;

const exactly: Rounding = (value) => value;

/** The rounding of the steps inside one operation of PyTorch's: 16-bit floats are rounded only after the last. */
export function stepRounding(dtype: string): Rounding {
  return dtype === 'float64' ? exactly : Math.fround;
}

/** `1 / (1 + e^-x)`, step by step as PyTorch: 0 where `e^-x` is infinite. */
export function sigmoid(x: number, round = exactly): number {
  return 1 / round(1 + round(Math.exp(-x)));
}

/** `log(1 + e^x)`, without overflow for large x and without cancellation for small. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** `log(sigmoid(x))`, step by step as PyTorch; finite down to the smallest x. */
export function logSigmoid(x: number, round = exactly): number {
  return Math.min(x, 0) - round(Math.log1p(round(Math.exp(-Math.abs(x)))));
}
