import assert from 'node:assert/strict';
import {
  shortest,
  tensorToPython,
  writeJson,
  writeNumpy,
  writePython,
  writeTsv,
  written,
} from '../../src/text/exportTensor';
import { parseTensor } from '../../src/text/parseTensor';
import { roundTo } from '../../src/engine/tensor/rounding';
import type { DType, FloatDType, Tensor } from '../../src/engine/tensor/tensor';
import { readPrints } from './prints';

function read(text: string, dtype?: DType): Tensor {
  const result = parseTensor(text, dtype === undefined ? {} : { dtype });
  return result.ok ? result.tensor : assert.fail(`${text}: ${result.problem.message}`);
}

const filled = readPrints().filter(({ tensor }) => tensor.data.length > 0);

describe('exportTensor', () => {
  it('writes PyTorch code that makes the same tensor, bit for bit', () => {
    for (const { tensor } of filled) assert.deepEqual(read(tensorToPython(tensor)), tensor);
    const tensor = {
      dtype: 'float32',
      shape: [2, 2],
      data: Float32Array.of(0.1, NaN, -Infinity, -0),
    } as const;
    assert.equal(tensorToPython(tensor), "torch.tensor([[0.1, float('nan')], [float('-inf'), -0.0]])");
    assert.equal(
      tensorToPython({ dtype: 'int8', shape: [2], data: Int8Array.of(1, -2) }),
      'torch.tensor([1, -2], dtype=torch.int8)',
    );
    assert.equal(
      tensorToPython({ dtype: 'float32', shape: [0, 3], data: new Float32Array(0) }),
      'torch.zeros((0, 3), dtype=torch.float32)',
    );
  });

  it('writes NumPy code that makes the same array', () => {
    for (const { tensor } of filled) {
      if (tensor.dtype === 'bfloat16') continue;
      assert.deepEqual(read(written(writeNumpy(tensor))), tensor);
    }
    const tensor = { dtype: 'bfloat16', shape: [2], data: Float32Array.of(0.10009765625, NaN) } as const;
    assert.equal(written(writeNumpy(tensor)), 'np.array([0.1, np.nan], dtype=np.float32)');
  });

  it('writes digits that read back as the same element, of every bfloat16 and of many float32', () => {
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    const check = (pattern: number, dtype: FloatDType): void => {
      bits[0] = pattern;
      const value = float[0] ?? NaN;
      if (Number.isFinite(value)) assert.ok(Object.is(roundTo(dtype, Number(shortest(value, dtype))), value));
    };
    for (let pattern = 0; pattern < 2 ** 16; pattern++) check(pattern * 2 ** 16, 'bfloat16');
    for (let pattern = 0; pattern < 2 ** 32; pattern += 49_999) check(pattern, 'float32');
  });

  it('writes JSON and tables that read back', () => {
    for (const { tensor } of filled) {
      assert.deepEqual(read(written(writeJson(tensor)), tensor.dtype), tensor);
      const table = read(written(writeTsv(tensor)), tensor.dtype);
      assert.deepEqual(table.data, tensor.data);
    }
    const bools = { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) } as const;
    assert.equal(written(writeJson(bools)), '[true, false]');
    const matrix = { dtype: 'float64', shape: [2, 1, 2], data: Float64Array.of(1, 2.5, 1e20, 4) } as const;
    assert.equal(written(writeTsv(matrix)), '1.0\t2.5\n1e+20\t4.0');
    const empty = { dtype: 'float32', shape: [2, 0, 3], data: new Float32Array(0) } as const;
    assert.equal(written(writeJson(empty)), '[[], []]');
  });

  it('writes many elements in steps, whatever the shape', () => {
    const data = Float64Array.from({ length: 12_000 }, (_, at) => at / 8);
    for (const shape of [[12_000], [12_000, 1], [1, 3, 4000], [4000, 3]])
      for (const write of [writePython, writeNumpy, writeJson, writeTsv]) {
        const tensor: Tensor = { dtype: 'float64', shape, data };
        let steps = 0;
        for (const writing = write(tensor); writing.next().done !== true;) steps++;
        assert.ok(steps >= 11, `${write.name} takes ${steps} steps for ${String(shape)}`);
        const back = read(written(write(tensor)), 'float64');
        // a table has rows and columns only
        assert.deepEqual(back, write === writeTsv ? { ...tensor, shape: back.shape } : tensor);
      }
  });
});
