import { cosineSimilarity } from '../aten/cosineSimilarity';
import { maxDimension } from '../aten/maxDimension';
import { pairwiseDistance } from '../aten/pairwiseDistance';
import { abs, sub } from '../aten/pointwise';
import { tripletLoss } from '../aten/tripletLoss';
import type { Variable } from '../aten/variable';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { cosineDistance, largestDistance, normDistance, tripletSteps } from '../derivation/triplets';
import { reductionRepresentatives, shownReduction } from '../formulaParts';
import { tripletKernel } from '../kernels/triplet';
import { isTrue } from '../legacyReduction';
import type {
  Configuration,
  FormulaRepresentatives,
  Kink,
  LossExample,
  ParameterValue,
} from '../lossDefinition';
import { pythonTypeName } from '../nativeTypes';
import { reduction, swap, tripletMargin } from '../parameters';
import { unreducedPitfall } from '../pitfalls';
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
import { refuseType, refuseValue } from '../torchError';

type Distance = (a: Variable, b: Variable) => Variable;

/** The distance functions that the engine knows, by the name that stands for them. */
const distances: ReadonlyMap<unknown, Distance> = new Map<unknown, Distance>([
  [null, (a, b) => pairwiseDistance(a, b)],
  ['pairwise_distance', (a, b) => pairwiseDistance(a, b)],
  ['1 - cosine_similarity', (a, b) => sub(1, cosineSimilarity(a, b))],
  ['l_inf', (a, b) => maxDimension(abs(sub(a, b)), 1)],
]);

/** Triplets of whatever a distance function compares. */
export const TripletMarginWithDistanceLoss = defineLoss({
  name: 'TripletMarginWithDistanceLoss',
  functional: 'triplet_margin_with_distance_loss',
  task: 'embedding',
  summary:
    'By how much a positive should be nearer to the anchor than a negative, by a distance of your choice.',
  whenToUse:
    'For learning embeddings from triplets with another distance than a norm, such as the cosine. For ' +
    'norms, TripletMarginLoss is enough.',
  inputs: tripletInputs,
  parameters: [
    {
      name: 'distance_function',
      kind: 'function',
      choices: ['pairwise_distance', '1 - cosine_similarity', 'l_inf'],
      default: null,
      verbatim: true,
      description: 'The distance of two batches of vectors; Euclidean if none is given.',
      keywordOnly: true,
      symbol: 'd',
    },
    { ...tripletMargin, keywordOnly: true, differentiable: true },
    { ...swap, verbatim: true, keywordOnly: true },
    { ...reduction, keywordOnly: true },
  ],
  shapes: [
    {
      label: 'a batch of triplets, by a distance along the last dimension',
      inputs: { anchor: ['*', 'D'], positive: ['*', 'D'], negative: ['*', 'D'] },
      output: ['*'],
    },
  ],
  formula: (configuration) =>
    tripletFormula(
      shownReduction(configuration),
      distanceOf(configuration['distance_function']),
      configuration['swap'] === true,
    ),
  margin: 'distance',
  pitfalls: [
    tripletMarginPitfall,
    {
      id: 'triplet-similarity',
      title: 'It needs a distance, not a similarity.',
      detail:
        'With `F.cosine_similarity` itself the loss pushes positives away. Pass ' +
        '`lambda x, y: 1.0 - F.cosine_similarity(x, y)`.',
    },
    {
      id: 'triplet-one-number',
      title: 'The distance must give one number per triplet.',
      detail:
        'A function that reduces the batch as well, such as `F.mse_loss`, compares whole batches: the loss is ' +
        'then a single hinge, which hides most errors.',
    },
    collapsePitfall,
    easyTripletsPitfall,
    unreducedPitfall,
  ],
  construct({ margin = null }) {
    positiveMargin(margin, 'TripletMarginWithDistanceLoss');
  },
  replay({ anchor, positive, negative, distance_function: name, margin, swap, reduction }) {
    if (reduction !== 'none' && reduction !== 'mean' && reduction !== 'sum') {
      refuseValue(`${reduction} is not a valid value for reduction`);
    }
    const checked = positiveMargin(margin);
    return tripletLoss(anchor, positive, negative, {
      margin: checked,
      // Not before the dimensions are checked, like Python.
      get swap() {
        return isTrue(swap);
      },
      reduction,
      distance: distances.get(name) ?? (() => refuseCall(name)),
    });
  },
  kernel: ({ anchor, positive, negative, distance_function: name, margin, swap }) =>
    (name === null || name === 'pairwise_distance') &&
    typeof swap === 'boolean' &&
    typeof margin === 'number' &&
    margin > 0
      ? tripletKernel(anchor, positive, negative, { margin, eps: 1e-6, swap })
      : undefined,
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  marginKink,
  swapKink,
  {
    at: '\\left|u_j - v_j\\right| = \\left|u_k - v_k\\right|',
    gradient: 'where a distance is the maximum of dim=1, the first of several largest gets all of it',
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: reductionRepresentatives,
  distance_function: [null, '1 - cosine_similarity', 'l_inf', { expression: 'd' }],
  swap: [false, true],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'By the cosine',
    parameters: { distance_function: '1 - cosine_similarity', margin: '0.5' },
    inputs: {
      anchor: '[[1.0, 0.5], [0.2, 1.0]]',
      positive: '[[0.8, 0.6], [0.5, 0.4]]',
      negative: '[[0.9, 0.1], [-0.5, 1.0]]',
    },
  },
  {
    title: 'Euclidean, unreduced',
    parameters: { reduction: 'none' },
    inputs: {
      anchor: '[[0.0, 0.0], [1.0, 1.0]]',
      positive: '[[0.5, 0.0], [1.5, 2.0]]',
      negative: '[[1.0, 0.5], [0.5, 0.5]]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof TripletMarginWithDistanceLoss> = (
  { anchor, positive, negative, distance_function: name, margin, swap },
  work,
) => {
  const isNorm = name === null || name === 'pairwise_distance';
  const distance = isNorm
    ? normDistance(work, 2, 1e-6)
    : name === 'l_inf'
      ? largestDistance(work)
      : cosineDistance(work);
  const row = isNorm ? 'lastRow' : 'row';
  tripletSteps(work, { anchor, positive, negative }, { margin, swap: isTrue(swap), row }, distance);
};

function refuseCall(value: ParameterValue): never {
  refuseType(`'${pythonTypeName(value)}' object is not callable`);
}

function distanceOf(name: Configuration[string] = null): DistanceFormula {
  switch (name) {
    case null:
    case 'pairwise_distance':
      return euclideanDistance;
    case '1 - cosine_similarity':
      return {
        tex: '1 - \\frac{u \\cdot v}{\\lVert u \\rVert_2 \\lVert v \\rVert_2}',
        words: 'one minus the cosine of the two',
        slopeTex:
          '\\frac{\\cos(u, v)\\,u}{\\lVert u \\rVert_2^2} - \\frac{v}{\\lVert u \\rVert_2 \\lVert v \\rVert_2}',
        slopeWords: 'the cosine times u over its squared length minus v over both lengths',
      };
    case 'l_inf':
      return {
        tex: '\\max_k \\left|u_k - v_k\\right|',
        words: 'the largest absolute difference',
        slopeTex: undefined,
        slopeWords: 'the sign of the first largest difference, and zero for the others',
      };
    default:
      return {
        tex: undefined,
        words: 'what the distance function gives',
        slopeTex: undefined,
        slopeWords: 'that of the distance function',
      };
  }
}
