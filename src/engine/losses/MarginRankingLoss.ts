import { marginRankingLoss } from '../aten/marginRankingLoss';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { elementwiseFormula, reductionRepresentatives, shownReduction } from '../formulaParts';
import { floats } from '../inputs';
import { marginRankingKernel } from '../kernels/marginRanking';
import { legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { reduce, reduction, sizeAverage } from '../parameters';
import { legacyPitfall, marginFirstPitfall, signedTargetPitfall, unreducedPitfall } from '../pitfalls';
import { sizeText } from '../tensor/shape';
import { promoteTypes } from '../tensor/dtype';
import { refuse } from '../torchError';
import { t } from '../words';

/** The hinge loss of pairs that should be ranked. */
export const MarginRankingLoss = defineLoss({
  name: 'MarginRankingLoss',
  functional: 'margin_ranking_loss',
  native: { arguments: ['margin'] },
  task: 'ranking',
  summary: 'How far two scores are from being ranked as the target says, by the margin.',
  whenToUse:
    'For learning to rank from pairs: the target says which of two items should score higher. From embeddings ' +
    'instead of scores: TripletMarginLoss.',
  inputs: [
    {
      name: 'input1',
      description: 'The scores of the first items, of any shape.',
      ...floats,
      symbol: 'a',
    },
    {
      name: 'input2',
      description: 'The scores of the second items, of the same shape.',
      ...floats,
      symbol: 'b',
    },
    {
      name: 'target',
      description: '1 if the first should score higher, -1 if the second; of the same shape.',
      ...floats,
      symbol: 'y',
    },
  ],
  parameters: [
    {
      name: 'margin',
      kind: 'float',
      default: 0,
      description: 'By how much the right one should score higher for the loss to be 0.',
      symbol: '\\Delta',
    },
    sizeAverage,
    reduce,
    reduction,
  ],
  shapes: [
    {
      label: 'any shape',
      inputs: { input1: ['*'], input2: ['*'], target: ['*'] },
      output: ['*'],
    },
  ],
  formula: (configuration) =>
    elementwiseFormula(shownReduction(configuration), {
      element: '\\max\\left(0,\\, -y_i (a_i - b_i) + \\Delta\\right)',
      words:
        'minus target i times the difference of first input i and second input i, plus the margin, but at ' +
        'least zero',
      factor: '1',
      derivative:
        '\\begin{cases} -y_i & \\text{if } y_i (a_i - b_i) \\le \\Delta \\\\ 0 & \\text{otherwise} \\end{cases}',
      derivativeWords: 'minus target i where target i times the difference is at most the margin, else zero',
      by: { tex: 'a_i', words: 'first input i' },
    }),
  margin: 'difference',
  pitfalls: [
    signedTargetPitfall,
    {
      id: 'ranking-zero-target',
      title: 'A target of 0 gives the margin and no gradient.',
      detail: 'Ties cannot be learned this way: leave such pairs out.',
    },
    {
      id: 'ranking-zero-margin',
      title: 'With the default margin of 0, equal scores cost nothing.',
      detail:
        'A model that scores all items the same has the loss 0. Give a margin greater than 0 to push scores apart.',
      applies: ({ margin }) => margin === undefined || margin === 0,
    },
    {
      id: 'ranking-same-dimensions',
      title: 'All three need the same number of dimensions.',
      detail:
        'Otherwise PyTorch raises a RuntimeError; with as many dimensions, sizes of 1 are broadcast silently.',
    },
    marginFirstPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input1, input2, target, margin, ...reductions }, { warn, checkTypes }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    const { length } = input1.shape;
    if (input2.shape.length !== length || target.shape.length !== length) {
      refuse(
        'margin_ranking_loss : All input tensors should have same dimension but got sizes: ' +
          `input1: ${sizeText(input1.shape)}, input2: ${sizeText(input2.shape)}, ` +
          `target: ${sizeText(target.shape)} `,
      );
    }
    checkTypes();
    return marginRankingLoss(input1, input2, target, margin, reduction);
  },
  kernel: ({ input1, input2, target, margin }) => marginRankingKernel(input1, input2, target, margin),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  {
    at: 'y_i (a_i - b_i) = \\Delta',
    gradient:
      'minus the target, and the target for the second input: at the margin the gradient still passes',
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = { reduction: reductionRepresentatives };

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Three pairs of scores',
    parameters: { margin: '0.5' },
    inputs: { input1: '[0.8, 0.3, 1.2]', input2: '[0.5, 0.9, 0.2]', target: '[1.0, 1.0, -1.0]' },
  },
  {
    title: 'Unreduced',
    parameters: { reduction: 'none' },
    inputs: { input1: '[2.0, -1.0]', input2: '[1.0, 0.5]', target: '[-1.0, -1.0]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof MarginRankingLoss> = ({ input1, input2, target, margin }, work) => {
  const [first, second] = [work.read('x₁', 'input1', input1), work.read('x₂', 'input2', input2)];
  const y = work.read('y', 'target', target);
  const lead = work.step(
    t`lead of the first`,
    'd',
    work.as(promoteTypes(input1.dtype, input2.dtype)).subtract(first, second),
  );
  const missing = work.add(work.multiply(work.as(target.dtype).negate(y), lead), work.parameter('Δ', margin));
  const violation = work.step(t`margin that is missed`, 'v', missing);
  const isMet = violation.value <= 0;
  work.step(
    t`loss`,
    'ℓ',
    work.larger(violation, 0),
    isMet ? t`In the right order by the margin: nothing counts.` : undefined,
  );
};
