import { requireTensor } from '../aten/checks';
import { multiMarginLoss } from '../aten/multiMarginLoss';
import { reductionOf } from '../aten/reduction';
import { Variable } from '../aten/variable';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { scoresOf } from '../derivation/classes';
import {
  elementwiseFormula,
  isGiven,
  presenceRepresentatives,
  reductionRepresentatives,
  shownReduction,
} from '../formulaParts';
import { classIndex, classScores } from '../inputs';
import { multiMarginKernel } from '../kernels/multiMargin';
import { isTrue, legacyReduction } from '../legacyReduction';
import type {
  Configuration,
  FormulaRepresentatives,
  Kink,
  LossExample,
  ParameterValue,
} from '../lossDefinition';
import { isTensorValue } from '../nativeTypes';
import { classWeight, reduce, reduction, sizeAverage } from '../parameters';
import {
  columnTargetPitfall,
  emptyBatchPitfall,
  halfPitfall,
  indexDtypePitfall,
  legacyPitfall,
  swallowedNanPitfall,
  unreducedPitfall,
  weightTypePitfall,
} from '../pitfalls';
import { refuseValue, type TorchErrorStage } from '../torchError';
import { sampleShapes } from '../shapeCases';
import { t } from '../words';

/** The multi-class margin (hinge) loss. */
export const MultiMarginLoss = defineLoss({
  name: 'MultiMarginLoss',
  functional: 'multi_margin_loss',
  native: { arguments: ['p', 'margin', 'weight'], numbers: ['p', 'margin'] },
  task: 'classification',
  summary: 'How much of a margin the score of the right class lacks over each other class.',
  whenToUse:
    'For classification by scores, as a support vector machine does it, where probabilities are not needed. ' +
    'For probabilities take CrossEntropyLoss; for several right classes MultiLabelMarginLoss.',
  inputs: [classScores, classIndex],
  parameters: [
    {
      name: 'p',
      kind: 'int',
      default: 1,
      description: 'The power of what is lacking: 1 or 2.',
      minimum: 1,
      maximum: 2,
      symbol: 'p',
      verbatim: true,
    },
    {
      name: 'margin',
      kind: 'float',
      default: 1,
      description: 'Scores of the right class that are ahead by more than this add nothing.',
      symbol: '\\Delta',
    },
    {
      ...classWeight,
      description: 'A weight for each class; that of the right class multiplies the loss of its sample.',
    },
    sizeAverage,
    reduce,
    reduction,
  ],
  shapes: sampleShapes,
  formula(configuration) {
    const [w, weight] = isGiven(configuration, 'weight')
      ? ['w_{y_i}\\,', 'the weight of the right class times ']
      : ['', ''];
    const { exponent, words, slope, slopeWords } = powers[shownPower(configuration)];
    const missing = '\\max\\left(0,\\, \\Delta - x_{i,y_i} + x_{i,c}\\right)';
    return elementwiseFormula(shownReduction(configuration), {
      element: `\\frac{1}{C} \\sum_{c \\ne y_i} ${w}${missing}${exponent}`,
      words:
        `the sum over all classes but the right one of ${weight}${words}the margin minus the right score plus ` +
        'the score of that class, but at least zero, divided by the number of classes C',
      factor: '1',
      derivative:
        `g_{i,c}, \\quad g_{i,c} = \\begin{cases} \\frac{1}{C}\\,${w}${slope} & \\text{if } c \\ne y_i \\\\ ` +
        '-\\sum_{k \\ne y_i} g_{i,k} & \\text{if } c = y_i \\end{cases}',
      derivativeWords:
        `g, which for a class other than the right one is ${weight}${slopeWords}, divided by C, and for the ` +
        'right one is minus the sum of all those',
      by: { tex: 'x_{i,c}', words: 'input i, c' },
      unit: 'samples',
    });
  },
  margin: 'score',
  pitfalls: [
    {
      id: 'multi-margin-power',
      title: '`p` must be 1 or 2.',
      detail: 'Anything else raises a ValueError as soon as the loss is constructed.',
      applies: ({ p }) => typeof p === 'number' && p !== 1 && p !== 2,
    },
    {
      id: 'multi-margin-scores',
      title: 'The margin is measured in raw scores.',
      detail:
        'After a softmax scores differ by at most 1: with the default margin no sample is ever done. Pass the ' +
        'output of the last linear layer.',
    },
    {
      id: 'multi-margin-mean',
      title: 'With `weight` the mean still divides by N.',
      detail: 'CrossEntropyLoss divides by the weights of the targets; this loss does not.',
      applies: (configuration) =>
        isGiven(configuration, 'weight') && shownReduction(configuration) === 'mean',
    },
    swallowedNanPitfall,
    halfPitfall,
    emptyBatchPitfall,
    indexDtypePitfall,
    columnTargetPitfall,
    weightTypePitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  construct({ p = 1, weight = null }) {
    isPowerTwo(p, 'construct');
    if (isTensorValue(weight) && weight.shape.length !== 1) {
      refuseValue(
        `MultiMarginLoss: expected weight to be None or 1D tensor, got ${weight.shape.length}D instead`,
        'construct',
      );
    }
  },
  replay({ input, target, p, margin, weight, ...reductions }, { warn, checkTypes }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    const isSquared = isPowerTwo(p, 'forward');
    if (weight !== null) requireVector(weight);
    checkTypes();
    return multiMarginLoss({ input, target, weight, isSquared, margin, reduction });
  },
  denominator: ({ target }) => target.data.length,
  kernel({ input, target, p, margin, weight }) {
    const power = Number(p);
    if (power !== 1 && power !== 2) return undefined;
    return multiMarginKernel({ input, target, weight, isSquared: power === 2, margin });
  },
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  {
    at: 'x_{i,y_i} - x_{i,c} = \\Delta',
    gradient: '0: a class that is behind by exactly the margin counts nothing',
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: reductionRepresentatives,
  weight: presenceRepresentatives,
  p: [1, 2, { expression: 'p' }],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Three samples, three classes',
    parameters: {},
    inputs: { input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3], [-0.5, 0.0, 0.4]]', target: '[0, 1, 2]' },
  },
  {
    title: 'Squared, with class weights',
    parameters: { p: '2', weight: '[1.0, 2.0, 0.5]' },
    inputs: { input: '[[0.2, 0.5, -1.0], [0.1, 0.7, 0.3]]', target: '[0, 1]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof MultiMarginLoss> = ({ input, target, p, margin, weight }, work) => {
  const { scores, placeOf } = scoresOf(work, input);
  const y = work.read('y', 'target', target);
  const right = work.at('x_y', 'input', input, placeOf(y.value));
  const bound = work.subtract(work.parameter('Δ', margin), right);
  const isSquared = work.parameter('p', p).value === 2;
  const w = weight ? work.at('w_y', 'weight', weight, y.value) : undefined;
  const count = (c: number): number => {
    const missing = work.round(bound.value + (scores[c] ?? NaN));
    // A NaN score counts nothing.
    if (c === y.value || !(missing > 0)) return 0;
    return work.round(work.round(isSquared ? missing ** 2 : missing) * (w?.value ?? 1));
  };
  const low = work.step(t`what every other score must stay below`, 'b', work.negate(bound));
  const power = isSquared ? '²' : '';
  work.table({
    name: t`how far each class is above it`,
    each: t`class`,
    columns: [
      { symbol: 'x', name: t`score` },
      { symbol: `${w ? 'w_y·' : ''}max(0, x − b)${power}`, name: t`counts` },
    ],
    count: scores.length,
    values: (c) => [scores[c] ?? NaN, count(c)],
    marks: new Map([[y.value, t`target`]]),
  });
  const total = work.sum(
    `Σ ${w ? 'w_y·' : ''}max(0, x − ${low.symbol})${power}`,
    scores.map((_, c) => count(c)),
  );
  work.step(t`loss`, 'ℓ', work.divide(total, work.named('C', scores.length)));
};

type ShownPower = 'one' | 'two' | 'unknown';

const powers = {
  one: {
    exponent: '',
    words: '',
    slope: '\\left[\\Delta - x_{i,y_i} + x_{i,c} > 0\\right]',
    slopeWords: 'one where its score is within the margin, else zero',
  },
  two: {
    exponent: '^2',
    words: 'the square of ',
    slope: '2 \\max\\left(0,\\, \\Delta - x_{i,y_i} + x_{i,c}\\right)',
    slopeWords: 'two times what is lacking of the margin',
  },
  unknown: {
    exponent: '^p',
    words: 'the power p of ',
    slope: 'p \\max\\left(0,\\, \\Delta - x_{i,y_i} + x_{i,c}\\right)^{p-1}',
    slopeWords: 'p times the power p minus one of what is lacking of the margin',
  },
} as const;

function shownPower({ p = 1 }: Configuration): ShownPower {
  if (p === 1 || p === 1n || p === true) return 'one';
  return p === 2 || p === 2n ? 'two' : 'unknown';
}

/** Python's check of `p`, which a number of any type and a tensor of one element pass. */
function isPowerTwo(p: ParameterValue | Variable, stage: TorchErrorStage): boolean {
  const value = p instanceof Variable ? p.tensor : p;
  if (isTensorValue(value)) isTrue(value, stage);
  const power = isTensorValue(value) ? value.data[0] : value;
  if (power === 1 || power === 1n || power === true) return false;
  if (power === 2 || power === 2n) return true;
  refuseValue('only p == 1 and p == 2 supported', stage);
}

function requireVector(weight: Variable): void {
  requireTensor(weight, 'dim');
  if (weight.shape.length !== 1) refuseValue('weight must be one-dimensional');
}
