import { nllLoss } from '../aten/nllLoss';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { nllSteps } from '../derivation/nll';
import { isGiven, shownReduction, weightedRepresentatives } from '../formulaParts';
import { classIndex, floats } from '../inputs';
import { classDenominator } from '../kernels/classes';
import { nllKernel } from '../kernels/nll';
import { legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { classWeight, ignoreIndex, reduce, reduction, sizeAverage } from '../parameters';
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
import { pixelShape, sampleShapes } from '../shapeCases';
import { t } from '../words';

/** The negative log-likelihood of log-probabilities. */
export const NLLLoss = defineLoss({
  name: 'NLLLoss',
  functional: 'nll_loss',
  native: { name: 'nll_loss_nd', arguments: ['weight', 'reduction', 'ignore_index'] },
  task: 'classification',
  summary: 'Minus the log-probability that was given to the right class.',
  whenToUse:
    'For classification when the model already ends in log_softmax. With raw scores (logits) take ' +
    'CrossEntropyLoss, which does both.',
  inputs: [
    {
      name: 'input',
      description: 'Log-probabilities, as log_softmax gives them, with the classes in the second dimension.',
      ...floats,
      symbol: 'x',
    },
    classIndex,
  ],
  parameters: [classWeight, sizeAverage, ignoreIndex, reduce, reduction],
  shapes: [...sampleShapes, pixelShape],
  formula(configuration) {
    const isWeighted = isGiven(configuration, 'weight');
    const w = isWeighted ? 'w_{y_n}\\,' : '';
    const shown = shownReduction(configuration);
    const picked = 'the log-probability of the right class';
    const weighted = isWeighted ? `the weight of the right class times ${picked}` : picked;
    const indicator = '\\mathbf{1}_{c = y_n}';
    const slope = (loss: string): string => `\\frac{\\partial ${loss}}{\\partial x_{n,c}} = -`;
    const derivative = isWeighted ? 'minus the weight of the right class' : 'minus one';
    switch (shown) {
      case 'none':
        return {
          tex: `\\ell_n = -${w}x_{n,y_n}`,
          words: `loss n is minus ${weighted}`,
          gradientTex: `${slope('\\ell_n')}${w}${indicator}`,
          gradientWords: `its derivative is ${derivative} at the right class and zero elsewhere`,
        };
      case 'sum':
        return {
          tex: `\\ell = -\\sum_{n=1}^{N} ${w}x_{n,y_n}`,
          words: `the loss is minus the sum, over the targets that are not ignored, of ${weighted}`,
          gradientTex: `${slope('\\ell')}${w}${indicator}`,
          gradientWords: `its derivative is ${derivative} at the right class and zero elsewhere`,
        };
      case 'mean':
        return {
          tex: isWeighted
            ? `\\ell = -\\frac{\\sum_{n=1}^{N} ${w}x_{n,y_n}}{\\sum_{n=1}^{N} w_{y_n}}`
            : '\\ell = -\\frac{1}{N} \\sum_{n=1}^{N} x_{n,y_n}',
          words: isWeighted
            ? `the loss is minus the sum, over the targets that are not ignored, of ${weighted}, divided by the sum of those weights`
            : `the loss is minus the mean, over the N targets that are not ignored, of ${weighted}`,
          gradientTex: `${slope('\\ell')}\\frac${isWeighted ? '{w_{y_n}}{\\sum_{m=1}^{N} w_{y_m}}' : '{1}{N}'}\\,${indicator}`,
          gradientWords: `its derivative is ${derivative} at the right class, divided by ${isWeighted ? 'the sum of the weights' : 'N'}, and zero elsewhere`,
        };
    }
  },
  pitfalls: [
    {
      id: 'nll-needs-log-probabilities',
      title: 'The input must be log-probabilities.',
      detail:
        'Probabilities or raw scores give numbers that look like a loss, even negative ones, without an error. ' +
        'Apply `log_softmax(x, dim=1)`, or pass raw scores to CrossEntropyLoss.',
    },
    indexDtypePitfall,
    columnTargetPitfall,
    classesLastPitfall,
    weightedMeanPitfall,
    allIgnoredPitfall,
    weightTypePitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, weight, ignore_index: ignored, ...reductions }, { warn, checkTypes }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    checkTypes();
    return nllLoss(input, target, weight, reduction, ignored);
  },
  denominator: ({ target, weight, ignore_index: ignored }) => classDenominator(target, weight, ignored),
  kernel: ({ input, target, weight, ignore_index: ignored }) => nllKernel(input, target, weight, ignored),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = weightedRepresentatives;

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Three samples, three classes',
    parameters: {},
    inputs: {
      input: '[[-0.41, -1.41, -2.41], [-1.55, -0.55, -1.55], [-2.24, -1.24, -0.54]]',
      target: '[0, 1, 2]',
    },
  },
  {
    title: 'A padded target is ignored',
    parameters: { ignore_index: '-1' },
    inputs: { input: '[[-0.69, -0.69], [-0.10, -2.30], [-1.20, -0.36]]', target: '[0, -1, 1]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof NLLLoss> = (
  { input, target, weight, ignore_index: ignored },
  work,
) => {
  work.remedies = {
    given: t`The log of a probability 0 is -inf: take log_softmax of the scores in place of log(softmax).`,
  };
  nllSteps(work, input, target, weight, ignored);
};
