import assert from 'node:assert/strict';
import { promoteTypes, resultType, type Operand } from '../../../src/engine/tensor/dtype';
import { dtypes, storage, type DType } from '../../../src/engine/tensor/tensor';

const letters: Readonly<Record<string, DType>> = {
  d: 'float64',
  f: 'float32',
  h: 'float16',
  b: 'bfloat16',
  l: 'int64',
  i: 'int32',
  s: 'int16',
  c: 'int8',
  B: 'uint8',
  '?': 'bool',
};

/** `torch.promote_types` of each pair, rows and columns in the order of `dtypes`. */
const promoted: Readonly<Record<DType, string>> = {
  float64: 'dddddddddd',
  float32: 'dfffffffff',
  float16: 'dfhfhhhhhh',
  bfloat16: 'dffbbbbbbb',
  int64: 'dfhbllllll',
  int32: 'dfhbliiiii',
  int16: 'dfhblissss',
  int8: 'dfhbliscsc',
  uint8: 'dfhblissBB',
  bool: 'dfhbliscB?',
};

function tensor(dtype: DType, shape: readonly number[]): Operand {
  return { dtype, shape, data: storage(dtype, 1) };
}

describe('promotion of dtypes', () => {
  it('is that of torch.promote_types for all 100 pairs', () => {
    for (const a of dtypes) {
      for (const [index, b] of dtypes.entries()) {
        assert.equal(promoteTypes(a, b), letters[promoted[a][index] ?? ''], `${a} and ${b}`);
      }
    }
  });

  it('lets 0-d tensors decide only by a higher category, and numbers after them', () => {
    assert.equal(resultType(tensor('float32', [2]), tensor('float64', [])), 'float32');
    assert.equal(resultType(tensor('int64', [2]), tensor('float64', [])), 'float64');
    assert.equal(resultType(tensor('float16', []), tensor('int64', [])), 'float16');
    assert.equal(resultType(tensor('bfloat16', [2]), 1.5), 'bfloat16');
    assert.equal(resultType(tensor('int64', [2]), 1.5), 'float32');
    assert.equal(resultType(tensor('uint8', [2]), { int: 300 }), 'uint8');
    assert.equal(resultType(tensor('bool', [2]), { int: 1 }), 'int64');
  });
});
