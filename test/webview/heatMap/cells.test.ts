import assert from 'node:assert/strict';
import type { TensorData } from '../../../src/engine/tensor/tensor';
import { cellFormat } from '../../../webview/heatMap/cellText';
import { tensorRange } from '../../../webview/heatMap/tensorRange';

function written(data: TensorData, dtype: Parameters<typeof cellFormat>[0] = 'float64'): readonly string[] {
  const format = cellFormat(dtype, tensorRange(data));
  const texts = Array.from(data, (value) => format.write(value));
  for (const text of texts) assert.ok(text.length <= format.width, `${text} is wider than ${format.width}`);
  return texts;
}

describe('the numbers in cells', () => {
  it('have four decimals where these tell them apart', () => {
    assert.deepEqual(written(Float64Array.of(-0.25, 0.25, 0.05, 123)), [
      '-0.2500',
      '0.2500',
      '0.0500',
      '123.0000',
    ]);
    assert.deepEqual(written(Float64Array.of(99_999, 1)), ['99999.0000', '1.0000']);
  });

  it('have exponents where they are too small or large', () => {
    assert.deepEqual(written(Float64Array.of(-1.5, 2e-9, 3e30)), ['-1.5000', '2.00e-9', '3.00e30']);
    assert.deepEqual(written(Float64Array.of(-1e-300, 1.234e200)), ['-1.00e-300', '1.23e200']);
    assert.deepEqual(written(Float64Array.of(-999.99999, 1e-5)), ['-1.00e3', '1.00e-5']);
  });

  it('tell zero from what rounds to it', () => {
    assert.deepEqual(written(Float64Array.of(0, -0, 1e-12)), ['0', '0', '1.00e-12']);
  });

  it('are words where they are not finite', () => {
    assert.deepEqual(written(Float64Array.of(NaN, Infinity, -Infinity)), ['nan', 'inf', '-inf']);
  });

  it('are whole or words by their dtype', () => {
    assert.deepEqual(written(Float64Array.of(-100, 7), 'int64'), ['-100', '7']);
    assert.deepEqual(written(Uint8Array.of(0, 1), 'bool'), ['False', 'True']);
  });
});

describe('the range of a tensor', () => {
  it('counts what is special and spans the rest', () => {
    assert.deepEqual(tensorRange(Float64Array.of(1, -3, 0, NaN, Infinity, -Infinity, 0.5)), {
      minimum: -3,
      maximum: 1,
      largest: 3,
      smallest: 0.5,
      nan: 1,
      positiveInfinite: 1,
      negativeInfinite: 1,
      zero: 1,
    });
  });

  it('is zero where nothing is finite', () => {
    const { minimum, maximum, largest, smallest } = tensorRange(Float64Array.of(NaN));
    assert.deepEqual([minimum, maximum, largest, smallest], [0, 0, 0, Infinity]);
  });
});
