import { printSize } from '../engine/tensor/printTensor';
import type { Tensor } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import type { ParseOptions } from '../text/parseResult';
import { FileError } from './fileError';

/** One tensor of a file, not read yet. */
export interface StoredTensor {
  /** What the file calls it; empty where a file holds just one. */
  readonly name: string;
  /** The element type, in the file's spelling; undefined where the file does not say. */
  readonly dtype: string | undefined;
  /** Undefined where only reading tells. */
  readonly shape: readonly number[] | undefined;
  /**
   * Reads it. Integers that our dtypes lack become a larger one.
   * @param options for text, which settles no dtype by itself
   * @throws FileError
   */
  read(options?: ParseOptions): Tensor;
}

/** The most elements that a tensor may have: the window that the results of more are sent to would freeze. */
export const mostElements = 4_000_000;

/** Why a tensor of this shape is not taken, with the part of it that would be; undefined where it is. */
export function tooManyElements(shape: readonly number[]): string | undefined {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count <= mostElements) return undefined;
  const fitting = Math.floor((mostElements / count) * (shape[0] ?? 1));
  const part = fitting > 0 ? `t[:${String(fitting)}]` : `t.flatten()[:${String(mostElements)}]`;
  const [given, taken] = [count, mostElements].map((each) => each.toLocaleString('en'));
  return t`${given ?? ''} elements are more than the ${taken ?? ''} that are taken: use a part, such as ${part}`;
}

/**
 * The number of elements of a shape that a file states.
 * @throws FileError where the shape is no shape, or too large to be read
 */
export function checkedCount(shape: readonly number[], place: string): number {
  if (shape.length > 64) throw new FileError(t`${place}: a shape of ${shape.length} dimensions`);
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new FileError(t`${place}: the shape (${shape.join(', ')}) has a size that is none`);
    }
    count *= size;
  }
  const tooMany = tooManyElements(shape);
  if (tooMany !== undefined) throw new FileError(t`${place}, shape ${printSize(shape)}: ${tooMany}`);
  return count;
}
