import { isFloat } from '../engine/tensor/dtype';
import { roundTo } from '../engine/tensor/rounding';
import { elementCount } from '../engine/tensor/tensor';
import type { DType, FloatDType, Tensor } from '../engine/tensor/tensor';
import { formatInteger, formatScalar, pythonFloat } from '../engine/tensor/formatNumber';
import { printSize } from '../engine/tensor/printTensor';

/** The tensor as PyTorch code that makes it, bit for bit: `torch.tensor([[1.0, 2.0]])`. */
export function tensorToPython(tensor: Tensor): string {
  const { dtype, shape } = tensor;
  if (elementCount(shape) === 0) return `torch.zeros(${printSize(shape)}, dtype=torch.${dtype})`;
  const suffix = ['float32', 'int64', 'bool'].includes(dtype) ? '' : `, dtype=torch.${dtype}`;
  return `torch.tensor(${nest(tensor, (value) => pythonNumber(value, dtype))}${suffix})`;
}

/** The tensor as NumPy code that makes it. bfloat16, which NumPy lacks, becomes float32. */
export function tensorToNumpy(tensor: Tensor): string {
  const { dtype, shape } = tensor;
  const name = dtype === 'bfloat16' ? 'float32' : dtype === 'bool' ? 'bool_' : dtype;
  if (elementCount(shape) === 0) return `np.zeros(${printSize(shape)}, dtype=np.${name})`;
  const suffix = ['float64', 'int64', 'bool'].includes(dtype) ? '' : `, dtype=np.${name}`;
  return `np.array(${nest(tensor, (value) => numpyNumber(value, dtype))}${suffix})`;
}

/** The tensor as nested JSON arrays. NaN and infinities, which JSON lacks, are written as Python's `json` does. */
export function tensorToJson(tensor: Tensor): string {
  return nest(tensor, (value) => {
    if (tensor.dtype === 'bool') return String(value !== 0);
    return Number.isFinite(value) ? shortest(value, tensor.dtype) : String(value);
  });
}

/** The tensor as tab-separated rows for a spreadsheet: the last dimension across, all others down. */
export function tensorToTsv(tensor: Tensor): string {
  const { data, dtype, shape } = tensor;
  const columns = shape.at(-1) ?? 1;
  const lines: string[] = [];
  for (let start = 0; start < data.length; start += columns) {
    const row = Array.from(data.subarray(start, start + columns), (value) => shortest(value, dtype));
    lines.push(row.join('\t'));
  }
  return lines.join('\n');
}

/**
 * The shortest digits that read back as the same element of its dtype: `0.1` for the float32 nearest to it, where
 * the double of that value would need `0.10000000149011612`.
 */
export function shortest(value: number, dtype: DType): string {
  if (!isFloat(dtype)) return dtype === 'bool' ? formatScalar(value, dtype) : formatInteger(value);
  return pythonFloat(shortestDouble(value, dtype));
}

/** So many significant digits always survive the way into the dtype and back; so many tell its numbers apart. */
const significantDigits = { float32: [6, 9], float16: [3, 5], bfloat16: [2, 4] } as const;

function shortestDouble(value: number, dtype: FloatDType): number {
  if (dtype === 'float64' || value === 0 || !Number.isFinite(value)) return value;
  const [fewest, most] = significantDigits[dtype];
  for (let digits: number = fewest; digits < most; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (roundTo(dtype, candidate) === value) return candidate;
  }
  return Number(value.toPrecision(most));
}

function pythonNumber(value: number, dtype: DType): string {
  return Number.isFinite(value) ? shortest(value, dtype) : `float('${pythonFloat(value)}')`;
}

function numpyNumber(value: number, dtype: DType): string {
  if (Number.isFinite(value)) return shortest(value, dtype);
  return Number.isNaN(value) ? 'np.nan' : value > 0 ? 'np.inf' : '-np.inf';
}

/** Nested brackets around the elements, on one line. */
function nest({ data, shape }: Tensor, format: (value: number) => string): string {
  let at = 0;
  const print = (dim: number): string => {
    if (dim === shape.length) return format(data[at++] ?? NaN);
    const parts = Array.from({ length: shape[dim] ?? 0 }, () => print(dim + 1));
    return `[${parts.join(', ')}]`;
  };
  return print(0);
}
