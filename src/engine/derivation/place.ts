import type { Tensor } from '../tensor/tensor';

/** One element of the unreduced loss, and where the tensors that it comes from have theirs. */
export class Place {
  /** The place along each dimension, as one indexes in Python. */
  readonly indices: readonly number[];

  /** @param index The place in the data of a tensor of this shape, row by row. */
  constructor(
    readonly index: number,
    readonly shape: readonly number[],
  ) {
    this.indices = unravel(index, shape);
  }

  /** The place with these indices. */
  static at(indices: readonly number[], shape: readonly number[]): Place {
    return new Place(
      indices.reduce((index, each, dimension) => index * (shape[dimension] ?? 1) + each, 0),
      shape,
    );
  }

  /** The place in a tensor that broadcasts to the shape of the loss. */
  in({ shape }: Pick<Tensor, 'shape'>): number {
    let index = 0;
    const missing = this.shape.length - shape.length;
    shape.forEach((size, dimension) => {
      index = index * size + (size === 1 ? 0 : (this.indices[missing + dimension] ?? 0));
    });
    return index;
  }

  /**
   * The places of a sample's classes in an input of shape `(C)`, `(N, C)` or `(N, C, d1, ...)`: where the first
   * lies, how many there are and how far apart.
   */
  row({ shape }: Pick<Tensor, 'shape'>): { start: number; count: number; stride: number } {
    if (shape.length < 2) return { start: 0, count: shape[0] ?? 1, stride: 1 };
    const [samples = 1, count = 1, ...inner] = shape;
    const stride = inner.reduce((product, size) => product * size, 1);
    const index = this.in({ shape: [samples, ...inner] });
    return { start: Math.floor(index / stride) * count * stride + (index % stride), count, stride };
  }

  /** The same for a tensor whose last dimension the loss reduces, the others broadcast. */
  lastRow({ shape }: Pick<Tensor, 'shape'>): { start: number; count: number; stride: number } {
    const count = shape.at(-1) ?? 1;
    return { start: this.in({ shape: shape.slice(0, -1) }) * count, count, stride: 1 };
  }
}

/** The place along each dimension of an element of a tensor's data. */
export function unravel(index: number, shape: readonly number[]): readonly number[] {
  const indices: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    indices.unshift(size === 0 ? 0 : rest % size);
    rest = size === 0 ? 0 : Math.floor(rest / size);
  }
  return indices;
}
