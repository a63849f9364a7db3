/** `1 / (1 + e^-x)`, to full precision for every x. */
export function sigmoid(x: number): number {
  const decay = Math.exp(-Math.abs(x));
  return x < 0 ? decay / (1 + decay) : 1 / (1 + decay);
}

/** `log(1 + e^x)`, without overflow for large x and without cancellation for small. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** `log(sigmoid(x))`, finite down to the smallest x. */
export function logSigmoid(x: number): number {
  return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
}
