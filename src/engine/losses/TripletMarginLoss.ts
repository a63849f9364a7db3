import { pairwiseDistance } from '../aten/pairwiseDistance';
import { reductionOf } from '../aten/reduction';
import { tripletLoss } from '../aten/tripletLoss';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { normDistance, tripletSteps } from '../derivation/triplets';
import { reductionRepresentatives, shownReduction } from '../formulaParts';
import { tripletKernel } from '../kernels/triplet';
import { legacyReduction } from '../legacyReduction';
import type { Configuration, FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { reduce, reduction, sizeAverage, swap, tripletMargin } from '../parameters';
import { legacyPitfall, marginFirstPitfall, unreducedPitfall } from '../pitfalls';
import { positiveMargin } from '../positiveMargin';
import { euclideanDistance, tripletFormula, type DistanceFormula } from '../texts/tripletFormula';
import {
  collapsePitfall,
  easyTripletsPitfall,
  marginKink,
  swapKink,
  tripletInputs,
  tripletMarginPitfall,
} from '../texts/triplets';
import { t } from '../words';

/** Triplets of vectors, compared by a norm of their differences. */
export const TripletMarginLoss = defineLoss({
  name: 'TripletMarginLoss',
  functional: 'triplet_margin_loss',
  native: { arguments: ['margin', 'p', 'eps', 'swap'] },
  task: 'embedding',
  summary: 'By how much a positive vector should be nearer to the anchor than a negative one, but is not.',
  whenToUse:
    'For learning embeddings from triplets: an anchor, something like it, and something unlike it. With ' +
    'another distance take TripletMarginWithDistanceLoss; from pairs, CosineEmbeddingLoss.',
  inputs: tripletInputs,
  parameters: [
    tripletMargin,
    {
      name: 'p',
      kind: 'float',
      default: 2,
      description: 'Which norm measures the distance: 2 is Euclidean, 1 the sum of absolute differences.',
      symbol: 'p',
    },
    {
      name: 'eps',
      kind: 'float',
      default: 1e-6,
      description: 'Added to each difference of two vectors, so that their distance is not 0.',
      symbol: '\\varepsilon',
    },
    swap,
    sizeAverage,
    reduce,
    reduction,
  ],
  shapes: [
    {
      label: 'a batch of triplets',
      inputs: { anchor: ['*', 'D'], positive: ['*', 'D'], negative: ['*', 'D'] },
      output: ['*'],
    },
  ],
  formula: (configuration) =>
    tripletFormula(
      shownReduction(configuration),
      distanceOf(configuration['p']),
      configuration['swap'] === true,
    ),
  margin: 'distance',
  pitfalls: [
    tripletMarginPitfall,
    collapsePitfall,
    easyTripletsPitfall,
    {
      id: 'triplet-not-squared',
      title: 'The distance is not squared.',
      detail:
        'The loss of the FaceNet paper squares it: margins from such papers do not carry over. ' +
        'TripletMarginWithDistanceLoss takes a squared distance.',
      applies: ({ p }) => p === undefined || p === 2,
    },
    {
      id: 'triplet-p-zero',
      title: 'With `p=0` nothing is learned.',
      detail: 'It counts the elements that differ, which has no gradient: PyTorch leaves None.',
      applies: ({ p }) => p === 0,
    },
    marginFirstPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  construct({ margin = null }) {
    positiveMargin(margin, 'TripletMarginLoss');
  },
  replay({ anchor, positive, negative, margin, p, eps, swap, ...reductions }, { warn, checkTypes }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    const checked = positiveMargin(margin);
    checkTypes();
    return tripletLoss(anchor, positive, negative, {
      // Other than the messages, C++ knows floats only.
      margin: typeof checked === 'object' && 'int' in checked ? checked.int : checked,
      swap,
      reduction,
      distance: (a, b) => pairwiseDistance(a, b, p, eps),
    });
  },
  kernel: ({ anchor, positive, negative, margin, p, eps, swap }) =>
    p === 2 && typeof margin === 'number' && margin > 0
      ? tripletKernel(anchor, positive, negative, { margin, eps, swap })
      : undefined,
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  marginKink,
  { at: 'd(u, v) = 0', gradient: '0 for that distance' },
  swapKink,
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: reductionRepresentatives,
  p: [2, 1, Infinity, 3],
  swap: [false, true],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Two triplets',
    parameters: {},
    inputs: {
      anchor: '[[0.0, 0.0], [1.0, 1.0]]',
      positive: '[[0.5, 0.0], [1.5, 2.0]]',
      negative: '[[1.0, 0.5], [0.5, 0.5]]',
    },
  },
  {
    title: 'With the distance swap, unreduced',
    parameters: { swap: 'True', margin: '0.5', reduction: 'none' },
    inputs: {
      anchor: '[[0.0, 0.0], [1.0, 1.0]]',
      positive: '[[1.0, 0.0], [1.5, 2.0]]',
      negative: '[[1.5, 0.0], [0.0, 3.0]]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof TripletMarginLoss> = (
  { anchor, positive, negative, margin, p, eps, swap },
  work,
) => {
  work.remedies = {
    gradient: t`Two vectors are equal there, and the norm has no slope at 0: an eps above 0 keeps them apart.`,
  };
  const distance = normDistance(work, p, eps);
  tripletSteps(work, { anchor, positive, negative }, { margin, swap, row: 'lastRow' }, distance);
};

function distanceOf(p: Configuration[string] = 2): DistanceFormula {
  switch (p) {
    case 2:
      return euclideanDistance;
    case 1:
      return {
        tex: '\\lVert u - v + \\varepsilon \\rVert_1',
        words: 'the sum of the absolute differences plus epsilon',
        slopeTex: '\\operatorname{sgn}\\left(u - v + \\varepsilon\\right)',
        slopeWords: 'the signs of the differences plus epsilon',
      };
    case Infinity:
      return {
        tex: '\\lVert u - v + \\varepsilon \\rVert_\\infty',
        words: 'the largest absolute difference plus epsilon',
        slopeTex: undefined,
        slopeWords:
          'the sign of the largest difference, shared by all that are as large, and zero for the others',
      };
    default:
      return {
        tex: '\\lVert u - v + \\varepsilon \\rVert_p',
        words: 'the p-norm of the difference plus epsilon',
        slopeTex:
          '\\frac{\\operatorname{sgn}(w) \\left|w\\right|^{p - 1}}{d(u, v)^{p - 1}}, \\quad w = u - v + \\varepsilon',
        slopeWords:
          'the sign of the difference plus epsilon times its size to the power of p minus one, over the ' +
          'distance to that power',
      };
  }
}
