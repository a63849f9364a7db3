import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluate, type LossCall } from '../../src/engine/evaluate';
import { sigmoid } from '../../src/engine/numeric/sigmoid';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { tensorOf } from './tensorOf';

type Matrix = readonly (readonly number[])[];

const number = fc.double({ min: -30, max: 30, noNaN: true });
const sizes = fc.record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 5 }) });

/** Two matrices of one size, and a class for each row. */
const batch = sizes.chain(({ rows, columns }) => {
  const matrix = fc.array(fc.array(number, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });
  const classes = fc.array(fc.integer({ min: 0, max: columns - 1 }), { minLength: rows, maxLength: rows });
  return fc.record({ x: matrix, y: matrix, classes });
});

const pairwise = ['MSELoss', 'L1Loss', 'SmoothL1Loss', 'HuberLoss'] as const;

function run(
  loss: string,
  input: Matrix,
  target: Tensor,
  parameters: Readonly<Record<string, ParameterValue>> = {},
): { readonly loss: readonly number[]; readonly gradient: readonly number[] } {
  const call: LossCall = {
    loss,
    parameters,
    inputs: { input: tensorOf('float64', input), target },
    gradients: ['input'],
  };
  const result = evaluate(call);
  return { loss: [...result.loss.data], gradient: [...(result.gradients['input']?.data ?? [])] };
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    const other = expected[i] ?? NaN;
    const scale = 1 + Math.abs(other);
    assert.ok(Math.abs(value - other) <= 1e-9 * scale, `${String(value)} is not ${String(other)}`);
  });
}

function scaled(values: readonly number[], factor: number): number[] {
  return values.map((value) => value * factor);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function reversed<T>(values: readonly T[]): T[] {
  return [...values].reverse();
}

function matrix(values: Matrix): Tensor {
  return tensorOf('float64', values);
}

function logSoftmax(x: Matrix): Matrix {
  return x.map((row) => {
    const largest = Math.max(...row);
    const log = largest + Math.log(total(row.map((value) => Math.exp(value - largest))));
    return row.map((value) => value - log);
  });
}

describe('laws', () => {
  it('the sum and the mean are those of the elements', () => {
    fc.assert(
      fc.property(batch, fc.constantFrom(...pairwise, 'BCEWithLogitsLoss'), ({ x, y }, loss) => {
        const elements = run(loss, x, matrix(y), { reduction: 'none' });
        const sum = run(loss, x, matrix(y), { reduction: 'sum' });
        const mean = run(loss, x, matrix(y));
        const count = elements.loss.length;
        assertClose(sum.loss, [total(elements.loss)]);
        assertClose(mean.loss, [total(elements.loss) / count]);
        assertClose(sum.gradient, elements.gradient);
        assertClose(mean.gradient, scaled(elements.gradient, 1 / count));
      }),
    );
  });

  it('Huber is delta times SmoothL1 of that beta', () => {
    fc.assert(
      fc.property(batch, fc.double({ min: 0.01, max: 20, noNaN: true }), ({ x, y }, delta) => {
        const huber = run('HuberLoss', x, matrix(y), { delta });
        const smooth = run('SmoothL1Loss', x, matrix(y), { beta: delta });
        assertClose(huber.loss, scaled(smooth.loss, delta));
        assertClose(huber.gradient, scaled(smooth.gradient, delta));
      }),
    );
  });

  it('SmoothL1 of beta 0 is L1', () => {
    fc.assert(
      fc.property(batch, ({ x, y }) => {
        assert.deepEqual(run('SmoothL1Loss', x, matrix(y), { beta: 0 }), run('L1Loss', x, matrix(y)));
      }),
    );
  });

  it('cross entropy is the negative log-likelihood of log-softmax', () => {
    fc.assert(
      fc.property(batch, ({ x, classes }) => {
        const target = tensorOf('int64', classes);
        const direct = run('CrossEntropyLoss', x, target, { reduction: 'none' });
        assertClose(direct.loss, run('NLLLoss', logSoftmax(x), target, { reduction: 'none' }).loss);
      }),
    );
  });

  it('smoothing by 0 or less is none, by 1 forgets the target', () => {
    fc.assert(
      fc.property(batch, ({ x, classes }) => {
        const target = tensorOf('int64', classes);
        const plain = run('CrossEntropyLoss', x, target);
        assert.deepEqual(run('CrossEntropyLoss', x, target, { label_smoothing: 0 }), plain);
        assert.deepEqual(run('CrossEntropyLoss', x, target, { label_smoothing: -0.5 }), plain);
        const other = tensorOf(
          'int64',
          classes.map((_, row) => (x[row]?.length ?? 1) - 1),
        );
        assertClose(
          run('CrossEntropyLoss', x, target, { label_smoothing: 1 }).loss,
          run('CrossEntropyLoss', x, other, { label_smoothing: 1 }).loss,
        );
      }),
    );
  });

  it('one-hot probabilities give what class indices give, smoothing included', () => {
    fc.assert(
      fc.property(batch, fc.constantFrom(0, 0.1, 0.7), ({ x, classes }, smoothing) => {
        const oneHot = x.map((row, n) => row.map((_, c) => (c === classes[n] ? 1 : 0)));
        const ofIndices = run('CrossEntropyLoss', x, tensorOf('int64', classes), {
          label_smoothing: smoothing,
        });
        const ofProbabilities = run('CrossEntropyLoss', x, matrix(oneHot), { label_smoothing: smoothing });
        assertClose(ofProbabilities.loss, ofIndices.loss);
        assertClose(ofProbabilities.gradient, ofIndices.gradient);
      }),
    );
  });

  it('a shift of all scores of a sample changes nothing in cross entropy', () => {
    fc.assert(
      fc.property(batch, number, ({ x, classes }, shift) => {
        const target = tensorOf('int64', classes);
        const moved = x.map((row) => row.map((value) => value + shift));
        assertClose(run('CrossEntropyLoss', moved, target).loss, run('CrossEntropyLoss', x, target).loss);
        const { gradient } = run('CrossEntropyLoss', x, target, { reduction: 'sum' });
        assertClose([total(gradient)], [0]);
      }),
    );
  });

  it('an ignored target counts as if its row were not there', () => {
    fc.assert(
      fc.property(batch, fc.constantFrom('CrossEntropyLoss', 'NLLLoss'), ({ x, classes }, loss) => {
        const extended = run(loss, [...x, x[0] ?? []], tensorOf('int64', [...classes, -100]));
        const plain = run(loss, x, tensorOf('int64', classes));
        assertClose(extended.loss, plain.loss);
        assertClose(extended.gradient.slice(0, plain.gradient.length), plain.gradient);
        assert.ok(extended.gradient.slice(plain.gradient.length).every((value) => value === 0));
      }),
    );
  });

  it('equal class weights change a sum by their factor and a mean not at all', () => {
    fc.assert(
      fc.property(batch, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ x, classes }, factor) => {
        const target = tensorOf('int64', classes);
        const weight = tensorOf('float64', Array<number>(x[0]?.length ?? 0).fill(factor));
        const mean = run('CrossEntropyLoss', x, target, { weight });
        assertClose(mean.loss, run('CrossEntropyLoss', x, target).loss);
        const sum = run('CrossEntropyLoss', x, target, { weight, reduction: 'sum' });
        assertClose(sum.loss, scaled(run('CrossEntropyLoss', x, target, { reduction: 'sum' }).loss, factor));
      }),
    );
  });

  it('the order of a batch does not matter', () => {
    fc.assert(
      fc.property(batch, ({ x, y, classes }) => {
        const target = tensorOf('int64', classes);
        const turned = tensorOf('int64', reversed(classes));
        assertClose(
          run('CrossEntropyLoss', reversed(x), turned).loss,
          run('CrossEntropyLoss', x, target).loss,
        );
        for (const loss of pairwise) {
          assertClose(run(loss, reversed(x), matrix(reversed(y))).loss, run(loss, x, matrix(y)).loss);
        }
      }),
    );
  });

  it('BCE of logits is BCE of their sigmoid', () => {
    fc.assert(
      fc.property(batch, ({ x, y }) => {
        const labels = matrix(y.map((row) => row.map((value) => (value + 30) / 60)));
        const calm = x.map((row) => row.map((value) => value / 3));
        const probabilities = calm.map((row) => row.map((logit) => sigmoid(logit)));
        assertClose(run('BCEWithLogitsLoss', calm, labels).loss, run('BCELoss', probabilities, labels).loss);
      }),
    );
  });

  it('the multi-label margin loss of one label is the multi-class one', () => {
    fc.assert(
      fc.property(batch, ({ x, classes }) => {
        const labels = x.map((row, i) => row.map((_, k) => (k === 0 ? (classes[i] ?? 0) : -1)));
        const several = run('MultiLabelMarginLoss', x, tensorOf('int64', labels));
        const one = run('MultiMarginLoss', x, tensorOf('int64', classes));
        assertClose(several.loss, one.loss);
        assertClose(several.gradient, one.gradient);
      }),
    );
  });

  it('two classes of cross entropy are one logit of BCE', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 6 }), (logits) => {
        const pairs = logits.map((logit) => [0, logit]);
        const classes = logits.map((_, i) => i % 2);
        assertClose(
          run('CrossEntropyLoss', pairs, tensorOf('int64', classes)).loss,
          run('BCEWithLogitsLoss', [logits], tensorOf('float64', [classes])).loss,
        );
      }),
    );
  });
});
