import { isHalf } from './dtype';
import { roundStored, roundTo } from './rounding';
import { transformSingleBlock } from './singleNormal';
import type { FloatDType } from './tensor';

/**
 * The generator behind `torch.manual_seed` on the CPU: the 32-bit Mersenne Twister (mt19937), and the ways in
 * which PyTorch makes numbers of its output.
 */
export class Mersenne {
  private readonly state = new Uint32Array(624);
  private next = 624;
  /** The second half of the last pair of normal samples. */
  private spare: number | undefined;

  /** @param seed as given to `torch.manual_seed`; its lower 32 bits count, negative ones wrap */
  constructor(seed: number) {
    let previous = Number(BigInt.asUintN(32, BigInt(Math.trunc(seed))));
    this.state[0] = previous;
    for (let i = 1; i < 624; i++) {
      previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0;
      this.state[i] = previous;
    }
  }

  /** 32 random bits, as an unsigned integer. */
  bits32(): number {
    if (this.next >= 624) this.twist();
    let y = this.state[this.next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** 64 random bits, as an unsigned integer. */
  bits64(): bigint {
    const high = this.bits32();
    return (BigInt(high) << 32n) | BigInt(this.bits32());
  }

  /** A sample of [0, 1) with 24 bits, as for float32 tensors. */
  uniform24(): number {
    return (this.bits32() & 0xffffff) / 0x1000000;
  }

  /** A sample of [0, 1) with 53 bits, as for float64 tensors. */
  uniform53(): number {
    const high = this.bits32() & 0x1fffff;
    return (high * 0x100000000 + this.bits32()) / 0x20000000000000;
  }

  /** A sample of [0, 1) as for tensors of that dtype, 16-bit floats still to be rounded. */
  uniform(dtype: FloatDType): number {
    return dtype === 'float64' ? this.uniform53() : this.uniform24();
  }

  /** A standard normal sample, as for tensors of fewer than 16 elements: they come in pairs. */
  normal(): number {
    if (this.spare !== undefined) {
      const { spare } = this;
      this.spare = undefined;
      return spare;
    }
    const angle = 2 * Math.PI * this.uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform53()));
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < 624; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
      state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }
}

/**
 * Fills `data`, numbers of that dtype, with normal samples as `normal_` does: pairs for fewer than 16 elements, else
 * blocks of 16 made of uniform samples, the last block drawn anew where the length is no multiple of 16.
 */
export function fillNormal(
  data: Float32Array | Float64Array,
  dtype: FloatDType,
  random: Mersenne,
  mean: number,
  deviation: number,
): void {
  if (data.length < 16) {
    for (let i = 0; i < data.length; i++) data[i] = roundTo(dtype, random.normal() * deviation + mean);
    return;
  }
  const draw = (start: number, end: number): void => {
    for (let i = start; i < end; i++) data[i] = random.uniform(dtype);
  };
  const whole = data.length - (data.length % 16);
  // Of 16-bit floats no more is drawn than is used.
  draw(0, isHalf(dtype) ? whole : data.length);
  for (let i = 0; i < whole; i += 16) transformBlock(data, i, mean, deviation);
  if (whole < data.length) {
    draw(data.length - 16, data.length);
    transformBlock(data, data.length - 16, mean, deviation);
  }
  roundStored(data, dtype);
}

function transformBlock(
  data: Float32Array | Float64Array,
  start: number,
  mean: number,
  deviation: number,
): void {
  if (data instanceof Float32Array) {
    transformSingleBlock(data, start, mean, deviation);
    return;
  }
  for (let j = start; j < start + 8; j++) {
    const radius = Math.sqrt(-2 * Math.log(1 - data[j]!));
    const angle = 2 * Math.PI * data[j + 8]!;
    data[j] = radius * Math.cos(angle) * deviation + mean;
    data[j + 8] = radius * Math.sin(angle) * deviation + mean;
  }
}
