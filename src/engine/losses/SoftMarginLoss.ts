import { reductionOf } from '../aten/reduction';
import { softMarginLoss } from '../aten/softMarginLoss';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { elementwiseFormula, reductionRepresentatives, shownReduction } from '../formulaParts';
import { floats } from '../inputs';
import { pairKernel, singlePrecision as single, type PairLoop } from '../kernel';
import { softplusRest } from '../kernels/logistic';
import { vectorPairs } from '../kernels/vectorPairs';
import { legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { reduce, reduction, sizeAverage } from '../parameters';
import { legacyPitfall, positionalPitfall, signedTargetPitfall, unreducedPitfall } from '../pitfalls';
import { anyShape } from '../shapeCases';
import { t } from '../words';

/** Beyond it the exponential nears the end of float32, where PyTorch's steps give infinity and NaN. */
const largestExponent = 80;

/** Step by step as PyTorch. */
const exactLoop: PairLoop = (x, t, elements, dx, _, scale) => {
  const isSingle = x instanceof Float32Array;
  const unit = single(scale, isSingle);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const target = t[i]!;
    const exponent = single(-x[i]! * target, isSingle);
    if (!(exponent < largestExponent)) return NaN;
    const power = single(Math.exp(exponent), isSingle);
    const value = Math.log1p(power);
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) {
      dx[i] = single(-unit * single(target * power, isSingle), isSingle) / single(1 + power, isSingle);
    }
  }
  return sum;
};

const loop = vectorPairs(
  exactLoop,
  (loops, end, scale) => loops.softMargin(end, scale) + softplusRest(loops),
);

/** The logistic loss of labels 1 and -1. */
export const SoftMarginLoss = defineLoss({
  name: 'SoftMarginLoss',
  functional: 'soft_margin_loss',
  initializer: '_Loss',
  task: 'classification',
  summary: 'The logistic loss of labels that are 1 or -1, from raw scores.',
  whenToUse:
    'For yes-or-no questions whose labels are 1 and -1. With labels of 1 and 0 take BCEWithLogitsLoss, which is ' +
    'the same loss and does not overflow.',
  inputs: [
    {
      name: 'input',
      description: 'Raw scores of any shape: positive for yes.',
      ...floats,
      symbol: 'x',
    },
    {
      name: 'target',
      description: 'Labels, 1 or -1, of the same shape.',
      dtype: 'float32',
      differentiable: false,
      symbol: 'y',
    },
  ],
  parameters: [sizeAverage, reduce, reduction],
  shapes: anyShape,
  formula: (configuration) =>
    elementwiseFormula(shownReduction(configuration), {
      element: '\\log\\left(1 + e^{-y_i x_i}\\right)',
      words: 'the log of one plus e to the power of minus target i times input i',
      factor: '1',
      derivative: '\\frac{-y_i}{1 + e^{y_i x_i}}',
      derivativeWords: 'minus target i over one plus e to the power of target i times input i',
    }),
  margin: 'sign',
  pitfalls: [
    signedTargetPitfall,
    {
      id: 'soft-margin-overflow',
      title: 'A confident wrong score overflows.',
      detail:
        'From about `target * input = -88.8` in float32 (-11.1 in float16) the loss is infinite and its gradient ' +
        'NaN. `binary_cross_entropy_with_logits(input, (target + 1) / 2)` is the same loss without overflow.',
    },
    {
      id: 'target-not-differentiable',
      title: 'The target cannot require a gradient.',
      detail: 'PyTorch raises a RuntimeError in the call: `target.detach()`.',
    },
    positionalPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, ...reductions }, { warn }) {
    return softMarginLoss(input, target, reductionOf(legacyReduction(reductions, warn), warn));
  },
  kernel: ({ input, target }) => pairKernel(input, target, loop, ['input']),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = { reduction: reductionRepresentatives };

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Four scores',
    parameters: {},
    inputs: { input: '[2.0, -1.0, 0.5, 0.0]', target: '[1.0, -1.0, -1.0, 1.0]' },
  },
  {
    title: 'Unreduced, a batch of two',
    parameters: { reduction: 'none' },
    inputs: { input: '[[1.5, -0.3], [-2.0, 0.8]]', target: '[[1.0, 1.0], [-1.0, 1.0]]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof SoftMarginLoss> = ({ input, target }, work) => {
  work.remedies = {
    exp: t`PyTorch computes this exp as it stands. BCEWithLogitsLoss with targets 0 and 1 is the same loss without overflow.`,
  };
  const [x, y] = [work.read('x', 'input', input), work.read('y', 'target', target)];
  const margin = work.step(t`score on the right side`, 'z', work.multiply(y, x));
  work.step(t`loss`, 'ℓ', work.log1p(work.exp(work.negate(margin))));
};
