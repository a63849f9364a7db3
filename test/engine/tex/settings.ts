import type { Configuration, ParameterValue } from '../../../src/engine/lossDefinition';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { labelLists } from '../random/calls';
import type { Draw } from '../random/draw';
import type { Meaning } from './compute';
import {
  classes,
  count,
  crossEntropyParts,
  elementwise,
  isGiven,
  pairs,
  pathsTo,
  real,
  rowsOf,
  scores,
  slopeOfLargest,
  triplets,
  upTo,
  vectorOf,
  type Setting,
} from './settingParts';

/** By loss, numbers for the formula of a configuration. */
export const settings: Readonly<Record<string, (configuration: Configuration, draw: Draw) => Setting>> = {
  L1Loss: (configuration, draw) => elementwise(configuration, draw, [real(draw), real(draw)]),
  MSELoss: (configuration, draw) => elementwise(configuration, draw, [real(draw), real(draw)]),
  SmoothL1Loss(configuration, draw) {
    const beta = configuration['beta'] === 0 ? 0 : draw.between(0.5, 3);
    return elementwise(configuration, draw, [real(draw), real(draw)], {
      symbols: { '\\beta': beta },
      parameters: { beta },
    });
  },
  HuberLoss(configuration, draw) {
    const delta = draw.between(0.5, 3);
    return elementwise(configuration, draw, [real(draw), real(draw)], {
      symbols: { '\\delta': delta },
      parameters: { delta },
    });
  },
  SoftMarginLoss: (configuration, draw) =>
    elementwise(configuration, draw, [real(draw), draw.signs([count])]),
  BCELoss: (configuration, draw) =>
    elementwise(configuration, draw, [real(draw, 0.05, 0.95), real(draw, 0, 1)], { x: 'p' }),
  BCEWithLogitsLoss(configuration, draw) {
    const weight = real(draw, 0.5, 2);
    return elementwise(configuration, draw, [real(draw), real(draw, 0, 1)], {
      symbols: { p: vectorOf(weight) },
      parameters: isGiven(configuration, 'pos_weight') ? { pos_weight: weight } : {},
    });
  },
  KLDivLoss(configuration, draw) {
    const isLog = configuration['log_target'] === true;
    const parameters = { log_target: isLog };
    if (configuration['reduction'] !== 'batchmean') {
      const target = draw.distribution([count], 0, isLog);
      return elementwise(configuration, draw, [draw.distribution([count], 0, true), target], { parameters });
    }
    return classes(draw.distribution([3, 4], 1, true), draw.distribution([3, 4], 1, isLog), {
      parameters,
      symbols: {},
    });
  },
  PoissonNLLLoss(configuration, draw) {
    const isLog = configuration['log_input'] === true;
    const eps = draw.between(0.1, 0.5);
    const counts = draw.filled('float64', [count], () => draw.integer(0, 4));
    return pairs(['log_input', isLog ? real(draw) : real(draw, 0.1, 4)], ['target', counts], {
      symbols: { '\\varepsilon': eps },
      parameters: { log_input: isLog, full: configuration['full'] === true, eps },
    });
  },
  GaussianNLLLoss(configuration, draw) {
    const eps = draw.between(0.2, 1);
    const variance = real(draw, 0.1, 2);
    const plain = pairs(['input', real(draw)], ['target', real(draw)], {
      symbols: { v: vectorOf(variance), '\\varepsilon': eps },
      parameters: { full: configuration['full'] === true, eps },
    });
    return { ...plain, inputs: { ...plain.inputs, var: variance } };
  },
  HingeEmbeddingLoss(configuration, draw) {
    const margin = draw.between(0.5, 3);
    return elementwise(configuration, draw, [real(draw, 0, 4), draw.signs([count])], {
      symbols: { '\\Delta': margin },
      parameters: { margin },
    });
  },
  MarginRankingLoss(_, draw) {
    const margin = draw.between(-1, 3);
    const [second, target] = [real(draw), draw.signs([count])];
    const plain = pairs(['input1', real(draw)], ['input2', second], {
      x: 'a',
      symbols: { b: vectorOf(second), y: vectorOf(target), '\\Delta': margin },
      parameters: { margin },
    });
    return { ...plain, inputs: { ...plain.inputs, target } };
  },
  CosineEmbeddingLoss(_, draw) {
    const margin = draw.between(-0.5, 0.5);
    const [input1, input2, target] = [draw.real([4, 3]), draw.real([4, 3]), draw.signs([4])];
    return {
      parameters: { margin },
      inputs: { input1, input2, target },
      symbols: { N: 4, a: rowsOf(input1), b: rowsOf(input2), y: vectorOf(target), '\\Delta': margin },
      losses: upTo(4).map((i) => [i]),
      by: { symbol: 'a', indices: upTo(4).map((i) => [i]), tensor: 'input1' },
    };
  },
  TripletMarginLoss(configuration, draw) {
    const eps = draw.between(0, 0.5);
    const p = configuration['p'] as number;
    return triplets(configuration, draw, {
      parameters: { p, eps },
      symbols: { p, '\\varepsilon': eps, ...(p === Infinity && { '\\nabla d()': slopeOfLargest(eps) }) },
    });
  },
  TripletMarginWithDistanceLoss(configuration, draw) {
    const distance = configuration['distance_function'] as ParameterValue;
    return triplets(configuration, draw, {
      parameters: { distance_function: distance },
      symbols: { '\\varepsilon': 1e-6, ...(distance === 'l_inf' && { '\\nabla d()': slopeOfLargest(0) }) },
    });
  },
  NLLLoss(configuration, draw) {
    const weight = draw.real([4], 0.5, 2);
    return classes(draw.distribution([3, 4], 1, true), draw.classes([3], 4), {
      parameters: isGiven(configuration, 'weight') ? { weight } : {},
      symbols: { w: vectorOf(weight) },
    });
  },
  CrossEntropyLoss(configuration, draw) {
    const { target, ...parts } = crossEntropyParts(configuration, draw);
    return classes(scores(draw), target, parts);
  },
  LinearCrossEntropyLoss(configuration, draw) {
    const { target, parameters, symbols } = crossEntropyParts(configuration, draw);
    const [features, layer, bias] = [draw.real([3, 2]), draw.real([4, 2]), draw.real([4])];
    const hasBias = configuration['bias'] === true;
    const plain: Record<string, Meaning> = { ...classes(scores(draw), target, { symbols }).symbols };
    // It is what the formula defines.
    delete plain['x'];
    return {
      parameters: {
        ...parameters,
        in_features: 2n,
        num_classes: 4n,
        'linear.weight': layer,
        ...(hasBias && { bias: true, 'linear.bias': bias }),
      },
      inputs: { input: features, target },
      symbols: { ...plain, h: rowsOf(features), W: upTo(4).map(rowsOf(layer)), b: [...bias.data] },
      losses: upTo(3).map((n) => [n]),
      by: { symbol: 'h', indices: upTo(3).map((n) => [n]), tensor: 'input' },
    };
  },
  AdaptiveLogSoftmaxWithLoss(configuration, draw) {
    const hasBias = configuration['head_bias'] === true;
    const cutoffs = [2, 4, 7];
    const input = draw.real([1, 4]);
    const y = draw.integer(0, 6);
    const cluster = cutoffs.findIndex((end) => y < end);
    const layers = [draw.real([2, 4]), draw.real([2, 2]), draw.real([1, 4]), draw.real([3, 1])] as const;
    const [head, bias] = [draw.real([4, 4]), draw.real([4])];
    const [down, up] = cluster === 2 ? layers.slice(2) : layers;
    const matrix = (tensor: Tensor | undefined): readonly (readonly number[])[] =>
      tensor ? upTo(tensor.shape[0] ?? 0).map(rowsOf(tensor)) : [];
    return {
      parameters: {
        in_features: 4n,
        n_classes: 7n,
        cutoffs: cutoffs.slice(0, 2),
        div_value: 2,
        'head.weight': head,
        ...(hasBias && { head_bias: true, 'head.bias': bias }),
        ...Object.fromEntries(
          layers.map((layer, i) => [`tail.${String(i >> 1)}.${String(i % 2)}.weight`, layer]),
        ),
      },
      inputs: { input_: input, target_: draw.filled('int64', [1], () => y) },
      origin: 0,
      symbols: {
        N: 1,
        C: 4,
        x: () => rowsOf(input)(1),
        y: () => y,
        c: (k: number) => cutoffs[k - 1] ?? NaN,
        k: cluster,
        j: () => (cluster === 0 ? y : 1 + cluster),
        b: [...bias.data],
        'W^h': matrix(head),
        U: () => matrix(down),
        V: () => matrix(up),
      },
      losses: [[1]],
      by: {
        symbol: 's',
        indices: [0, 1, 2, 3].map((j) => [1, j]),
        tensor: hasBias ? 'head.bias' : 'head.weight',
        ...(!hasBias && { times: [...input.data] }),
      },
    };
  },
  MultiMarginLoss(configuration, draw) {
    const weight = draw.real([4], 0.5, 2);
    const margin = draw.between(0.5, 3);
    const p = typeof configuration['p'] === 'number' ? configuration['p'] : 2;
    return classes(scores(draw), draw.classes([3], 4), {
      parameters: { p: BigInt(p), margin, ...(isGiven(configuration, 'weight') && { weight }) },
      symbols: { w: vectorOf(weight), '\\Delta': margin, p },
    });
  },
  MultiLabelMarginLoss(_, draw) {
    const target = labelLists(draw, [3, 4]);
    const plain = classes(scores(draw), target, { symbols: {} });
    const labels = upTo(3).map((n) => {
      const row = rowsOf(target)(n);
      const end = row.indexOf(-1);
      return row.slice(0, end < 0 ? row.length : end).map((label) => label + 1);
    });
    return { ...plain, symbols: { ...plain.symbols, Y: labels } };
  },
  MultiLabelSoftMarginLoss(configuration, draw) {
    const weight = draw.real([4], 0.5, 2);
    return classes(scores(draw), draw.real([3, 4], 0, 1), {
      parameters: isGiven(configuration, 'weight') ? { weight } : {},
      symbols: { w: vectorOf(weight) },
    });
  },
  CTCLoss(_, draw) {
    const [frames, width, blank] = [4, 3, draw.integer(1, 3)];
    const logProbs = draw.distribution([frames, 2, width], 2, true);
    const label = (): number => ((blank + draw.integer(0, width - 2)) % width) + 1;
    const targets = [[label()], draw.chance(0.2) ? [] : [label(), label()]];
    return {
      parameters: { blank: BigInt(blank - 1) },
      inputs: {
        log_probs: logProbs,
        targets: {
          dtype: 'int64',
          shape: [targets.flat().length],
          data: Float64Array.from(targets.flat(), (y) => y - 1),
        },
        input_lengths: [frames, frames],
        target_lengths: targets.map(({ length }) => length),
      },
      symbols: {
        N: 2,
        x: (t: number, n: number, c: number) => logProbs.data[((t - 1) * 2 + n - 1) * width + c - 1] ?? NaN,
        y: (n: number) => targets[n - 1] ?? [],
        T: () => frames,
        S: (n: number) => targets[n - 1]?.length ?? NaN,
        '\\alignments()': pathsTo(frames, width, blank),
      },
      losses: [[1], [2]],
      by: {
        symbol: 'x',
        indices: upTo(frames).flatMap((t) => [1, 2].flatMap((n) => upTo(width).map((c) => [t, n, c]))),
        tensor: 'log_probs',
      },
    };
  },
};
