import { bceWithLogits } from '../aten/bceWithLogits';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { weighted } from '../derivation/pairs';
import {
  elementwiseFormula,
  isGiven,
  presenceRepresentatives,
  reductionRepresentatives,
  shownReduction,
} from '../formulaParts';
import { pairKernel } from '../kernel';
import { logisticLoop } from '../kernels/logistic';
import { legacyReduction } from '../legacyReduction';
import { lossWeight, reduce, reduction, sizeAverage } from '../parameters';
import { exactTargetSizePitfall, legacyPitfall, unreducedPitfall, weightTypePitfall } from '../pitfalls';
import { sameShape, sizeText } from '../tensor/shape';
import { refuseValue } from '../torchError';
import { anyShape } from '../shapeCases';
import { floats, labels } from '../inputs';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { t } from '../words';

const weightShape = ['*'] as const;

/** Binary cross entropy of logits. */
export const BCEWithLogitsLoss = defineLoss({
  name: 'BCEWithLogitsLoss',
  functional: 'binary_cross_entropy_with_logits',
  native: { arguments: ['weight', 'pos_weight'] },
  task: 'multi-label',
  summary: 'The cross entropy of yes-or-no labels, from raw scores (logits).',
  whenToUse:
    'For yes-or-no questions, one or many per sample. It takes what the last linear layer gives: no sigmoid ' +
    'before it. For exactly one class out of several take CrossEntropyLoss.',
  inputs: [
    {
      name: 'input',
      description: 'Logits: raw scores of any shape, before a sigmoid.',
      ...floats,
      symbol: 'x',
    },
    labels,
  ],
  parameters: [
    { ...lossWeight, shape: weightShape },
    sizeAverage,
    reduce,
    reduction,
    {
      name: 'pos_weight',
      kind: 'tensor',
      default: null,
      description: 'Multiplies the part of the loss that belongs to positive labels, for rare positives.',
      symbol: 'p',
      shape: weightShape,
    },
  ],
  shapes: anyShape,
  formula(configuration) {
    const w = isGiven(configuration, 'weight') ? 'w_i\\,' : '';
    const p = isGiven(configuration, 'pos_weight') ? 'p_i\\,' : '';
    const weight = w && 'weight i times ';
    const positive = p && 'positive weight i times ';
    const element = `\\left[${p}y_i \\log \\sigma(x_i) + (1 - y_i) \\log\\left(1 - \\sigma(x_i)\\right)\\right]`;
    return elementwiseFormula(shownReduction(configuration), {
      element: `\\left(-${w}${element}\\right)`.replace(
        /^\\left\(-\\left\[(.*)\\right\]\\right\)$/,
        '-\\left[$1\\right]',
      ),
      words:
        `minus ${weight}${positive}target i times the log of sigmoid of input i, plus one minus target i times ` +
        'the log of one minus that sigmoid',
      factor: '1',
      derivative: p
        ? `${w}\\left[(1 - y_i)\\,\\sigma(x_i) - p_i\\,y_i \\left(1 - \\sigma(x_i)\\right)\\right]`
        : `${w}\\left(\\sigma(x_i) - y_i\\right)`,
      derivativeWords: p
        ? `${weight}the difference of one minus target i times sigmoid of input i and positive weight i times target i times one minus that sigmoid`
        : `${weight}the difference of sigmoid of input i and target i`,
    });
  },
  pitfalls: [
    {
      id: 'sigmoid-before-logits',
      title: 'The sigmoid is already inside.',
      detail:
        'With `torch.sigmoid` before it the loss can never fall below 0.3133 for positive and 0.6931 for ' +
        'negative labels, and learns slowly. Pass the logits; take sigmoid only to read off probabilities.',
    },
    {
      id: 'integer-target',
      title: 'Integer or bool targets are refused.',
      detail: 'Labels must be floating-point here: `target.float()`.',
    },
    {
      id: 'target-outside-unit',
      title: 'Targets outside 0 to 1 are not noticed.',
      detail:
        'Class numbers such as 3 give a meaningless, even negative loss without a warning. Use 0 and 1, or ' +
        'CrossEntropyLoss for class numbers.',
    },
    exactTargetSizePitfall,
    {
      id: 'weight-shape',
      title: '`weight` and `pos_weight` broadcast from the last dimension.',
      detail:
        'One weight per class needs the classes in the last dimension, or a shape like `(C, 1, 1)` for images.',
      applies: (configuration) => isGiven(configuration, 'weight') || isGiven(configuration, 'pos_weight'),
    },
    weightTypePitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, weight, pos_weight: posWeight, ...reductions }, { warn, checkTypes }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    if (!sameShape(target.shape, input.shape)) {
      refuseValue(
        `Target size (${sizeText(target.shape)}) must be the same as input size (${sizeText(input.shape)})`,
      );
    }
    checkTypes();
    return bceWithLogits(input, target, weight, posWeight, reduction);
  },
  kernel: ({ input, target, weight, pos_weight: posWeight }) =>
    weight === null && posWeight === null ? pairKernel(input, target, logisticLoop) : undefined,
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: reductionRepresentatives,
  weight: presenceRepresentatives,
  pos_weight: presenceRepresentatives,
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Three labels for two samples',
    parameters: {},
    inputs: {
      input: '[[1.2, -0.8, 0.3], [-2.0, 0.5, 1.5]]',
      target: '[[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]',
    },
  },
  {
    title: 'Rare positives count three times',
    parameters: { pos_weight: '[3.0]' },
    inputs: { input: '[0.5, -1.0, -2.0, -0.1]', target: '[1.0, 0.0, 0.0, 1.0]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof BCEWithLogitsLoss> = (
  { input, target, weight, pos_weight: posWeight },
  work,
) => {
  const [x, y] = [work.read('x', 'input', input), work.read('y', 'target', target)];
  let log = work.step(t`log-sigmoid`, 'log σ(x)', work.negate(work.softplus(work.negate(x))));
  if (posWeight !== null) {
    const p = work.read('p', 'pos_weight', posWeight);
    const factor = work.add(work.multiply(work.subtract(p, 1), y), 1);
    const weight = work.step(
      t`weight of a positive`,
      'f',
      factor,
      t`pos_weight where the target is 1, 1 where it is 0.`,
    );
    log = work.step(t`weighted log-sigmoid`, 'a', work.multiply(log, weight));
  }
  weighted(work, weight, work.subtract(work.multiply(work.subtract(1, y), x), log));
};
