import type { DType } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { Character } from './characters';
import { dtypeNamed } from './dtypeNames';
import { dtypes } from '../engine/tensor/tensor';
import { TextError } from './textProblem';
import type { TextCursor } from './textCursor';

/** What a text says of its tensor besides the numbers. */
export interface Written {
  /** The dtype that the text settles: written out, or the one that its constructor gives. */
  readonly dtype?: DType;
  /** `cuda:0` */
  readonly device?: string;
  readonly requiresGrad?: boolean;
  /** `MulBackward0` */
  readonly gradFn?: string;
}

/** The keyword arguments of one call. */
export interface Keywords {
  dtype?: DType;
  size?: readonly number[];
  sizeOffset?: number;
}

const gradFn = /<([\w.: ]*)[^<>\r\n]{0,80}>/y;
const keywordName = /([A-Za-z_]\w*)\s*=(?!=)\s*/y;
const integer = /-?\d{1,15}(?!\w)/y;
const sparse = new Set(['indices', 'crow_indices', 'ccol_indices', 'nnz']);
const ignored = new Set(['copy', 'order', 'ndmin', 'subok', 'pin_memory', 'names', 'weak_type', 'numpy']);
const quantized = new Set(['quantization_scheme', 'scale', 'zero_point', 'axis']);

/** Whether a keyword argument (`dtype=`) begins at the cursor. */
export function atKeyword(cursor: TextCursor): boolean {
  keywordName.lastIndex = cursor.at;
  return keywordName.test(cursor.text);
}

/**
 * Reads `name=value` at the cursor.
 * @throws TextError where the name is unknown or the value isn't one that it takes
 */
export function readKeyword(cursor: TextCursor, keywords: Keywords, written: Mutable<Written>): void {
  const start = cursor.at;
  const name = cursor.takeMatch(keywordName)?.[1] ?? cursor.fail(t`a keyword argument`);
  if (sparse.has(name)) {
    throw new TextError(t`a sparse tensor: print x.to_dense() and paste that`, start, name.length);
  }
  if (name === 'dtype') keywords.dtype = readDType(cursor);
  else if (name === 'size' || name === 'shape') {
    keywords.sizeOffset = cursor.at;
    keywords.size = readShape(cursor);
  } else if (name === 'requires_grad') written.requiresGrad = readBoolean(cursor);
  else if (name === 'device') written.device = readDevice(cursor);
  else if (name === 'grad_fn') {
    written.gradFn = (cursor.takeMatch(gradFn)?.[1] ?? cursor.fail('<...>')).split(' ')[0] ?? '';
  } else if (ignored.has(name) || quantized.has(name)) skipValue(cursor);
  else if (name === 'layout') {
    const at = cursor.at;
    const layout = cursor.peekName() ?? cursor.fail(t`a layout`);
    if (!layout.endsWith('strided')) {
      throw new TextError(t`a sparse tensor: print x.to_dense() and paste that`, at, layout.length);
    }
    cursor.at += layout.length;
  } else throw new TextError(t`no argument called '${name}' is known here`, start, name.length);
}

/** Reads a dtype as source text (`torch.float16`) or as a string (`'float16'`). */
export function readDType(cursor: TextCursor): DType {
  const start = cursor.at;
  const name = cursor.peekName();
  let text = name;
  if (name === undefined) text = cursor.takeString() ?? cursor.fail(t`a dtype such as torch.float32`);
  else cursor.at += name.length;
  const dtype = dtypeNamed(text ?? '');
  if (dtype !== undefined) return dtype;
  const message = t`the dtype ${text ?? ''} isn't one that the playground has: ${dtypes.join(', ')}`;
  throw new TextError(message, start, cursor.at - start);
}

/** Reads a tuple, list or `torch.Size([...])` of sizes. -1 is let through. */
export function readShape(cursor: TextCursor): readonly number[] {
  const wrapped = cursor.takeMatch(/(?:torch\.)?Size\(\s*/y) !== undefined;
  const close = cursor.code === Character.openBracket ? Character.closeBracket : Character.closeParenthesis;
  if (!cursor.take(Character.openBracket) && !cursor.take(Character.openParenthesis)) {
    cursor.fail(t`a shape such as (2, 3)`);
  }
  const shape = readSizes(cursor, close);
  if (wrapped && !cursor.take(Character.closeParenthesis)) cursor.fail("')'");
  return shape;
}

/** Reads whole numbers up to the closing bracket, and steps over that. */
export function readSizes(cursor: TextCursor, close: number): readonly number[] {
  const sizes: number[] = [];
  for (;;) {
    cursor.skipSpace();
    if (cursor.take(close)) return sizes;
    const size = cursor.takeMatch(integer)?.[0] ?? cursor.fail(t`a size or '${String.fromCharCode(close)}'`);
    sizes.push(Number(size));
    cursor.skipSpace();
    if (!cursor.take(Character.comma) && cursor.code !== close) {
      cursor.fail(t`',' or '${String.fromCharCode(close)}'`);
    }
  }
}

function readBoolean(cursor: TextCursor): boolean {
  const word = cursor.takeMatch(/(?:True|False)(?!\w)/y)?.[0] ?? cursor.fail(t`True or False`);
  return word === 'True';
}

/** `'cuda:0'`, `torch.device('cuda:0')`, `device(type='cuda', index=0)`, a bare name, or None. */
function readDevice(cursor: TextCursor): string {
  const start = cursor.at;
  skipValue(cursor);
  const value = cursor.text.slice(start, cursor.at);
  const type = /['"]([\w:]+)['"]/.exec(value)?.[1] ?? value.trim();
  const index = /index=(\d+)/.exec(value)?.[1];
  return index === undefined ? type : `${type}:${index}`;
}

/** Skips a value up to the comma or bracket that ends it. */
export function skipValue(cursor: TextCursor): void {
  let depth = 0;
  for (; cursor.at < cursor.text.length; cursor.at++) {
    const code = cursor.code;
    if (code === Character.openParenthesis || code === Character.openBracket) depth++;
    else if (code === Character.closeParenthesis || code === Character.closeBracket) {
      if (depth-- === 0) return;
    } else if (code === Character.comma && depth === 0) return;
  }
}

/** The same type with its members writable. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
