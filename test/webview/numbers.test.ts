import assert from 'node:assert/strict';
import { pythonElement, pythonFloat, shapeText } from '../../webview/numbers';

describe("numbers in Python's words", () => {
  // What Python's repr() gives.
  for (const [value, text] of [
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-2.5, '-2.5'],
    [0.1, '0.1'],
    [Math.fround(0.1), '0.10000000149011612'],
    [1e-4, '0.0001'],
    [0.00012345, '0.00012345'],
    [9.9e-5, '9.9e-05'],
    [1e-7, '1e-07'],
    [5e-324, '5e-324'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
  ] as const) {
    it(text, () => assert.equal(pythonFloat(value), text));
  }

  it('writes elements by their dtype', () => {
    assert.equal(pythonElement(1, 'bool'), 'True');
    assert.equal(pythonElement(0, 'bool'), 'False');
    assert.equal(pythonElement(3, 'int64'), '3');
    assert.equal(pythonElement(3, 'bfloat16'), '3.0');
  });

  it('writes shapes as tuples', () => {
    assert.deepEqual([[], [3], [2, 3]].map(shapeText), ['()', '(3,)', '(2, 3)']);
  });
});
