import { mostExact, type PairLoop } from '../kernel';
import { inBlocks, wholeVectors, type VectorLoops } from '../numeric/vectorLoops';

/**
 * The loop over many pairs of float32 in vector instructions, when nothing but sum and gradient is wanted; otherwise,
 * and for what the vectors decline and leave, the one given.
 * @param run computes a block of so many bytes; answers the sum of its losses, or NaN
 */
export function vectorPairs(
  exact: PairLoop,
  run: (loops: VectorLoops, end: number, scale: number) => number,
): PairLoop {
  return (x, t, elements, dx, dt, scale) => {
    const areWanted = elements === undefined && dt === undefined && x.length > mostExact;
    if (areWanted && x instanceof Float32Array && t instanceof Float32Array && dx instanceof Float32Array) {
      const sum = inBlocks([x, t], [dx], (loops, end) => run(loops, end, scale));
      if (!Number.isNaN(sum)) {
        const done = wholeVectors(x);
        return (
          sum + exact(x.subarray(done), t.subarray(done), undefined, dx.subarray(done), undefined, scale)
        );
      }
    }
    return exact(x, t, elements, dx, dt, scale);
  };
}
