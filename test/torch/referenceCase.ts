import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import { dtypes, elementCount, storage, type DType, type Tensor } from '../../src/engine/tensor/tensor';
import type { TorchErrorStage } from '../../src/engine/torchError';

/** The error that PyTorch raised. */
export interface ExpectedError {
  readonly type: string;
  readonly message: string;
  /** Where it was raised; left out where a file of cases doesn't say. */
  readonly stage?: TorchErrorStage;
}

/** A tensor, or a number or tuple where a loss takes one; a `bigint` is a Python int. */
type LossInput = Tensor | number | bigint | readonly number[];

/** One call of a loss and what real PyTorch made of it. README.md describes the format. */
export interface ReferenceCase {
  readonly id: string;
  readonly loss: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputs: Readonly<Record<string, LossInput>>;
  readonly requiresGrad: readonly string[];
  readonly via: 'module' | 'functional';
  readonly expect: { readonly loss: Tensor } | { readonly error: ExpectedError };
  readonly output: Tensor | undefined;
  readonly gradients: Readonly<Record<string, Tensor | null>>;
  readonly warnings: readonly string[];
  /** Float64 evaluation of the same numbers differs materially: finite values are compared loosely. */
  readonly isSensitive: boolean;
}

type JsonNumber = number | boolean | 'nan' | 'inf' | '-inf';

interface TensorJson {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly JsonNumber[];
}

interface CaseJson {
  readonly id: string;
  readonly loss: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly requires_grad?: readonly string[];
  readonly via?: 'module' | 'functional';
  readonly expect: { readonly loss: TensorJson } | { readonly error: ExpectedError };
  readonly output?: TensorJson | null;
  readonly grads?: Readonly<Record<string, TensorJson | null>>;
  readonly warnings?: readonly string[];
  readonly sensitive?: boolean;
}

const spelledNumbers: ReadonlyMap<unknown, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
]);

/** Parameters whose values are text, which is never a spelled-out number. */
const textParameters: ReadonlySet<string> = new Set(['reduction', 'distance_function']);

/**
 * Reads a file of cases, `.jsonl` or `.jsonl.gz`.
 * @throws Error that names the file and the line which is no case.
 */
export async function readCases(file: string): Promise<ReferenceCase[]> {
  const bytes = await readFile(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const cases: ReferenceCase[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      cases.push(parseCase(line));
    } catch (error) {
      throw new Error(`${file}:${String(index + 1)} is no reference case`, { cause: error });
    }
  }
  return cases;
}

/**
 * Reads one line.
 * @throws Error if it is no JSON, or holds a tensor whose dtype, shape or elements are wrong.
 */
export function parseCase(line: string): ReferenceCase {
  const json = JSON.parse(line.replace(integerProperty, '"$1":{"int":"$2"}')) as CaseJson;
  const { expect } = json;
  return {
    id: json.id,
    loss: json.loss,
    parameters: mapValues(json.params ?? {}, (value, name) =>
      typeof value === 'string' && textParameters.has(name) ? value : parameterValue(value),
    ),
    inputs: mapValues(json.inputs ?? {}, (value) => parameterValue(value) as LossInput),
    requiresGrad: json.requires_grad ?? [],
    via: json.via ?? 'module',
    expect: 'error' in expect ? { error: expect.error } : { loss: tensor(expect.loss) },
    output: json.output ? tensor(json.output) : undefined,
    gradients: mapValues(json.grads ?? {}, (value) => value && tensor(value)),
    warnings: json.warnings ?? [],
    isSensitive: json.sensitive ?? false,
  };
}

/** Integers by themselves: arguments. JavaScript would not tell `3` from `3.0`, PyTorch's messages do. */
const integerProperty = /"(\w+)"\s*:\s*(-?\d+)(?=\s*[,}])/g;

function isIntegerJson(value: unknown): value is { readonly int: string } {
  return typeof value === 'object' && value !== null && 'int' in value;
}

function parameterValue(value: unknown): ParameterValue {
  if (isIntegerJson(value)) return BigInt(value.int);
  if (isTensorJson(value)) return tensor(value);
  if (Array.isArray(value)) return value.map(parameterValue) as number[];
  if (typeof value === 'object' && value !== null) return optionsText(value);
  return spelledNumbers.get(value) ?? (value as ParameterValue);
}

/** `LinearCrossEntropyOptions` with these fields, as Python writes it. */
function optionsText(fields: object): string {
  const written = Object.entries(fields).map(([name, value]: [string, unknown]) => {
    if (value === null) return `${name}=None`;
    if (typeof value === 'boolean') return `${name}=${value ? 'True' : 'False'}`;
    if (isIntegerJson(value)) return `${name}=${value.int}`;
    return `${name}=${name === 'acc_dtype' ? `torch.${value as string}` : JSON.stringify(value)}`;
  });
  return `LinearCrossEntropyOptions(${written.join(', ')})`;
}

function isTensorJson(value: unknown): value is TensorJson {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'data' in value;
}

function tensor(json: TensorJson): Tensor {
  const dtype = dtypes.find((each): each is DType => each === json.dtype);
  if (dtype === undefined) throw new Error(`Unknown dtype ${json.dtype}`);
  const data = storage(dtype, elementCount(json.shape));
  if (json.data.length !== data.length) {
    throw new Error(`${String(json.data.length)} elements in the shape [${json.shape.join(', ')}]`);
  }
  for (const [index, value] of json.data.entries()) {
    const number = spelledNumbers.get(value) ?? Number(value);
    if (Number.isNaN(number) && value !== 'nan') throw new Error(`${String(value)} is no number`);
    data[index] = number;
  }
  return { dtype, shape: json.shape, data };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
