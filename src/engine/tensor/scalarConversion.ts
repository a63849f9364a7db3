import { refuse, type TorchErrorStage } from '../torchError';
import { roundTo } from './rounding';
import type { DType } from './tensor';

interface Limits {
  /** What PyTorch's message calls the C++ type. */
  readonly type: string;
  readonly lowest: number;
  readonly largest: number;
  /** Whether infinity and NaN can be converted. */
  readonly isFloat: boolean;
}

/** By dtype; float64 and bool take any number. */
const limits: Readonly<Partial<Record<DType, Limits>>> = {
  float32: { type: 'float', lowest: -3.4028234663852886e38, largest: 3.4028234663852886e38, isFloat: true },
  float16: { type: 'c10::Half', lowest: -65504, largest: 65504, isFloat: true },
  bfloat16: {
    type: 'c10::BFloat16',
    lowest: -3.3895313892515355e38,
    largest: 3.3895313892515355e38,
    isFloat: true,
  },
  int64: { type: 'int64_t', lowest: -(2 ** 63), largest: 2 ** 63, isFloat: false },
  int32: { type: 'int', lowest: -(2 ** 31), largest: 2 ** 31 - 1, isFloat: false },
  int16: { type: 'int16_t', lowest: -(2 ** 15), largest: 2 ** 15 - 1, isFloat: false },
  int8: { type: 'int8_t', lowest: -(2 ** 7), largest: 2 ** 7 - 1, isFloat: false },
  uint8: { type: 'uint8_t', lowest: 0, largest: 2 ** 8 - 1, isFloat: false },
};

/**
 * A C++ number as a dtype holds it, where PyTorch checks that it can: in kernels with a number among their
 * arguments, and for a tensor that is filled with it.
 * @throws TorchError for a finite number beyond the largest of the dtype, and for what no integer is.
 */
export function convertScalar(dtype: DType, value: number, stage: TorchErrorStage = 'forward'): number {
  const limit = limits[dtype];
  if (limit !== undefined) {
    const { type, lowest, largest, isFloat } = limit;
    const isConvertible = (isFloat && !Number.isFinite(value)) || (value >= lowest && value <= largest);
    if (!isConvertible) {
      refuse(`value cannot be converted to type ${type} without overflow`, stage);
    }
  }
  return roundTo(dtype, value);
}
