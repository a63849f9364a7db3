import { evaluate } from '../engine/evaluate';
import type { Tensor } from '../engine/tensor/tensor';

/** More classes than this are not computed. */
const mostClasses = 100_000;

/** The lowest CrossEntropyLoss that probabilities in the place of raw scores can reach, to four digits. */
export function lowestAfterSoftmax(classes: number): string | undefined {
  if (classes < 2 || classes > mostClasses) return undefined;
  const data = new Float32Array(classes);
  data[0] = 1;
  const input: Tensor = { dtype: 'float32', shape: [1, classes], data };
  const target: Tensor = { dtype: 'int64', shape: [1], data: new Float64Array(1) };
  const { loss } = evaluate({ loss: 'CrossEntropyLoss', inputs: { input, target } });
  return loss.data[0]?.toFixed(4);
}

/** The lowest BCEWithLogitsLoss that a sigmoid in the place of raw scores can reach for a label, to four digits. */
export function lowestAfterSigmoid(label: 0 | 1): string | undefined {
  const value: Tensor = { dtype: 'float32', shape: [1], data: Float32Array.of(label) };
  const { loss } = evaluate({ loss: 'BCEWithLogitsLoss', inputs: { input: value, target: value } });
  return loss.data[0]?.toFixed(4);
}

/** The lowest whole score whose float32 sigmoid is 1, and the BCELoss that a label of 0 has from there on. */
export function saturatedSigmoid(): { readonly score: string; readonly loss: string } {
  let score = 1;
  // In float32 the sum in 1 / (1 + e^-x) is 1 a little before the quotient would round to it.
  while (Math.fround(1 + Math.exp(-score)) > 1) score++;
  const value = (number: number): Tensor => ({
    dtype: 'float32',
    shape: [1],
    data: Float32Array.of(number),
  });
  const { loss } = evaluate({ loss: 'BCELoss', inputs: { input: value(1), target: value(0) } });
  return { score: String(score), loss: String(loss.data[0]) };
}
