import { lanesOf, laneSum, levels, rows } from '../numeric/orderedSum';
import { cascadeSum } from './cascadeSum';

/**
 * The sums of columns of `count` elements, the first of which stand side by side from `start` on. In the order of
 * ATen's `sum` over any dimension but the last: columns that fill four registers, or are four, are added up row by
 * row, the others in four parts each.
 */
export function columnSums(
  values: Float32Array | Float64Array,
  start: number,
  count: number,
  columns: number,
): Float64Array {
  const lanes = lanesOf(values);
  const together = columns < lanes ? rows : rows * lanes;
  const dtype = values instanceof Float32Array ? 'float32' : 'float64';
  return new Float64Array(columns).map((_, column) => {
    if (column >= columns - (columns % together)) return laneSum(values, start + column, count, columns);
    const sum = cascadeSum(dtype, count, levels);
    for (let row = 0; row < count; row++) sum.add(row + 1, values[start + row * columns + column]!);
    return sum.total();
  });
}
