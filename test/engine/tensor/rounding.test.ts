import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cast, roundBFloat16, roundFloat16, roundTo } from '../../../src/engine/tensor/rounding';

/** A float32 value, what PyTorch's `.half()` and `.bfloat16()` make of it. */
const converted: readonly (readonly [number, number, number])[] = [
  [1.00048828125, 1, 1],
  [1.00146484375, 1.001953125, 1],
  [65519.98828125, 65504, 65536],
  [65520, Infinity, 65536],
  [2 ** -24, 2 ** -24, 2 ** -24],
  [2 ** -25, 0, 2 ** -25],
  [2.980232594040899e-8, 2 ** -24, 2 ** -25],
  [8.940696716308594e-8, 1.1920928955078125e-7, 8.940696716308594e-8],
  [6.0999998822808266e-5, 6.097555160522461e-5, 6.103515625e-5],
  [71362 * 2 ** -149, 0, 2 ** -133],
  [0.10000000149011612, 0.0999755859375, 0.10009765625],
  [3.1415927410125732, 3.140625, 3.140625],
  [123456, Infinity, 123392],
  [-2.5000000292152436e-8, -0, -2.5029294192790985e-8],
  [-2.999999892949745e-8, -5.960464477539063e-8, -3.003515303134918e-8],
  [255 * 2 ** 120, Infinity, 255 * 2 ** 120],
  [(2 - 2 ** -23) * 2 ** 127, Infinity, Infinity],
  [2 ** -149, 0, 0],
  [-Infinity, -Infinity, -Infinity],
  [NaN, NaN, NaN],
];

/** The value of the 16 bits of a float16. */
function float16Of(bits: number): number {
  const sign = bits >>> 15 === 1 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** The value of the 16 bits of a bfloat16: the upper half of a float32. */
function bfloat16Of(bits: number): number {
  return new Float32Array(new Uint32Array([bits << 16]).buffer)[0] ?? NaN;
}

describe('rounding to 16-bit floats', () => {
  for (const [value, half, brain] of converted) {
    it(`takes ${String(value)} where PyTorch takes it`, () => {
      assert.ok(Object.is(roundFloat16(value), half), `float16: ${String(roundFloat16(value))}`);
      assert.ok(Object.is(roundBFloat16(value), brain), `bfloat16: ${String(roundBFloat16(value))}`);
    });
  }

  it('leaves each of the 65,536 values of both alone', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const [half, brain] = [float16Of(bits), bfloat16Of(bits)];
      assert.ok(Object.is(roundFloat16(half), half), `float16 ${bits.toString(16)}`);
      assert.ok(Object.is(roundBFloat16(brain), brain), `bfloat16 ${bits.toString(16)}`);
    }
  });

  it('takes the middle between two neighbours to the even one, and all else to the nearest', () => {
    for (const [round, valueOf, largest] of [
      [roundFloat16, float16Of, 0x7bff],
      [roundBFloat16, bfloat16Of, 0x7f7f],
    ] as const) {
      for (let bits = 0; bits < largest; bits++) {
        const [low, high] = [valueOf(bits), valueOf(bits + 1)];
        const middle = (low + high) / 2;
        const even = bits % 2 === 0 ? low : high;
        if (Math.fround(middle) === middle) assert.equal(round(middle), even);
        assert.equal(round(Math.fround(low + (high - low) * 0.375)), low);
        assert.equal(round(Math.fround(low + (high - low) * 0.625)), high);
      }
    }
  });

  it('never changes what it has rounded', () => {
    fc.assert(
      fc.property(fc.float(), (value) => {
        for (const round of [roundFloat16, roundBFloat16]) {
          assert.ok(Object.is(round(round(value)), round(value)));
        }
      }),
    );
  });
});

describe('conversion between dtypes', () => {
  it('truncates and wraps integers as PyTorch does', () => {
    assert.equal(roundTo('uint8', -1), 255);
    assert.equal(roundTo('int8', 130.9), -126);
    assert.equal(roundTo('int64', -2.5), -2);
    assert.equal(roundTo('bool', 0.5), 1);
  });

  it('converts tensors element by element and keeps those of the dtype', () => {
    const tensor = { dtype: 'float64', shape: [3], data: Float64Array.of(0.1, 1e6, -2.7) } as const;
    assert.deepEqual([...cast(tensor, 'float16').data], [0.0999755859375, Infinity, -2.69921875]);
    assert.deepEqual([...cast(tensor, 'int64').data], [0, 1000000, -2]);
    assert.deepEqual([...cast(tensor, 'bool').data], [1, 1, 1]);
    assert.equal(cast(tensor, 'float64'), tensor);
  });
});
