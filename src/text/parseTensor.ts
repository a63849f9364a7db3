import { elementCount } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { constructorNamed } from './dtypeNames';
import { NestedReader } from './nestedReader';
import type { ParseOptions, ParseResult } from './parseResult';
import type { Reading } from './reading';
import { inferDType, toTensor } from './readingToTensor';
import { withoutRowLabels } from './rowLabels';
import { TableReader } from './tableReader';
import { TextCursor } from './textCursor';
import { TextError, problemIn } from './textProblem';

const assignment = /[A-Za-z_][\w.]*\s*(?::\s*[A-Za-z_][\w.]*\s*)?=(?!=)/y;
const prefixes = [/Out\[\d+\]:/y, />>>/y, /Parameter containing:/y, assignment];
const callStart = /([A-Za-z_][\w.]*)\(/y;

/**
 * Reads a tensor out of what people paste: Python lists and tuples, tensors and arrays as PyTorch, NumPy, JAX and
 * TensorFlow print them or as code makes them, JSON, CSV, TSV, tables as pandas, R, Julia and MATLAB print them, bare
 * numbers.
 *
 * The dtype is the chosen one, else the one that the text settles, else what PyTorch infers from the numbers (whole
 * numbers int64, others float32, True and False bool) unless `expected` says better: floats take an expected float
 * dtype, whole numbers and bools any. Takes time in proportion to the text; never throws.
 */
export function parseTensor(text: string, options: ParseOptions = {}): ParseResult {
  try {
    const reading = read(text, -1);
    const { dtype, from } = inferDType(reading, options);
    const tensor = toTensor(reading, dtype, (index) => read(text, index).numbers.watchedOffset);
    return { ok: true, tensor, written: reading.written, dtypeFrom: from };
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    return { ok: false, problem: problemIn(text, error) };
  }
}

/** Where the number `index` of a tensor's text stands, in UTF-16 units; undefined where the text can't be read. */
export function numberOffset(text: string, index: number): number | undefined {
  try {
    const { numbers } = read(text, index);
    return index < numbers.count ? numbers.watchedOffset : undefined;
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    return undefined;
  }
}

/** @param watched the index of a number whose offset is wanted, or -1 */
function read(given: string, watched: number): Reading {
  const text = withoutRowLabels(given);
  const cursor = new TextCursor(text);
  cursor.skipSpace();
  for (const prefix of prefixes) if (cursor.takeMatch(prefix)) cursor.skipSpace();
  if (cursor.at === text.length) cursor.fail(t`a tensor`);
  const reader = isNested(text, cursor.at) ? NestedReader : TableReader;
  const reading = new reader(text, cursor.at, watched).read();
  if (elementCount(reading.shape) !== reading.numbers.count) {
    throw new TextError(t`the numbers make no tensor`, cursor.at);
  }
  return reading;
}

/** Whether brackets or a call begin here. An unknown call in the first line of a table is a header's cell. */
function isNested(text: string, at: number): boolean {
  if ('[({<'.includes(text.charAt(at))) return true;
  callStart.lastIndex = at;
  const name = callStart.exec(text)?.[1];
  if (name === undefined) return false;
  return constructorNamed(name) !== undefined || !/^[^[\r\n]*[\r\n]+\s*["+\-.\d]/.test(text.slice(at));
}
