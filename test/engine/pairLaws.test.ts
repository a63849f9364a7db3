import assert from 'node:assert/strict';
import type { LossResult } from '../../src/engine/evaluate';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import { softplus } from '../../src/engine/numeric/sigmoid';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { assertClose, forAny, gradientOf, lossOf, mapped, tensorFrom, total } from './law';
import type { Draw } from './random/draw';

const distances = ['L1Loss', 'MSELoss', 'SmoothL1Loss', 'HuberLoss'] as const;

/** How a loss grows when both tensors and its parameter are multiplied by the same. */
const powers = { L1Loss: 1, MSELoss: 2, SmoothL1Loss: 1, HuberLoss: 2 } as const;

function scaleOf(loss: string, size: number): Record<string, ParameterValue> {
  if (loss === 'SmoothL1Loss') return { beta: size };
  return loss === 'HuberLoss' ? { delta: size } : {};
}

/** By loss, the tensors that broadcast, and what they may hold. */
const broadcasting: Readonly<Record<string, (draw: Draw, shape: readonly number[]) => Tensor>> = {
  'L1Loss input target': (draw, shape) => draw.real(shape),
  'MSELoss input target': (draw, shape) => draw.real(shape),
  'SmoothL1Loss input target': (draw, shape) => draw.real(shape),
  'HuberLoss input target': (draw, shape) => draw.real(shape),
  'KLDivLoss input target': (draw, shape) => draw.real(shape, 0.1, 1),
  'PoissonNLLLoss log_input target': (draw, shape) => draw.real(shape, 0.1, 2),
  'HingeEmbeddingLoss input target': (draw, shape) => draw.signs(shape),
  'SoftMarginLoss input target': (draw, shape) => draw.signs(shape),
  'GaussianNLLLoss input target': (draw, shape) => draw.real(shape),
  'MarginRankingLoss input1 input2': (draw, shape) => draw.real(shape),
  'MultiLabelSoftMarginLoss input target': (draw, shape) => draw.real(shape, 0, 1),
  'BCELoss input weight': (draw, shape) => draw.real(shape, 0.1, 2),
  'BCEWithLogitsLoss input weight': (draw, shape) => draw.real(shape, 0.1, 2),
  'BCEWithLogitsLoss input pos_weight': (draw, shape) => draw.real(shape, 0.1, 2),
};

/** Where each element of a shape lies in a tensor of a shape that broadcasts to it. */
function sources(shape: readonly number[], from: readonly number[]): readonly number[] {
  const all = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
  return all.map((index) => {
    let [rest, source, stride] = [index, 0, 1];
    for (let d = 1; d <= shape.length; d++) {
      const size = shape.at(-d) ?? 1;
      const own = d <= from.length ? (from.at(-d) ?? 1) : 1;
      if (own > 1) source += (rest % size) * stride;
      stride *= own;
      rest = Math.floor(rest / size);
    }
    return source;
  });
}

describe('laws of losses for each element', () => {
  it('distances do not mind which tensor is the target', () => {
    forAny((draw) => {
      const [shape, loss] = [draw.shape(), draw.pick(...distances)];
      const [x, y] = [draw.real(shape), draw.real(shape)];
      const [there, back] = [lossOf(loss, { input: x, target: y }), lossOf(loss, { input: y, target: x })];
      assertClose(there.loss.data, back.loss.data);
      assertClose(gradientOf(there, 'input').data, gradientOf(back, 'target').data);
      assertClose(
        gradientOf(there, 'input').data,
        mapped((value) => -value, gradientOf(there, 'target')).data,
      );
    });
  });

  it('distances grow with the unit, in value and gradient', () => {
    forAny((draw) => {
      const [shape, loss, unit, size] = [
        draw.shape(),
        draw.pick(...distances),
        draw.between(0.1, 5),
        draw.between(0.1, 3),
      ];
      const [x, y] = [draw.real(shape), draw.real(shape)];
      const plain = lossOf(loss, { input: x, target: y }, scaleOf(loss, size));
      const inputs = {
        input: mapped((value) => unit * value, x),
        target: mapped((value) => unit * value, y),
      };
      const scaled = lossOf(loss, inputs, scaleOf(loss, unit * size));
      const power = powers[loss];
      assertClose(scaled.loss.data, mapped((value) => unit ** power * value, plain.loss).data);
      const slope = gradientOf(plain, 'input');
      assertClose(
        gradientOf(scaled, 'input').data,
        mapped((value) => unit ** (power - 1) * value, slope).data,
      );
    });
  });

  it('a wide Huber and SmoothL1 are half the squared error', () => {
    forAny((draw) => {
      const inputs = { input: draw.real([6]), target: draw.real([6]) };
      const half = mapped((value) => value / 2, lossOf('MSELoss', inputs).loss);
      assertClose(lossOf('HuberLoss', inputs, { delta: 7 }).loss.data, half.data);
      const smooth = lossOf('SmoothL1Loss', inputs, { beta: 7 }).loss;
      assertClose(smooth.data, mapped((value) => value / 7, half).data);
    });
  });

  it('a whole weight is as good as that many elements; the mean of Huber divides by their number still', () => {
    forAny((draw) => {
      const [x, y] = [draw.real([4]), draw.real([4])];
      const counts = draw.filled('float64', [4], () => draw.integer(1, 3));
      const repeated = (tensor: Tensor): Tensor => {
        const values = Array.from(tensor.data).flatMap((value, i) =>
          Array<number>(counts.data[i] ?? 0).fill(value),
        );
        return tensorFrom([values.length], values);
      };
      const loss = draw.pick('L1Loss', 'MSELoss', 'HuberLoss');
      for (const reduction of ['mean', 'sum']) {
        const weighted = lossOf(
          loss,
          { input: x, target: y },
          { weight: counts, reduction },
          { via: 'functional' },
        );
        const many = lossOf(loss, { input: repeated(x), target: repeated(y) }, { reduction });
        const share = loss === 'HuberLoss' && reduction === 'mean' ? total(counts.data) / 4 : 1;
        assertClose(weighted.loss.data, mapped((value) => value * share, many.loss).data);
      }
    });
  });

  for (const [key, values] of Object.entries(broadcasting)) {
    const [loss = '', first = '', second = ''] = key.split(' ');
    it(`${loss} of a ${second} that broadcasts is that of one written out`, () => {
      forAny((draw) => {
        const shape = draw.shape(2, 3);
        const isWeight = second.endsWith('weight');
        const input = loss === 'BCELoss' ? draw.real(shape, 0.1, 0.9) : draw.real(shape, -2, 2);
        const small = values(draw, draw.broadcast(shape, loss === 'MarginRankingLoss'));
        const places = sources(shape, small.shape);
        const large = tensorFrom(
          shape,
          places.map((place) => small.data[place] ?? NaN),
        );
        const rest: Record<string, Tensor> = {};
        if (loss === 'GaussianNLLLoss') rest['var'] = draw.real(shape, 0.5, 2);
        if (loss === 'MarginRankingLoss') rest['target'] = draw.signs(shape);
        if (isWeight) rest['target'] = draw.real(shape, 0, 1);
        const gradients = isWeight || /Hinge|SoftMarginLoss$/.test(loss) ? [first] : [first, second];
        const run = (other: Tensor): LossResult =>
          isWeight
            ? lossOf(loss, { [first]: input, ...rest }, { [second]: other }, { gradients })
            : lossOf(loss, { [first]: input, [second]: other, ...rest }, {}, { gradients });
        const [narrow, wide] = [run(small), run(large)];
        assert.deepEqual(narrow.loss.shape, wide.loss.shape);
        assertClose(narrow.loss.data, wide.loss.data);
        assertClose(gradientOf(narrow, first).data, gradientOf(wide, first).data);
        if (!gradients.includes(second)) return;
        const sums = new Float64Array(small.data.length);
        const written = gradientOf(wide, second).data;
        places.forEach((place, i) => (sums[place] = (sums[place] ?? 0) + (written[i] ?? NaN)));
        assertClose(gradientOf(narrow, second).data, sums);
      });
    });
  }

  it('binary cross entropy does not mind which answer is called yes', () => {
    forAny((draw) => {
      const shape = draw.shape();
      const [x, p, y] = [draw.real(shape), draw.real(shape, 0.05, 0.95), draw.real(shape, 0, 1)];
      const other = mapped((value) => 1 - value, y);
      const logits = lossOf('BCEWithLogitsLoss', { input: x, target: y });
      const opposite = lossOf('BCEWithLogitsLoss', { input: mapped((value) => -value, x), target: other });
      assertClose(logits.loss.data, opposite.loss.data);
      assertClose(
        gradientOf(logits, 'input').data,
        mapped((value) => -value, gradientOf(opposite, 'input')).data,
      );
      const plain = lossOf('BCELoss', { input: p, target: y });
      const turned = lossOf('BCELoss', { input: mapped((value) => 1 - value, p), target: other });
      assertClose(plain.loss.data, turned.loss.data);
    });
  });

  it('pos_weight multiplies the part of positive labels only, weight everything', () => {
    forAny((draw) => {
      const shape = draw.shape();
      const [input, target] = [draw.real(shape), draw.real(shape, 0, 1)];
      const [weight, positive] = [draw.real(shape, 0.1, 3), draw.real(shape, 0.1, 3)];
      const both = lossOf('BCEWithLogitsLoss', { input, target }, { weight, pos_weight: positive });
      const expected = mapped(
        (x, y = NaN, w = NaN, p = NaN) => w * (p * y * softplus(-x) + (1 - y) * softplus(x)),
        input,
        target,
        weight,
        positive,
      );
      assertClose(both.loss.data, expected.data);
      const ones = mapped(() => 1, input);
      const plain = lossOf('BCEWithLogitsLoss', { input, target });
      const same = lossOf('BCEWithLogitsLoss', { input, target }, { weight: ones, pos_weight: ones });
      assertClose(same.loss.data, plain.loss.data);
      assertClose(gradientOf(same, 'input').data, gradientOf(plain, 'input').data);
      const probabilities = mapped((x) => 1 / (1 + Math.exp(-x)), input);
      const weighted = lossOf('BCELoss', { input: probabilities, target }, { weight });
      assertClose(weighted.loss.data, mapped((loss, w = NaN) => loss * w, plain.loss, weight).data);
    });
  });
});
