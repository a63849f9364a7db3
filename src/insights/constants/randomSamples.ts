import { isFloat } from '../../engine/tensor/dtype';
import { fillNormal, type Mersenne } from '../../engine/tensor/random';
import { roundTo } from '../../engine/tensor/rounding';
import type { DType, Tensor } from '../../engine/tensor/tensor';
import { countWork, isPauseDue } from '../../python/pauses';
import { unknown } from './values';

/**
 * Draws all elements of a tensor from PyTorch's generator, in their order; of a part of one that begins with the element
 * `from`. Parts of normal samples are of no fewer than 16.
 */
export type Fill = (tensor: Tensor, random: Mersenne, from?: number) => void;

/** So many elements are drawn between pauses: whole blocks of normal samples. */
const drawnAtOnce = 2048;

/** Fills a tensor, with pauses. */
export function* fillInSteps({ dtype, data }: Tensor, fill: Fill, random: Mersenne): Generator<void> {
  for (let from = 0; from < data.length;) {
    const to = data.length - from < 2 * drawnAtOnce ? data.length : from + drawnAtOnce;
    fill({ dtype, shape: [to - from], data: data.subarray(from, to) }, random, from);
    from = to;
    countWork(drawnAtOnce);
    if (isPauseDue()) yield;
  }
}

/** Samples of `[from, to)`; what is rounded up to the end becomes the beginning. */
export function uniform(from: number, to: number): Fill {
  return ({ dtype, data }, random) => {
    if (!isFloat(dtype)) return unknown({ kind: 'randomDType', dtype });
    const round = dtype === 'float64' ? (x: number): number => x : Math.fround;
    const [start, width] = [round(from), round(round(to) - round(from))];
    const end = roundTo(dtype, to);
    for (let i = 0; i < data.length; i++) {
      const sample = roundTo(dtype, round(round(random.uniform(dtype) * width) + start));
      data[i] = sample === end ? roundTo(dtype, from) : sample;
    }
  };
}

/** Normal samples. */
export function normal(mean: number, deviation: number): Fill {
  return ({ dtype, data }, random) => {
    if (isFloat(dtype) && (data instanceof Float32Array || data instanceof Float64Array))
      fillNormal(data, dtype, random, mean, deviation);
    else unknown({ kind: 'randomDType', dtype });
  };
}

/** How many integers from 0 on a dtype holds without a gap, both ends included. */
const exactIntegers: Readonly<Record<DType, number>> = {
  float64: 2 ** 53 + 1,
  int64: 2 ** 53,
  float32: 2 ** 24 + 1,
  float16: 2 ** 11 + 1,
  bfloat16: 2 ** 8 + 1,
  int32: 2 ** 31,
  int16: 2 ** 15,
  int8: 2 ** 7,
  uint8: 2 ** 8,
  bool: 2,
};

/** From this range on, a sample takes 64 bits. */
export const wideRange = 2 ** 28;

/** Integers of `[from, to)`, as far as the dtype holds them. */
export function integers(from: number, to: number): Fill {
  const range = to - from;
  if (!(range > 0 && range <= Number.MAX_SAFE_INTEGER)) unknown({ kind: 'randomRange' });
  const sample = (random: Mersenne): number =>
    range >= wideRange ? Number(random.bits64() % BigInt(range)) : random.bits32() % range;
  return ({ dtype, data }, random) => {
    const least = dtype === 'uint8' || dtype === 'bool' ? 0 : -exactIntegers[dtype];
    if (to > exactIntegers[dtype] || from < least) unknown({ kind: 'randomOverflow', dtype });
    for (let i = 0; i < data.length; i++) data[i] = roundTo(dtype, sample(random) + from);
  };
}

/** Each 1 with the chance that a tensor of that shape has in its place. */
export function chances({ dtype, data: probabilities }: Tensor): Fill {
  return ({ data }, random, from = 0) => {
    if (!isFloat(dtype)) return unknown(`PyTorch refuses chances of ${dtype}`);
    for (let i = 0; i < data.length; i++)
      data[i] = Number(random.uniform(dtype) < (probabilities[from + i] ?? 0));
  };
}

/** Samples without bounds: as far as the dtype holds integers exactly. Those of int64 have too many bits for us. */
export function anyInteger({ dtype, data }: Tensor, random: Mersenne): void {
  if (dtype === 'int64' || dtype === 'float64')
    for (let i = 0; i < data.length; i++) data[i] = Number(random.bits64() % (2n ** 53n + 1n));
  else for (let i = 0; i < data.length; i++) data[i] = random.bits32() % exactIntegers[dtype];
}

/** 1 with a chance, else 0. */
export function chance(probability: number): Fill {
  return ({ data }, random) => {
    for (let i = 0; i < data.length; i++) data[i] = Number(random.uniform53() < probability);
  };
}
