import { isFloat } from '../engine/tensor/dtype';
import { cast } from '../engine/tensor/rounding';
import type { DType, Tensor } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import type { ParseOptions, ParsedTensor } from './parseResult';
import type { Reading } from './reading';
import { TextError } from './textProblem';

/** Smallest and largest value of the integer dtypes. int64 is held in doubles, exact below 2**53. */
const integerRanges: Partial<Record<DType, readonly [number, number]>> = {
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  int8: [-128, 127],
  uint8: [-255, 255],
};

/** The dtype that a reading takes, and who settled it. */
export function inferDType(
  reading: Reading,
  options: ParseOptions,
): { dtype: DType; from: ParsedTensor['dtypeFrom'] } {
  const { dtype: chosen = 'auto', expected } = options;
  const { written, inference, numbers } = reading;
  if (chosen !== 'auto') return { dtype: chosen, from: 'choice' };
  if (written.dtype !== undefined) return { dtype: written.dtype, from: 'text' };
  const noneSeen = !numbers.sawInteger && !numbers.sawBool;
  if (numbers.sawFloat || noneSeen) {
    if (inference !== undefined)
      return { dtype: inference === 'numpy' ? 'float64' : 'float32', from: 'text' };
    const fits = expected !== undefined && (isFloat(expected) || !numbers.sawFloat);
    return { dtype: fits ? expected : 'float32', from: 'numbers' };
  }
  const own = numbers.sawInteger ? 'int64' : 'bool';
  if (inference !== undefined) return { dtype: own, from: 'text' };
  return { dtype: expected ?? own, from: 'numbers' };
}

/**
 * The tensor of the reading's numbers in `dtype`, rounded and truncated as `torch.tensor(numbers, dtype=dtype)` does.
 * @param offsetOf where number `index` stands in the text
 * @throws TextError where PyTorch refuses a number as too large for the dtype, or an int64 is beyond 2**53
 */
export function toTensor(reading: Reading, dtype: DType, offsetOf: (index: number) => number): Tensor {
  const { numbers, shape } = reading;
  const values = numbers.values.subarray(0, numbers.count);
  if (isFloat(dtype) || dtype === 'bool') {
    if (dtype === 'float64') return { dtype, shape, data: values.slice() };
    return cast({ dtype: 'float64', shape, data: values }, dtype);
  }
  const range = integerRanges[dtype] ?? [0, 0];
  const index = firstOutside(values, range, numbers.sawFloat && dtype === 'uint8');
  if (index >= 0) {
    const message =
      dtype === 'int64' && Math.abs(values[index] ?? NaN) < 2 ** 63
        ? t`whole numbers beyond 2**53 are not held exactly here`
        : `value cannot be converted to type ${dtype} without overflow`;
    throw new TextError(message, offsetOf(index));
  }
  if (!numbers.sawFloat && dtype === 'int64') return { dtype, shape, data: values.slice() };
  return cast({ dtype: 'float64', shape, data: values }, dtype);
}

/** The index of the first value that an integer dtype refuses, or -1. PyTorch lets integers from -255 wrap in uint8. */
function firstOutside(
  values: Float64Array,
  [minimum, maximum]: readonly [number, number],
  unsigned: boolean,
): number {
  const lowest = unsigned ? 0 : minimum;
  let index = 0;
  for (const value of values) {
    if (!(value >= lowest && value <= maximum)) return index;
    index++;
  }
  return -1;
}
