import { isFloat } from './dtype';
import { formatExponential, formatFixed, formatScalar } from './formatNumber';
import { elementCount, type DType, type Tensor } from './tensor';

/** What a print shows of a tensor besides its numbers. */
export interface PrintOptions {
  readonly requiresGrad?: boolean;
  /** The name of the backward function, as `MseLossBackward0`. */
  readonly gradFn?: string;
  /** A device other than the CPU, as `cuda:0`. */
  readonly device?: string;
}

// torch.set_printoptions' defaults.
const precision = 4;
const threshold = 1000;
const edgeItems = 3;
const lineWidth = 80;

/** The dtypes whose name PyTorch leaves out because the numbers show it. */
const evident: ReadonlySet<DType> = new Set(['float32', 'int64', 'bool']);
const prefix = 'tensor(';

/** The tensor as PyTorch prints it: `tensor([[0.5000, 1.0000]], dtype=torch.float64)`. */
export function printTensor(tensor: Tensor, options: PrintOptions = {}): string {
  const { dtype, shape } = tensor;
  const empty = elementCount(shape) === 0;
  const suffixes: string[] = [];
  if (options.device !== undefined) suffixes.push(`device='${options.device}'`);
  if (empty && shape.length !== 1) suffixes.push(`size=${printSize(shape)}`);
  if (empty ? dtype !== 'float32' : !evident.has(dtype)) suffixes.push(`dtype=torch.${dtype}`);
  if (options.gradFn !== undefined) suffixes.push(`grad_fn=<${options.gradFn}>`);
  else if (options.requiresGrad) suffixes.push('requires_grad=True');
  return withSuffixes(prefix + (empty ? '[]' : printElements(tensor)), suffixes);
}

/** A shape as Python prints a tuple: `(2, 3)`, `(3,)`, `()`. */
export function printSize(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** PyTorch breaks the line before a suffix that would pass its width, counting as it does. */
function withSuffixes(text: string, suffixes: readonly string[]): string {
  let printed = text;
  let lineLength = text.length - text.lastIndexOf('\n') + 1;
  for (const suffix of suffixes) {
    if (lineLength + suffix.length + 2 > lineWidth) {
      printed += `,\n${' '.repeat(prefix.length)}${suffix}`;
      lineLength = prefix.length + suffix.length;
    } else {
      printed += `, ${suffix}`;
      lineLength += suffix.length + 2;
    }
  }
  return `${printed})`;
}

function printElements({ dtype, shape, data }: Tensor): string {
  const summarise = data.length > threshold;
  const strides = shape.map((_, dim) => elementCount(shape.slice(dim + 1)));
  const shown: number[] = [];

  /** The indices along a dimension that are printed; -1 stands for those left out. */
  const along = (dim: number): readonly number[] => {
    const size = shape[dim] ?? 0;
    if (!summarise || size <= 2 * edgeItems) return Array.from({ length: size }, (_, index) => index);
    const edge = Array.from({ length: edgeItems }, (_, index) => index);
    return [...edge, -1, ...edge.map((index) => size - edgeItems + index)];
  };
  const indices = shape.map((_, dim) => along(dim));

  const collect = (dim: number, offset: number): void => {
    if (dim === shape.length) shown.push(data[offset] ?? NaN);
    else
      for (const index of indices[dim] ?? [])
        if (index >= 0) collect(dim + 1, offset + index * (strides[dim] ?? 0));
  };
  collect(0, 0);
  const { format, width } = formatter(shown, dtype);
  const perLine = (dim: number) => Math.max(1, Math.floor((lineWidth - prefix.length - dim) / (width + 2)));

  const print = (dim: number, offset: number): string => {
    if (dim === shape.length) return format(data[offset] ?? NaN).padStart(width);
    const last = dim === shape.length - 1;
    const indent = ' '.repeat(prefix.length + dim + 1);
    const parts = (indices[dim] ?? []).map((index) => {
      if (index < 0) return last ? ' ...' : '...';
      return print(dim + 1, offset + index * (strides[dim] ?? 0));
    });
    if (!last) return `[${parts.join(`,${'\n'.repeat(shape.length - dim - 1)}${indent}`)}]`;
    const lines: string[] = [];
    const length = perLine(dim);
    for (let i = 0; i < parts.length; i += length) lines.push(parts.slice(i, i + length).join(', '));
    return `[${lines.join(`,\n${indent}`)}]`;
  };
  return print(0, 0);
}

/** How numbers are printed side by side, as PyTorch decides it from all that are shown. */
function formatter(
  shown: readonly number[],
  dtype: DType,
): { format: (value: number) => string; width: number } {
  const widest = (texts: readonly string[]): number =>
    texts.reduce((width, text) => Math.max(width, text.length), 1);
  if (!isFloat(dtype)) {
    const format = (value: number): string => formatScalar(value, dtype);
    return { format, width: widest(shown.map(format)) };
  }
  const finite = shown.filter((value) => Number.isFinite(value) && value !== 0);
  let smallest = Infinity;
  let largest = 0;
  for (const value of finite) {
    smallest = Math.min(smallest, Math.abs(value));
    largest = Math.max(largest, Math.abs(value));
  }
  const scientific = finite.length > 0 && (largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4);
  let format: (value: number) => string;
  if (scientific) format = (value) => formatExponential(value, precision);
  else if (finite.every((value) => Number.isInteger(value))) {
    format = (value) => formatFixed(value, 0) + (Number.isFinite(value) ? '.' : '');
  } else format = (value) => formatFixed(value, precision);
  // The width comes from the ordinary numbers alone: zeros and non-finite ones may stick out.
  return { format, width: widest(finite.map(format)) };
}
