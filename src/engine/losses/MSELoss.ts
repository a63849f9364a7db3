import { elementwiseLoss, type ElementwiseLoss } from '../aten/elementwiseLoss';
import { square, sub } from '../aten/pointwise';
import { weightedReplay } from '../aten/weightedElements';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { difference, sumOfWeights, weighted } from '../derivation/pairs';
import {
  elementwiseFormula,
  isGiven,
  shownReduction,
  weightedElementwiseFormula,
  weightedRepresentatives,
} from '../formulaParts';
import { prediction, truth } from '../inputs';
import { pairKernel, singlePrecision, type PairLoop } from '../kernel';
import { vectorPairs } from '../kernels/vectorPairs';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { elementWeight, reduce, reduction, sizeAverage } from '../parameters';
import { broadcastPitfall, legacyPitfall, positionalPitfall, unreducedPitfall } from '../pitfalls';
import { totalOf } from '../tensor/reduction';
import { anyShape } from '../shapeCases';

const squaredError: ElementwiseLoss = {
  kernel: 'mse_cpu',
  value(input, target, round) {
    const difference = round(input - target);
    return difference * difference;
  },
  derivative(input, target, norm, gradient, round) {
    return round(round(2 * norm) * round(input - target)) * gradient;
  },
};

/** Step by step as PyTorch. */
const exactLoop: PairLoop = (x, t, elements, dx, dt, scale) => {
  const isSingle = x instanceof Float32Array;
  const slope = singlePrecision(2 * scale, isSingle);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = singlePrecision(x[i]! - t[i]!, isSingle);
    const square = difference * difference;
    sum += square;
    if (elements !== undefined) elements[i] = square;
    if (dx !== undefined) dx[i] = slope * difference;
    if (dt !== undefined) dt[i] = slope * singlePrecision(t[i]! - x[i]!, isSingle);
  }
  return sum;
};

const loop = vectorPairs(exactLoop, (loops, end, scale) => loops.mse(end, 2 * scale));

/** The mean squared error. */
export const MSELoss = defineLoss({
  name: 'MSELoss',
  functional: 'mse_loss',
  initializer: '_Loss',
  task: 'regression',
  summary: 'The squared difference between prediction and target.',
  whenToUse:
    'For predicting numbers when large errors should weigh much more than small ones. Where outliers are ' +
    'expected, take SmoothL1Loss, HuberLoss or L1Loss.',
  inputs: [prediction, truth],
  parameters: [sizeAverage, reduce, reduction, elementWeight],
  shapes: anyShape,
  formula(configuration) {
    const reduced = isGiven(configuration, 'weight') ? weightedElementwiseFormula : elementwiseFormula;
    return reduced(shownReduction(configuration), {
      element: '\\left(x_i - y_i\\right)^2',
      words: 'the squared difference of input i and target i',
      factor: '2',
      derivative: '\\left(x_i - y_i\\right)',
      derivativeWords: 'twice the difference of input i and target i',
    });
  },
  pitfalls: [
    broadcastPitfall,
    {
      id: 'outliers-dominate',
      title: 'One outlier can dominate the loss.',
      detail:
        'An error of 100 counts as much as 10,000 errors of 1. Scale the targets, or use a loss that grows ' +
        'linearly: SmoothL1Loss or HuberLoss.',
    },
    positionalPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay: weightedReplay(
    (x, t, reduction) => elementwiseLoss(squaredError, x, t, reduction),
    (x, t) => square(sub(x, t)),
  ),
  denominator: ({ weight }) => (weight === null ? undefined : totalOf(weight)),
  kernel: ({ input, target, weight }) => (weight === null ? pairKernel(input, target, loop) : undefined),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = weightedRepresentatives;

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Four predictions',
    parameters: {},
    inputs: { input: '[2.5, 0.0, 2.1, 7.8]', target: '[3.0, -0.5, 2.0, 7.0]' },
  },
  {
    title: 'Unreduced, a batch of three',
    parameters: { reduction: 'none' },
    inputs: {
      input: '[[0.2, 1.4], [0.0, -1.0], [3.1, 0.5]]',
      target: '[[0.0, 1.0], [0.5, -1.5], [3.0, 1.5]]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof MSELoss> = ({ input, target, weight }, work) => {
  if (weight !== null) work.denominator = sumOfWeights();
  weighted(work, weight, work.square(difference(work, input, target)));
};
