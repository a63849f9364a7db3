import assert from 'node:assert/strict';
import { elementCount, type DType, type Tensor } from '../../src/engine/tensor/tensor';
import type { ParsedTensor, ParseOptions } from '../../src/text/parseResult';
import { parseTensor } from '../../src/text/parseTensor';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { readPrints } from './prints';

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

  const unreadable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'where something else was expected': {
      '': '1:1+0 expected a tensor, found the end of the text',
      ' \n # nothing\n': '3:1+0 expected a tensor, found the end of the text',
      '[1, 2': "1:6+0 expected ',' or ']' for the '[' opened at line 1, column 1, found the end of the text",
      'torch.tensor([1]':
        "1:17+0 expected ')' for the torch.tensor( opened at line 1, column 1, found the end of the text",
      '[1, 2)': "1:6+1 expected ',' or ']', found ')'",
      '(1, 2]': "1:6+1 expected ',' or ')', found ']'",
      '[1, 2]]': "1:7+1 expected the end of the text, found ']'",
      '[1,, 2]': "1:4+1 expected a number or '[', found ','",
      '[1,\n 2,\n x]': "3:2+1 expected a number or '[', found 'x'",
      '[1, 2 3]': "1:7+1 expected ',' or ']', found '3'",
      '[1 2, 3]': "1:5+1 expected a blank or ']', found ','",
      '[1.2.3]': "1:5+2 expected ',' or ']', found '.3'",
      '[1 - 2]': "1:4+1 expected a number, found '-'",
      '[1-2]': "1:3+1 expected ',' or ']', found '-'",
      'torch.tensor([1 -2])': "1:17+1 expected ',' or ']', found '-'",
      'np.array([[1 2]])': "1:14+1 expected ',' or ']', found '2'",
      '[1__0]': "1:3+3 expected ',' or ']', found '__0'",
      '[1 2]; 3': "1:8+1 expected the end of the text, found '3'",
      '["a"]': "1:2+1 expected a number or '[', found '\"'",
      hello: "1:1+5 expected a number, found 'hello'",
      '1 2 x': "1:5+1 expected a number, found 'x'",
      '[1, 🙂]': "1:5+2 expected a number or '[', found '🙂'",
      'x = [1]\ny = [2]': '2:1+1 expected the end of the text: one field takes one tensor',
    },
    'whose shape is none': {
      '[[1, 2, 3], [4, 5]]': '1:13+6 expected sequence of length 3 at dim 1 (got 2)',
      '[[[1], [2]], [[3]]]': '1:14+5 expected sequence of length 2 at dim 1 (got 1)',
      '[1, 2], [3]': '1:9+3 expected sequence of length 2 at dim 1 (got 1)',
      '[[1], 2]': '1:7+1 expected a list here, as before, and not a number',
      '[1, [2]]': '1:5+1 expected a number here, as before, and not a list',
      '[(1, 2), (3)]': "1:12+1 expected ',': a tuple of one is written (x,)",
      '1 2\n3': '2:1+1 expected 2 numbers in this row, as in the first (got 1)',
      '1\n2\n3 4': '3:1+3 expected 1 numbers in this row, as in the first (got 2)',
      '[1 2; 3]': '1:8+1 expected sequence of length 2 at dim 1 (got 1)',
      'tensor([1, 2], size=(0, 3))': "1:21+1 this size doesn't fit the numbers",
      'torch.tensor([1, 2]).view(3)': "1:21+1 the shape [2] can't become this one",
      [`${'['.repeat(65)}1${']'.repeat(65)}`]: '1:65+1 a tensor has at most 64 dimensions',
    },
    'that can be read in two ways': {
      '1,2;3,4':
        "1:4+1 this can be read in two ways: write '; ' and ', ' with a blank for MATLAB's rows, or decimal points in CSV",
      '1,5\t2,5':
        '1:4+1 a comma inside a number? Write numbers with a decimal point (1.5), and separate them by blanks, commas or tabs',
      '1\t2,5':
        '1:4+1 a comma inside a number? Write numbers with a decimal point (1.5), and separate them by blanks, commas or tabs',
      '1,,3': '1:3+1 an empty cell: write nan for a missing number',
      '1\t\t3': '1:3+1 an empty cell: write nan for a missing number',
      ',a\n5,1\n7,2': '1:1+1 the first column has no name: if it only numbers the rows, leave it out',
      'a,b\n0,1,2': '2:1+1 the header names 2 columns, this row has 3 numbers',
    },
    'with the way out': {
      '[1, None]': '1:5+4 None is not a number: write nan for a missing one',
      '[1, null]': '1:5+4 null is not a number: write nan for a missing one',
      '{"a": 1}': '1:1+1 a dictionary holds tensors by their names: paste the one that you mean',
      'torch.rand(2, 3)':
        '1:1+10 torch.rand(...) is not evaluated here: paste numbers, torch.tensor(...) or what print() shows',
      'torch.tensor([1.]).sum()': '1:19+4 .sum() is not followed here: paste what the expression gives',
      'torch.empty(2)': '1:1+12 the numbers of an empty tensor are not known',
      'torch.zeros(9_9, 3)': "1:13+3 expected a size, found '9_9'",
      'torch.zeros(99999, 99999)': '1:1+12 more than 10 million elements are not held here',
      'torch.full((2,))': '1:1+11 expected one fill_value',
      '[torch.zeros(2), torch.ones(2)]': '1:2+11 torch.zeros(...) inside a list is not evaluated here',
      'tensor([1.+2.j])': '1:11+4 complex numbers are not read here: paste x.real, x.imag or x.abs()',
      '[1j, 2]': '1:3+1 complex numbers are not read here: paste x.real, x.imag or x.abs()',
      '1e-3-2.5e+1j': '1:5+8 complex numbers are not read here: paste x.real, x.imag or x.abs()',
      'a\n1.5\n""\n': '3:2+1 an empty cell: write nan for a missing number',
      '   weight kg  b\n0  1.5  3\n1  2.5  4':
        '1:4+12 the header does not fit the rows: paste the table as df.to_csv(index=False) or print(df.values) gives it',
      'tensor([1.], dtype=torch.complex64)':
        "1:20+15 the dtype torch.complex64 isn't one that the playground has: float64, float32, float16, bfloat16, int64, int32, int16, int8, uint8, bool",
      'tensor(indices=tensor([[0]]), values=tensor([1.]), size=(2,), nnz=1)':
        '1:8+7 a sparse tensor: print x.to_dense() and paste that',
      'tensor([300], dtype=torch.int8)': '1:9+1 value cannot be converted to type int8 without overflow',
      'tensor([1, 300.5], dtype=torch.uint8)':
        '1:12+1 value cannot be converted to type uint8 without overflow',
      '[1, 9007199254740993]': '1:5+1 whole numbers beyond 2**53 are not held exactly here',
    },
  };

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
