import { crossEntropy } from '../aten/crossEntropy';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { crossEntropySteps } from '../derivation/crossEntropy';
import {
  isGiven,
  isMean,
  presenceRepresentatives,
  reductionRepresentatives,
  shownReduction,
} from '../formulaParts';
import { classIndex, floats, indexOrProbabilities } from '../inputs';
import { classDenominator } from '../kernels/classes';
import { crossEntropyKernel } from '../kernels/crossEntropy';
import { legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { classWeight, ignoreIndex, labelSmoothing, reduce, reduction, sizeAverage } from '../parameters';
import {
  allIgnoredPitfall,
  classesLastPitfall,
  columnTargetPitfall,
  indexDtypePitfall,
  legacyPitfall,
  unreducedPitfall,
  weightTypePitfall,
  weightedMeanPitfall,
} from '../pitfalls';
import { sameShape } from '../tensor/shape';
import { crossEntropyFormula } from '../texts/crossEntropyFormula';
import { pixelShape } from '../shapeCases';
import { t } from '../words';

/** Cross entropy of logits. */
export const CrossEntropyLoss = defineLoss({
  name: 'CrossEntropyLoss',
  functional: 'cross_entropy',
  native: {
    name: 'cross_entropy_loss',
    arguments: ['weight', 'reduction', 'ignore_index', 'label_smoothing'],
  },
  task: 'classification',
  summary: 'Minus the log-probability of the right class, from raw scores (logits).',
  whenToUse:
    'For picking exactly one of several classes. It takes what the last linear layer gives: no softmax before ' +
    'it. For several labels that may hold at once take BCEWithLogitsLoss.',
  inputs: [
    {
      name: 'input',
      description: 'Logits: raw scores before a softmax, with the classes in the second dimension.',
      ...floats,
      symbol: 'x',
    },
    {
      ...classIndex,
      description: `${indexOrProbabilities} (the shape and dtype of the input).`,
      differentiable: true,
    },
  ],
  parameters: [classWeight, sizeAverage, ignoreIndex, reduce, reduction, labelSmoothing],
  shapes: [
    { label: 'class indices', inputs: { input: ['N', 'C'], target: ['N'] }, output: ['N'] },
    { label: 'one sample', inputs: { input: ['C'], target: [] }, output: [] },
    pixelShape,
    { label: 'class probabilities', inputs: { input: ['N', 'C'], target: ['N', 'C'] }, output: ['N'] },
    { label: 'probabilities of one sample', inputs: { input: ['C'], target: ['C'] }, output: [] },
    {
      label: 'probabilities of pixels, or of steps',
      inputs: { input: ['N', 'C', '*'], target: ['N', 'C', '*'] },
      output: ['N', '*'],
    },
  ],
  formula: (configuration) =>
    crossEntropyFormula({
      reduction: shownReduction(configuration),
      isWeighted: isGiven(configuration, 'weight'),
      isSmoothed: isSmoothed(configuration['label_smoothing']),
      ofProbabilities: configuration['target'] === 'probabilities',
    }),
  margin: 'score',
  pitfalls: [
    {
      id: 'softmax-before-cross-entropy',
      title: 'The softmax is already inside.',
      detail:
        'With a softmax before it the loss has a floor (0.5514 for three classes) and the gradients are weak. ' +
        'Pass the raw scores; take softmax only to read off probabilities.',
    },
    indexDtypePitfall,
    columnTargetPitfall,
    {
      id: 'one-hot-indices',
      title: 'Integer one-hot targets are refused.',
      detail:
        'A target of the shape of the input is taken for probabilities, which must be floating-point. Pass the ' +
        'class indices (`one_hot.argmax(1)`), or `one_hot.float()`.',
    },
    classesLastPitfall,
    weightedMeanPitfall,
    {
      id: 'probability-mean',
      title: 'With probabilities the mean always divides by N.',
      detail:
        'Class indices divide by the weights of the targets; the same labels as floating-point one-hot divide ' +
        'by N, so that the two differ as soon as there are weights.',
      applies: (configuration) => isGiven(configuration, 'weight') && isMean(configuration),
    },
    {
      id: 'smoothing-with-weight',
      title: 'Smoothing weighs every class, the mean only the target.',
      detail:
        'The smoothed part uses the weights of all classes while the mean divides by those of the targets: ' +
        'rare, heavy classes can raise the loss above what one expects.',
      applies: (configuration) =>
        isGiven(configuration, 'weight') &&
        isSmoothed(configuration['label_smoothing']) &&
        isMean(configuration),
    },
    {
      id: 'smoothing-range',
      title: '`label_smoothing` must be from 0 to 1.',
      detail: 'More than 1 raises a RuntimeError. A negative value raises nothing and smooths nothing.',
      applies: ({ label_smoothing: value }) => typeof value === 'number' && !(value >= 0 && value <= 1),
    },
    {
      id: 'ignore-index-probabilities',
      title: '`ignore_index` goes with class indices only.',
      detail: 'With probabilities as targets an `ignore_index` of 0 or more raises a RuntimeError.',
      applies: ({ ignore_index: index }) => typeof index === 'number' && index >= 0,
    },
    allIgnoredPitfall,
    weightTypePitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay(call, { warn, checkTypes }) {
    const { input, target, weight, ignore_index: ignoreIndex, label_smoothing: smoothing } = call;
    const reduction = reductionOf(legacyReduction(call, warn), warn);
    checkTypes();
    return crossEntropy({ input, target, weight, reduction, ignoreIndex, smoothing });
  },
  denominator: ({ input, target, weight, ignore_index: ignoreIndex }) =>
    sameShape(input.shape, target.shape)
      ? input.data.length / (input.shape[1] ?? input.data.length)
      : classDenominator(target, weight, ignoreIndex),
  kernel({ input, target, weight, ignore_index: ignoreIndex, label_smoothing: smoothing }) {
    if (smoothing > 1) return undefined;
    return crossEntropyKernel({
      input,
      target,
      weight,
      ignoreIndex,
      smoothing: smoothing > 0 ? smoothing : 0,
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
  target: ['indices', 'probabilities'],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Three samples, three classes',
    parameters: {},
    inputs: { input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3], [-0.5, 0.0, 1.5]]', target: '[0, 1, 2]' },
  },
  {
    title: 'Class probabilities',
    parameters: {},
    inputs: {
      input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]',
      target: '[[0.7, 0.2, 0.1], [0.0, 1.0, 0.0]]',
    },
  },
  {
    title: 'Smoothing and class weights',
    parameters: { label_smoothing: '0.1', weight: '[1.0, 2.0, 0.5]' },
    inputs: { input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]', target: '[0, 1]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof CrossEntropyLoss> = (
  { input, target, weight, ignore_index: ignoreIndex, label_smoothing: smoothing },
  work,
) => {
  work.remedies = {
    given: t`A class that is masked with -inf must not be the target; elsewhere, mask or clip such scores.`,
  };
  crossEntropySteps(work, { input, target, weight, ignoreIndex, smoothing: smoothing > 0 ? smoothing : 0 });
};

/** Whether a formula shows smoothing: unless it is known to be none. */
function isSmoothed(value: unknown): boolean {
  return value !== undefined && !(typeof value === 'number' && !(value > 0));
}
