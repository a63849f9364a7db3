import type { DType, TensorData } from '../engine/tensor/tensor';
import { isArrayOf, isCount, isObjectWith, isString, type Guard } from './guards';

/** A tensor on its way to the webview. */
export interface TensorView {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

// A record, not a list: the compiler then refuses a dtype too many or too few.
const known: Readonly<Record<DType, true>> = {
  float64: true,
  float32: true,
  float16: true,
  bfloat16: true,
  int64: true,
  int32: true,
  int16: true,
  int8: true,
  uint8: true,
  bool: true,
};

/** Every dtype that a tensor can have, in the order in which one chooses among them. */
export const dtypes: readonly DType[] = Object.keys(known).filter(isDType);

/** Whether the value names a dtype. */
export function isDType(value: unknown): value is DType {
  return isString(value) && Object.hasOwn(known, value);
}

const isTensorData: Guard<TensorData> = (value): value is TensorData =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** Whether the value is an array of doubles. Numbers that may be NaN or infinite travel so: JSON has no such numbers. */
export const isDoubles: Guard<Float64Array> = (value): value is Float64Array => value instanceof Float64Array;

const hasTensorFields = isObjectWith<TensorView>({
  dtype: isDType,
  shape: isArrayOf(isCount),
  data: isTensorData,
});

/** Whether the value is a tensor whose data has as many elements as its shape says. */
export const isTensorView: Guard<TensorView> = (value): value is TensorView =>
  hasTensorFields(value) && value.data.length === value.shape.reduce((count, size) => count * size, 1);
