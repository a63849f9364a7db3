import { lossByName, type LossCall } from '../../src/engine/evaluate';
import { initialWeights } from '../../src/engine/initialWeights';
import { elementCount, type Tensor } from '../../src/engine/tensor/tensor';
import { seededRandom } from '../engine/seededRandom';

/** What is measured of a loss: its name, and what sets it apart where there are several. */
export interface BenchSubject {
  readonly loss: string;
  /** Classes of each sample, where it is not 10. */
  readonly classes?: number;
}

/** How many elements the first input has, more or less. */
export const benchSizes = [10, 1e3, 1e5, 1e6] as const;

type Recipe = (draw: Draw, size: number, classes: number) => Omit<LossCall, 'loss'>;

/** Rows of embeddings, and features of a linear layer. */
const longRow = 128;
const features = 64;

/** A call of about `size` elements, as training makes it: random inputs, the gradients that an optimizer needs. */
export function benchCall({ loss, classes = 10 }: BenchSubject, size: number): LossCall {
  const recipe = recipes[loss] ?? pairs;
  const call = recipe(new Draw(size), size, classes);
  const definition = lossByName(loss);
  if (definition?.learned === undefined) return { loss, ...call };
  const weights = initialWeights(definition, call.parameters ?? {}, 0);
  return {
    loss,
    ...call,
    parameters: { ...call.parameters, ...weights },
    gradients: [...(call.gradients ?? []), ...Object.keys(weights)],
  };
}

/** Random tensors, the same on every run. */
class Draw {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  uniform(...shape: readonly number[]): Tensor {
    return this.floats(shape, this.random);
  }

  normal(...shape: readonly number[]): Tensor {
    return this.floats(shape, () => {
      const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
      return radius * Math.cos(2 * Math.PI * this.random());
    });
  }

  /** 1 or -1. */
  signs(...shape: readonly number[]): Tensor {
    return this.floats(shape, () => (this.random() < 0.5 ? -1 : 1));
  }

  /** Whole numbers from `low` to below `high`. */
  indices(low: number, high: number, ...shape: readonly number[]): Tensor {
    return this.int64(shape, () => low + Math.floor((high - low) * this.random()));
  }

  /** Indices below `classes`, of which the first are the most frequent. */
  rareIndices(classes: number, count: number): Tensor {
    return this.int64([count], () => Math.floor((classes + 1) ** this.random()) - 1);
  }

  /** In each row three different indices, then -1. */
  labels(rows: number, classes: number): Tensor {
    const starts = Array.from({ length: rows }, () => Math.floor(classes * this.random()));
    return this.int64([rows, classes], (i) => {
      const place = i % classes;
      return place < 3 ? ((starts[Math.floor(i / classes)] ?? 0) + 2 * place) % classes : -1;
    });
  }

  private floats(shape: readonly number[], next: () => number): Tensor {
    return { dtype: 'float32', shape, data: Float32Array.from({ length: elementCount(shape) }, next) };
  }

  private int64(shape: readonly number[], next: (index: number) => number): Tensor {
    return {
      dtype: 'int64',
      shape,
      data: Float64Array.from({ length: elementCount(shape) }, (_, i) => next(i)),
    };
  }
}

const pairs: Recipe = (draw, size) => ({
  inputs: { input: draw.normal(size), target: draw.normal(size) },
  gradients: ['input'],
});

const indexed: Recipe = (draw, size, classes) => {
  const samples = Math.max(1, size / classes);
  return {
    inputs: { input: draw.normal(samples, classes), target: draw.indices(0, classes, samples) },
    gradients: ['input'],
  };
};

/** What differs from two float tensors of one shape. */
const recipes: Readonly<Record<string, Recipe>> = {
  AdaptiveLogSoftmaxWithLoss(draw, size) {
    const [samples, width] = size < 1e3 ? [1, size] : [Math.round(size / features), features];
    const classes = 1000;
    return {
      parameters: {
        in_features: BigInt(width),
        n_classes: BigInt(classes),
        cutoffs: [10, 100],
        div_value: width === features ? 4 : 2,
      },
      inputs: { input_: draw.normal(samples, width), target_: draw.rareIndices(classes, samples) },
      gradients: ['input_'],
    };
  },
  BCELoss: (draw, size) => ({
    inputs: { input: draw.uniform(size), target: draw.uniform(size) },
    gradients: ['input'],
  }),
  BCEWithLogitsLoss: (draw, size) => ({
    inputs: { input: draw.normal(size), target: draw.uniform(size) },
    gradients: ['input'],
  }),
  CTCLoss(draw, size) {
    const [frames, samples, classes, labels] =
      size === 10 ? [5, 1, 2, 2] : size === 1e3 ? [50, 1, 20, 10] : [100, size / 2000, 20, 20];
    return {
      inputs: {
        log_probs: logSoftmax(draw.normal(frames, samples, classes), classes),
        targets: draw.indices(1, classes, samples, labels),
        input_lengths: draw.indices(frames, frames + 1, samples),
        target_lengths: draw.indices(labels, labels + 1, samples),
      },
      gradients: ['log_probs'],
    };
  },
  CosineEmbeddingLoss(draw, size) {
    const shape = rows(size);
    return {
      inputs: { input1: draw.normal(...shape), input2: draw.normal(...shape), target: draw.signs(shape[0]) },
      gradients: ['input1', 'input2'],
    };
  },
  CrossEntropyLoss: indexed,
  GaussianNLLLoss: (draw, size) => ({
    inputs: { input: draw.normal(size), target: draw.normal(size), var: draw.uniform(size) },
    gradients: ['input', 'var'],
  }),
  HingeEmbeddingLoss: (draw, size) => ({
    inputs: { input: draw.uniform(size), target: draw.signs(size) },
    gradients: ['input'],
  }),
  KLDivLoss: (draw, size) => ({
    inputs: {
      input: logSoftmax(draw.normal(size / 10, 10), 10),
      target: draw.uniform(size / 10, 10),
    },
    parameters: { reduction: 'batchmean' },
    gradients: ['input'],
  }),
  LinearCrossEntropyLoss(draw, size) {
    const [samples, width, classes] =
      size < 1e3 ? [1, size, 10] : [Math.round(size / features), features, 100];
    return {
      parameters: { in_features: BigInt(width), num_classes: BigInt(classes) },
      inputs: { input: draw.normal(samples, width), target: draw.indices(0, classes, samples) },
      gradients: ['input'],
    };
  },
  MarginRankingLoss: (draw, size) => ({
    inputs: { input1: draw.normal(size), input2: draw.normal(size), target: draw.signs(size) },
    gradients: ['input1', 'input2'],
  }),
  MultiLabelMarginLoss: (draw, size, classes) => ({
    inputs: { input: draw.normal(size / classes, classes), target: draw.labels(size / classes, classes) },
    gradients: ['input'],
  }),
  MultiLabelSoftMarginLoss: (draw, size, classes) => ({
    inputs: { input: draw.normal(size / classes, classes), target: draw.uniform(size / classes, classes) },
    gradients: ['input'],
  }),
  MultiMarginLoss: indexed,
  NLLLoss: indexed,
  NLLLoss2d(draw, size, classes) {
    const side = Math.sqrt(Math.min(size / classes, 1e4));
    const samples = size / classes / side ** 2;
    return {
      inputs: {
        input: draw.normal(samples, classes, side, side),
        target: draw.indices(0, classes, samples, side, side),
      },
      gradients: ['input'],
    };
  },
  PoissonNLLLoss: (draw, size) => ({
    inputs: { log_input: draw.normal(size), target: draw.uniform(size) },
    gradients: ['log_input'],
  }),
  SoftMarginLoss: (draw, size) => ({
    inputs: { input: draw.normal(size), target: draw.signs(size) },
    gradients: ['input'],
  }),
  TripletMarginLoss: triplets,
  TripletMarginWithDistanceLoss: triplets,
};

function triplets(draw: Draw, size: number): Omit<LossCall, 'loss'> {
  const shape = rows(size);
  const names = ['anchor', 'positive', 'negative'] as const;
  return {
    inputs: Object.fromEntries(names.map((name) => [name, draw.normal(...shape)])),
    gradients: names,
  };
}

function rows(size: number): readonly [number, number] {
  return size < longRow ? [1, size] : [Math.round(size / longRow), longRow];
}

function logSoftmax(scores: Tensor, classes: number): Tensor {
  const data = Float32Array.from(scores.data);
  for (let start = 0; start < data.length; start += classes) {
    const row = data.subarray(start, start + classes);
    const log = Math.log(row.reduce((sum, score) => sum + Math.exp(score), 0));
    for (let c = 0; c < classes; c++) row[c] = (row[c] ?? 0) - log;
  }
  return { ...scores, data };
}
