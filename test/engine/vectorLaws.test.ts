import assert from 'node:assert/strict';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { assertClose, forAny, gradientOf, lossOf, mapped, rowsOf, total } from './law';
import { randomCalls } from './random/calls';
import type { Draw } from './random/draw';

function tripletsOf(draw: Draw): Readonly<Record<'anchor' | 'positive' | 'negative', Tensor>> {
  const shape = [draw.integer(1, 4), draw.integer(1, 4)];
  return { anchor: draw.real(shape), positive: draw.real(shape), negative: draw.real(shape) };
}

function norm(u: readonly number[], v: readonly number[], p: number, eps: number): number {
  const sizes = u.map((value, k) => Math.abs(value - (v[k] ?? NaN) + eps));
  return p === Infinity ? Math.max(...sizes) : total(sizes.map((size) => size ** p)) ** (1 / p);
}

/** Vectors that are not so short that what keeps lengths from 0 shows; the losses have different ways of that. */
function long(tensor: Tensor): Tensor {
  return mapped((value) => value + (value < 0 ? -1 : 1), tensor);
}

describe('laws of losses of vectors', () => {
  it('a triplet loss is the hinge of its distances, the smaller one of two with swap', () => {
    forAny((draw) => {
      const { anchor, positive, negative } = tripletsOf(draw);
      const [p, eps, margin, swap] = [
        draw.pick(1, 2, 3, 1.5, Infinity),
        draw.pick(1e-6, draw.between(0, 0.5)),
        draw.between(0.1, 3),
        draw.chance(0.5),
      ];
      const { loss } = lossOf('TripletMarginLoss', { anchor, positive, negative }, { p, eps, margin, swap });
      const expected = rowsOf(anchor).map((a, i) => {
        const [near, far] = [rowsOf(positive)[i] ?? [], rowsOf(negative)[i] ?? []];
        const apart = norm(a, far, p, eps);
        const away = swap ? Math.min(apart, norm(near, far, p, eps)) : apart;
        return Math.max(0, norm(a, near, p, eps) - away + margin);
      });
      assertClose(loss.data, expected);
    });
  });

  it('triplets can be moved together: their gradients add up to 0', () => {
    forAny((draw) => {
      const inputs = tripletsOf(draw);
      const shift = draw.between(-3, 3);
      const isNorm = draw.chance(0.5);
      const [loss, parameters] = isNorm
        ? (['TripletMarginLoss', { p: draw.pick(1, 2, 3, Infinity), swap: draw.chance(0.5) }] as const)
        : ([
            'TripletMarginWithDistanceLoss',
            { distance_function: 'l_inf', swap: draw.chance(0.5) },
          ] as const);
      const moved = Object.fromEntries(
        Object.entries(inputs).map(([name, tensor]) => [name, mapped((value) => value + shift, tensor)]),
      );
      const plain = lossOf(loss, { ...inputs }, parameters);
      assertClose(lossOf(loss, moved, parameters).loss.data, plain.loss.data);
      const [a, p, n] = ['anchor', 'positive', 'negative'].map((name) => gradientOf(plain, name));
      assert.ok(a && p && n);
      const sums = mapped((...slopes) => total(slopes), a, p, n);
      assertClose(sums.data, new Float64Array(sums.data.length));
    });
  });

  it('triplets by the cosine compare two cosine embedding losses', () => {
    forAny((draw) => {
      const triplets = tripletsOf(draw);
      const [anchor, positive, negative] = [
        long(triplets.anchor),
        long(triplets.positive),
        long(triplets.negative),
      ];
      const margin = draw.between(0.1, 2);
      const similar = mapped(() => 1, draw.real([anchor.shape[0] ?? 0]));
      const distance = (other: Tensor): Tensor =>
        lossOf(
          'CosineEmbeddingLoss',
          { input1: anchor, input2: other, target: similar },
          {},
          { gradients: [] },
        ).loss;
      const expected = mapped(
        (near, far = NaN) => Math.max(0, near - far + margin),
        distance(positive),
        distance(negative),
      );
      const found = lossOf(
        'TripletMarginWithDistanceLoss',
        { anchor, positive, negative },
        { distance_function: '1 - cosine_similarity', margin },
      );
      assertClose(found.loss.data, expected.data);
    });
  });

  it('the cosine does not mind which vector is first, and its gradient never changes a length', () => {
    forAny((draw) => {
      const { inputs, parameters } = randomCalls['CosineEmbeddingLoss']?.(draw) ?? assert.fail();
      const [input1, input2] = [long(inputs['input1'] as Tensor), long(inputs['input2'] as Tensor)];
      const { target } = inputs as { target: Tensor };
      const gradients = ['input1', 'input2'];
      const there = lossOf('CosineEmbeddingLoss', { input1, input2, target }, parameters, { gradients });
      const turned = { input1: input2, input2: input1, target };
      const back = lossOf('CosineEmbeddingLoss', turned, parameters, { gradients });
      assertClose(there.loss.data, back.loss.data);
      assertClose(gradientOf(there, 'input1').data, gradientOf(back, 'input2').data);
      const along = mapped((value, slope = NaN) => value * slope, input1, gradientOf(there, 'input1'));
      for (const row of rowsOf(along)) assert.ok(Math.abs(total(row)) < 1e-9);
    });
  });

  it('only the difference of two scores counts in their ranking', () => {
    forAny((draw) => {
      const { inputs, parameters } = randomCalls['MarginRankingLoss']?.(draw) ?? assert.fail();
      const { input1, input2, target } = inputs as { input1: Tensor; input2: Tensor; target: Tensor };
      const shift = draw.between(-3, 3);
      const plain = lossOf('MarginRankingLoss', inputs, parameters);
      const moved = {
        input1: mapped((value) => value + shift, input1),
        input2: mapped((value) => value + shift, input2),
        target,
      };
      assertClose(lossOf('MarginRankingLoss', moved, parameters).loss.data, plain.loss.data);
      const [first, second] = [gradientOf(plain, 'input1'), gradientOf(plain, 'input2')];
      assertClose([total(first.data)], [-total(second.data)]);
    });
  });

  it('a target that is neither 1 nor -1 adds both terms of the hinge, and none of the cosine', () => {
    forAny((draw) => {
      const shape = draw.shape();
      const margin = draw.between(0, 3);
      const input = draw.real(shape, -1, 4);
      const filled = (label: number): Tensor => mapped(() => label, input);
      const [similar, apart, odd] = [1, -1, draw.pick(0, 2, 0.5)].map(
        (label) =>
          lossOf('HingeEmbeddingLoss', { input, target: filled(label) }, { margin }, { gradients: [] }).loss,
      );
      assert.ok(similar && apart && odd);
      assertClose(odd.data, mapped((a, b = NaN) => a + b, similar, apart).data);
      const vectors = {
        input1: draw.real([3, 2]),
        input2: draw.real([3, 2]),
        target: mapped(() => 0, draw.real([3])),
      };
      const cosine = lossOf('CosineEmbeddingLoss', vectors, { margin: 0.5 }, { gradients: ['input1'] });
      assert.deepEqual([...cosine.loss.data], [0, 0, 0]);
      assertClose(gradientOf(cosine, 'input1').data, new Float64Array(6));
    });
  });
});
