import { l1Loss } from '../aten/l1Loss';
import { abs, sub } from '../aten/pointwise';
import { weightedReplay } from '../aten/weightedElements';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { difference, sumOfWeights, weighted } from '../derivation/pairs';
import {
  absoluteError,
  elementwiseFormula,
  isGiven,
  shownReduction,
  weightedElementwiseFormula,
  weightedRepresentatives,
} from '../formulaParts';
import { prediction, truth } from '../inputs';
import { pairKernel, type PairLoop } from '../kernel';
import { vectorPairs } from '../kernels/vectorPairs';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { elementWeight, reduce, reduction, sizeAverage } from '../parameters';
import { broadcastPitfall, legacyPitfall, positionalPitfall, unreducedPitfall } from '../pitfalls';
import { totalOf } from '../tensor/reduction';
import { anyShape } from '../shapeCases';

const exactLoop: PairLoop = (x, t, elements, dx, dt, scale) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = x[i]! - t[i]!;
    const size = Math.abs(difference);
    // The sign without a branch that random data would mispredict: a comparison is 0 or 1.
    const slope = scale * (Number(difference > 0) - Number(difference < 0));
    sum += size;
    if (elements !== undefined) elements[i] = size;
    if (dx !== undefined) dx[i] = slope;
    if (dt !== undefined) dt[i] = -slope;
  }
  return sum;
};

const loop = vectorPairs(exactLoop, (loops, end, scale) => loops.l1(end, scale));

/** The mean absolute error. */
export const L1Loss = defineLoss({
  name: 'L1Loss',
  functional: 'l1_loss',
  initializer: '_Loss',
  task: 'regression',
  summary: 'The absolute difference between prediction and target.',
  whenToUse:
    'For predicting numbers when outliers should not dominate: every error counts in proportion. Its gradient ' +
    'does not shrink near the target; SmoothL1Loss settles more gently.',
  inputs: [prediction, truth],
  parameters: [sizeAverage, reduce, reduction, elementWeight],
  shapes: anyShape,
  formula(configuration) {
    const reduced = isGiven(configuration, 'weight') ? weightedElementwiseFormula : elementwiseFormula;
    return reduced(shownReduction(configuration), absoluteError);
  },
  pitfalls: [
    broadcastPitfall,
    {
      id: 'constant-gradient',
      title: 'The gradient never gets smaller.',
      detail:
        'It is `1/N` or `-1/N` however close the prediction is, so training jitters around the target. ' +
        'Lower the learning rate over time, or take SmoothL1Loss.',
    },
    positionalPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay: weightedReplay(l1Loss, (x, t) => abs(sub(x, t))),
  denominator: ({ weight }) => (weight === null ? undefined : totalOf(weight)),
  kernel: ({ input, target, weight }) => (weight === null ? pairKernel(input, target, loop) : undefined),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [{ at: 'x_i = y_i', gradient: '0 where input and target are equal' }];

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
    title: 'An outlier, summed',
    parameters: { reduction: 'sum' },
    inputs: { input: '[1.0, 2.0, 3.0]', target: '[1.5, 2.0, 30.0]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof L1Loss> = ({ input, target, weight }, work) => {
  if (weight !== null) work.denominator = sumOfWeights();
  weighted(work, weight, work.absolute(difference(work, input, target)));
};
