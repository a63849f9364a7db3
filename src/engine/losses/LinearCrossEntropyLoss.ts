import { checkConstructor, linearCrossEntropy } from '../aten/linearCrossEntropy';
import { view } from '../aten/reduction';
import { defineLoss, type AnyArguments, type WorkingOf } from '../defineLoss';
import { linearCrossEntropySteps } from '../derivation/linearCrossEntropy';
import { isGiven, presenceRepresentatives, reductionRepresentatives, shownReduction } from '../formulaParts';
import { classIndex, floats, indexOrProbabilities } from '../inputs';
import { classDenominator } from '../kernels/classes';
import { linearCrossEntropyKernel } from '../kernels/linearCrossEntropy';
import { isTrue } from '../legacyReduction';
import { iterated, linearWeights } from '../learnedWeights';
import type {
  Configuration,
  FormulaRepresentatives,
  Kink,
  LossExample,
  ParameterValue,
} from '../lossDefinition';
import { readOptions } from '../linearCrossEntropyOptions';
import { isTensorValue } from '../nativeTypes';
import { classWeight, ignoreIndex, inFeatures, labelSmoothing, reduction } from '../parameters';
import {
  allIgnoredPitfall,
  columnTargetPitfall,
  indexDtypePitfall,
  unreducedPitfall,
  weightedMeanPitfall,
  weightTypePitfall,
} from '../pitfalls';
import { isFloat } from '../tensor/dtype';
import { sameShape } from '../tensor/shape';
import { elementCount, type Tensor } from '../tensor/tensor';
import { refuseType } from '../torchError';
import { crossEntropyFormula } from '../texts/crossEntropyFormula';

/** Cross entropy of the logits that the loss's own linear layer makes. */
export const LinearCrossEntropyLoss = defineLoss({
  name: 'LinearCrossEntropyLoss',
  functional: 'linear_cross_entropy',
  native: {
    name: 'cross_entropy_loss',
    arguments: ['weight', 'reduction', 'ignore_index', 'label_smoothing'],
  },
  task: 'classification',
  summary: 'A linear layer to the classes and cross entropy in one, which can save memory.',
  whenToUse:
    'As the last layer of a classifier with very many classes, whose logits take much memory. Where you need the ' +
    'logits themselves take a Linear layer and CrossEntropyLoss.',
  inputs: [
    {
      name: 'input',
      description: 'Features of each sample, from which the loss computes the logits itself.',
      ...floats,
      symbol: 'h',
    },
    { ...classIndex, description: `${indexOrProbabilities}.`, differentiable: true },
  ],
  parameters: [
    { ...inFeatures, moduleOnly: true },
    {
      name: 'num_classes',
      kind: 'int',
      default: null,
      required: true,
      moduleOnly: true,
      description: 'How many classes there are.',
      minimum: 1,
      symbol: 'C',
    },
    {
      name: 'out_features',
      kind: 'ints',
      default: [],
      moduleOnly: true,
      keywordOnly: true,
      description: 'The sizes of further dimensions, if each sample has several targets.',
    },
    {
      name: 'bias',
      kind: 'bool',
      default: false,
      moduleOnly: true,
      keywordOnly: true,
      description: 'Whether the linear layer has a bias.',
    },
    { ...reduction, keywordOnly: true },
    { ...classWeight, keywordOnly: true },
    {
      ...ignoreIndex,
      default: null,
      keywordOnly: true,
      description: `${ignoreIndex.description} None stands for -100.`,
    },
    { ...labelSmoothing, keywordOnly: true },
    {
      name: 'options',
      kind: 'function',
      default: null,
      keywordOnly: true,
      verbatim: true,
      description:
        'How to compute in pieces to save memory: nn.LinearCrossEntropyOptions(...), or None for at once.',
    },
    {
      name: 'linear_weight',
      kind: 'tensor',
      default: null,
      required: true,
      functionalOnly: true,
      description: 'The weight of the linear layer.',
      symbol: 'W',
      shape: ['C', 'D'],
    },
    {
      name: 'linear_bias',
      kind: 'tensor',
      default: null,
      functionalOnly: true,
      keywordOnly: true,
      description: 'The bias of the linear layer.',
      symbol: 'b',
      shape: ['C'],
    },
  ],
  functionalArguments: [
    'input',
    'linear_weight',
    'target',
    'linear_bias',
    'weight',
    'reduction',
    'ignore_index',
    'label_smoothing',
    'options',
  ],
  shapes: [
    { label: 'class indices', inputs: { input: ['N', 'D'], target: ['N'] }, output: ['N'] },
    { label: 'class probabilities', inputs: { input: ['N', 'D'], target: ['N', 'C'] }, output: ['N'] },
    {
      label: 'several targets for each sample, `*` being out_features',
      inputs: { input: ['N', 'D'], target: ['N', '*'] },
      output: ['N', '*'],
    },
    {
      label: 'several distributions for each sample',
      inputs: { input: ['N', 'D'], target: ['N', 'C', '*'] },
      output: ['N', '*'],
    },
    { label: 'one sample', inputs: { input: ['D'], target: [] }, output: [] },
    { label: 'one sample, class probabilities', inputs: { input: ['D'], target: ['C'] }, output: [] },
  ],
  formula(configuration) {
    const smoothing = configuration['label_smoothing'] ?? 0;
    const hasBias = (configuration['bias'] ?? false) !== false || isGiven(configuration, 'linear_bias');
    const { tex, words, gradientTex, gradientWords } = crossEntropyFormula({
      reduction: shownReduction(configuration),
      isWeighted: isGiven(configuration, 'weight'),
      isSmoothed: !(typeof smoothing === 'number' && !(smoothing > 0)),
      ofProbabilities: configuration['target'] === 'probabilities',
    });
    return {
      tex: `${tex}, \\quad x_n = W h_n${hasBias ? ' + b' : ''}`,
      words: `${words}, where the scores are the weight W times the features${hasBias ? ', plus the bias b' : ''}`,
      gradientTex: `${gradientTex}, \\quad \\frac{\\partial \\ell}{\\partial h_n} = W^{\\top} \\frac{\\partial \\ell}{\\partial x_n}`,
      gradientWords: `${gradientWords}; by the features of sample n, the transposed W times that`,
    };
  },
  pitfalls: [
    {
      id: 'linear-own-weights',
      title: 'The linear layer is already inside.',
      detail:
        'Pass features, not logits, and give the weights of the loss to the optimizer: without that the layer ' +
        'never learns.',
    },
    {
      id: 'linear-options-ignored',
      title: '`options` work for plain class indices only.',
      detail:
        'With `label_smoothing`, `out_features` or probabilities PyTorch warns, ignores the options and makes all ' +
        'logits at once.',
      applies: (configuration) =>
        isGiven(configuration, 'options') &&
        ((configuration['label_smoothing'] ?? 0) !== 0 || hasSizes(configuration['out_features'])),
    },
    {
      id: 'linear-options-backward-once',
      title: 'With `options`, `backward()` works once.',
      detail:
        'The gradients are computed along with a reduced loss and used up: a second `backward()` raises a ' +
        'RuntimeError, even with `retain_graph=True`. `allow_retain_graph=True` among the options keeps them.',
      applies: (configuration) =>
        isGiven(configuration, 'options') && shownReduction(configuration) !== 'none',
    },
    indexDtypePitfall,
    columnTargetPitfall,
    weightedMeanPitfall,
    allIgnoredPitfall,
    weightTypePitfall,
    unreducedPitfall,
  ],
  checksFirst: true,
  construct({ num_classes: classes = null, weight = null, label_smoothing: smoothing = 0, options }) {
    if (typeof options === 'string') readOptions(options, 'construct');
    checkConstructor(classes, weight, smoothing);
  },
  learned({ in_features: features = 0, num_classes: classes = 0, out_features: sizes = [], bias = false }) {
    return linearWeights('linear', features, product(classes, iterated(sizes)), isTrue(bias, 'construct'));
  },
  replay(call, context) {
    const { in_features: features, num_classes: classes, out_features: sizes, bias } = call;
    const { via, learned } = context;
    const isModule = via === 'module';
    const shape = [classes, ...sizes.map(Number)];
    const linearWeight = isModule ? view(learned('linear.weight'), [...shape, features]) : call.linear_weight;
    const ownBias = bias ? view(learned('linear.bias'), shape) : null;
    return linearCrossEntropy(
      {
        input: call.input,
        linearWeight,
        linearBias: isModule ? ownBias : call.linear_bias,
        target: call.target,
        weight: call.weight,
        reduction: call.reduction,
        ignoreIndex: call.ignore_index,
        smoothing: call.label_smoothing,
        options: call.options,
      },
      context,
    );
  },
  denominator(call) {
    const { target, weight } = call;
    if (!isFloat(target.dtype)) return classDenominator(target, weight, call.ignore_index ?? -100);
    // The module has the number of classes, the functional a row of its weight for each.
    const rows = (call.linear_weight as Tensor | null)?.shape[0];
    return target.data.length / (rows ?? call.num_classes);
  },
  kernel(call) {
    const { input, target, weight, ignore_index: ignoreIndex, label_smoothing: smoothing } = call;
    // In pieces PyTorch has rules of its own, for NaN and for shapes.
    if (call.options !== null || smoothing > 1) return undefined;
    const learned = call as unknown as AnyArguments<Tensor>;
    const own = learned['linear.weight'] as Tensor | undefined;
    const ownBias = (learned['linear.bias'] ?? null) as Tensor | null;
    const isModule = own !== undefined;
    if (isModule ? call.bias !== (ownBias !== null) : call.linear_weight.shape.length < 2) return undefined;
    const outputs = isModule
      ? [call.num_classes, ...call.out_features]
      : call.linear_weight.shape.slice(0, -1);
    const linearBias = isModule ? ownBias : call.linear_bias;
    if (!isModule && isTensorValue(linearBias) && !sameShape(linearBias.shape, outputs)) return undefined;
    return linearCrossEntropyKernel({
      input,
      target,
      linearWeight: isModule ? own : call.linear_weight,
      linearBias,
      outputs,
      weight,
      ignoreIndex,
      smoothing: smoothing > 0 ? smoothing : 0,
      names: isModule
        ? { input: 'input', linearWeight: 'linear.weight', linearBias: 'linear.bias' }
        : { input: 'input', linearWeight: 'linear_weight', linearBias: 'linear_bias' },
    });
  },
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: reductionRepresentatives,
  weight: presenceRepresentatives,
  label_smoothing: [0, 0.1],
  bias: [false, true],
  target: ['indices', 'probabilities'],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Three samples, five classes',
    parameters: { in_features: '4', num_classes: '5' },
    inputs: {
      input: '[[0.5, -1.0, 0.3, 0.8], [1.2, 0.1, -0.7, 0.4], [-0.3, 0.9, 0.6, -1.1]]',
      target: '[0, 3, 4]',
    },
  },
  {
    title: 'A bias, and class probabilities',
    parameters: { in_features: '2', num_classes: '3', bias: 'True' },
    inputs: { input: '[[0.5, -1.0], [1.2, 0.1]]', target: '[[0.7, 0.2, 0.1], [0.0, 1.0, 0.0]]' },
  },
  {
    title: 'Two targets for each sample',
    parameters: { in_features: '2', num_classes: '3', out_features: '[2]' },
    inputs: { input: '[[0.5, -1.0], [1.2, 0.1]]', target: '[[0, 2], [1, 1]]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof LinearCrossEntropyLoss> = (call, work) => {
  const learned = call as unknown as AnyArguments<Tensor>;
  const isModule = learned['linear.weight'] !== undefined;
  linearCrossEntropySteps(work, {
    input: call.input,
    target: call.target,
    linearWeight: isModule ? (learned['linear.weight'] as Tensor) : call.linear_weight,
    linearBias: isModule ? ((learned['linear.bias'] ?? null) as Tensor | null) : call.linear_bias,
    weight: call.weight,
    ignoreIndex: call.ignore_index ?? -100,
    smoothing: call.label_smoothing > 0 ? call.label_smoothing : 0,
    inPieces: call.options !== null && call.label_smoothing === 0 && work.place.shape.length < 2,
  });
};

/** `math.prod(sizes, start=classes)`, which makes an integer of a truth value. */
function product(classes: ParameterValue, sizes: readonly number[]): ParameterValue {
  const count = elementCount(sizes);
  if (sizes.length === 0) return classes;
  if (classes === null) {
    const type = Number.isInteger(sizes[0]) ? 'int' : 'float';
    refuseType(`unsupported operand type(s) for *: 'NoneType' and '${type}'`, 'construct');
  }
  if (!Number.isInteger(count)) return count;
  return typeof classes === 'bigint' || typeof classes === 'boolean'
    ? BigInt(classes) * BigInt(count)
    : classes;
}

function hasSizes(sizes: Configuration[string] | undefined): boolean {
  return Array.isArray(sizes) && sizes.length > 0;
}
