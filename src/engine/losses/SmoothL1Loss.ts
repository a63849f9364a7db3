import { broadcastTensors, warnOfBroadcast } from '../aten/broadcastTensors';
import { elementwiseLoss, type ElementwiseLoss } from '../aten/elementwiseLoss';
import { l1Loss } from '../aten/l1Loss';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { difference, halfSquare } from '../derivation/pairs';
import { absoluteError, elementwiseFormula, reductionRepresentatives, shownReduction } from '../formulaParts';
import { prediction, truth } from '../inputs';
import { singlePrecision, type FloatArray } from '../kernel';
import { clampedSquareKernel } from '../kernels/clampedSquare';
import { isTrue, legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { reduce, reduction, sizeAverage } from '../parameters';
import {
  broadcastPitfall,
  legacyPitfall,
  otherScale,
  positionalPitfall,
  unreducedPitfall,
} from '../pitfalls';
import { refuse } from '../torchError';
import { anyShape } from '../shapeCases';
import { t } from '../words';

/** ATen's `smooth_l1_loss`. float16 rounds each step; bfloat16 works in float32 throughout. */
function smoothL1(beta: number): ElementwiseLoss {
  return {
    kernel: 'smooth_l1_cpu',
    value(input, target, round) {
      const step = round.dtype === 'bfloat16' ? Math.fround : round;
      const corner = step(beta);
      const size = Math.abs(step(input - target));
      return size < corner ? step(step(0.5 * size) * size) / corner : size - step(0.5 * corner);
    },
    derivative(input, target, norm, gradient, round) {
      const step = round.dtype === 'float64' ? round : Math.fround;
      const difference = step(input - target);
      if (difference <= -beta) return step(-norm) * gradient;
      if (difference >= beta) return step(norm) * gradient;
      return step(step(step(norm) * difference) * gradient) / beta;
    },
  };
}

/** Step by step as PyTorch. */
function exactLoop(
  x: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  scale: number,
  beta: number,
): number {
  const isSingle = x instanceof Float32Array;
  const corner = singlePrecision(beta, isSingle);
  const unit = singlePrecision(scale, isSingle);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = singlePrecision(x[i]! - t[i]!, isSingle);
    const size = Math.abs(difference);
    let value = size - 0.5 * corner;
    let slope = difference < 0 ? -unit : unit;
    if (size < corner) {
      value = singlePrecision(singlePrecision(0.5 * size * size, isSingle) / corner, isSingle);
      slope = singlePrecision(unit * difference, isSingle) / beta;
    }
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) dx[i] = slope;
    // Not its negation, which would be -0 at 0.
    if (dt !== undefined) dt[i] = 0 - slope;
  }
  return sum;
}

/** Squared near the target, absolute beyond `beta`. */
export const SmoothL1Loss = defineLoss({
  name: 'SmoothL1Loss',
  functional: 'smooth_l1_loss',
  native: { arguments: ['reduction', 'beta'] },
  task: 'regression',
  summary: 'The squared error for small differences, the absolute error for large ones.',
  whenToUse:
    'For predicting numbers with outliers, such as bounding boxes: smooth at the target, and no error pulls ' +
    'harder than slope 1. HuberLoss is the same loss times beta.',
  inputs: [prediction, truth],
  parameters: [
    sizeAverage,
    reduce,
    reduction,
    {
      name: 'beta',
      kind: 'float',
      default: 1,
      description: 'Where the squared part ends and the absolute part begins. 0 makes it L1Loss.',
      minimum: 0,
      symbol: '\\beta',
    },
  ],
  shapes: anyShape,
  formula(configuration) {
    const shown = shownReduction(configuration);
    if (configuration['beta'] === 0) {
      return elementwiseFormula(shown, absoluteError);
    }
    return elementwiseFormula(shown, {
      element:
        '\\begin{cases} \\frac{1}{2\\beta}\\left(x_i - y_i\\right)^2 & \\text{if } \\left|x_i - y_i\\right| < \\beta \\\\ ' +
        '\\left|x_i - y_i\\right| - \\frac{1}{2}\\beta & \\text{otherwise} \\end{cases}',
      words:
        'the squared difference of input i and target i over two beta where the difference is smaller than ' +
        'beta, elsewhere the absolute difference minus half of beta',
      factor: '1',
      derivative:
        '\\begin{cases} \\frac{1}{\\beta}\\left(x_i - y_i\\right) & \\text{if } \\left|x_i - y_i\\right| < \\beta \\\\ ' +
        '\\operatorname{sgn}\\left(x_i - y_i\\right) & \\text{otherwise} \\end{cases}',
      derivativeWords:
        'the difference of input i and target i over beta where it is smaller than beta, elsewhere its sign',
    });
  },
  pitfalls: [
    broadcastPitfall,
    {
      id: 'beta-or-delta',
      title: '`beta` here, `delta` in HuberLoss, are not the same scale.',
      detail: `${otherScale} The name of the parameter is \`beta\`; \`delta\` raises a TypeError.`,
    },
    {
      id: 'beta-in-target-units',
      title: '`beta` is in the units of the target.',
      detail:
        'If all differences are far below it the loss is a squared error, far above it an absolute one. Pick it ' +
        'near the size of an ordinary error.',
    },
    {
      id: 'negative-beta',
      title: 'A negative or NaN `beta` is refused.',
      detail: 'PyTorch raises a RuntimeError in the call. 0 is allowed and gives L1Loss.',
      applies: ({ beta }) => typeof beta === 'number' && !(beta >= 0),
    },
    positionalPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, beta, ...reductions }, { warn, checkTypes }) {
    warnOfBroadcast(input, target, warn);
    const resolved = legacyReduction(reductions, warn);
    const [x, t] = broadcastTensors(input, target);
    // Python compares it with 0, which is ambiguous for several.
    isTrue(beta);
    const reduction = reductionOf(resolved, warn);
    if (beta === 0) return l1Loss(x, t, reduction);
    checkTypes();
    if (!(beta >= 0)) {
      refuse('smooth_l1_loss does not support negative values for beta.');
    }
    return elementwiseLoss(smoothL1(beta), x, t, reduction);
  },
  kernel: ({ input, target, beta }) =>
    beta > 0 ? clampedSquareKernel(input, target, beta, 1 / beta, exactLoop) : undefined,
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  { at: '\\left|x_i - y_i\\right| = \\beta', gradient: 'both pieces have slope 1 or -1: no jump' },
  { at: '\\beta = 0,\\; x_i = y_i', gradient: '0 where input and target are equal' },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: reductionRepresentatives,
  beta: [1, 0],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Beyond beta the slope is 1',
    parameters: { beta: '2.0' },
    inputs: { input: '[2.5, 0.0, 2.1, 7.8]', target: '[3.0, -0.5, 2.0, 2.0]' },
  },
  {
    title: 'A narrow squared part',
    parameters: { beta: '0.1' },
    inputs: { input: '[0.05, 0.2, -0.4]', target: '[0.0, 0.0, 0.0]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof SmoothL1Loss> = ({ input, target, beta }, work) => {
  const size = work.step(t`absolute difference`, '|d|', work.absolute(difference(work, input, target)));
  // ATen's kernel takes bfloat16, and only that, through float32.
  const own = work.dtype === 'bfloat16' ? work.wide : work;
  const corner = own.named('β', own.round(beta));
  if (size.value < beta) {
    const square = own.divide(halfSquare(own, size), corner);
    work.step(t`loss`, 'ℓ', square, t`Below beta: the square counts.`);
  } else {
    const line = beta === 0 ? size : own.subtract(size, own.multiply(0.5, corner));
    work.step(t`loss`, 'ℓ', line, t`At beta or above: the loss grows linearly.`);
  }
};
