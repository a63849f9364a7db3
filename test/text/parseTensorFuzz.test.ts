import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dtypes, elementCount, type Tensor } from '../../src/engine/tensor/tensor';
import { parseTensor } from '../../src/text/parseTensor';
import { readPrints } from './prints';

/** How many texts are derived from real prints, and how many come from nowhere. More by hand: `FUZZ_RUNS=1000000`. */
const derived = Number(process.env['FUZZ_RUNS'] ?? 100_000);
const fromNowhere = Number(process.env['FUZZ_RUNS'] ?? 3000);

/** Prints of every kind, and forms that no program prints. */
const seeds = [
  ...readPrints().flatMap(({ print, numpy, list }) => [print, ...numpy, list]),
  '[1 2; 3 4]',
  '1, 2; 3, 4',
  'a,b\n1,2\n3,4',
  '"x";y\n1.5;2\n',
  'x = torch.tensor([[1, 2]], dtype=torch.float16, device="cuda:0").view(2, -1)  # a comment',
  'Parameter containing:\ntensor([1., 2.], requires_grad=True)',
  'np.array([[1e-3, 1_000], [float("nan"), -np.inf]], np.float32)',
  'tensor([], size=(0, 3), dtype=torch.int64)',
  '[np.float64(1.5), tensor(2.)]',
  '((1, 2), (3,),)',
  '     a  b\n0  1.5  3\n1  2.5  4\n\n[2 rows x 2 columns]',
  'x    1.5\ny    NaN\nName: loss, dtype: float64',
  ',a,b\n0,1.5,3\n1,2.5,4\n',
  '|    |   a |   b |\n|---:|----:|----:|\n|  0 | 1.5 |   3 |',
  '[1]  1  2  3\n[4]  4  5',
  '     [,1] [,2]\n[1,]    1    3\n[2,]    2    4',
  '2×2 Matrix{Int64}:\n 1  2\n 3  4',
  "<tf.Variable 'w:0' shape=(2,) dtype=float32, numpy=array([1., 2.], dtype=float32)>",
  'Array([[1., 2.]], dtype=bfloat16, weak_type=True)',
].filter((text) => text.length < 2000);

const pieces = fc.constantFrom(
  ...[
    '[',
    ']',
    '(',
    ')',
    ',',
    ';',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '.',
    '...',
    '…',
    '-',
    '−',
    '+',
    'e',
    '_',
    '#',
    '"',
    "'",
  ],
  ...[
    'nan',
    'inf',
    '-inf',
    'True',
    'None',
    'tensor(',
    'np.array(',
    'dtype=torch.int8',
    ', size=(0, 3)',
    '.view(-1)',
    '=',
  ],
  ...[
    '0',
    '1',
    '9007199254740993',
    '1e400',
    '.5',
    '[]',
    '[[',
    ']]',
    '🙂',
    '\u00a0',
    '\0',
    '\ud800',
    'requires_grad=True',
  ],
);

type Mutation = readonly [
  kind: 'insert' | 'delete' | 'double' | 'swap' | 'cut',
  at: number,
  length: number,
  piece: string,
];

const mutation: fc.Arbitrary<Mutation> = fc.tuple(
  fc.constantFrom('insert', 'delete', 'double', 'swap', 'cut'),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 1, max: 12 }),
  pieces,
);

function mutate(text: string, [kind, where, length, piece]: Mutation): string {
  const at = Math.floor(where * text.length);
  const part = text.slice(at, at + length);
  const before = text.slice(0, at);
  const after = text.slice(at + length);
  switch (kind) {
    case 'insert':
      return before + piece + part + after;
    case 'delete':
      return before + after;
    case 'double':
      return before + part + part + after;
    case 'swap':
      return before + after.slice(0, length) + part + after.slice(length);
    case 'cut':
      return before;
  }
}

/** The shape of nested lists, `undefined` where they are irregular or hold something else than numbers. */
function shapeOf(value: unknown): readonly number[] | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return [];
  if (!Array.isArray(value)) return undefined;
  const [first = [], ...others] = value.map(shapeOf);
  const regular =
    !value.map(shapeOf).includes(undefined) && others.every((other) => String(other) === String(first));
  return regular ? [value.length, ...first] : undefined;
}

/** Whether there is a number in it that may have been a whole one beyond those that a double holds exactly. */
function holdsHuge(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsHuge);
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** Where the text is JSON, JSON.parse says what the tensor must be. Whole numbers that are not exact may be refused. */
function checkJson(text: string, tensor: Tensor | undefined): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  if (!Array.isArray(value) || (tensor === undefined && holdsHuge(value))) return;
  assert.deepEqual(tensor?.shape, shapeOf(value), text);
  const numbers = value.flat(Infinity).map(Number);
  tensor?.data.forEach((each, at) => {
    const number = numbers[at] ?? NaN;
    assert.ok(each === (tensor.dtype === 'float32' ? Math.fround(number) : number), text);
  });
}

/** A tensor whose shape and numbers agree, or a problem at a place in the text. */
function check(text: string): void {
  const result = parseTensor(text);
  checkJson(text, result.ok ? result.tensor : undefined);
  if (result.ok) {
    const { dtype, shape, data } = result.tensor;
    assert.ok(dtypes.includes(dtype));
    assert.ok(shape.length <= 64 && shape.every((size) => Number.isSafeInteger(size) && size >= 0));
    assert.equal(data.length, elementCount(shape));
    // A number is written with at least one character of its own.
    assert.ok(data.length <= text.length);
  } else {
    const { message, offset, length, line, column } = result.problem;
    assert.ok(message.length > 0);
    assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length);
    const lines = text.slice(0, offset).split(/\r\n?|\n/);
    assert.deepEqual([line, column], [lines.length, (lines.at(-1)?.length ?? 0) + 1]);
  }
}

describe('parseTensor under mutation', () => {
  it('gives a tensor or a problem with its place, whatever the text', function () {
    this.timeout(0);
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        (seed, mutations) => {
          check(mutations.reduce(mutate, seed));
        },
      ),
      { numRuns: derived },
    );
  });

  it('does the same for text from nowhere', function () {
    this.timeout(0);
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => check(parts.join(''))),
      { numRuns: fromNowhere },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check), { numRuns: fromNowhere });
  });

  it('takes lists in lists for what JSON says they are, regular or not', function () {
    this.timeout(0);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3, depthSize: 'medium' }, tie('number'), tie('list'), tie('list')),
      list: fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'lists' }),
      number: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    }));
    const lists = fc.array(value, { maxLength: 4 }).map((list) => JSON.stringify(list));
    fc.assert(fc.property(lists, check), { numRuns: 10 * fromNowhere });
  });

  it('takes time in proportion to hostile texts', () => {
    const times = 200_000;
    const hostile = [
      '[',
      '(',
      'tensor(',
      '1e',
      '-',
      'a',
      '[],',
      '[1],',
      '#\n',
      '\\\n',
      "'",
      '1_',
      '.',
      ';',
      '1;',
      '\t',
      'x=',
      '<',
      'a.',
      '1\n\n',
      '"1",',
      'nan ',
      '[1 ',
      '|',
      '| 1 ',
      '[1] ',
      '[1] 1\n',
      ' a\n',
      ',a\n',
      '\ta',
      '\n\n  ',
      '<tf.Tensor numpy=',
      ' dtype: x',
      '1j+',
      'torch.zeros(',
      'torch.tensor([1]).float()',
      '\r',
      ' ',
    ];
    for (const piece of hostile) check(piece.repeat(times));
    for (const piece of hostile) check(`[1, ${piece.repeat(times)}`);
    for (const piece of hostile) check(`tensor([1], dtype=${piece.repeat(times)}`);
    for (const piece of hostile) check(`   a\n0 1\n${piece.repeat(times)}`);
    for (const piece of hostile) check(`${piece.repeat(times)}\ndtype: float64`);
  });
});
