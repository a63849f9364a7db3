import type { DType, Tensor } from '../../../src/engine/tensor/tensor';
import { elementCount, storage } from '../../../src/engine/tensor/tensor';
import { seededRandom } from '../seededRandom';

/** Random arguments, the same for the same seed. Floating-point numbers are float64 tensors of what float32 holds. */
export class Draw {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.#random());
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  pick<T>(...choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)] as T;
  }

  /** A number between two others. */
  between(low: number, high: number): number {
    return Math.fround(low + (high - low) * this.#random());
  }

  /** Sizes of 1 to 4, `least` to `most` of them. */
  shape(least = 0, most = 4): readonly number[] {
    return Array.from({ length: this.integer(least, most) }, () => this.integer(1, 4));
  }

  /** A shape that broadcasts to another. */
  broadcast(shape: readonly number[], keepsRank = false): readonly number[] {
    const kept = shape.map((size) => (this.chance(0.6) ? size : 1));
    return keepsRank ? kept : kept.slice(this.integer(0, kept.length));
  }

  /** Numbers between two others. */
  real(shape: readonly number[], low = -3, high = 3): Tensor {
    return this.filled('float64', shape, () => this.between(low, high));
  }

  /** Numbers that add up to 1 along a dimension, or their logarithms, which float64 rounds. */
  distribution(shape: readonly number[], dimension: number, isLog: boolean): Tensor {
    const { data } = this.real(shape);
    const size = shape[dimension] ?? 1;
    const stride = elementCount(shape.slice(dimension + 1));
    const result = storage('float64', data.length);
    for (let i = 0; i < data.length; i++) {
      const start = i - (Math.floor(i / stride) % size) * stride;
      let total = 0;
      for (let c = 0; c < size; c++) total += Math.exp(data[start + c * stride] ?? NaN);
      const log = (data[i] ?? NaN) - Math.log(total);
      result[i] = isLog ? log : Math.exp(log);
    }
    return { dtype: 'float64', shape, data: result };
  }

  /** Class indices below `classes`, or `ignored` now and then. */
  classes(shape: readonly number[], classes: number, ignored?: number): Tensor {
    return this.filled('int64', shape, () =>
      ignored !== undefined && this.chance(0.3) ? ignored : this.integer(0, classes - 1),
    );
  }

  /** 1 and -1. */
  signs(shape: readonly number[]): Tensor {
    return this.filled('float64', shape, () => this.pick(1, -1));
  }

  /** A tensor whose elements are drawn one by one. */
  filled(dtype: DType, shape: readonly number[], element: () => number): Tensor {
    const data = storage(dtype, elementCount(shape));
    for (let i = 0; i < data.length; i++) data[i] = element();
    return { dtype, shape, data };
  }
}
