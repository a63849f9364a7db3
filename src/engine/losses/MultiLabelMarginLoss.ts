import { multiLabelMarginLoss } from '../aten/multiLabelMarginLoss';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { scoresOf } from '../derivation/classes';
import { elementwiseFormula, reductionRepresentatives, shownReduction } from '../formulaParts';
import { classScores } from '../inputs';
import { multiLabelMarginKernel } from '../kernels/multiLabelMargin';
import { legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { reduce, reduction, sizeAverage } from '../parameters';
import {
  emptyBatchPitfall,
  halfPitfall,
  legacyPitfall,
  positionalPitfall,
  swallowedNanPitfall,
  unreducedPitfall,
} from '../pitfalls';
import { t } from '../words';

/** The margin (hinge) loss of samples that have several labels. */
export const MultiLabelMarginLoss = defineLoss({
  name: 'MultiLabelMarginLoss',
  functional: 'multilabel_margin_loss',
  initializer: '_Loss',
  task: 'multi-label',
  summary: 'How much of a margin of 1 the score of each right class lacks over each wrong one.',
  whenToUse:
    'For samples that can have several labels at once, when only the order of the scores matters. For a ' +
    'probability of each label take BCEWithLogitsLoss or MultiLabelSoftMarginLoss.',
  inputs: [
    classScores,
    {
      name: 'target',
      description:
        'The indices of the right classes, then -1 in every place that is left; of the shape of the input.',
      dtype: 'int64',
      differentiable: false,
      symbol: 'y',
    },
  ],
  parameters: [sizeAverage, reduce, reduction],
  shapes: [
    { label: 'a batch', inputs: { input: ['N', 'C'], target: ['N', 'C'] }, output: ['N'] },
    { label: 'one sample', inputs: { input: ['C'], target: ['C'] }, output: [] },
  ],
  formula: (configuration) =>
    elementwiseFormula(shownReduction(configuration), {
      element:
        '\\frac{1}{C} \\sum_{j \\in Y_i} \\sum_{c \\notin Y_i} ' +
        '\\max\\left(0,\\, 1 - x_{i,j} + x_{i,c}\\right)',
      words:
        'the sum, over all pairs of a right class and a wrong one, of one minus the right score plus the wrong ' +
        'score, but at least zero, divided by the number of classes C; the right classes Y of sample i are ' +
        'those that target i names before its first minus one',
      factor: '1',
      derivative:
        '\\frac{1}{C} \\begin{cases} ' +
        '\\sum_{j \\in Y_i} \\left[1 - x_{i,j} + x_{i,c} > 0\\right] & \\text{if } c \\notin Y_i \\\\ ' +
        '-\\sum_{k \\notin Y_i} \\left[1 - x_{i,c} + x_{i,k} > 0\\right] & \\text{if } c \\in Y_i \\end{cases}',
      derivativeWords:
        'for a wrong class the number of right classes that are not ahead of it by one, and for a right class ' +
        'minus the number of wrong classes that it is not ahead of by one, each divided by C',
      by: { tex: 'x_{i,c}', words: 'input i, c' },
      unit: 'samples',
    }),
  pitfalls: [
    {
      id: 'multi-label-margin-target',
      title: 'The target lists class numbers; it is not one-hot.',
      detail:
        'Zeros and ones are read as the classes 0 and 1, without an error. Classes 0 and 3 of 4 are ' +
        '`[0, 3, -1, -1]`. For zeros and ones take MultiLabelSoftMarginLoss.',
    },
    {
      id: 'multi-label-margin-end',
      title: 'The first -1 ends the list.',
      detail:
        'What follows it is ignored, and without any -1 all places count. A row that starts with -1 has loss 0.',
    },
    {
      id: 'multi-label-margin-twice',
      title: 'A class that is listed twice counts twice.',
      detail: 'Fill up with -1, not by repeating a class.',
    },
    {
      id: 'multi-label-margin-dtype',
      title: 'The target must be int64.',
      detail: 'Other integers, floating-point numbers and bool raise a RuntimeError: `target.long()`.',
    },
    swallowedNanPitfall,
    halfPitfall,
    emptyBatchPitfall,
    positionalPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, ...reductions }, { warn }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    return multiLabelMarginLoss(input, target, reduction);
  },
  denominator: ({ input }) => (input.shape.length === 2 ? input.shape[0] : 1),
  kernel: ({ input, target }) => multiLabelMarginKernel(input, target),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  {
    at: 'x_{i,j} - x_{i,c} = 1',
    gradient: '0: a wrong class that is behind by exactly 1 counts nothing',
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = { reduction: reductionRepresentatives };

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'One sample, classes 3 and 0',
    parameters: {},
    inputs: { input: '[[0.1, 0.2, 0.4, 0.8]]', target: '[[3, 0, -1, 1]]' },
  },
  {
    title: 'A loss for each sample',
    parameters: { reduction: 'none' },
    inputs: {
      input: '[[0.9, -0.3, 0.4], [-1.0, 1.5, 0.2]]',
      target: '[[0, 2, -1], [1, -1, -1]]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof MultiLabelMarginLoss> = ({ input, target }, work) => {
  const { scores } = scoresOf(work, input);
  const { scores: labels } = scoresOf(work, target);
  const end = labels.indexOf(-1);
  const right = [...labels.subarray(0, end < 0 ? labels.length : end)];
  const isRight = new Set(right);
  const others = Array.from(scores.keys()).filter((c) => !isRight.has(c));
  const missing = (y: number, c: number): number => {
    const value = work.round(work.round(1 - (scores[y] ?? NaN)) + (scores[c] ?? NaN));
    // A NaN score counts nothing.
    return value > 0 ? value : 0;
  };
  const pair = (row: number): [number, number] => [
    right[Math.floor(row / others.length)] ?? 0,
    others[row % others.length] ?? 0,
  ];
  work.table({
    name: t`each label against each other class`,
    each: t`label, class`,
    columns: [
      { symbol: 'x_y', name: t`score of the label` },
      { symbol: 'x_c', name: t`score of the other class` },
      { symbol: 'max(0, 1 − x_y + x_c)', name: t`counts` },
    ],
    count: right.length * others.length,
    label: (row) => pair(row).join(', '),
    values: (row) => {
      const [y, c] = pair(row);
      return [scores[y] ?? NaN, scores[c] ?? NaN, missing(y, c)];
    },
  });
  let sum = 0;
  for (const y of right) for (const c of others) sum += missing(y, c);
  const total = work.named('Σ max(0, 1 − x_y + x_c)', work.round(sum));
  work.step(t`loss`, 'ℓ', work.divide(total, work.named('C', scores.length)));
};
