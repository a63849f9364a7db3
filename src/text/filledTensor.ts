import { t } from '../l10n/localize';
import { atKeyword, readDType, readKeyword, readShape } from './callArguments';
import type { Keywords, Mutable, Written } from './callArguments';
import { Character, isDigit } from './characters';
import type { Inference } from './dtypeNames';
import { NumberScanner } from './numberScanner';
import type { TextCursor } from './textCursor';
import { TextError } from './textProblem';

/** What a call such as `torch.zeros(2, 3)` says of its tensor. */
export interface FilledTensor {
  readonly shape: readonly number[];
  readonly keywords: Keywords;
  readonly inference: Inference;
}

/** So many elements are made of a short text. */
const mostElements = 10_000_000;

const call = /(torch|np|numpy|jnp|jax\.numpy)\.(zeros|ones|empty|full)\(/y;
const size = /\d{1,15}(?![\w.])/y;

/**
 * Reads a call of `zeros`, `ones`, `full` or, for what has no elements, `empty` at the cursor, and its numbers into the
 * scanner. Undefined, without moving, where none begins.
 * @throws TextError
 */
export function readFilledTensor(
  cursor: TextCursor,
  numbers: NumberScanner,
  written: Mutable<Written>,
): FilledTensor | undefined {
  const start = cursor.at;
  const [name, owner, fill] = cursor.takeMatch(call) ?? [];
  if (name === undefined) return undefined;
  const inference = owner === 'torch' ? 'torch' : 'numpy';
  const keywords: Keywords = {};
  const sizes: number[] = [];
  const before = numbers.count;
  for (;;) {
    cursor.skipSpace();
    if (cursor.take(Character.closeParenthesis)) break;
    const shapeIsKnown = keywords.size !== undefined || (inference === 'numpy' && sizes.length > 0);
    if (cursor.takeMatch(/fill_value\s*=\s*/y)) readNumber(cursor, numbers);
    else if (atKeyword(cursor)) readKeyword(cursor, keywords, written);
    else if (fill === 'full' && shapeIsKnown && numbers.count === before) readNumber(cursor, numbers);
    else if (isDigit(cursor.code) && !shapeIsKnown) {
      sizes.push(Number(cursor.takeMatch(size)?.[0] ?? cursor.fail(t`a size`)));
    } else if (!shapeIsKnown && sizes.length === 0) keywords.size = readShape(cursor);
    else if (inference === 'numpy') keywords.dtype = readDType(cursor);
    else cursor.fail(t`a keyword argument such as dtype= or ')'`);
    cursor.skipSpace();
    if (!cursor.take(Character.comma) && cursor.code !== Character.closeParenthesis) {
      cursor.fail(t`',' or ')'`);
    }
  }
  const shape = keywords.size ?? sizes;
  const count = shape.reduce((product, each) => product * each, 1);
  if (shape.some((each) => each < 0)) throw new TextError(t`a size below 0`, start, name.length);
  if (count > mostElements) {
    throw new TextError(t`more than 10 million elements are not held here`, start, name.length);
  }
  if (fill === 'empty' && count > 0) {
    throw new TextError(t`the numbers of an empty tensor are not known`, start, name.length);
  }
  if (fill !== 'full') numbers.append(start, false, fill === 'ones' ? 1 : 0, true);
  if (numbers.count !== before + 1) throw new TextError(t`expected one fill_value`, start, name.length);
  numbers.repeat(count, start);
  return { shape, keywords, inference };
}

function readNumber(cursor: TextCursor, numbers: NumberScanner): void {
  if (NumberScanner.startsNumber(cursor.code)) cursor.at = numbers.readNumber(cursor.at);
  else {
    const end = numbers.readWord(cursor.at);
    if (end === cursor.at) cursor.fail(t`a number`);
    cursor.at = end;
  }
}
