import type { Tensor } from '../engine/tensor/tensor';
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

/** The most elements that a tensor may have. */
export const mostElements = 10_000_000;

/**
 * The number of elements of a shape that a file states.
 * @throws FileError where the shape is no shape, or too large to be read
 */
export function checkedCount(shape: readonly number[], place: string): number {
  if (shape.length > 64) throw new FileError(`${place}: a shape of ${String(shape.length)} dimensions`);
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new FileError(`${place}: the shape (${shape.join(', ')}) has a size that is none`);
    }
    count *= size;
  }
  if (count > mostElements) {
    const millions = Number((count / 1e6).toPrecision(3)).toLocaleString('en');
    throw new FileError(
      `${place}: ${millions} million elements, shape (${shape.join(', ')}); at most 10 million are read`,
    );
  }
  return count;
}
