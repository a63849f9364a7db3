import type { LossCall } from '../../../src/engine/evaluate';
import type { Configuration, ParameterValue } from '../../../src/engine/lossDefinition';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import type { Draw } from '../random/draw';
import type { Symbols } from './compute';

/** Numbers for a formula: the call that computes it, and what its symbols stand for. */
export interface Setting {
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly inputs: LossCall['inputs'];
  readonly symbols: Symbols;
  /** Where counting begins in this formula; 1 if left out. */
  readonly origin?: 0;
  /** The indices of each loss of the unreduced formula. */
  readonly losses: Indices;
  /** What the gradient is by: its symbol, the indices of each element or vector, and the tensor's name. */
  readonly by: {
    readonly symbol: string;
    readonly indices: Indices;
    readonly tensor: string;
    /** What the gradient of the symbol's tensor is multiplied by to give that of this one, row by row. */
    readonly times?: readonly number[];
  };
}

type Indices = readonly (readonly number[])[];

/** 1, 2, ... */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** The element of a vector at an index that counts from 1. */
export function vectorOf({ data }: Tensor): (i: number) => number {
  return (i) => data[i - 1] ?? NaN;
}

/** The row of a matrix at an index that counts from 1. */
export function rowsOf({ data, shape: [, columns = 1] }: Tensor): (n: number) => readonly number[] {
  return (n) => [...data.slice((n - 1) * columns, n * columns)];
}

/** Whether a parameter has another value than None. */
export function isGiven(configuration: Configuration, name: string): boolean {
  return (configuration[name] ?? null) !== null;
}

/** How many elements the tensors of elementwise losses have. */
export const count = 5;
const elements = upTo(count).map((i) => [i]);

/** Two tensors of five numbers each. */
export function pairs(
  [x, first]: readonly [string, Tensor],
  [y, second]: readonly [string, Tensor],
  more: { readonly symbols?: Symbols; readonly parameters?: Setting['parameters']; readonly x?: string } = {},
): Setting {
  const symbol = more.x ?? 'x';
  return {
    parameters: more.parameters ?? {},
    inputs: { [x]: first, [y]: second },
    symbols: { N: count, [symbol]: vectorOf(first), y: vectorOf(second), ...more.symbols },
    losses: elements,
    by: { symbol, indices: elements, tensor: x },
  };
}

/** Input and target of a loss for each element, and its weight where the formula has one. */
export function elementwise(
  configuration: Configuration,
  draw: Draw,
  [input, target]: readonly [Tensor, Tensor],
  own: { readonly symbols?: Symbols; readonly parameters?: Setting['parameters']; readonly x?: string } = {},
): Setting {
  if (!isGiven(configuration, 'weight')) return pairs(['input', input], ['target', target], own);
  const weight = draw.real([count], 0.5, 2);
  return pairs(['input', input], ['target', target], {
    ...own,
    symbols: { ...own.symbols, w: vectorOf(weight) },
    parameters: { ...own.parameters, weight },
  });
}

/** Samples of classes, with what their formulas name alike. */
export function classes(
  input: Tensor,
  target: Tensor,
  more: Pick<Setting, 'parameters' | 'symbols'>,
): Setting {
  const [samples = 0, width = 0] = input.shape;
  return {
    parameters: more.parameters ?? {},
    inputs: { input, target },
    symbols: {
      N: samples,
      C: width,
      x: (n: number, c: number) => rowsOf(input)(n)[c - 1] ?? NaN,
      y:
        target.shape.length > 1
          ? (n: number, c: number) => rowsOf(target)(n)[c - 1] ?? NaN
          : (n: number) => (target.data[n - 1] ?? NaN) + 1,
      ...more.symbols,
    },
    losses: upTo(samples).map((n) => [n]),
    by: {
      symbol: 'x',
      indices: upTo(samples).flatMap((n) => upTo(width).map((c) => [n, c])),
      tensor: 'input',
    },
  };
}

/** Numbers for an elementwise loss. */
export function real(draw: Draw, low = -3, high = 3): Tensor {
  return draw.real([count], low, high);
}

/** Three samples of scores for four classes. */
export function scores(draw: Draw): Tensor {
  return draw.real([3, 4]);
}

/** What cross entropy has beside its scores. */
export function crossEntropyParts(
  configuration: Configuration,
  draw: Draw,
): Pick<Setting, 'parameters' | 'symbols'> & { readonly target: Tensor } {
  const weight = draw.real([4], 0.5, 2);
  const smoothing = configuration['label_smoothing'] as number;
  return {
    target:
      configuration['target'] === 'probabilities'
        ? draw.distribution([3, 4], 1, false)
        : draw.classes([3], 4),
    parameters: {
      label_smoothing: smoothing,
      ...(isGiven(configuration, 'weight') && { weight }),
    },
    symbols: { w: vectorOf(weight), '\\varepsilon': smoothing },
  };
}

/** Three triplets of vectors of four numbers. */
export function triplets(
  configuration: Configuration,
  draw: Draw,
  own: { readonly symbols: Symbols; readonly parameters: Setting['parameters'] },
): Setting {
  const margin = draw.between(0.5, 3);
  const [anchor, positive, negative] = [draw.real([3, 4]), draw.real([3, 4]), draw.real([3, 4])];
  return {
    parameters: { margin, swap: configuration['swap'] === true, ...own.parameters },
    inputs: { anchor, positive, negative },
    symbols: {
      N: 3,
      D: 4,
      a: rowsOf(anchor),
      'a^+': rowsOf(positive),
      'a^-': rowsOf(negative),
      '\\Delta': margin,
      ...own.symbols,
    },
    losses: upTo(3).map((i) => [i]),
    by: { symbol: 'a', indices: upTo(3).map((i) => [i]), tensor: 'anchor' },
  };
}

/** The sign of the largest element, and 0 for the others: the slopes that formulas tell in words only. */
function signOfLargest(vector: readonly number[]): readonly number[] {
  const largest = Math.max(...vector.map(Math.abs));
  return vector.map((value) => (Math.abs(value) === largest ? Math.sign(value) : 0));
}

/** The slope of the largest difference, which is what the infinity norm leaves of a distance. */
export function slopeOfLargest(
  shift: number,
): (u: readonly number[], v: readonly number[]) => readonly number[] {
  return (u, v) => signOfLargest(u.map((value, k) => value - (v[k] ?? NaN) + shift));
}

/** Every path of so many frames, by the labels that it becomes when repeated ones are merged and blanks dropped. */
export function pathsTo(
  frames: number,
  width: number,
  blank: number,
): (labels: readonly number[]) => readonly (readonly number[])[] {
  const byLabels = new Map<string, (readonly number[])[]>();
  const extend = (path: readonly number[]): void => {
    if (path.length < frames) {
      for (const label of upTo(width)) extend([...path, label]);
      return;
    }
    const key = path.filter((label, t) => label !== blank && label !== path[t - 1]).join();
    byLabels.set(key, [...(byLabels.get(key) ?? []), path]);
  };
  extend([]);
  return (labels) => byLabels.get(labels.join()) ?? [];
}
