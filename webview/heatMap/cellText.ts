import type { DType } from '../../src/engine/tensor/tensor';
import { isIntegral } from '../numbers';
import type { TensorRange } from './tensorRange';

/** How the cells of one tensor write their numbers. */
export interface CellFormat {
  write(value: number): string;
  /** Characters of the longest text. */
  readonly width: number;
}

/**
 * Four decimals, as PyTorch prints, where every number can be told by them, else three digits and an exponent. A
 * zero is a bare `0`, so that nothing rounded looks like it.
 */
export function cellFormat(dtype: DType, range: TensorRange): CellFormat {
  const special = range.nan + range.positiveInfinite + range.negativeInfinite > 0 ? 4 : 1;
  const sign = range.minimum < 0 ? 1 : 0;
  if (dtype === 'bool') return { write: (value) => (value ? 'True' : 'False'), width: 5 };
  if (isIntegral(dtype)) return { write: String, width: String(range.largest).length + sign };
  const fixed = range.largest < 1e5 && range.smallest >= 1e-4;
  const exponentDigits = range.smallest < 1e-99 || range.largest >= 1e100 ? 9 : 8;
  const digits = fixed ? range.largest.toFixed(4).length : exponentDigits;
  return {
    write: fixed ? (value) => writeFloat(value, true) : (value) => writeFloat(value, false),
    width: Math.max(special, digits + sign),
  };
}

function writeFloat(value: number, fixed: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (fixed || (magnitude >= 1e-3 && magnitude < 999.9999)) return value.toFixed(4);
  return value.toExponential(2).replace('e+', 'e');
}
