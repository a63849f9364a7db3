import { isFloat } from '../engine/tensor/dtype';
import { roundTo } from '../engine/tensor/rounding';
import { elementCount } from '../engine/tensor/tensor';
import type { DType, FloatDType, Tensor, TensorData } from '../engine/tensor/tensor';
import { formatInteger, formatScalar, pythonFloat } from '../engine/tensor/formatNumber';
import { printSize } from '../engine/tensor/printTensor';

/** Writes a tensor; each step takes a small part of a frame, and the last one gives the text. */
export type Writing = Generator<undefined, string>;

/** Takes all steps at once. */
export function written(steps: Writing): string {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The tensor as PyTorch code that makes it, bit for bit: `torch.tensor([[1.0, 2.0]])`. */
export function tensorToPython(tensor: Tensor): string {
  return written(writePython(tensor));
}

/** As {@link tensorToPython}, in steps. */
export function* writePython(tensor: Tensor): Writing {
  const { dtype, shape } = tensor;
  if (elementCount(shape) === 0) return `torch.zeros(${printSize(shape)}, dtype=torch.${dtype})`;
  const suffix = ['float32', 'int64', 'bool'].includes(dtype) ? '' : `, dtype=torch.${dtype}`;
  const elements = yield* nested(tensor, (value) => pythonNumber(value, dtype));
  return `torch.tensor(${elements}${suffix})`;
}

/** The tensor as NumPy code that makes it. bfloat16, which NumPy lacks, becomes float32. */
export function* writeNumpy(tensor: Tensor): Writing {
  const { dtype, shape } = tensor;
  const name = dtype === 'bfloat16' ? 'float32' : dtype === 'bool' ? 'bool_' : dtype;
  if (elementCount(shape) === 0) return `np.zeros(${printSize(shape)}, dtype=np.${name})`;
  const suffix = ['float64', 'int64', 'bool'].includes(dtype) ? '' : `, dtype=np.${name}`;
  const elements = yield* nested(tensor, (value) => numpyNumber(value, dtype));
  return `np.array(${elements}${suffix})`;
}

/** The tensor as nested JSON arrays. NaN and infinities, which JSON lacks, are written as Python's `json` does. */
export function* writeJson(tensor: Tensor): Writing {
  return yield* nested(tensor, (value) => {
    if (tensor.dtype === 'bool') return String(value !== 0);
    return Number.isFinite(value) ? shortest(value, tensor.dtype) : String(value);
  });
}

/** The tensor as tab-separated rows for a spreadsheet: the last dimension across, all others down. */
export function* writeTsv({ data, dtype, shape }: Tensor): Writing {
  const columns = shape.at(-1) ?? 1;
  return yield* elements(data, (value, at) => {
    const separator = at === 0 ? '' : at % columns === 0 ? '\n' : '\t';
    return separator + shortest(value, dtype);
  });
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
function* nested({ data, shape }: Tensor, format: (value: number) => string): Writing {
  if (data.length === 0) return emptyLists(shape);
  // of the lists around an element, the innermost first
  const sizes = shape.map((_, dim) => elementCount(shape.slice(dim))).reverse();
  const text = yield* elements(data, (value, at) => {
    const inside = sizes.findIndex((size) => at % size !== 0);
    const edges = inside < 0 ? sizes.length : inside;
    const before = at === 0 ? '' : `${']'.repeat(edges)}, `;
    return before + '['.repeat(edges) + format(value);
  });
  return text + ']'.repeat(sizes.length);
}

function emptyLists([size = 0, ...inner]: readonly number[]): string {
  return `[${Array.from({ length: size }, () => emptyLists(inner)).join(', ')}]`;
}

/** So many elements are written in one step. */
const stepLength = 1000;

function* elements(data: TensorData, write: (value: number, at: number) => string): Writing {
  const parts: string[] = [];
  for (let start = 0; start < data.length; start += stepLength) {
    if (start > 0) yield undefined;
    const part = Array.from(data.subarray(start, start + stepLength), (value, i) => write(value, start + i));
    parts.push(part.join(''));
  }
  return parts.join('');
}
