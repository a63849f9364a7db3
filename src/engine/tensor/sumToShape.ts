import { orderedSum } from '../numeric/orderedSum';
import { columnSums } from './columnSums';
import { isHalf } from './dtype';
import { cast, roundTo } from './rounding';
import { broadcastIndices, sameShape } from './shape';
import { elementCount, storage, type Tensor } from './tensor';

/** Neighbouring dimensions that are all summed over, or all kept. */
interface Run {
  size: number;
  readonly isSummed: boolean;
}

/**
 * Sums a gradient over the dimensions along which `shape` was broadcast to the gradient's shape, in the order of
 * ATen's `sum`: each piece of neighbouring elements by itself, then the pieces one after the other, rounded at
 * each step to the dtype; 16-bit floats add up in float32.
 */
export function sumToShape(gradient: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const { dtype } = gradient;
  const values = gradient.data as Float32Array | Float64Array;
  const step = isHalf(dtype) ? 'float32' : dtype;
  const data = storage(step, elementCount(shape));
  const target = broadcastIndices(shape, gradient.shape);
  const [inner, next] = runsOf(gradient.shape, shape);
  if (inner?.isSummed === true) {
    for (let i = 0; i < values.length; i += inner.size) {
      const place = target(i);
      data[place] = roundTo(step, data[place]! + orderedSum(values, i, inner.size));
    }
    return cast({ dtype: step, shape, data }, dtype);
  }
  const kept = inner?.size ?? 1;
  const rows = next?.size ?? 1;
  for (let start = 0; start < values.length; start += kept * rows) {
    const sums = columnSums(values, start, rows, kept);
    for (let column = 0; column < kept; column++) {
      const place = target(start + column);
      data[place] = roundTo(step, data[place]! + sums[column]!);
    }
  }
  return cast({ dtype: step, shape, data }, dtype);
}

/** The runs of dimensions from the last on; those of size 1 belong to any. */
function runsOf(from: readonly number[], to: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  for (let k = 1; k <= from.length; k++) {
    const size = from[from.length - k]!;
    if (size === 1) continue;
    const isSummed = (k <= to.length ? to[to.length - k]! : 1) === 1;
    const last = runs.at(-1);
    if (last?.isSummed === isSummed) last.size *= size;
    else runs.push({ size, isSummed });
  }
  return runs;
}
