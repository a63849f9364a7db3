import { roundTo } from './rounding';
import { storage, type DType } from './tensor';

/**
 * ATen's cascade sum in the precision of a dtype, rounding at every step: partial sums of growing numbers of
 * terms, of so many sizes as there are `levels`. Terms may be left out; their places still count.
 */
export function cascadeSum(
  dtype: DType,
  count: number,
  levels = 8,
): { readonly add: (place: number, term: number) => void; readonly total: () => number } {
  const power = Math.max(4, Math.floor(ceilLog2(count) / levels));
  const step = 2 ** power;
  const partial = storage(dtype, levels);
  const increase = (level: number, term: number): void => {
    partial[level] = roundTo(dtype, partial[level]! + term);
  };
  return {
    add(place, term) {
      increase(0, term);
      for (let level = 0; level + 1 < levels; level++) {
        if (Math.floor(place / step ** level) % step !== 0) break;
        increase(level + 1, partial[level]!);
        partial[level] = 0;
      }
    },
    total() {
      let sum = 0;
      for (const term of partial) sum = roundTo(dtype, sum + term);
      return sum;
    },
  };
}

function ceilLog2(count: number): number {
  return count <= 2 ? 1 : 32 - Math.clz32(count - 1);
}
