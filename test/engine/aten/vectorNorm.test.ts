import assert from 'node:assert/strict';
import { backward, Variable } from '../../../src/engine/aten/variable';
import { vectorNorm } from '../../../src/engine/aten/vectorNorm';
import { TorchError } from '../../../src/engine/torchError';
import { tensorOf } from '../tensorOf';

const rows = [
  [1, -2, 2],
  [0, 0, 0],
  [3, 0, -3],
];

function assertClose(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(Number(actual[i]) - value) <= 1e-14 * (1 + Math.abs(value)), `${what}[${String(i)}]`);
  });
}

describe('the norm of vectors', () => {
  // torch.norm(x, p, dim=1) in float64, and the gradient of its sum, by p
  const answers: readonly (readonly [number, readonly number[], readonly number[]])[] = [
    [-1, [0.5, 0, 0], [0.25, -0.0625, 0.0625, 0, 0, 0, 0, 0, 0]],
    [
      0.5,
      [14.656854249492378, 0, 12],
      [3.82842712474619, -2.707106781186547, 2.707106781186547, 0, 0, 0, 2, 0, -2],
    ],
    [1, [5, 0, 6], [1, -1, 1, 0, 0, 0, 1, 0, -1]],
    [
      1.5,
      [3.5387186276812526, 0, 4.762203155904598],
      [
        0.5315902219056544, -0.7517821014438996, 0.7517821014438996, 0, 0, 0, 0.7937005259840998, 0,
        -0.7937005259840998,
      ],
    ],
    [2, [3, 0, 4.242640687119285], [1 / 3, -2 / 3, 2 / 3, 0, 0, 0, Math.SQRT1_2, 0, -Math.SQRT1_2]],
    [
      3,
      [2.571281590658235, 0, 3.7797631496846193],
      [
        0.15125185827401386, -0.6050074330960554, 0.6050074330960554, 0, 0, 0, 0.6299605249474367, 0,
        -0.6299605249474367,
      ],
    ],
    [Infinity, [2, 0, 3], [0, -0.5, 0.5, 0, 0, 0, 0.5, 0, -0.5]],
    [-Infinity, [1, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0]],
  ];

  for (const [p, norms, gradient] of answers) {
    it(`is PyTorch's for p = ${String(p)}`, () => {
      const x = new Variable(tensorOf('float64', rows), true);
      const norm = vectorNorm(x, p, 1);
      assert.deepEqual(norm.shape, [3]);
      assertClose(norm.tensor.data, norms, 'norm');
      backward(norm);
      assertClose(x.gradient?.data ?? [], gradient, 'gradient');
    });
  }

  it('counts for p = 0, which has no gradient', () => {
    const x = new Variable(tensorOf('float64', rows), true);
    const norm = vectorNorm(x, 0, 1);
    assert.deepEqual([...norm.tensor.data], [3, 0, 2]);
    backward(norm);
    assert.equal(x.gradient, undefined);
  });

  it('squares by itself in the gradient for p = -1, where the square may overflow', () => {
    // torch.linalg.vector_norm(x, -1, 1) of x = [big, 2 * big, -big], and the gradient of its sum
    for (const [dtype, big, gradient] of [
      ['float64', 1e160, [NaN, NaN, NaN]],
      ['float32', 3e19, [0, 0, -0]],
    ] as const) {
      const x = new Variable(tensorOf(dtype, [[big, 2 * big, -big]]), true);
      backward(vectorNorm(x, -1, 1));
      assert.deepEqual([...(x.gradient?.data ?? [])], gradient);
    }
  });

  it('goes along any dimension, and can keep it', () => {
    const x = new Variable(tensorOf('float32', rows), false);
    assert.deepEqual(vectorNorm(x, 1, 0).tensor, tensorOf('float32', [4, 2, 5]));
    assert.deepEqual(vectorNorm(x, 1, 1, true).tensor, tensorOf('float32', [[5], [0], [6]]));
  });

  it('of nothing is 0, or refused where there is no such norm', () => {
    const nothing = new Variable({ dtype: 'float32', shape: [2, 0], data: new Float32Array(0) }, false);
    assert.deepEqual(vectorNorm(nothing, 2, 1).tensor, tensorOf('float32', [0, 0]));
    assert.throws(
      () => vectorNorm(nothing, -0.5, 1),
      new TorchError(
        'RuntimeError',
        'linalg.vector_norm cannot compute the -0.5 norm on the dimension 1because this dimension is empty and ' +
          'the operation does not have an identity',
      ),
    );
  });
});
