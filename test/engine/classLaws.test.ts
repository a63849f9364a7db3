import assert from 'node:assert/strict';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { assertClose, forAny, gradientOf, lossOf, mapped, rowsOf, tensorFrom, total } from './law';
import { select } from './random/batches';
import { labelLists, randomCalls } from './random/calls';
import type { Draw } from './random/draw';

/** Scores of a batch, a class for each row, and sometimes a weight for each class. */
interface Batch {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | undefined;
  readonly samples: number;
  readonly width: number;
}

function batchOf(draw: Draw): Batch {
  const [samples, width] = [draw.integer(1, 4), draw.integer(1, 5)];
  return {
    input: draw.real([samples, width]),
    target: draw.classes([samples], width),
    weight: draw.chance(0.5) ? draw.real([width], 0.2, 3) : undefined,
    samples,
    width,
  };
}

function everywhere(samples: number, label: number): Tensor {
  return { dtype: 'int64', shape: [samples], data: new Float64Array(samples).fill(label) };
}

/** `(rows, inner)` times the transposed of `(columns, inner)`. */
function product(a: Tensor, b: Tensor): Tensor {
  const values = rowsOf(a).flatMap((x) =>
    rowsOf(b).map((y) => total(x.map((value, k) => value * (y[k] ?? NaN)))),
  );
  return tensorFrom([a.shape[0] ?? 0, b.shape[0] ?? 0], values);
}

function transposed(tensor: Tensor): Tensor {
  const rows = rowsOf(tensor);
  const values = (rows[0] ?? []).flatMap((_, c) => rows.map((row) => row[c] ?? NaN));
  return tensorFrom([...tensor.shape].reverse(), values);
}

function logSoftmax(scores: readonly number[]): readonly number[] {
  const largest = Math.max(...scores);
  const log = largest + Math.log(total(scores.map((score) => Math.exp(score - largest))));
  return scores.map((score) => score - log);
}

describe('laws of losses of classes', () => {
  it('the gradients of a sample add up to 0 in cross entropy and in the margin losses', () => {
    for (const loss of ['CrossEntropyLoss', 'MultiMarginLoss', 'MultiLabelMarginLoss']) {
      forAny((draw) => {
        const call = randomCalls[loss]?.(draw) ?? assert.fail(loss);
        const result = lossOf(loss, call.inputs, call.parameters, { gradients: ['input'] });
        const gradient = gradientOf(result, 'input');
        const dimension = Math.min(1, gradient.shape.length - 1);
        const places = Array.from({ length: gradient.shape[dimension] ?? 0 }, (_, c) => c);
        const [first, ...others] = places.map((c) => select(gradient, dimension, [c]));
        assert.ok(first);
        const sums = mapped((...values) => total(values), first, ...others);
        assertClose(sums.data, new Float64Array(sums.data.length));
      });
    }
  });

  it('smoothing mixes the loss of the target with those of all classes', () => {
    forAny((draw) => {
      const { input, target, weight, samples, width } = batchOf(draw);
      const smoothing = draw.between(0, 1);
      const given = weight ? { weight } : {};
      const plain = lossOf('CrossEntropyLoss', { input, target }, given).loss;
      const ofEach = Array.from(
        { length: width },
        (_, c) => lossOf('CrossEntropyLoss', { input, target: everywhere(samples, c) }, given).loss,
      );
      const expected = mapped(
        (own, ...each) => (1 - smoothing) * own + (smoothing / width) * total(each),
        plain,
        ...ofEach,
      );
      const smoothed = lossOf(
        'CrossEntropyLoss',
        { input, target },
        { ...given, label_smoothing: smoothing },
      );
      assertClose(smoothed.loss.data, expected.data);
    });
  });

  it('smoothed probabilities are probabilities', () => {
    forAny((draw) => {
      const { input, weight, samples, width } = batchOf(draw);
      const target = draw.distribution([samples, width], 1, false);
      const smoothing = draw.between(0, 1);
      const given = weight ? { weight } : {};
      const spread = mapped((y) => y * (1 - smoothing) + smoothing / width, target);
      for (const reduction of ['none', 'mean', 'sum']) {
        const parameters = { ...given, reduction };
        const direct = lossOf(
          'CrossEntropyLoss',
          { input, target },
          { ...parameters, label_smoothing: smoothing },
        );
        const written = lossOf('CrossEntropyLoss', { input, target: spread }, parameters);
        assertClose(direct.loss.data, written.loss.data);
        assertClose(gradientOf(direct, 'input').data, gradientOf(written, 'input').data);
        const chained = mapped((slope) => slope * (1 - smoothing), gradientOf(written, 'target'));
        assertClose(gradientOf(direct, 'target').data, chained.data);
      }
    });
  });

  it('the gradient by a probability is the loss of that class', () => {
    forAny((draw) => {
      const { input, weight, samples, width } = batchOf(draw);
      const given = weight ? { weight } : {};
      const target = draw.real([samples, width]);
      const slopes = gradientOf(lossOf('CrossEntropyLoss', { input, target }, given), 'target');
      for (let c = 0; c < width; c++) {
        const { loss } = lossOf('CrossEntropyLoss', { input, target: everywhere(samples, c) }, given);
        assertClose(select(slopes, 1, [c]).data, loss.data);
      }
    });
  });

  it('pixels are samples, in cross entropy and in the likelihood', () => {
    forAny((draw) => {
      const { samples, width } = batchOf(draw);
      const pixels = draw.integer(1, 4);
      const input = draw.real([samples, width, pixels]);
      const target = draw.classes([samples, pixels], width, 255);
      const flat = tensorFrom(
        [samples * pixels, width],
        Array.from({ length: samples }, (_, n) => select(input, 0, [n])).flatMap(({ data }) =>
          Array.from(
            { length: pixels * width },
            (_, i) => data[(i % width) * pixels + Math.floor(i / width)] ?? NaN,
          ),
        ),
      );
      const loss = draw.pick('CrossEntropyLoss', 'NLLLoss', 'NLLLoss2d');
      const parameters = { ignore_index: 255n };
      const grid = lossOf(loss, { input, target }, parameters, { gradients: ['input'] });
      const rows = { input: flat, target: { ...target, shape: [samples * pixels] } };
      assertClose(grid.loss.data, lossOf(loss, rows, parameters).loss.data);
      assert.deepEqual(grid.loss.shape, target.shape);
    });
  });

  it('NLLLoss2d is NLLLoss with a warning', () => {
    forAny((draw) => {
      const { inputs, parameters } = randomCalls['NLLLoss']?.(draw) ?? assert.fail();
      const [old, current] = ['NLLLoss2d', 'NLLLoss'].map((loss) => lossOf(loss, inputs, parameters));
      assert.deepEqual([old?.loss, old?.gradients], [current?.loss, current?.gradients]);
      assert.equal(old?.warnings.length, 1);
    });
  });

  it('a layer and cross entropy in one are the two one after the other, in value and every gradient', () => {
    forAny((draw) => {
      const { input: scores, target: indices, weight, samples, width } = batchOf(draw);
      const features = draw.integer(1, 4);
      const [input, layer, bias] = [
        draw.real([samples, features]),
        draw.real([width, features]),
        draw.real([width]),
      ];
      const target = draw.chance(0.5) ? indices : draw.distribution(scores.shape, 1, false);
      const parameters = {
        ...(weight && { weight }),
        reduction: draw.pick('none', 'mean', 'sum'),
        label_smoothing: draw.pick(0, draw.between(0, 1)),
      };
      const hasBias = draw.chance(0.5);
      const biases = mapped((_, b = NaN) => (hasBias ? b : 0), bias, bias);
      const logits = mapped(
        (score, b = NaN) => score + b,
        product(input, layer),
        tensorFrom(
          [samples, width],
          rowsOf(scores).flatMap(() => [...biases.data]),
        ),
      );
      const apart = lossOf('CrossEntropyLoss', { input: logits, target }, parameters, {
        gradients: ['input'],
      });
      const slopes = gradientOf(apart, 'input');
      const expected = {
        input: product(slopes, transposed(layer)),
        weight: product(transposed(slopes), transposed(input)),
        bias: tensorFrom([width], rowsOf(transposed(slopes)).map(total)),
      };
      const names = { weight: 'linear.weight', bias: 'linear.bias' };
      const own = { [names.weight]: layer, ...(hasBias && { bias: true, [names.bias]: bias }) };
      const sizes = { in_features: BigInt(features), num_classes: BigInt(width) };
      const gradients = ['input', names.weight, ...(hasBias ? [names.bias] : [])];
      const module = lossOf(
        'LinearCrossEntropyLoss',
        { input, target },
        { ...sizes, ...own, ...parameters },
        { gradients },
      );
      const functional = lossOf(
        'LinearCrossEntropyLoss',
        { input, linear_weight: layer, target },
        { ...parameters, ...(hasBias && { linear_bias: bias }) },
        { via: 'functional', gradients: ['input', 'linear_weight', ...(hasBias ? ['linear_bias'] : [])] },
      );
      for (const [result, prefix] of [
        [module, 'linear.'],
        [functional, 'linear_'],
      ] as const) {
        assertClose(result.loss.data, apart.loss.data);
        assertClose(gradientOf(result, 'input').data, expected.input.data);
        assertClose(gradientOf(result, `${prefix}weight`).data, expected.weight.data);
        if (hasBias) assertClose(gradientOf(result, `${prefix}bias`).data, expected.bias.data);
      }
    });
  });

  it('the classes of an adaptive softmax share a probability of 1, that of layers written out', () => {
    forAny((draw) => {
      const { inputs, parameters = {} } = randomCalls['AdaptiveLogSoftmaxWithLoss']?.(draw) ?? assert.fail();
      const features = Number(parameters['in_features']);
      const width = Number(parameters['n_classes']);
      const input = tensorFrom([1, features], (inputs['input_'] as Tensor).data.slice(0, features));
      const bounds = [...(parameters['cutoffs'] as readonly number[]), width];
      const layer = (name: string): Tensor => parameters[name] as Tensor;
      const bias = parameters['head_bias'] === true ? layer('head.bias').data : [];
      const head = logSoftmax(
        product(input, layer('head.weight')).data.map((s, j) => s + (bias[j] ?? 0)) as never,
      );
      const first = bounds[0] ?? 0;
      let probability = 0;
      for (let y = 0; y < width; y++) {
        const cluster = bounds.findIndex((end) => y < end);
        let expected = head[y] ?? NaN;
        if (cluster > 0) {
          const name = `tail.${String(cluster - 1)}`;
          const inside = product(product(input, layer(`${name}.0.weight`)), layer(`${name}.1.weight`));
          const log = logSoftmax([...inside.data])[y - (bounds[cluster - 1] ?? 0)] ?? NaN;
          expected = (head[first + cluster - 1] ?? NaN) + log;
        }
        const result = lossOf(
          'AdaptiveLogSoftmaxWithLoss',
          { input_: input, target_: everywhere(1, y) },
          parameters,
        );
        assertClose(result.output?.data ?? [], [expected]);
        assertClose(result.loss.data, [-expected]);
        probability += Math.exp(expected);
      }
      assertClose([probability], [1]);
    });
  });

  it('margins grow with scores and margin, to the power of p', () => {
    forAny((draw) => {
      const { input, target, weight } = batchOf(draw);
      const [margin, unit, p] = [draw.between(0, 2), draw.between(0.2, 4), draw.pick(1, 2)];
      const given = { p: BigInt(p), ...(weight && { weight }) };
      const plain = lossOf('MultiMarginLoss', { input, target }, { ...given, margin }).loss;
      const larger = { input: mapped((value) => unit * value, input), target };
      const scaled = lossOf('MultiMarginLoss', larger, { ...given, margin: unit * margin }).loss;
      assertClose(scaled.data, mapped((value) => unit ** p * value, plain).data);
    });
  });

  it('a weight of the right class multiplies its margin loss, and the mean divides by N still', () => {
    forAny((draw) => {
      const { input, target, samples, width } = batchOf(draw);
      const weight = draw.real([width], 0.2, 3);
      const plain = lossOf('MultiMarginLoss', { input, target }).loss;
      const weights = tensorFrom(
        [samples],
        Array.from(target.data, (y) => weight.data[y] ?? NaN),
      );
      const expected = mapped((loss, w = NaN) => loss * w, plain, weights);
      assertClose(lossOf('MultiMarginLoss', { input, target }, { weight }).loss.data, expected.data);
      const mean = lossOf('MultiMarginLoss', { input, target }, { weight, reduction: 'mean' }).loss;
      assertClose(mean.data, [total(expected.data) / samples]);
    });
  });

  it('labels count in any order, and what follows -1 not at all', () => {
    forAny((draw) => {
      const shape = [draw.integer(1, 4), draw.integer(2, 5)];
      const [input, target] = [draw.real(shape), labelLists(draw, shape)];
      const turned = rowsOf(target).flatMap((row) => {
        const end = row.indexOf(-1) < 0 ? row.length : row.indexOf(-1);
        return [...row.slice(0, end).reverse(), ...row.slice(end).map((label, i) => (i === 0 ? label : 0))];
      });
      const other: Tensor = { dtype: 'int64', shape, data: Float64Array.from(turned) };
      const [one, two] = [target, other].map((labels) =>
        lossOf('MultiLabelMarginLoss', { input, target: labels }),
      );
      assert.ok(one && two);
      assertClose(two.loss.data, one.loss.data);
      assertClose(gradientOf(two, 'input').data, gradientOf(one, 'input').data);
      const expected = rowsOf(input).map((scores, n) => {
        const row = rowsOf(target)[n] ?? [];
        const right = row.slice(0, row.indexOf(-1) < 0 ? row.length : row.indexOf(-1));
        const wrong = scores.filter((_, c) => !right.includes(c));
        return (
          total(right.flatMap((y) => wrong.map((score) => Math.max(0, 1 - (scores[y] ?? NaN) + score)))) /
          scores.length
        );
      });
      assertClose(one.loss.data, expected);
    });
  });

  it('the multi-label soft margin is the mean over the labels of weighted BCE of logits', () => {
    forAny((draw) => {
      const shape = draw.shape(1, 3);
      const [input, target, weight] = [
        draw.real(shape),
        draw.real(shape, 0, 1),
        draw.real(shape.slice(-1), 0.2, 3),
      ];
      const each = lossOf('BCEWithLogitsLoss', { input, target }, { weight });
      const expected = rowsOf(each.loss).map((row) => total(row) / row.length);
      const found = lossOf('MultiLabelSoftMarginLoss', { input, target }, { weight });
      assertClose(found.loss.data, expected);
      const share = shape.at(-1) ?? 1;
      for (const name of ['input', 'target']) {
        assertClose(
          gradientOf(found, name).data,
          mapped((slope) => slope / share, gradientOf(each, name)).data,
        );
      }
    });
  });

  it('the likelihoods of all label sequences of some frames add up to 1', () => {
    forAny((draw) => {
      const [frames, width] = [draw.integer(1, 3), draw.integer(2, 3)];
      const blank = draw.integer(0, width - 1);
      const logProbs = draw.distribution([frames, 1, width], 2, true);
      const labels = Array.from({ length: width }, (_, c) => c).filter((c) => c !== blank);
      let [likelihood, sequences] = [0, [[]] as readonly (readonly number[])[]];
      for (let length = 0; length <= frames; length++) {
        for (const sequence of sequences) {
          const inputs = {
            log_probs: logProbs,
            targets: { dtype: 'int64' as const, shape: [length], data: Float64Array.from(sequence) },
            input_lengths: [frames],
            target_lengths: [length],
          };
          const { loss } = lossOf('CTCLoss', inputs, { blank: BigInt(blank) });
          likelihood += Math.exp(-(loss.data[0] ?? NaN));
        }
        sequences = sequences.flatMap((sequence) => labels.map((label) => [...sequence, label]));
      }
      assertClose([likelihood], [1]);
    });
  });

  it('the gradients of a frame add up to 0 in CTC, and neither padding nor later frames count', () => {
    forAny((draw) => {
      const { inputs, parameters = {} } = randomCalls['CTCLoss']?.(draw) ?? assert.fail();
      const given = { ...parameters, zero_infinity: true };
      const plain = lossOf('CTCLoss', inputs, given, { gradients: ['log_probs'] });
      const gradient = gradientOf(plain, 'log_probs');
      assertClose(rowsOf(gradient).map(total), new Float64Array(rowsOf(gradient).length));
      const lengths = (name: string): readonly number[] => {
        const value = inputs[name];
        return Array.isArray(value) ? (value as readonly number[]) : Array.from((value as Tensor).data);
      };
      const { log_probs: logProbs, targets } = inputs as { log_probs: Tensor; targets: Tensor };
      const [, samples = 0, width = 0] = logProbs.shape;
      const later = tensorFrom(
        logProbs.shape,
        logProbs.data.map((value, i) => {
          const [frame, n] = [Math.floor(i / (samples * width)), Math.floor(i / width) % samples];
          return frame < (lengths('input_lengths')[n] ?? 0) ? value : -5;
        }),
      );
      const padded: Tensor = {
        ...targets,
        data: targets.data.map((label, i) => (i % 2 < (lengths('target_lengths')[i >> 1] ?? 0) ? label : 0)),
      };
      const other = lossOf('CTCLoss', { ...inputs, log_probs: later, targets: padded }, given, {
        gradients: ['log_probs'],
      });
      assertClose(other.loss.data, plain.loss.data);
      assertClose(gradientOf(other, 'log_probs').data, gradient.data);
    });
  });
});
