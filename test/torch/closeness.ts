import type { DType, Tensor } from '../../src/engine/tensor/tensor';

/** How close a value must be: at most `absolute + relative * |expected|` away. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** The defaults of `torch.testing.assert_close`; dtypes without a fraction must be equal. */
const tolerances: Readonly<Partial<Record<DType, Tolerance>>> = {
  float64: { relative: 1e-7, absolute: 1e-7 },
  float32: { relative: 1.3e-6, absolute: 1e-5 },
  float16: { relative: 1e-3, absolute: 1e-5 },
  bfloat16: { relative: 1.6e-2, absolute: 1e-5 },
};

/**
 * For sensitive cases: shares of the tensor's largest finite magnitude, since cancellation leaves errors of that
 * order in the smaller elements.
 */
const looseShare: Readonly<Partial<Record<DType, number>>> = {
  float64: 1e-5,
  float32: 1e-3,
  float16: 5e-2,
  bfloat16: 2e-1,
};

/** How two tensors of one dtype and shape compare. */
export interface Closeness {
  /** The largest distance of finite elements, in tolerances: up to 1 agrees. */
  readonly worst: number;
  /** The element that is furthest out: the first whose non-finite value differs, or that of `worst`. */
  readonly index: number;
  /** Whether every element agrees. */
  readonly agrees: boolean;
}

/** Compares elements: NaN equals NaN, infinities must be equal, the rest must lie within the dtype's tolerance. */
export function closeness(expected: Tensor, actual: Tensor, isSensitive: boolean): Closeness {
  const { relative, absolute } = isSensitive ? looseTolerance(expected) : strictTolerance(expected.dtype);
  let worst = 0;
  let index = 0;
  for (const [position, wanted] of expected.data.entries()) {
    const got = actual.data[position];
    if (got === undefined) return { worst, index: position, agrees: false };
    if (got === wanted || (Number.isNaN(got) && Number.isNaN(wanted))) continue;
    if (!Number.isFinite(got) || !Number.isFinite(wanted)) return { worst, index: position, agrees: false };
    const distance = Math.abs(got - wanted) / (absolute + relative * Math.abs(wanted));
    if (!(distance <= worst)) {
      worst = distance;
      index = position;
    }
  }
  return { worst, index, agrees: worst <= 1 };
}

function strictTolerance(dtype: DType): Tolerance {
  return tolerances[dtype] ?? { relative: 0, absolute: 0 };
}

function looseTolerance({ dtype, data }: Tensor): Tolerance {
  const { relative, absolute } = strictTolerance(dtype);
  let largest = 0;
  for (const value of data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return { relative, absolute: absolute + (looseShare[dtype] ?? 0) * largest };
}
