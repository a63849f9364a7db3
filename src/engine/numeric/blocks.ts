import { expTable, singleExp } from './singleExp';

/**
 * How many elements loops over many take at a time, pass by pass: what stays between two passes is then still
 * in the processor's nearest cache.
 */
export const blockLength = 256;

/**
 * Replaces the first `count` values by their exponentials: as `Math.exp`, or if `isSingle` with what suffices
 * for results that end as float32, see {@link singleExp}.
 */
export function exponentials(values: Float64Array, count: number, isSingle: boolean): void {
  if (isSingle) {
    const table = expTable();
    for (let i = 0; i < count; i++) values[i] = singleExp(values[i]!, table);
  } else {
    for (let i = 0; i < count; i++) values[i] = Math.exp(values[i]!);
  }
}
