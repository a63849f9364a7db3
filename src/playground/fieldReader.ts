import type { InputDefinition, ParameterDefinition, ParameterValue } from '../engine/lossDefinition';
import { sameShape } from '../engine/tensor/shape';
import { isFloat } from '../engine/tensor/dtype';
import { cast } from '../engine/tensor/rounding';
import type { DType, Tensor } from '../engine/tensor/tensor';
import { FileError } from '../files/fileError';
import { tooManyElements } from '../files/storedTensor';
import { t } from '../l10n/localize';
import type { FieldReport, FileTensor, InputState, TextProblem } from '../protocol/messages';
import type { ParseOptions, ParseResult, ParsedTensor } from '../text/parseResult';
import { parseTensor } from '../text/parseTensor';
import { printSize } from '../engine/tensor/printTensor';
import type { TensorSource } from './fileTensors';

/** What a field's text stands for, and what to tell about it. `value` is undefined while the text can't be read. */
export interface Field<T> {
  readonly value: T | undefined;
  readonly report: FieldReport;
}

interface CachedParse {
  readonly text: string;
  readonly options: ParseOptions;
  readonly result: ParseResult;
}

const integer = /^\s*[+-]?\d+(?:_\d+)*\s*$/;
const quoted = /^\s*(['"])(.*)\1\s*$/;

/** Reads fields, and remembers the tensors of their texts, so that a long text is read once. */
export class FieldReader {
  readonly #parsed = new Map<string, CachedParse>();
  readonly #files: TensorSource | undefined;

  /** @param files reads the tensors that stay in files */
  constructor(files?: TensorSource) {
    this.#files = files;
  }

  /** The tensors that are remembered: nobody may take their arrays away. */
  get tensors(): readonly Tensor[] {
    const parsed = [...this.#parsed.values()].flatMap(({ result }) => (result.ok ? [result.tensor] : []));
    return [...parsed, ...(this.#files?.tensors ?? [])];
  }

  /** An input's tensor; numbers without a dtype of their own take the one that the loss usually has there. */
  readInput(
    { name, dtype: expected, orNumber }: Pick<InputDefinition, 'name' | 'dtype' | 'orNumber'>,
    { text, dtype, file }: InputState,
  ): Field<ParsedTensor> {
    if (file) return this.#readFile(file, dtype, expected);
    let result = this.#parse(`input ${name}`, text, { dtype, expected });
    // Python's float is a double, where the dtype of a tensor would round it.
    if (orNumber && isPythonNumber(result)) result = parseTensor(text, { expected: 'float64' });
    if (!result.ok) return { value: undefined, report: { problem: result.problem } };
    const tooMany = tooManyElements(result.tensor.shape);
    return tooMany === undefined
      ? { value: result, report: reportOf(result.tensor) }
      : problem(text, tooMany);
  }

  /** A weight's tensor: of a dtype that can be learned, and of exactly the shape that the parameters ask for. */
  readWeight(
    weight: Pick<InputDefinition, 'name' | 'dtype'> & Pick<Tensor, 'shape'>,
    input: InputState,
  ): Field<ParsedTensor> {
    const field = this.readInput(weight, input);
    if (!field.value) return field;
    const { dtype, shape } = field.value.tensor;
    if (isFloat(dtype) && sameShape(shape, weight.shape)) return field;
    const message = isFloat(dtype)
      ? t`expected the shape ${printSize(weight.shape)}, as the parameters say`
      : t`expected a floating-point dtype: a weight is learned`;
    if (!input.file) return problem(input.text, message);
    return { value: undefined, report: { fileProblem: message.replace(/^e/, 'E') } };
  }

  /**
   * A parameter as Python would read it. A whole number is a `bigint`: some messages tell `3` from `3.0`.
   * @param tensorDType the dtype that a tensor's numbers take when they have none of their own
   */
  readParameter(definition: ParameterDefinition, text: string, tensorDType: DType): Field<ParameterValue> {
    const { kind, name } = definition;
    const word = text.trim();
    if (word === 'None') return { value: null, report: {} };
    if (kind === 'choice' || kind === 'function')
      return { value: quoted.exec(text)?.[2] ?? word, report: {} };
    if (kind === 'bool') {
      if (/^(?:true|false)$/i.test(word)) return { value: /^t/i.test(word), report: {} };
      return problem(text, t`expected True, False or None`);
    }
    if (integer.test(text) && kind !== 'tensor')
      return { value: BigInt(word.replaceAll('_', '')), report: {} };
    const result = this.#parse(`parameter ${name}`, text, kind === 'tensor' ? { expected: tensorDType } : {});
    if (!result.ok) return { value: undefined, report: { problem: result.problem } };
    const { tensor } = result;
    if (kind === 'tensor') return { value: tensor, report: reportOf(tensor) };
    if (kind === 'ints') {
      if (tensor.shape.length > 1) return problem(text, t`expected a list of whole numbers`);
      return { value: Array.from(tensor.data), report: {} };
    }
    if (tensor.shape.length > 0) return problem(text, t`expected one number`);
    if (tensor.dtype === 'bool') return { value: tensor.data[0] === 1, report: {} };
    // Python's float is a double, where the text's own dtype would round it.
    const exact = parseTensor(text, { dtype: 'float64' });
    return { value: exact.ok ? (exact.tensor.data[0] ?? NaN) : NaN, report: {} };
  }

  #readFile(file: FileTensor, dtype: InputState['dtype'], expected: DType): Field<ParsedTensor> {
    try {
      if (!this.#files) throw new FileError(t`${file.path}: files are not read here`);
      const stored = this.#files.read(file, { expected });
      const tensor = dtype === 'auto' ? stored : cast(stored, dtype);
      const dtypeFrom = dtype === 'auto' ? 'text' : 'choice';
      return { value: { ok: true, tensor, written: {}, dtypeFrom }, report: reportOf(tensor) };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return { value: undefined, report: { fileProblem: error.message } };
    }
  }

  #parse(key: string, text: string, options: ParseOptions): ParseResult {
    const known = this.#parsed.get(key);
    const same = known?.options.dtype === options.dtype && known?.options.expected === options.expected;
    if (known && same && known.text === text) return known.result;
    const result = parseTensor(text, options);
    this.#parsed.set(key, { text, options, result });
    return result;
  }
}

/** Whether a text is one bare number, which a loss may take in place of a tensor. */
export function isPythonNumber(result: ParseResult): boolean {
  return result.ok && result.dtypeFrom === 'numbers' && result.tensor.shape.length === 0;
}

function reportOf({ dtype, shape }: Tensor): FieldReport {
  return { dtype, shape };
}

/** A problem with a whole text. */
export function problem(text: string, message: string): Field<never> {
  const start = text.length - text.trimStart().length;
  const before = text.slice(0, start).split('\n');
  const where: TextProblem = {
    message,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    offset: start,
    length: text.trim().length,
  };
  return { value: undefined, report: { problem: where } };
}
