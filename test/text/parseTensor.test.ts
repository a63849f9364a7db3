import assert from 'node:assert/strict';
import { elementCount, type DType, type Tensor } from '../../src/engine/tensor/tensor';
import type { ParsedTensor, ParseOptions } from '../../src/text/parseResult';
import { parseTensor } from '../../src/text/parseTensor';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { readPrints } from './prints';
import { unreadable } from './unreadable';

function parsed(text: string, options?: ParseOptions): ParsedTensor {
  const result = parseTensor(text, options);
  return result.ok ? result : assert.fail(`${text}: ${result.problem.message}`);
}

/** dtype, shape and numbers in one line. */
function summary(text: string, options?: ParseOptions): string {
  const { dtype, shape, data } = parsed(text, options).tensor;
  return `${dtype} (${shape.join(', ')}) ${Array.from(data, (value) => (Object.is(value, -0) ? '-0' : value)).join(' ')}`;
}

/** `line:column+length message` of the problem. */
function problem(text: string, options?: ParseOptions): string {
  const result = parseTensor(text, options);
  if (result.ok) assert.fail(`${text} was read as ${printTensor(result.tensor)}`);
  const { line, column, offset, length, message } = result.problem;
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  assert.deepEqual(
    [line, column],
    [before.length, (before.at(-1)?.length ?? 0) + 1],
    'offset and place agree',
  );
  assert.ok(offset + length <= text.length);
  return `${line}:${column}+${length} ${message}`;
}

describe('parseTensor', () => {
  const readable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'Python lists and tuples': {
      '[1, 2, 3]': 'int64 (3) 1 2 3',
      '[[1, 2], [3, 4]]': 'int64 (2, 2) 1 2 3 4',
      '((1, 2), (3, 4),)': 'int64 (2, 2) 1 2 3 4',
      '[(1, 2), [3, 4]]': 'int64 (2, 2) 1 2 3 4',
      '(1,)': 'int64 (1) 1',
      '(1)': 'int64 () 1',
      '([1, 2])': 'int64 (2) 1 2',
      '[1, 2],': 'int64 (2) 1 2',
      '[1, 2], [3, 4]': 'int64 (2, 2) 1 2 3 4',
      '[1, 2]\n[3, 4]': 'int64 (2, 2) 1 2 3 4',
      '[1,  # one\n 2,\n]  # done': 'int64 (2) 1 2',
      '[1, \\\n 2]': 'int64 (2) 1 2',
      'x = [1.5]': 'float32 (1) 1.5',
      'self.x: torch.Tensor = [1.5]': 'float32 (1) 1.5',
      '[]': 'float32 (0) ',
      '[[], []]': 'float32 (2, 0) ',
      '[[[]], [[]]]': 'float32 (2, 1, 0) ',
      '()': 'float32 (0) ',
      '[[[1], [2]], [[3], [4]]]': 'int64 (2, 2, 1) 1 2 3 4',
    },
    numbers: {
      '1': 'int64 () 1',
      '-1.5': 'float32 () -1.5',
      '[1., .5, +1, 1e-3, 1E3, 1.e2, 1_000.5]': `float32 (7) 1 0.5 1 ${Math.fround(1e-3)} 1000 100 1000.5`,
      '[1_000, 00, 007]': 'int64 (3) 1000 0 7',
      '[-0, 0]': 'int64 (2) 0 0',
      '[-0., 1]': 'float32 (2) -0 1',
      '[nan, NaN, inf, -inf, Infinity, -Infinity]':
        'float32 (6) NaN NaN Infinity -Infinity Infinity -Infinity',
      '[float("nan"), float(\'-inf\'), math.inf, -np.inf, torch.nan]':
        'float32 (5) NaN -Infinity Infinity -Infinity NaN',
      '[True, False]': 'bool (2) 1 0',
      '[True, 2]': 'int64 (2) 1 2',
      '[True, 2.5]': 'float32 (2) 1 2.5',
      '−1.5': 'float32 () -1.5',
      '1e400': 'float32 () Infinity',
      '[9007199254740993, 0.5]': 'float32 (2) 9007199254740992 0.5',
    },
    'tensors and arrays as code': {
      'torch.tensor([1, 2])': 'int64 (2) 1 2',
      'torch.tensor(2.5)': 'float32 () 2.5',
      'torch.tensor(data=[1.])': 'float32 (1) 1',
      'torch.tensor([[1, 2]], dtype=torch.float16, device="cuda")': 'float16 (1, 2) 1 2',
      'torch.tensor([1.0, 2.0], dtype=torch.long)': 'int64 (2) 1 2',
      'torch.tensor([1, 2], dtype=float)': 'float64 (2) 1 2',
      'torch.FloatTensor([1, 2])': 'float32 (2) 1 2',
      'torch.LongTensor([1.7])': 'int64 (1) 1',
      'torch.Tensor([1, 2])': 'float32 (2) 1 2',
      'np.array([1, 2])': 'int64 (2) 1 2',
      'np.array([1., 2.])': 'float64 (2) 1 2',
      "np.array([1, 2], dtype='float32')": 'float32 (2) 1 2',
      'np.array([1, 2], np.int8)': 'int8 (2) 1 2',
      'torch.tensor(np.array([1., 2.]))': 'float64 (2) 1 2',
      'torch.from_numpy(np.array([1., 2.])).float()': 'float32 (2) 1 2',
      'nn.Parameter(torch.tensor([1.0]).half())': 'float16 (1) 1',
      'torch.tensor([1, 2, 3, 4]).view(2, -1)': 'int64 (2, 2) 1 2 3 4',
      'torch.tensor([1, 2]).reshape((2, 1)).to(torch.float64)': 'float64 (2, 1) 1 2',
      'torch.tensor([1., 2.]).unsqueeze(1).cuda()': 'float32 (2, 1) 1 2',
      'tf.Tensor([1. 2.], shape=(2,), dtype=float64)': 'float64 (2) 1 2',
      '[np.float64(1.5), np.float64(2.0)]': 'float64 (2) 1.5 2',
      '[tensor(1.), tensor(2.)]': 'float32 (2) 1 2',
    },
    'what is printed': {
      'tensor(0.2875, grad_fn=<MseLossBackward0>)': `float32 () ${Math.fround(0.2875)}`,
      "tensor([[1., nan],\n        [3., -inf]], device='cuda:0', dtype=torch.float16,\n       requires_grad=True)":
        'float16 (2, 2) 1 NaN 3 -Infinity',
      'Parameter containing:\ntensor([1., 2.], requires_grad=True)': 'float32 (2) 1 2',
      'tensor([], size=(0, 3))': 'float32 (0, 3) ',
      'tensor([], dtype=torch.int64)': 'int64 (0) ',
      'array([], shape=(2, 0), dtype=float32)': 'float32 (2, 0) ',
      'Out[3]: tensor([1, 2])': 'int64 (2) 1 2',
      'tensor([1.])\ntensor([2.])': 'float32 (2, 1) 1 2',
      '[1. 2.\n 3.]': 'float32 (3) 1 2 3',
      '[[1.5 -2. ]\n [ nan  inf]]': 'float32 (2, 2) 1.5 -2 NaN Infinity',
      '[[[1 2]\n  [3 4]]\n\n [[5 6]\n  [7 8]]]': 'int64 (2, 2, 2) 1 2 3 4 5 6 7 8',
      '[ True False]': 'bool (2) 1 0',
      '[np.True_, np.False_]': 'bool (2) 1 0',
      'matrix([[1, 2],\n        [3, 4]])': 'int64 (2, 2) 1 2 3 4',
      "array([1., 2.], dtype='>f4')": 'float32 (2) 1 2',
      'Array([[1., 2.],\n       [3., 4.]], dtype=float32)': 'float32 (2, 2) 1 2 3 4',
      'Array(1.5, dtype=bfloat16, weak_type=True)': 'bfloat16 () 1.5',
      '<tf.Tensor: shape=(2, 1), dtype=int32, numpy=\narray([[1],\n       [2]], dtype=int32)>':
        'int32 (2, 1) 1 2',
      '<tf.Tensor: shape=(), dtype=float32, numpy=1.5>': 'float32 () 1.5',
      "<tf.Variable 'w:0' shape=(1,) dtype=float32, numpy=array([1.], dtype=float32)>": 'float32 (1) 1',
    },
    // Printed by pandas 2 and 3, R, Julia and MATLAB; what numbers or names the rows is no number of the tensor.
    'tables as programs print them': {
      '     a  b\n0  1.5  3\n1  2.5  4': 'float32 (2, 2) 1.5 3 2.5 4',
      '     0    1\n0  1.0  2.0\n1  3.0  4.0': 'float32 (2, 2) 1 2 3 4',
      '       a\n0   True\n1  False': 'bool (2) 1 0',
      '     a  b\nx  1.5  1\ny  NaN  2': 'float32 (2, 2) 1.5 1 NaN 2',
      '    a b\n1 1.5 3\n2 2.5 4': 'float32 (2, 2) 1.5 3 2.5 4',
      '     a\n0  1.5\n1  2.5\n\n[2 rows x 1 columns]': 'float32 (2) 1.5 2.5',
      '0    1.5\n1    2.5\ndtype: float64': 'float32 (2) 1.5 2.5',
      'x    1\ny    2\nName: loss, dtype: int64': 'int64 (2) 1 2',
      ',a,b\n0,1.5,3\n1,2.5,4\n': 'float32 (2, 2) 1.5 3 2.5 4',
      ',0,1\n0,1.0,2.0\n1,3.0,4.0\n': 'float32 (2, 2) 1 2 3 4',
      '\ta\tb\r\n0\t1.5\t3\r\n1\t2.5\t4\r\n': 'float32 (2, 2) 1.5 3 2.5 4',
      ',a,b\nx,1,2\ny,3,4\n': 'int64 (2, 2) 1 2 3 4',
      '|    |   a |   b |\n|---:|----:|----:|\n|  0 | 1.5 |   3 |': 'float32 (1, 2) 1.5 3',
      '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |': 'int64 (2, 2) 1 2 3 4',
      '[1] 1.5 2.5 3.5': 'float32 (3) 1.5 2.5 3.5',
      ' [1]  1  2  3\n [4]  4  5': 'int64 (5) 1 2 3 4 5',
      '     [,1] [,2]\n[1,]    1    3\n[2,]    2    4': 'int64 (2, 2) 1 3 2 4',
      '3-element Vector{Float64}:\n 1.0\n 2.0\n 3.0': 'float32 (3) 1 2 3',
      '2×2 Matrix{Int64}:\n 1  2\n 3  4': 'int64 (2, 2) 1 2 3 4',
      'A =\n\n     1     2\n     3     4\n': 'int64 (2, 2) 1 2 3 4',
      'A = [1 2; 3 4];': 'int64 (2, 2) 1 2 3 4',
      // no labels: nothing says that the first column is another than the others
      '     1     2\n     3     4': 'int64 (2, 2) 1 2 3 4',
      'a b\n0 1\n1 2': 'int64 (2, 2) 0 1 1 2',
    },
    'tensors filled with one number': {
      'torch.zeros(2, 3)': 'float32 (2, 3) 0 0 0 0 0 0',
      'torch.ones((2, 1), dtype=torch.long)': 'int64 (2, 1) 1 1',
      'torch.zeros((0, 3), dtype=torch.float64)': 'float64 (0, 3) ',
      'torch.empty(2, 0)': 'float32 (2, 0) ',
      'torch.zeros(())': 'float32 () 0',
      'torch.full((2,), -0.5)': 'float32 (2) -0.5 -0.5',
      'torch.full(size=[2], fill_value=nan)': 'float32 (2) NaN NaN',
      'torch.full((2,), 3)': 'int64 (2) 3 3',
      'np.zeros(2)': 'float64 (2) 0 0',
      'np.ones((1, 2), np.float32)': 'float32 (1, 2) 1 1',
      'np.full(2, 7)': 'int64 (2) 7 7',
      'torch.ones(4).view(2, 2).double()': 'float64 (2, 2) 1 1 1 1',
      'nn.Parameter(torch.zeros(1))': 'float32 (1) 0',
    },
    'tables and bare numbers': {
      '1 2 3': 'int64 (3) 1 2 3',
      '1, 2, 3': 'int64 (3) 1 2 3',
      '1,': 'int64 (1) 1',
      '1\n2\n3': 'int64 (3) 1 2 3',
      '1\r\n2\r\n3\r\n': 'int64 (3) 1 2 3',
      '1 2\n3 4': 'int64 (2, 2) 1 2 3 4',
      '1\t2\r\n3\t4\r\n': 'int64 (2, 2) 1 2 3 4',
      'a,b\n1,2\n3,4\n': 'int64 (2, 2) 1 2 3 4',
      '"Weight (kg)","b, c"\n"1.5",2\n': 'float32 (1, 2) 1.5 2',
      'loss (train)\n0.5\n0.25': 'float32 (2) 0.5 0.25',
      'a;b\n1;2\n3;4': 'int64 (2, 2) 1 2 3 4',
      '1;2;3': 'int64 (3) 1 2 3',
      '1,2,3,\n4,5,6,\n': 'int64 (2, 3) 1 2 3 4 5 6',
      'TRUE\tFALSE': 'bool (2) 1 0',
      '# written by savetxt\n1.5 nan\n-inf 2 # end': 'float32 (2, 2) 1.5 NaN -Infinity 2',
      '\ufeff1\u00a02': 'int64 (2) 1 2',
      '1 2; 3 4': 'int64 (2, 2) 1 2 3 4',
      '1, 2; 3, 4;': 'int64 (2, 2) 1 2 3 4',
      '1 2;\n3 4': 'int64 (2, 2) 1 2 3 4',
      '[1 2; 3 4]': 'int64 (2, 2) 1 2 3 4',
      '[1, 2; 3, 4;]': 'int64 (2, 2) 1 2 3 4',
      '[1; 2]': 'int64 (2, 1) 1 2',
    },
  };

  for (const [kind, texts] of Object.entries(readable)) {
    it(`reads ${kind}`, () => {
      for (const [text, expected] of Object.entries(texts)) assert.equal(summary(text), expected, text);
    });
  }

  for (const [kind, texts] of Object.entries(unreadable)) {
    it(`points at texts ${kind}`, () => {
      for (const [text, expected] of Object.entries(texts)) assert.equal(problem(text), expected, text);
    });
  }

  it('refuses summarised prints, and says how to print them whole', () => {
    for (const text of [
      'tensor([0.1, 0.2,  ..., 0.9])',
      '[0. 1. ... 9.]',
      '[[1, 2],\n ...,\n [3, 4]]',
      '0.1 0.2 ... 0.9',
      '[1, …]',
      '...',
    ]) {
      assert.match(problem(text), /summarised.*torch\.set_printoptions\(threshold=torch\.inf\)/, text);
    }
  });

  it('finds the dtype in the choice, then in the text, then in what is expected', () => {
    const cases: readonly [string, ParseOptions, DType, ParsedTensor['dtypeFrom']][] = [
      ['[1, 2]', {}, 'int64', 'numbers'],
      ['[1, 2]', { expected: 'float32' }, 'float32', 'numbers'],
      ['[1, 2]', { expected: 'int64' }, 'int64', 'numbers'],
      ['[1., 2]', { expected: 'int64' }, 'float32', 'numbers'],
      ['[1., 2]', { expected: 'float64' }, 'float64', 'numbers'],
      ['[True]', { expected: 'float32' }, 'float32', 'numbers'],
      ['[]', { expected: 'int64' }, 'int64', 'numbers'],
      ['tensor([1, 2])', { expected: 'float32' }, 'int64', 'text'],
      ['np.array([1.])', { expected: 'float32' }, 'float64', 'text'],
      ['tensor([1.], dtype=torch.bfloat16)', { expected: 'float32' }, 'bfloat16', 'text'],
      ['tensor([1.], dtype=torch.bfloat16)', { dtype: 'float64' }, 'float64', 'choice'],
      ['[1.]', { dtype: 'auto', expected: 'float64' }, 'float64', 'numbers'],
    ];
    for (const [text, options, dtype, from] of cases) {
      const { tensor, dtypeFrom } = parsed(text, options);
      assert.deepEqual([tensor.dtype, dtypeFrom], [dtype, from], text);
    }
  });

  it('rounds and truncates as torch.tensor does', () => {
    assert.equal(summary('[0.1]', { dtype: 'float16' }), 'float16 (1) 0.0999755859375');
    assert.equal(summary('[0.1]', { dtype: 'bfloat16' }), 'bfloat16 (1) 0.10009765625');
    assert.equal(summary('[70000.]', { dtype: 'float16' }), 'float16 (1) Infinity');
    assert.equal(summary('[-1.7, 1.7]', { dtype: 'int32' }), 'int32 (2) -1 1');
    assert.equal(summary('[-1]', { dtype: 'uint8' }), 'uint8 (1) 255');
    assert.equal(summary('[0., -0.5, nan]', { dtype: 'bool' }), 'bool (3) 0 1 1');
    // By way of float32: directly to float16 it would be 1.0009765625.
    assert.equal(summary('[1.000488281250909]', { dtype: 'float16' }), 'float16 (1) 1');
  });

  it('keeps what a print says besides', () => {
    const { written } = parsed("tensor([1.], device='cuda:1', dtype=torch.float64, grad_fn=<MulBackward0>)");
    assert.deepEqual(written, { device: 'cuda:1', dtype: 'float64', gradFn: 'MulBackward0' });
    assert.equal(parsed('torch.tensor([1.], requires_grad=True)').written.requiresGrad, true);
    assert.equal(parsed('torch.tensor([1.]).requires_grad_()').written.requiresGrad, true);
  });
});

describe('parseTensor of recorded prints', () => {
  /** Whether a number can be one that was printed with four decimals, or with five digits. */
  function isRounded(value: number, printed: number, dtype: DType): boolean {
    // The largest double prints as 1.7977e+308, which is above it.
    if (Object.is(value, printed) || (value === Infinity && printed > 1.7976e308)) return true;
    const size = Math.abs(printed);
    const spacing = dtype === 'bfloat16' ? 2 ** -8 : dtype === 'float16' ? 2 ** -11 : 0;
    return Math.abs(value - printed) <= 5.1e-5 * Math.max(1, size) + spacing * size;
  }

  function sameTensor(actual: Tensor, expected: Tensor, text: string): void {
    assert.equal(actual.dtype, expected.dtype, text);
    assert.deepEqual(actual.shape, expected.shape, text);
    assert.equal(actual.data.length, elementCount(actual.shape));
  }

  it("reads PyTorch's, but for the summarised", () => {
    for (const { tensor, print, options } of readPrints()) {
      if (print.includes('...')) assert.match(problem(print), /summarised/);
      else {
        const read = parsed(print);
        sameTensor(read.tensor, tensor, print);
        for (const [index, value] of read.tensor.data.entries()) {
          assert.ok(isRounded(value, tensor.data[index] ?? NaN, tensor.dtype), `${value} in ${print}`);
        }
        assert.equal(read.written.requiresGrad, options.requiresGrad);
        assert.equal(read.written.gradFn, options.gradFn);
      }
    }
  });

  it("reads NumPy's with all digits, by repr and by str", () => {
    for (const { tensor, numpy } of readPrints()) {
      const { dtype } = tensor;
      const [repr, str] = numpy;
      const read = parsed(repr, dtype === 'bfloat16' ? { dtype } : {}).tensor;
      sameTensor(read, tensor, repr);
      assert.deepEqual(read.data, tensor.data, repr);
      // A bare print of an empty array has no more than one dimension.
      if (tensor.data.length > 0) assert.deepEqual(parsed(str, { dtype }).tensor, tensor, str);
    }
  });

  it("reads Python's lists", () => {
    for (const { tensor, list } of readPrints()) {
      if (tensor.data.length > 0)
        assert.deepEqual(parsed(list, { dtype: tensor.dtype }).tensor, tensor, list);
    }
  });
});
