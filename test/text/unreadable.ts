/** Texts that are no tensors, by what is wrong with them, and what is said then: `line:column+length message`. */
export const unreadable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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
