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

const [smallest, largest] = [
  { int32: -(2 ** 31), int16: -(2 ** 15), int8: -128, uint8: -255 },
  { int32: 2 ** 31 - 1, int16: 2 ** 15 - 1, int8: 127, uint8: 255 },
];

/** Refuses what PyTorch does where a tensor is made of numbers: integers that its dtype does not hold. */
export function refuseLargeIntegers(dtype: DType, numbers: ArrayLike<number>): void {
  refuseOpenIntegers(dtype, numbers);
  if (dtype !== 'int32' && dtype !== 'int16' && dtype !== 'int8' && dtype !== 'uint8') return;
  for (let i = 0; i < numbers.length; i++) {
    const x = Math.trunc(numbers[i] ?? 0);
    if (x < smallest[dtype] || x > largest[dtype]) unknown(`PyTorch refuses a number that is no ${dtype}`);
  }
}
