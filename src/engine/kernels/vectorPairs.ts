import { mostExact, type FloatArray, type PairLoop } from '../kernel';
import { inBlocks, wholeVectors, type VectorLoops } from '../numeric/vectorLoops';

/**
 * Takes arrays of one length through a loop of vector instructions if they are of many float32; otherwise, and for
 * what the vectors decline and leave, through the one given.
 * @param outputs where to write; undefined where nothing is wanted
 * @param run computes a block of so many bytes; answers the sum of its losses, or NaN
 * @returns the sum of the losses
 */
export function inVectors(
  inputs: readonly FloatArray[],
  outputs: readonly (FloatArray | undefined)[],
  run: (loops: VectorLoops, end: number) => number,
  exact: (inputs: readonly FloatArray[], outputs: readonly (FloatArray | undefined)[]) => number,
): number {
  if (inputs[0]!.length > mostExact && areSingle(inputs) && areSingle(outputs)) {
    const sum = inBlocks(inputs, outputs, run);
    const done = wholeVectors(inputs[0]!);
    const rest = (array: FloatArray): FloatArray => array.subarray(done);
    if (!Number.isNaN(sum))
      return (
        sum +
        exact(
          inputs.map(rest),
          outputs.map((each) => each && rest(each)),
        )
      );
  }
  return exact(inputs, outputs);
}

function areSingle<T>(arrays: readonly T[]): arrays is readonly (T & (Float32Array | undefined))[] {
  return arrays.every((array) => array === undefined || array instanceof Float32Array);
}

/** The same for a loop over pairs, when the losses one by one and the gradient by the second are not wanted. */
export function vectorPairs(
  exact: PairLoop,
  run: (loops: VectorLoops, end: number, scale: number) => number,
): PairLoop {
  return (x, t, elements, dx, dt, scale) =>
    elements === undefined && dt === undefined
      ? inVectors(
          [x, t],
          [dx],
          (loops, end) => run(loops, end, scale),
          ([x, t], [dx]) => exact(x!, t!, undefined, dx, undefined, scale),
        )
      : exact(x, t, elements, dx, dt, scale);
}
