import { isFloat } from '../../engine/tensor/dtype';
import type { DType } from '../../engine/tensor/tensor';
import { unknown } from './values';

/** Refuses numbers of which C++ leaves open what integer they become: NaN, infinities, and what is far too large. */
export function refuseOpenIntegers(dtype: DType, numbers: ArrayLike<number>): void {
  if (isFloat(dtype) || dtype === 'bool') return;
  const limit = dtype === 'int64' ? Number.MAX_SAFE_INTEGER : 2 ** 31;
  for (let i = 0; i < numbers.length; i++)
    if (!(Math.abs(numbers[i] ?? 0) <= limit)) unknown(`a number that is no ${dtype}`);
}
