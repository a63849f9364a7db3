import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluate } from '../../src/engine/evaluate';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import { tensorOf, type Nested } from './tensorOf';

const number = fc.double({ min: -20, max: 20, noNaN: true });
const sign = fc.constantFrom(-1, 1);
const margin = fc.double({ min: 0.01, max: 5, noNaN: true });

/** Numbers, as many others, and a sign for each. */
const pairs = fc
  .array(fc.record({ x: number, y: number, t: sign }), { minLength: 1, maxLength: 12 })
  .map((rows) => ({ x: rows.map(({ x }) => x), y: rows.map(({ y }) => y), t: rows.map(({ t }) => t) }));

/** Three matrices of one size. */
const triplets = fc
  .record({ rows: fc.integer({ min: 1, max: 4 }), columns: fc.integer({ min: 1, max: 4 }) })
  .chain(({ rows, columns }) => {
    const row = fc.array(number, { minLength: columns, maxLength: columns });
    const matrix = fc.array(row, { minLength: rows, maxLength: rows });
    return fc.record({ a: matrix, p: matrix, n: matrix });
  });

function run(
  loss: string,
  inputs: Readonly<Record<string, Nested>>,
  parameters: Readonly<Record<string, ParameterValue>> = {},
): { readonly loss: readonly number[]; readonly gradients: readonly (readonly number[])[] } {
  const { loss: value, gradients } = evaluate({
    loss,
    parameters: { reduction: 'none', ...parameters },
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, values]) => [name, tensorOf('float64', values)]),
    ),
    gradients: Object.keys(inputs).filter((name) => name !== 'target'),
  });
  return {
    loss: [...value.data],
    gradients: Object.values(gradients).map((each) => [...(each?.data ?? [])]),
  };
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    const other = expected[i] ?? NaN;
    assert.ok(Math.abs(value - other) <= 1e-9 * (1 + Math.abs(other)), `${String(value)}, ${String(other)}`);
  });
}

function negated(values: readonly number[]): number[] {
  return values.map((value) => 0 - value);
}

describe('laws of margin, embedding and likelihood losses', () => {
  it('the soft margin loss is BCE of logits, with labels of 0 and 1', () => {
    fc.assert(
      fc.property(pairs, ({ x, t }) => {
        const soft = run('SoftMarginLoss', { input: x, target: t });
        const binary = run('BCEWithLogitsLoss', { input: x, target: t.map((label) => (label + 1) / 2) });
        assertClose(soft.loss, binary.loss);
        assertClose(soft.gradients.flat(), binary.gradients.flat());
      }),
    );
  });

  it('the multi-label soft margin loss is the mean of BCE over the classes', () => {
    fc.assert(
      fc.property(pairs, ({ x, t }) => {
        const target = t.map((label) => (label + 1) / 2);
        const one = run('MultiLabelSoftMarginLoss', { input: [x], target: [target] });
        const { loss } = evaluate({
          loss: 'BCEWithLogitsLoss',
          inputs: { input: tensorOf('float64', x), target: tensorOf('float64', target) },
        });
        assertClose(one.loss, [...loss.data]);
      }),
    );
  });

  it('the ranking of a pair turned round is that of the opposite target', () => {
    fc.assert(
      fc.property(pairs, margin, ({ x, y, t }, gap) => {
        const there = run('MarginRankingLoss', { input1: x, input2: y, target: t }, { margin: gap });
        const back = run('MarginRankingLoss', { input1: y, input2: x, target: negated(t) }, { margin: gap });
        assertClose(there.loss, back.loss);
        assertClose(there.gradients[0] ?? [], back.gradients[1] ?? []);
      }),
    );
  });

  it('the hinge of dissimilar pairs is a ranking of 0 against the distance', () => {
    fc.assert(
      fc.property(pairs, margin, ({ x, t }, gap) => {
        const zeros = x.map(() => 0);
        const hinge = run('HingeEmbeddingLoss', { input: x, target: t.map(() => -1) }, { margin: gap });
        const ranking = run(
          'MarginRankingLoss',
          { input1: x, input2: zeros, target: t.map(() => 1) },
          { margin: gap },
        );
        assertClose(hinge.loss, ranking.loss);
        assertClose(hinge.gradients[0] ?? [], ranking.gradients[0] ?? []);
        const similar = run('HingeEmbeddingLoss', { input: x, target: t.map(() => 1) }, { margin: gap });
        assertClose(similar.loss, x);
      }),
    );
  });

  it('the lengths of vectors do not matter to the cosine', () => {
    fc.assert(
      fc.property(triplets, sign, fc.double({ min: 0.5, max: 4, noNaN: true }), ({ a, p }, label, factor) => {
        const target = a.map(() => label);
        // Vectors of length 0 have no direction.
        const input1 = a.map((row) => row.map((value) => (value < 0 ? value - 1 : value + 1)));
        const input2 = p.map((row) => row.map((value) => (value < 0 ? value - 1 : value + 1)));
        const plain = run('CosineEmbeddingLoss', { input1, input2, target });
        const scaled = input1.map((row) => row.map((value) => factor * value));
        const longer = run('CosineEmbeddingLoss', { input1: scaled, input2, target });
        assertClose(longer.loss, plain.loss);
      }),
    );
  });

  it('triplets without a distance function are those of the Euclidean norm', () => {
    fc.assert(
      fc.property(triplets, margin, fc.boolean(), ({ a, p, n }, gap, swap) => {
        const inputs = { anchor: a, positive: p, negative: n };
        const plain = run('TripletMarginLoss', inputs, { margin: gap, swap });
        assert.deepEqual(run('TripletMarginWithDistanceLoss', inputs, { margin: gap, swap }), plain);
      }),
    );
  });

  it('the swap never lowers a triplet loss', () => {
    fc.assert(
      fc.property(triplets, fc.constantFrom(1, 2, 3, Infinity), ({ a, p, n }, norm) => {
        const inputs = { anchor: a, positive: p, negative: n };
        const plain = run('TripletMarginLoss', inputs, { p: norm });
        const swapped = run('TripletMarginLoss', inputs, { p: norm, swap: true });
        swapped.loss.forEach((value, i) => {
          assert.ok(value >= (plain.loss[i] ?? NaN));
        });
      }),
    );
  });

  it('the divergence of a distribution from itself is 0, and from any other positive', () => {
    const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(weights, weights, (first, second) => {
        fc.pre(first.length === second.length);
        const distribution = (values: readonly number[]): number[] => {
          const total = values.reduce((sum, value) => sum + value, 0);
          return values.map((value) => value / total);
        };
        const [p, q] = [distribution(first), distribution(second)];
        const divergence = (input: readonly number[], isLog: boolean): number => {
          const target = isLog ? p.map(Math.log) : p;
          const parameters = { reduction: 'sum', log_target: isLog };
          return run('KLDivLoss', { input: input.map(Math.log), target }, parameters).loss[0] ?? NaN;
        };
        assert.ok(Math.abs(divergence(p, false)) < 1e-12);
        assert.ok(divergence(q, false) > -1e-12);
        assertClose([divergence(q, true)], [divergence(q, false)]);
      }),
    );
  });

  it('Poisson of a log rate is Poisson of the rate', () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), ({ x, y }, full) => {
        const log = x.map((value) => value / 5);
        const target = y.map((value) => Math.floor(Math.abs(value)));
        const ofLog = run('PoissonNLLLoss', { log_input: log, target }, { full });
        const ofRate = run(
          'PoissonNLLLoss',
          { log_input: log.map(Math.exp), target },
          { full, log_input: false, eps: 0 },
        );
        assertClose(ofLog.loss, ofRate.loss);
      }),
    );
  });

  it('Gauss of variance 1 is half the squared error', () => {
    fc.assert(
      fc.property(pairs, ({ x, y }) => {
        const squared = run('MSELoss', { input: x, target: y });
        const ones = x.map(() => 1);
        const gauss = run('GaussianNLLLoss', { input: x, target: y, var: ones });
        assertClose(
          gauss.loss,
          squared.loss.map((value) => value / 2),
        );
      }),
    );
  });
});
