import type { DType } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import { Character } from './characters';
import { atKeyword, readDType, readKeyword, readShape, readSizes, skipValue } from './callArguments';
import type { Keywords, Mutable, Written } from './callArguments';
import { dtypeNamed } from './dtypeNames';
import { TextError } from './textProblem';
import type { TextCursor } from './textCursor';

/** A change of shape that keeps the elements' order. */
export interface Reshaping {
  readonly offset: number;
  /** The new shape, of which one size may be -1, given the old one; undefined where it isn't possible. */
  apply(shape: readonly number[]): readonly number[] | undefined;
}

/** What a method call after a tensor does to it. */
export interface MethodEffect {
  readonly dtype?: DType;
  readonly reshaping?: Reshaping;
}

const dtypeMethods = new Set(['double', 'float', 'half', 'bfloat16', 'long', 'int', 'short', 'byte', 'bool']);
const neutral = new Set(['cpu', 'cuda', 'detach', 'clone', 'contiguous', 'numpy', 'item', 'tolist', 'copy']);
const method = /\.([A-Za-z_]\w*)\(/y;

/**
 * Reads a method call such as `.float()`, `.to(torch.float16)` or `.view(2, -1)` at the cursor.
 * @throws TextError where the method is none that keeps the elements and their order
 */
export function readMethod(cursor: TextCursor, written: Mutable<Written>): MethodEffect {
  const start = cursor.at;
  const name = cursor.takeMatch(method)?.[1] ?? cursor.fail(t`a method call such as .float()`);
  if (name === 'view' || name === 'reshape') {
    cursor.skipSpace();
    const nested = cursor.code === Character.openParenthesis || cursor.code === Character.openBracket;
    const shape = nested ? readShape(cursor) : readSizes(cursor, Character.closeParenthesis);
    if (nested) close(cursor);
    return { reshaping: { offset: start, apply: (from) => fillIn(shape, from) } };
  }
  if (name === 'unsqueeze') {
    const [dim, ...more] = readSizes(cursor, Character.closeParenthesis);
    if (dim === undefined || more.length > 0) cursor.fail(t`one dimension`, start);
    return { reshaping: { offset: start, apply: (from) => insert(dim, from) } };
  }
  if (name === 'to' || name === 'type' || name === 'astype') return readConversion(cursor, written);
  if (name === 'requires_grad_') {
    written.requiresGrad = !/^\s*False/.test(cursor.text.slice(cursor.at, cursor.at + 20));
  } else if (!dtypeMethods.has(name) && name !== 'char' && !neutral.has(name)) {
    const message = t`.${name}() is not followed here: paste what the expression gives`;
    throw new TextError(message, start, name.length + 1);
  }
  skipValue(cursor);
  close(cursor);
  if (name === 'char') return { dtype: 'int8' };
  const dtype = dtypeMethods.has(name) ? dtypeNamed(`torch.${name}`) : undefined;
  return dtype === undefined ? {} : { dtype };
}

/** `.to(dtype)`, `.to(device)`, `.to(device, dtype)`, with or without keywords. */
function readConversion(cursor: TextCursor, written: Mutable<Written>): MethodEffect {
  const keywords: Keywords = {};
  for (;;) {
    cursor.skipSpace();
    if (cursor.take(Character.closeParenthesis)) break;
    if (atKeyword(cursor)) {
      if (/non_blocking|copy/y.test(cursor.peekName() ?? '')) skipValue(cursor);
      else readKeyword(cursor, keywords, written);
    } else {
      const name = cursor.peekName();
      const quoted = /['"](?:cpu|cuda|mps)/y;
      quoted.lastIndex = cursor.at;
      const device = quoted.test(cursor.text) || name === 'device' || name === 'torch.device';
      if (device) skipValue(cursor);
      else keywords.dtype = readDType(cursor);
    }
    cursor.skipSpace();
    if (!cursor.take(Character.comma) && cursor.code !== Character.closeParenthesis)
      cursor.fail(t`',' or ')'`);
  }
  return keywords.dtype === undefined ? {} : { dtype: keywords.dtype };
}

function close(cursor: TextCursor): void {
  cursor.skipSpace();
  if (!cursor.take(Character.closeParenthesis)) cursor.fail("')'");
}

function fillIn(shape: readonly number[], from: readonly number[]): readonly number[] | undefined {
  const count = from.reduce((product, size) => product * size, 1);
  const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
  if (shape.some((size) => size < -1) || shape.filter((size) => size === -1).length > 1) return undefined;
  if (!shape.includes(-1)) return known === count ? shape : undefined;
  if (known === 0 || count % known !== 0) return undefined;
  return shape.map((size) => (size === -1 ? count / known : size));
}

function insert(dim: number, shape: readonly number[]): readonly number[] | undefined {
  const at = dim < 0 ? dim + shape.length + 1 : dim;
  return at < 0 || at > shape.length ? undefined : [...shape.slice(0, at), 1, ...shape.slice(at)];
}
