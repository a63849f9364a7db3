import type { LossCall } from '../../../src/engine/evaluate';
import type { ParameterValue } from '../../../src/engine/lossDefinition';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import type { Draw } from './draw';
import { projectedCalls } from './projectedCalls';

/** A random call that PyTorch takes, float64, unreduced and smooth but for kinks that hardly any number meets. */
export interface RandomCall {
  readonly inputs: LossCall['inputs'];
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** The tensors that PyTorch differentiates. */
  readonly gradients: readonly string[];
  /** Where only the functional takes these parameters. */
  readonly via?: 'functional';
  /** What the mean divides the sum of the losses by, if not their number; of CTC each loss by itself. */
  readonly denominator?: number | readonly number[];
  /** The dimension of the batch in each tensor that has one; none if broadcasting mixes the samples. */
  readonly batch?: Readonly<Record<string, number>>;
  /** Whether a sample without the dimension of the batch is taken too. */
  readonly takesSamples?: boolean;
}

/** Two tensors, element by element; sometimes of different shapes that broadcast. */
function pair(
  draw: Draw,
  names: readonly [string, string],
  tensors: readonly [(shape: readonly number[]) => Tensor, (shape: readonly number[]) => Tensor],
  mayBroadcast = true,
): RandomCall {
  const shape = draw.shape();
  const isBroadcast = mayBroadcast && draw.chance(0.2);
  const [first, second] = tensors;
  const [x, y] = names;
  const inputs = { [x]: first(shape), [y]: second(isBroadcast ? draw.broadcast(shape) : shape) };
  const hasBatch = shape.length > 0 && !isBroadcast;
  return {
    inputs,
    gradients: names,
    ...(hasBatch && { batch: { [x]: 0, [y]: 0 }, takesSamples: true }),
  };
}

function numbers(draw: Draw, low = -3, high = 3): (shape: readonly number[]) => Tensor {
  return (shape) => draw.real(shape, low, high);
}

/** A loss that the functional can weigh, whose mean divides by the weights or not. */
function weighable(
  draw: Draw,
  dividesByWeights: boolean,
  parameters: RandomCall['parameters'] = {},
): RandomCall {
  const plain = { ...pair(draw, ['input', 'target'], [numbers(draw), numbers(draw)]), parameters };
  const { input } = plain.inputs as { input: Tensor };
  if (!draw.chance(0.35) || plain.batch === undefined) return plain;
  const weight = draw.real(input.shape, 0.2, 2);
  return {
    ...plain,
    parameters: { ...parameters, weight },
    gradients: ['input', 'target', 'weight'],
    via: 'functional',
    batch: { ...plain.batch, weight: 0 },
    ...(dividesByWeights && { denominator: total(weight.data) }),
  };
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

/** A weight, or two, that broadcast to the losses. */
function broadcastWeights(draw: Draw, call: RandomCall, names: readonly string[]): RandomCall {
  const { input } = call.inputs as { input: Tensor };
  const parameters: Record<string, ParameterValue> = {};
  const { batch: own, ...rest } = call;
  let batch = own;
  for (const name of names) {
    if (!draw.chance(0.4)) continue;
    const shape = draw.pick(input.shape, draw.broadcast(input.shape));
    parameters[name] = draw.real(shape, 0.2, 3);
    if (shape.length < input.shape.length) continue;
    batch = shape[0] === input.shape[0] && batch ? { ...batch, [name]: 0 } : undefined;
  }
  return { ...rest, parameters, ...(batch && { batch }) };
}

/** Scores of classes, and the index of the right one or a probability of each. */
function classes(draw: Draw, isEntropy: boolean): RandomCall {
  const rank = draw.pick(1, 2, 2, 3, 4);
  const width = draw.integer(1, 5);
  const rest = draw.shape(Math.max(0, rank - 2), Math.max(0, rank - 2));
  const samples = rank === 1 ? [] : [draw.integer(1, 4)];
  const shape = [...samples, width, ...rest];
  const dimension = samples.length;
  const input = isEntropy ? draw.real(shape) : draw.distribution(shape, dimension, true);
  const weight = draw.chance(0.4) ? draw.real([width], 0.2, 3) : undefined;
  const smoothing = isEntropy && draw.chance(0.5) ? draw.between(0, 1) : 0;
  const given = { ...(weight && { weight }), ...(isEntropy && { label_smoothing: smoothing }) };
  const batch = rank === 1 ? {} : { batch: { input: 0, target: 0 }, takesSamples: rank === 2 };
  if (isEntropy && draw.chance(0.4)) {
    return {
      inputs: {
        input,
        target: draw.chance(0.5) ? draw.distribution(shape, dimension, false) : draw.real(shape),
      },
      parameters: given,
      gradients: ['input', 'target', ...(weight && draw.chance(0.5) ? ['weight'] : [])],
      denominator: input.data.length / width,
      ...batch,
    };
  }
  const ignored = draw.chance(0.5) ? draw.pick(-1, 0, width - 1, 255) : -100;
  const target = draw.classes([...samples, ...rest], width, ignored);
  // At least one counts.
  if (target.data.every((y) => y === ignored)) target.data[0] = ignored === 0 && width > 1 ? 1 : 0;
  const counted = Array.from(target.data).filter((y) => y !== ignored);
  if (counted.length === 0) return classes(draw, isEntropy);
  return {
    inputs: { input, target },
    parameters: { ...given, ignore_index: BigInt(ignored) },
    gradients: ['input'],
    denominator: total(counted.map((y) => weight?.data[y] ?? 1)),
    ...batch,
  };
}

/** The right classes of each row, ended by -1 where there is room; what follows does not count. */
export function labelLists(draw: Draw, shape: readonly number[]): Tensor {
  const width = shape.at(-1) ?? 1;
  const target = draw.classes(shape, width);
  for (let start = 0; start < target.data.length; start += width) {
    const order = Array.from({ length: width }, (_, c) => c).sort(() => draw.pick(1, -1));
    const count = draw.integer(0, width);
    order.slice(0, count).forEach((label, i) => (target.data[start + i] = label));
    if (count < width) target.data[start + count] = -1;
  }
  return target;
}

/** `(C)` or `(N, C)`. */
function rows(draw: Draw): readonly number[] {
  return draw.chance(0.25) ? [draw.integer(1, 5)] : [draw.integer(1, 4), draw.integer(1, 5)];
}

function ofRows(shape: readonly number[]): Pick<RandomCall, 'batch' | 'takesSamples'> {
  return shape.length > 1 ? { batch: { input: 0, target: 0 }, takesSamples: true } : {};
}

const triplet = ['anchor', 'positive', 'negative'] as const;

function triplets(draw: Draw, parameters: RandomCall['parameters'], least: number): RandomCall {
  const shape = draw.shape(least, 3);
  return {
    inputs: Object.fromEntries(triplet.map((name) => [name, draw.real(shape)])),
    parameters: { margin: draw.between(0.1, 4), swap: draw.chance(0.5), ...parameters },
    gradients: triplet,
    ...(shape.length > 1 && {
      batch: { anchor: 0, positive: 0, negative: 0 },
      takesSamples: least === 1,
    }),
  };
}

function ctc(draw: Draw): RandomCall {
  const [frames, width, samples] = [draw.integer(4, 7), draw.integer(2, 4), draw.integer(1, 3)];
  const blank = draw.integer(0, width - 1);
  const each = draw.shape(samples, samples);
  const inputLengths = each.map(() => draw.integer(3, frames));
  const targetLengths = each.map(() => draw.integer(0, 2));
  const isTuple = draw.chance(0.5);
  const lengths = (values: readonly number[]): Tensor | readonly number[] =>
    isTuple ? values : { dtype: 'int64', shape: [samples], data: Float64Array.from(values) };
  return {
    inputs: {
      log_probs: draw.distribution([frames, samples, width], 2, true),
      targets: draw.filled('int64', [samples, 2], () => (blank + draw.integer(1, width - 1)) % width),
      input_lengths: lengths(inputLengths),
      target_lengths: lengths(targetLengths),
    },
    parameters: { blank: BigInt(blank), zero_infinity: draw.chance(0.5) },
    gradients: ['log_probs'],
    denominator: targetLengths.map((length) => samples * Math.max(1, length)),
    batch: { log_probs: 1, targets: 0, input_lengths: 0, target_lengths: 0 },
  };
}

/** By loss, a random call. */
export const randomCalls: Readonly<Record<string, (draw: Draw) => RandomCall>> = {
  L1Loss: (draw) => weighable(draw, true),
  MSELoss: (draw) => weighable(draw, true),
  HuberLoss: (draw) => weighable(draw, false, { delta: draw.between(0.1, 4) }),
  SmoothL1Loss: (draw) => ({
    ...pair(draw, ['input', 'target'], [numbers(draw), numbers(draw)]),
    parameters: { beta: draw.chance(0.2) ? 0 : draw.between(0.1, 4) },
  }),
  SoftMarginLoss: (draw) => ({
    ...pair(draw, ['input', 'target'], [numbers(draw), (shape) => draw.signs(shape)]),
    gradients: ['input'],
  }),
  BCELoss: (draw) =>
    broadcastWeights(
      draw,
      pair(draw, ['input', 'target'], [numbers(draw, 0.02, 0.98), numbers(draw, 0, 1)], false),
      ['weight'],
    ),
  BCEWithLogitsLoss: (draw) =>
    broadcastWeights(draw, pair(draw, ['input', 'target'], [numbers(draw), numbers(draw, 0, 1)], false), [
      'weight',
      'pos_weight',
    ]),
  KLDivLoss(draw) {
    const isLog = draw.chance(0.5);
    const target = isLog ? numbers(draw, -3, 0) : numbers(draw, 0.02, 1);
    return {
      ...pair(draw, ['input', 'target'], [numbers(draw, -3, 0), target]),
      parameters: { log_target: isLog },
    };
  },
  PoissonNLLLoss(draw) {
    const isLog = draw.chance(0.5);
    const input = isLog ? numbers(draw) : numbers(draw, 0.1, 5);
    return {
      ...pair(draw, ['log_input', 'target'], [input, numbers(draw, 0.1, 4)]),
      parameters: { log_input: isLog, full: draw.chance(0.5), eps: draw.between(0, 0.5) },
    };
  },
  GaussianNLLLoss(draw) {
    const plain = pair(draw, ['input', 'target'], [numbers(draw), numbers(draw)], false);
    const { input } = plain.inputs as { input: Tensor };
    const parameters = {
      full: draw.chance(0.5),
      // A variance below eps has a gradient that is none.
      eps: draw.between(0, 0.09),
    };
    if (draw.chance(0.2))
      return { ...plain, parameters, inputs: { ...plain.inputs, var: draw.between(0.2, 3) } };
    const { shape } = input;
    const sizes =
      shape.length === 0 ? shape : draw.pick(shape, shape.slice(0, -1), [...shape.slice(0, -1), 1]);
    const isAlike = shape.length > 1;
    return {
      inputs: { ...plain.inputs, var: draw.real(sizes, 0.1, 3) },
      parameters,
      gradients: ['input', 'target', 'var'],
      ...(isAlike && { batch: { input: 0, target: 0, var: 0 }, takesSamples: shape.length > 2 }),
    };
  },
  HingeEmbeddingLoss: (draw) => ({
    ...pair(draw, ['input', 'target'], [numbers(draw, 0, 4), (shape) => draw.signs(shape)]),
    parameters: { margin: draw.between(-1, 4) },
    gradients: ['input'],
  }),
  MarginRankingLoss(draw) {
    const shape = draw.shape();
    const isBroadcast = draw.chance(0.2);
    return {
      inputs: {
        input1: draw.real(shape),
        input2: draw.real(isBroadcast ? draw.broadcast(shape, true) : shape),
        target: isBroadcast ? draw.signs(draw.broadcast(shape, true)) : draw.real(shape),
      },
      parameters: { margin: draw.between(-1, 3) },
      gradients: ['input1', 'input2', 'target'],
      ...(shape.length > 0 &&
        !isBroadcast && { batch: { input1: 0, input2: 0, target: 0 }, takesSamples: true }),
    };
  },
  CosineEmbeddingLoss(draw) {
    const shape = rows(draw);
    return {
      inputs: { input1: draw.real(shape), input2: draw.real(shape), target: draw.signs(shape.slice(0, -1)) },
      parameters: { margin: draw.between(-1, 1) },
      gradients: ['input1', 'input2'],
      ...(shape.length > 1 && { batch: { input1: 0, input2: 0, target: 0 }, takesSamples: true }),
    };
  },
  TripletMarginLoss: (draw) =>
    triplets(
      draw,
      { p: draw.pick(2, 1, Infinity, 3, 1.5, 2.5), eps: draw.pick(1e-6, draw.between(0, 0.5)) },
      1,
    ),
  TripletMarginWithDistanceLoss: (draw) =>
    triplets(
      draw,
      { distance_function: draw.pick(null, '1 - cosine_similarity', 'l_inf', 'pairwise_distance') },
      2,
    ),
  NLLLoss: (draw) => classes(draw, false),
  NLLLoss2d: (draw) => classes(draw, false),
  CrossEntropyLoss: (draw) => classes(draw, true),
  ...projectedCalls,
  MultiMarginLoss(draw) {
    const shape = rows(draw);
    const width = shape.at(-1) ?? 1;
    return {
      inputs: { input: draw.real(shape), target: draw.classes(shape.slice(0, -1), width) },
      parameters: {
        p: BigInt(draw.pick(1, 2)),
        margin: draw.between(-0.5, 3),
        ...(draw.chance(0.5) && { weight: draw.real([width], 0.2, 3) }),
      },
      gradients: ['input'],
      ...ofRows(shape),
    };
  },
  MultiLabelMarginLoss(draw) {
    const shape = rows(draw);
    return {
      inputs: { input: draw.real(shape), target: labelLists(draw, shape) },
      gradients: ['input'],
      ...ofRows(shape),
    };
  },
  MultiLabelSoftMarginLoss(draw) {
    const shape = draw.shape(1, 4);
    const weight = draw.chance(0.5) ? draw.real(shape.slice(-1), 0.2, 3) : undefined;
    return {
      inputs: { input: draw.real(shape), target: draw.real(shape, 0, 1) },
      parameters: weight ? { weight } : {},
      gradients: ['input', 'target', ...(weight ? ['weight'] : [])],
      ...ofRows(shape),
    };
  },
  CTCLoss: ctc,
};
