import { bceLoss, smallestVariance } from '../aten/bceLoss';
import { requireTensor } from '../aten/checks';
import { expand, reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import type { Applied } from '../derivation/expression';
import { weighted } from '../derivation/pairs';
import { elementwiseFormula, isGiven, shownReduction, weightedRepresentatives } from '../formulaParts';
import { pairKernel, singlePrecision as single, type PairLoop } from '../kernel';
import { vectorPairs } from '../kernels/vectorPairs';
import { legacyReduction } from '../legacyReduction';
import { lossWeight, reduce, reduction, sizeAverage } from '../parameters';
import { exactTargetSizePitfall, legacyPitfall, unreducedPitfall, weightTypePitfall } from '../pitfalls';
import { broadcastSizes } from '../tensor/broadcast';
import { sameShape, sizeText } from '../tensor/shape';
import { refuseValue } from '../torchError';
import { anyShape } from '../shapeCases';
import { floats, labels } from '../inputs';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { t } from '../words';

const exactLoop: PairLoop = (x, t, elements, dx, dt, scale) => {
  const isSingle = x instanceof Float32Array;
  const divisor = Math.round(1 / scale);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const p = x[i]!;
    const target = t[i]!;
    if (!(p >= 0 && p <= 1 && target >= 0 && target <= 1)) return NaN;
    // Labels are most often 0 or 1, which need one logarithm only.
    let value = -0;
    if (target !== 1) value = single(single(target - 1, isSingle) * clamped(Math.log1p(-p)), isSingle);
    if (target !== 0) value -= single(target * clamped(Math.log(p)), isSingle);
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) {
      const variance = single(single(1 - p, isSingle) * p, isSingle);
      const floored = variance > smallestVariance ? variance : smallestVariance;
      dx[i] = single(single(p - target, isSingle) / floored, isSingle) / divisor;
    }
    if (dt !== undefined) {
      const odds = single(p / single(1 - p, isSingle), isSingle);
      dt[i] = single(-Math.log(odds), isSingle) / divisor;
    }
  }
  return sum;
};

const loop = vectorPairs(exactLoop, (loops, end, scale) => loops.bce(end, Math.round(1 / scale)));

function clamped(log: number): number {
  return log > -100 ? log : -100;
}

/** Binary cross entropy of probabilities. */
export const BCELoss = defineLoss({
  name: 'BCELoss',
  functional: 'binary_cross_entropy',
  initializer: '_WeightedLoss',
  native: { arguments: ['weight'] },
  task: 'multi-label',
  summary: 'The cross entropy of yes-or-no labels, from probabilities.',
  whenToUse:
    'For yes-or-no questions where the model already ends in a sigmoid. If it can give raw scores, ' +
    'BCEWithLogitsLoss is more accurate and safe in half precision.',
  inputs: [
    {
      name: 'input',
      description: 'Probabilities between 0 and 1, of any shape: what a sigmoid gives.',
      ...floats,
      symbol: 'p',
    },
    labels,
  ],
  parameters: [lossWeight, sizeAverage, reduce, reduction],
  shapes: anyShape,
  formula(configuration) {
    const [w, weight] = isGiven(configuration, 'weight') ? ['w_i', 'weight i times '] : ['', ''];
    return elementwiseFormula(shownReduction(configuration), {
      element: `-${w}\\left[y_i \\log p_i + (1 - y_i) \\log\\left(1 - p_i\\right)\\right]`,
      words:
        `minus ${weight}the sum of target i times the log of probability i and of one minus target i times ` +
        'the log of one minus probability i',
      factor: '1',
      derivative: `${w}\\frac{p_i - y_i}{p_i \\left(1 - p_i\\right)}`,
      derivativeWords:
        `${weight}the difference of probability i and target i, over probability i times one minus ` +
        'probability i',
      by: { tex: 'p_i', words: 'probability i' },
    });
  },
  pitfalls: [
    {
      id: 'logits-into-bce',
      title: 'It takes probabilities, not raw scores.',
      detail:
        'Anything outside 0 to 1 raises a RuntimeError. Put `torch.sigmoid` before it, or take ' +
        'BCEWithLogitsLoss and pass the raw scores.',
    },
    {
      id: 'sigmoid-then-bce',
      title: 'Sigmoid and BCELoss apart lose precision.',
      detail:
        'For scores beyond about 17 the float32 sigmoid is exactly 1: the loss stops at 100 and the gradient ' +
        'through the sigmoid is 0. On CUDA, BCELoss is refused under autocast. BCEWithLogitsLoss does both in ' +
        'one step.',
    },
    {
      id: 'bce-target-dtype',
      title: 'Input and target must have the same floating-point dtype.',
      detail: 'Integer or bool labels raise a RuntimeError: `target.float()`.',
    },
    exactTargetSizePitfall,
    {
      id: 'bce-at-the-ends',
      title: 'A probability of exactly 0 or 1 gives a gradient of up to 1e12.',
      detail:
        'The loss stays at 100, but the gradient of a wrong certain answer is 1e12 and can destroy the weights. ' +
        'In float16 it is infinite or NaN.',
    },
    {
      id: 'bce-weight-shape',
      title: '`weight` is for elements, and broadcasts from the last dimension.',
      detail:
        'One weight per label needs the labels in the last dimension. There is no `pos_weight` here: for rare ' +
        'positives take BCEWithLogitsLoss.',
      applies: (configuration) => isGiven(configuration, 'weight'),
    },
    weightTypePitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, weight, ...reductions }, { warn, checkTypes }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    if (!sameShape(target.shape, input.shape)) {
      refuseValue(
        `Using a target size (${sizeText(target.shape)}) that is different to the input size ` +
          `(${sizeText(input.shape)}) is deprecated. Please ensure they have the same size.`,
      );
    }
    if (weight !== null) requireTensor(weight, 'size');
    const expanded = weight && expand(weight, broadcastSizes(target.shape, weight.shape));
    checkTypes();
    return bceLoss(input, target, expanded, reduction);
  },
  kernel: ({ input, target, weight }) => (weight === null ? pairKernel(input, target, loop) : undefined),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  { at: 'p_i \\in \\{0, 1\\}', gradient: 'the logs stop at -100, and the denominator at 1e-12' },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = weightedRepresentatives;

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Four probabilities',
    parameters: {},
    inputs: { input: '[0.9, 0.2, 0.6, 0.4]', target: '[1.0, 0.0, 1.0, 1.0]' },
  },
  {
    title: 'Weights for three labels',
    parameters: { weight: '[1.0, 2.0, 0.5]', reduction: 'none' },
    inputs: {
      input: '[[0.8, 0.3, 0.5], [0.1, 0.7, 0.9]]',
      target: '[[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof BCELoss> = ({ input, target, weight }, work) => {
  work.remedies = {
    targetGradient: t`The slope by the target is the logit of the input, infinite at 0 and 1: detach the target, or take BCEWithLogitsLoss.`,
  };
  const [p, y] = [work.read('p', 'input', input), work.read('y', 'target', target)];
  const least = -100;
  const clamped = (from: Applied): string | undefined =>
    from.value < least
      ? t`PyTorch takes no logarithm below -100, so that log(0) is not infinite.`
      : undefined;
  const ofOne = work.log(p);
  const ofZero = work.log1p(work.negate(p));
  const log = work.step(t`log of the probability`, 'a', work.larger(ofOne, least), clamped(ofOne));
  const rest = work.step(t`log of the other`, 'b', work.larger(ofZero, least), clamped(ofZero));
  const loss = work.subtract(work.multiply(work.subtract(y, 1), rest), work.multiply(y, log));
  weighted(work, weight, loss);
};
