import { pythonRepr } from './nativeTypes';
import { isFloat } from './tensor/dtype';
import { dtypes, type DType } from './tensor/tensor';
import { refuseType, refuseValue, type TorchErrorStage } from './torchError';

/** PyTorch's `LinearCrossEntropyOptions`: how to compute the loss in pieces of the batch. */
export interface LinearCrossEntropyOptions {
  /** Samples in each piece; null leaves it to the method. */
  readonly batch_chunk_size: number | null;
  /** How to choose the size: `auto`, `aspect_ratio`, `aspect_ratio:N`, or null for the size given. */
  readonly chunking_method: string | null;
  /** What to compute in the accumulator's dtype: `auto`, `accurate`, `balanced` or `compact`. */
  readonly acc_policy: string;
  /** The dtype of sums; null leaves it to the dtype of the input. */
  readonly acc_dtype: DType | null;
}

type Value = number | bigint | boolean | string | null | { readonly dtype: DType };

/** The fields in the order of positional arguments, with their defaults. */
const defaults: Readonly<Record<string, Value>> = {
  allow_retain_graph: false,
  batch_chunk_size: null,
  chunking_method: 'auto',
  acc_policy: 'auto',
  acc_dtype: null,
};

const constructor = /^\s*(?:\w+\s*\.\s*)*LinearCrossEntropyOptions\s*\(([^()]*)\)\s*$/;
const argument = /^\s*(?:(\w+)\s*=)?\s*([^]*?)\s*$/;
const string = /^(['"])([^'"\\]*)\1$/;
const dtypeName = /^(?:torch\s*\.\s*)(\w+)$/;
const methods = /^aspect_ratio(?::0*[1-9]\d*)?$/;

/**
 * The options that a constructor call says, as Python writes it: `nn.LinearCrossEntropyOptions(batch_chunk_size=2)`.
 * Undefined for a text that is no such call.
 * @throws TorchError for values and keywords that the constructor refuses.
 */
export function readOptions(text: string, stage: TorchErrorStage): LinearCrossEntropyOptions | undefined {
  const written = constructor.exec(text)?.[1];
  if (written === undefined) return undefined;
  const values: Record<string, Value> = { ...defaults };
  const names = Object.keys(defaults);
  const parts = written.replace(/,?\s*$/, '');
  for (const [index, part] of parts.trim() === '' ? [] : parts.split(',').entries()) {
    const [, name = names[index] ?? '', value = ''] = argument.exec(part) ?? [];
    const parsed = valueOf(value);
    if (parsed === undefined) return undefined;
    if (!(name in defaults)) {
      const message = `LinearCrossEntropyOptions.__init__() got an unexpected keyword argument '${name}'`;
      refuseType(message, stage);
    }
    values[name] = parsed;
  }
  return checked(values, stage);
}

function valueOf(text: string): Value | undefined {
  if (text === 'None') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (/^[+-]?\d+(?:_\d+)*$/.test(text)) return BigInt(text.replaceAll('_', ''));
  const quoted = string.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  const name = dtypeName.exec(text)?.[1];
  const dtype = dtypes.find((each) => each === name);
  if (dtype !== undefined) return { dtype };
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** A value as Python's `repr` prints it. */
function printed(value: Value | undefined): string {
  return typeof value === 'object' && value !== null ? `torch.${value.dtype}` : pythonRepr(value ?? null);
}

function checked(values: Readonly<Record<string, Value>>, stage: TorchErrorStage): LinearCrossEntropyOptions {
  const { batch_chunk_size: size, chunking_method: method, acc_policy: policy, acc_dtype: dtype } = values;
  const refuse = (message: string): never => {
    refuseValue(message, stage);
  };
  if (typeof policy !== 'string' || !['auto', 'accurate', 'balanced', 'compact'].includes(policy)) {
    return refuse(`invalid acc_policy: ${printed(policy)}`);
  }
  if (method !== null && (typeof method !== 'string' || !(method === 'auto' || methods.test(method)))) {
    return refuse(`invalid chunking_method: ${printed(method)}`);
  }
  const isWhole = typeof size === 'bigint' || typeof size === 'boolean';
  if (size !== null && !(isWhole && Number(size) > 0)) {
    return refuse(`batch_chunk_size must be positive int or None, got ${printed(size)}`);
  }
  if (dtype !== null && !(typeof dtype === 'object' && isFloat(dtype.dtype))) {
    return refuse(unsupportedDtype(printed(dtype)));
  }
  return {
    batch_chunk_size: size === null ? null : Number(size),
    chunking_method: method,
    acc_policy: policy,
    acc_dtype: dtype === null ? null : dtype.dtype,
  };
}

/** What PyTorch says of a dtype that sums cannot have, as Python prints it. */
export function unsupportedDtype(printed: string): string {
  return (
    'acc_dtype must be one of {None, torch.float16, torch.bfloat16, torch.float32, torch.float64}, ' +
    `got ${printed}. Pass acc_dtype=None to let the op pick automatically.`
  );
}
