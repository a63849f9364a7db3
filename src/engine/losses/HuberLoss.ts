import { broadcastTensors, warnOfBroadcast } from '../aten/broadcastTensors';
import { huberLoss } from '../aten/huberLoss';
import { mean, reductionOf, type Reduction } from '../aten/reduction';
import type { Variable } from '../aten/variable';
import { weightedElements } from '../aten/weightedElements';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { difference, halfSquare, weighted } from '../derivation/pairs';
import {
  elementwiseFormula,
  isGiven,
  isMean,
  shownReduction,
  weightedRepresentatives,
} from '../formulaParts';
import { prediction, truth } from '../inputs';
import { singlePrecision as single, type FloatArray } from '../kernel';
import { clampedSquareKernel } from '../kernels/clampedSquare';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { pythonTypeName } from '../nativeTypes';
import { elementWeight, reduction } from '../parameters';
import { broadcastPitfall, otherScale, unreducedPitfall } from '../pitfalls';
import { refuseType } from '../torchError';
import { anyShape } from '../shapeCases';
import { t } from '../words';

/** Step by step as PyTorch. */
function exactLoop(
  x: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  dt: FloatArray | undefined,
  scale: number,
  delta: number,
): number {
  const isSingle = x instanceof Float32Array;
  const corner = single(delta, isSingle);
  const halfCorner = single(0.5 * corner, isSingle);
  const unit = single(scale, isSingle);
  const steepest = unit * delta;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = single(x[i]! - t[i]!, isSingle);
    const size = Math.abs(difference);
    let value = corner * single(size - halfCorner, isSingle);
    let slope = difference < 0 ? -steepest : steepest;
    if (size < corner) {
      value = 0.5 * size * size;
      slope = unit * difference;
    }
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) dx[i] = slope;
    // Not its negation, which would be -0 at 0.
    if (dt !== undefined) dt[i] = 0 - slope;
  }
  return sum;
}

/** Squared near the target, with a slope of at most `delta` beyond. */
export const HuberLoss = defineLoss({
  name: 'HuberLoss',
  functional: 'huber_loss',
  native: { arguments: ['reduction', 'delta'] },
  task: 'regression',
  summary: 'Half the squared error for small differences, delta times the absolute error for large ones.',
  whenToUse:
    'For predicting numbers with outliers: near the target it is a squared error, and no outlier pulls harder ' +
    'than delta. SmoothL1Loss is the same loss divided by delta.',
  inputs: [prediction, truth],
  parameters: [
    reduction,
    {
      name: 'delta',
      kind: 'float',
      default: 1,
      description: 'Where the squared part ends and the linear part begins; also the largest slope.',
      minimum: 0,
      exclusiveMinimum: true,
      symbol: '\\delta',
    },
    { ...elementWeight, description: 'A weight for each element. The mean still divides by N.' },
  ],
  shapes: anyShape,
  formula(configuration) {
    const isWeighted = isGiven(configuration, 'weight');
    const [w, weight] = isWeighted ? ['w_i\\,', 'weight i times '] : ['', ''];
    return elementwiseFormula(shownReduction(configuration), {
      element:
        `${w}\\begin{cases} \\frac{1}{2}\\left(x_i - y_i\\right)^2 & \\text{if } \\left|x_i - y_i\\right| < \\delta \\\\ ` +
        '\\delta\\left(\\left|x_i - y_i\\right| - \\frac{1}{2}\\delta\\right) & \\text{otherwise} \\end{cases}',
      words:
        `${weight}half the squared difference of input i and target i where the difference is smaller than ` +
        'delta, elsewhere delta times the absolute difference minus half of delta',
      factor: '1',
      derivative:
        `${w}\\begin{cases} x_i - y_i & \\text{if } \\left|x_i - y_i\\right| < \\delta \\\\ ` +
        '\\delta \\operatorname{sgn}\\left(x_i - y_i\\right) & \\text{otherwise} \\end{cases}',
      derivativeWords:
        `${weight}the difference of input i and target i where it is smaller than delta, elsewhere delta times ` +
        'its sign',
    });
  },
  pitfalls: [
    broadcastPitfall,
    {
      id: 'delta-or-beta',
      title: '`delta` here, `beta` in SmoothL1Loss, are not the same scale.',
      detail: `${otherScale} The name of the parameter is \`delta\`; \`beta\` raises a TypeError.`,
    },
    {
      id: 'delta-in-target-units',
      title: '`delta` is in the units of the target.',
      detail:
        'If all differences are far below it the loss is half a squared error, far above it an absolute one ' +
        'times delta. Pick it near the size of an ordinary error.',
    },
    {
      id: 'nonpositive-delta',
      title: '`delta` must be greater than 0.',
      detail: 'PyTorch raises a RuntimeError in the call. For a pure absolute error take L1Loss.',
      applies: ({ delta }) => typeof delta === 'number' && !(delta > 0),
    },
    {
      id: 'huber-weighted-mean',
      title: 'The weighted mean divides by N, not by the sum of the weights.',
      detail:
        '`mse_loss` and `l1_loss` divide by the sum of their weights, `huber_loss` by the number of elements: ' +
        'larger weights make a larger loss.',
      applies: (configuration) => isGiven(configuration, 'weight') && isMean(configuration),
    },
    unreducedPitfall,
  ],
  construct({ delta }) {
    if (typeof delta === 'number' || typeof delta === 'bigint' || typeof delta === 'boolean') return;
    const type = pythonTypeName(delta ?? null);
    refuseType(
      `delta must be a float or int, got: <class '${type === 'Tensor' ? 'torch.Tensor' : type}'>`,
      'construct',
    );
  },
  replay({ input, target, reduction, delta, weight }, { warn, checkTypes }) {
    warnOfBroadcast(input, target, warn);
    const [x, t] = broadcastTensors(input, target);
    const unweighted = (reduced: Reduction): Variable => {
      checkTypes();
      return huberLoss(x, t, reduced, delta);
    };
    if (weight === null) return unweighted(reductionOf(reduction, warn));
    return weightedElements(input, weight, reduction, () => unweighted('none'), mean);
  },
  kernel: ({ input, target, delta, weight }) =>
    weight === null && delta > 0 ? clampedSquareKernel(input, target, delta, 1, exactLoop) : undefined,
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  {
    at: '\\left|x_i - y_i\\right| = \\delta',
    gradient: 'both pieces have the slope delta or minus delta: no jump',
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = weightedRepresentatives;

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Beyond delta the slope is delta',
    parameters: { delta: '2.0' },
    inputs: { input: '[2.5, 0.0, 2.1, 7.8]', target: '[3.0, -0.5, 2.0, 2.0]' },
  },
  {
    title: 'A wide squared part',
    parameters: { delta: '3.0' },
    inputs: { input: '[0.5, 2.0, -6.0]', target: '[0.0, 0.0, 0.0]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof HuberLoss> = ({ input, target, delta, weight }, work) => {
  const size = work.step(t`absolute difference`, '|d|', work.absolute(difference(work, input, target)));
  // ATen's kernel takes float16, and only that, through float32.
  const own = work.dtype === 'float16' ? work.wide : work;
  const corner = own.named('δ', own.round(delta));
  const line = own.multiply(corner, own.subtract(size, own.multiply(0.5, corner)));
  const isNear = size.value < delta;
  const loss = isNear ? halfSquare(own, size) : line;
  weighted(
    work,
    weight,
    { ...loss, value: work.round(loss.value) },
    isNear ? t`Below delta: the square counts.` : t`At delta or above: the loss grows linearly.`,
  );
};
