import { targetLogProbabilities } from '../aten/adaptiveLogSoftmax';
import { neg } from '../aten/pointwise';
import { mean, view } from '../aten/reduction';
import { defineLoss, type AnyArguments, type WorkingOf } from '../defineLoss';
import { adaptiveSteps } from '../derivation/adaptive';
import { classIndex, floats } from '../inputs';
import { adaptiveLogSoftmaxKernel } from '../kernels/adaptiveLogSoftmax';
import { iterated, linearWeights } from '../learnedWeights';
import { isTrue } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample, ParameterValue } from '../lossDefinition';
import { isTensorValue, pythonTypeName } from '../nativeTypes';
import { inFeatures } from '../parameters';
import { columnTargetPitfall, indexDtypePitfall } from '../pitfalls';
import type { Tensor } from '../tensor/tensor';
import { TorchError, type TorchErrorType } from '../torchError';

/** Cross entropy over very many classes, the rare ones of which share a place in a smaller softmax. */
export const AdaptiveLogSoftmaxWithLoss = defineLoss({
  name: 'AdaptiveLogSoftmaxWithLoss',
  functional: null,
  task: 'classification',
  summary: 'Cross entropy over very many classes, in which rare classes cost less to compute.',
  whenToUse:
    'For very many classes of which few are frequent, such as the words of a language. It holds its own layers; ' +
    'otherwise take CrossEntropyLoss.',
  inputs: [
    {
      name: 'input_',
      description: 'Features of each sample, from which the loss computes the scores itself.',
      ...floats,
      symbol: 'x',
    },
    {
      ...classIndex,
      name: 'target_',
      description: 'The index of the right class for each sample; 0 is the most frequent class.',
    },
  ],
  parameters: [
    { ...inFeatures, symbol: 'D' },
    {
      name: 'n_classes',
      kind: 'int',
      default: null,
      required: true,
      description: 'How many classes there are.',
      minimum: 2,
    },
    {
      name: 'cutoffs',
      kind: 'ints',
      default: null,
      required: true,
      description: 'The class with which each cluster of rarer classes begins, in increasing order.',
      symbol: 'c',
    },
    {
      name: 'div_value',
      kind: 'float',
      default: 4,
      description: 'By how much each cluster has fewer features than the one before it.',
      minimum: 0,
      exclusiveMinimum: true,
    },
    {
      name: 'head_bias',
      kind: 'bool',
      default: false,
      description: 'Whether the scores of the head have a bias.',
      symbol: 'b',
    },
  ],
  resultField: 'loss',
  shapes: [
    { label: 'a batch', inputs: { input_: ['N', 'D'], target_: ['N'] }, output: ['N'] },
    { label: 'one sample', inputs: { input_: ['D'], target_: [] }, output: [] },
  ],
  formula({ head_bias: bias = false }) {
    const hasBias = typeof bias !== 'object' && Boolean(bias);
    const softmax = (scores: string): string => `\\operatorname{softmax}(${scores})`;
    const head = hasBias ? 'W^{h} x_n + b' : 'W^{h} x_n';
    const ofHead = `p_n = ${softmax(head)}`;
    const ofCluster = `q_n = ${softmax('V^{k} U^{k} x_n')}`;
    return {
      tex:
        '\\ell = -\\frac{1}{N} \\sum_{n=1}^{N} \\begin{cases} \\log p_{n,y_n} & y_n < c_1 \\\\ ' +
        '\\log p_{n,c_1+k-1} + \\log q_{n,y_n-c_k} & c_k \\le y_n < c_{k+1} \\end{cases} ' +
        `, \\quad ${ofHead}, \\quad ${ofCluster}`,
      words:
        `the loss is minus the mean, over the N samples, of the log-probability of the right class: from the ` +
        `softmax of the head${hasBias ? ' with its bias' : ''} if the class is below the first cutoff, otherwise ` +
        'the log-probability of its cluster in the head plus that of the class within cluster k',
      gradientTex:
        '\\frac{\\partial \\ell}{\\partial s_{n,j}} = \\frac{1}{N} \\left(p_{n,j} - \\mathbf{1}_{j = j_n}\\right), ' +
        `\\quad s_n = ${head}`,
      gradientWords:
        `by score j of the head${hasBias ? ', bias included' : ''}, its derivative is the probability of j, minus one ` +
        'if j is the place of the right class or of its cluster, divided by N; likewise for the scores of ' +
        'the cluster that holds the right class',
    };
  },
  pitfalls: [
    {
      id: 'adaptive-two-results',
      title: 'The call returns two results.',
      detail:
        'It is a named tuple: `output` holds the log-probability of each target, `loss` the number to minimise. ' +
        'Call `criterion(x, y).loss.backward()`.',
    },
    {
      id: 'adaptive-own-weights',
      title: 'The loss has weights of its own.',
      detail:
        'They must be given to the optimizer and saved with the model; without that the head never learns. ' +
        'Do not put another linear layer to the classes before it.',
    },
    {
      id: 'adaptive-sorted-classes',
      title: 'Classes must be sorted by frequency.',
      detail:
        'Class 0 must be the most frequent. With any other order it still computes, but is slower and learns ' +
        'frequent classes in clusters with few features.',
    },
    {
      id: 'adaptive-empty-cluster',
      title: 'A large `div_value` can leave a cluster without features.',
      detail:
        'Cluster i has `in_features // div_value**i` features. With 0 of them its classes are all equally likely ' +
        'for ever; PyTorch only warns: "Initializing zero-element tensors is a no-op".',
      applies: ({ in_features: features, div_value: division = 4, cutoffs }) =>
        isCount(features) &&
        isCount(division) &&
        Array.isArray(cutoffs) &&
        Number(features) < Number(division) ** cutoffs.length,
    },
    indexDtypePitfall,
    columnTargetPitfall,
  ],
  construct: ({ cutoffs = null, n_classes: classes = null }) => {
    checkCutoffs(iterated(cutoffs), classes);
  },
  *learned({
    in_features: features = null,
    n_classes: classes = null,
    cutoffs = null,
    div_value: division = 4,
    head_bias: hasBias = false,
  }) {
    const bounds = iterated(cutoffs);
    const first = BigInt(bounds[0] ?? 0) + BigInt(bounds.length);
    yield* linearWeights('head', features, first, isTrue(hasBias, 'construct'));
    for (const [i, bound] of bounds.entries()) {
      const size = clusterFeatures(features, division, i + 1);
      const next = bounds[i + 1];
      const count = next === undefined ? less(classes, bound) : BigInt(next - bound);
      yield* linearWeights(`tail.${i}.0`, features, size, false);
      yield* linearWeights(`tail.${i}.1`, size, count, false);
    }
  },
  replay({ input_: input, target_: target, n_classes: classes, cutoffs, head_bias: hasHeadBias }, context) {
    const { learned } = context;
    const log = targetLogProbabilities(input, target.tensor, {
      cutoffs: [...cutoffs, classes],
      learned,
      hasHeadBias,
    });
    const losses = neg(log);
    context.output = view(log, target.shape);
    context.unreduced = view(losses, target.shape);
    return mean(losses);
  },
  kernel: (call) =>
    adaptiveLogSoftmaxKernel({
      input: call.input_,
      target: call.target_,
      cutoffs: [...call.cutoffs, call.n_classes],
      learned: weightsOf(call),
      hasHeadBias: call.head_bias,
    }),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = { head_bias: [false, true] };

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Six classes, of which four are rare',
    parameters: { in_features: '4', n_classes: '6', cutoffs: '[2, 4]', div_value: '2.0' },
    inputs: {
      input_: '[[0.5, -1.0, 0.3, 0.8], [1.2, 0.1, -0.7, 0.4], [-0.3, 0.9, 0.6, -1.1]]',
      target_: '[0, 3, 5]',
    },
  },
  {
    title: 'A head with a bias',
    parameters: { in_features: '4', n_classes: '5', cutoffs: '[3]', div_value: '2.0', head_bias: 'True' },
    inputs: { input_: '[[0.5, -1.0, 0.3, 0.8], [1.2, 0.1, -0.7, 0.4]]', target_: '[1, 4]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof AdaptiveLogSoftmaxWithLoss> = (call, work) => {
  const { input_: input, target_: target, n_classes: classes, cutoffs, head_bias: hasHeadBias } = call;
  const bounds = [...cutoffs, classes];
  adaptiveSteps(work, input, target, { cutoffs: bounds, learned: weightsOf(call), hasHeadBias });
};

/** The learned weights, which a call has beside what the table of parameters names. */
function weightsOf(call: object): (name: string) => Tensor {
  return (name) => (call as AnyArguments<Tensor>)[name] as Tensor;
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function refuse(type: TorchErrorType, message: string): never {
  throw new TorchError(type, message, 'construct');
}

function checkCutoffs(cutoffs: readonly number[], classes: ParameterValue): void {
  if (cutoffs.length === 0) refuse('ValueError', 'cutoffs should be a sequence of length larger than 0');
  const isIncreasing = cutoffs.every((cutoff, i) => i === 0 || cutoff > cutoffs[i - 1]!);
  const isBelow = isIncreasing && cutoffs[0]! > 0 && !(cutoffs.at(-1)! > last(classes));
  if (isBelow && cutoffs.every(Number.isInteger)) return;
  refuse(
    'ValueError',
    'cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value ' +
      'is between 1 and n_classes-1',
  );
}

/** `classes - 1` */
function last(classes: ParameterValue): number {
  if (classes === null || typeof classes === 'string' || Array.isArray(classes)) {
    refuse('TypeError', `unsupported operand type(s) for -: '${pythonTypeName(classes)}' and 'int'`);
  }
  if (!isTensorValue(classes)) return Number(classes) - 1;
  isTrue(classes, 'construct');
  return Number(classes.data[0]) - 1;
}

/** `classes - bound`, of the type of `classes`. */
function less(classes: ParameterValue, bound: number): ParameterValue {
  if (typeof classes === 'number') return classes - bound;
  if (!isTensorValue(classes)) return BigInt(Number(classes) - bound);
  return { ...classes, data: classes.data.map((value) => value - bound) };
}

/** `int(features // division ** power)` as Python computes it. */
function clusterFeatures(features: ParameterValue, division: ParameterValue, power: number): bigint {
  if (division === null || typeof division === 'string' || Array.isArray(division)) {
    const type = pythonTypeName(division);
    refuse('TypeError', `unsupported operand type(s) for ** or pow(): '${type}' and 'int'`);
  }
  if (isTensorValue(division)) {
    if (division.data.length === 1) return clusterFeatures(features, Number(division.data[0]), power);
    refuse('ValueError', 'only one element tensors can be converted to Python scalars');
  }
  const divisor = Number(division) ** power;
  if (divisor === 0) {
    const isInteger = typeof division !== 'number';
    refuse(
      'ZeroDivisionError',
      isInteger ? 'integer division or modulo by zero' : 'float floor division by zero',
    );
  }
  const size = Math.floor(Number(isTensorValue(features) ? features.data[0] : features) / divisor);
  if (Number.isNaN(size)) refuse('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(divisor) && Number.isFinite(Number(division))) {
    refuse('OverflowError', "(34, 'Numerical result out of range')");
  }
  if (!Number.isFinite(size)) refuse('OverflowError', 'cannot convert float infinity to integer');
  return BigInt(size);
}
