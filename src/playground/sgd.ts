import { isHalf } from '../engine/tensor/dtype';
import { roundTo } from '../engine/tensor/rounding';
import type { DType, Tensor, TensorData } from '../engine/tensor/tensor';

/** How many 16-bit numbers PyTorch's vectorised loop takes at a time (AVX2); the rest is rounded more often. */
const halfBlock = 32;

/**
 * A step of `torch.optim.SGD`, in place and as PyTorch's CPU kernels round it:
 * `buf.mul_(momentum).add_(grad)`, `param.add_(buf, alpha=-lr)`.
 * https://github.com/pytorch/pytorch/blob/v2.13.0/torch/optim/sgd.py
 */
export class Sgd {
  readonly #learningRate: number;
  readonly #momentum: number;
  readonly #buffers = new Map<string, TensorData>();

  constructor(learningRate: number, momentum: number) {
    this.#learningRate = learningRate;
    this.#momentum = momentum;
  }

  /** Moves a parameter against its gradient. `name` tells parameters apart: each has its momentum. */
  step(name: string, { dtype, data }: Tensor, gradient: TensorData): void {
    addScaled(data, this.#direction(name, dtype, gradient), -this.#learningRate, dtype);
  }

  #direction(name: string, dtype: DType, gradient: TensorData): TensorData {
    if (this.#momentum === 0) return gradient;
    const buffer = this.#buffers.get(name);
    if (!buffer) {
      const first = gradient.slice();
      this.#buffers.set(name, first);
      return first;
    }
    const momentum = dtype === 'float64' ? this.#momentum : Math.fround(this.#momentum);
    for (let i = 0; i < buffer.length; i++) {
      const kept = roundTo(dtype, (buffer[i] ?? NaN) * momentum);
      buffer[i] = roundTo(dtype, kept + (gradient[i] ?? NaN));
    }
    return buffer;
  }
}

/** `a.add_(b, alpha=alpha)`: product and sum are rounded once, with a fused multiply-add. */
function addScaled(a: TensorData, b: TensorData, alpha: number, dtype: DType): void {
  const scale = roundTo(dtype, alpha);
  const fused = isHalf(dtype) ? a.length - (a.length % halfBlock) : a.length;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? NaN, b[i] ?? NaN];
    if (dtype === 'float64') a[i] = fusedMultiplyAdd(scale, y, x);
    // A double holds the product of two floats exactly.
    else if (i < fused) a[i] = roundTo(dtype, Math.fround(scale * y + x));
    else a[i] = roundTo(dtype, roundTo(dtype, scale * y) + x);
  }
}

/** `a * b + c` rounded once, by error-free transformations (Dekker, Knuth); plain where these overflow. */
function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const [aHigh, bHigh] = [highPart(a), highPart(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  const productError = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  const sum = product + c;
  const back = sum - product;
  const sumError = product - (sum - back) + (c - back);
  const exact = sum + (productError + sumError);
  return Number.isFinite(exact) ? exact : sum;
}

function highPart(value: number): number {
  const scaled = value * 134_217_729;
  return scaled - (scaled - value);
}
