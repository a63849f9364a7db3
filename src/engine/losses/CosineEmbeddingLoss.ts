import { cosineEmbeddingLoss, normEpsilon } from '../aten/cosineEmbeddingLoss';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import type { Expression, Named } from '../derivation/expression';
import { label } from '../derivation/pairs';
import { elementwiseFormula, reductionRepresentatives, shownReduction } from '../formulaParts';
import { floats } from '../inputs';
import { cosineEmbeddingKernel } from '../kernels/cosineEmbedding';
import { legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { reduce, reduction, sizeAverage } from '../parameters';
import { legacyPitfall, marginFirstPitfall, signedTargetPitfall, unreducedPitfall } from '../pitfalls';
import { isFloat, promoteTypes } from '../tensor/dtype';
import { roundTo } from '../tensor/rounding';
import type { DType, Tensor } from '../tensor/tensor';
import { t } from '../words';

const vectors = {
  ...floats,
} as const;

/** The angle of pairs of embeddings. */
export const CosineEmbeddingLoss = defineLoss({
  name: 'CosineEmbeddingLoss',
  functional: 'cosine_embedding_loss',
  native: { arguments: ['margin'] },
  task: 'embedding',
  summary: 'How far similar pairs of vectors are from pointing the same way, and dissimilar ones from apart.',
  whenToUse:
    'For learning embeddings from pairs that are similar or not, compared by their angle. Lengths do not ' +
    'matter; where distances should count, take HingeEmbeddingLoss or TripletMarginLoss.',
  inputs: [
    { ...vectors, name: 'input1', description: 'The first vectors, one per row.', symbol: 'a' },
    { ...vectors, name: 'input2', description: 'The second vectors, of the same shape.', symbol: 'b' },
    {
      name: 'target',
      description: '1 for similar pairs, -1 for dissimilar ones; one per row.',
      dtype: 'float32',
      differentiable: false,
      symbol: 'y',
    },
  ],
  parameters: [
    {
      name: 'margin',
      kind: 'float',
      default: 0,
      description:
        'Dissimilar pairs whose cosine is below this add nothing. Between -1 and 1; 0 to 0.5 is usual.',
      minimum: -1,
      maximum: 1,
      symbol: '\\Delta',
    },
    sizeAverage,
    reduce,
    reduction,
  ],
  shapes: [
    {
      label: 'a batch of pairs',
      inputs: { input1: ['N', 'D'], input2: ['N', 'D'], target: ['N'] },
      output: ['N'],
    },
    { label: 'one pair', inputs: { input1: ['D'], input2: ['D'], target: [] }, output: [] },
  ],
  formula: (configuration) =>
    elementwiseFormula(shownReduction(configuration), {
      element:
        '\\begin{cases} 1 - \\cos(a_i, b_i) & \\text{if } y_i = 1 \\\\ ' +
        '\\max\\left(0,\\, \\cos(a_i, b_i) - \\Delta\\right) & \\text{if } y_i = -1 \\end{cases}',
      words:
        'one minus the cosine of vectors a i and b i where target i is one, and the cosine minus the margin, ' +
        'but at least zero, where it is minus one',
      factor: '1',
      derivative:
        's_i \\left(\\frac{b_i}{\\lVert a_i \\rVert \\lVert b_i \\rVert} - ' +
        '\\cos(a_i, b_i) \\frac{a_i}{\\lVert a_i \\rVert^2}\\right), \\quad s_i = \\begin{cases} ' +
        '-1 & \\text{if } y_i = 1 \\\\ 1 & \\text{if } y_i = -1,\\; \\cos(a_i, b_i) \\ge \\Delta \\\\ ' +
        '0 & \\text{otherwise} \\end{cases}',
      derivativeWords:
        'the derivative of the cosine, which is b i over both lengths minus the cosine times a i over its ' +
        'squared length, times minus one where target i is one, times one where it is minus one and the ' +
        'cosine at least the margin, else zero',
      by: { tex: 'a_i', words: 'vector a i' },
      unit: 'pairs',
    }),
  margin: 'similarity',
  pitfalls: [
    signedTargetPitfall,
    {
      id: 'cosine-other-targets',
      title: 'A target other than 1 and -1 gives 0.',
      detail: 'Such pairs add no loss and no gradient, and still count in the mean.',
    },
    {
      id: 'cosine-target-shape',
      title: 'The target has one number per pair.',
      detail:
        'With inputs of shape `(N, D)` it is `(N,)`. A target of shape `(N, 1)` raises a RuntimeError: ' +
        '`target.squeeze(1)`.',
    },
    {
      id: 'cosine-zero-vector',
      title: 'A vector of zeros gives an enormous gradient.',
      detail: 'Its direction is undefined; the gradient there reaches 1e6.',
    },
    marginFirstPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input1, input2, target, margin, ...reductions }, { warn, checkTypes }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    checkTypes();
    return cosineEmbeddingLoss(input1, input2, target, margin, reduction);
  },
  kernel: ({ input1, input2, target, margin }) => cosineEmbeddingKernel(input1, input2, target, margin),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  {
    at: 'y_i = -1,\\; \\cos(a_i, b_i) = \\Delta',
    gradient: 'the gradient of the cosine: at the margin itself it still passes',
  },
  {
    at: 'a_i = 0',
    gradient: '1e-12 is added to each squared length, so the gradient is up to 1e6 and not NaN',
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = { reduction: reductionRepresentatives };

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'A similar and a dissimilar pair',
    parameters: {},
    inputs: {
      input1: '[[1.0, 0.5, 0.0], [0.3, -0.2, 0.9]]',
      input2: '[[0.8, 0.6, 0.1], [0.5, 0.1, 0.7]]',
      target: '[1.0, -1.0]',
    },
  },
  {
    title: 'With a margin, unreduced',
    parameters: { margin: '0.5', reduction: 'none' },
    inputs: {
      input1: '[[1.0, 0.0], [1.0, 1.0]]',
      input2: '[[1.0, 2.0], [1.0, 0.9]]',
      target: '[-1.0, -1.0]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof CosineEmbeddingLoss> = ({ input1, input2, target, margin }, work) => {
  work.remedies = {
    divide: t`A vector of nothing but 0 has no direction.`,
  };
  const [first, second] = [work.place.lastRow(input1), work.place.lastRow(input2)];
  const a = (k: number): number => input1.data[first.start + (first.count === 1 ? 0 : k)] ?? NaN;
  const b = (k: number): number => input2.data[second.start + (second.count === 1 ? 0 : k)] ?? NaN;
  const count = first.count === 1 ? second.count : first.count;
  const common = promoteTypes(input1.dtype, input2.dtype);
  work.table({
    name: t`the two vectors`,
    each: t`coordinate`,
    columns: [
      { symbol: 'x₁', name: t`first` },
      { symbol: 'x₂', name: t`second` },
      { symbol: 'x₁ · x₂', name: t`product` },
    ],
    count,
    values: (k) => [a(k), b(k), roundTo(common, a(k) * b(k))],
  });
  // Products and sums have the dtype of what is multiplied: unsigned integers wrap, and are added up in int64.
  const sum = (symbol: string, dtype: DType, length: number, term: (k: number) => number): Named =>
    work.as(isFloat(dtype) ? dtype : 'int64').sum(
      symbol,
      Array.from({ length }, (_, k) => roundTo(dtype, term(k))),
    );
  const product = sum('Σ x₁·x₂', common, count, (k) => a(k) * b(k));
  const dot = work.step(t`dot product`, 'D', product);
  const square1 = work.step(
    t`squared length of the first`,
    'S₁',
    sum('Σ x₁²', input1.dtype, first.count, (k) => a(k) ** 2),
  );
  const square2 = work.step(
    t`squared length of the second`,
    'S₂',
    sum('Σ x₂²', input2.dtype, second.count, (k) => b(k) ** 2),
  );
  const plus = ({ dtype }: Tensor, square: Named): Expression => {
    const own = work.as(isFloat(dtype) ? dtype : 'float32');
    return own.add(square, own.named('1e-12', own.round(normEpsilon)));
  };
  const length = work.root(work.multiply(plus(input1, square1), plus(input2, square2)));
  const cosine = work.step(t`cosine`, 'cos', work.divide(dot, length));
  const y = label(work, target);
  if (y === 1)
    work.step(
      t`loss`,
      'ℓ',
      work.subtract(1, cosine),
      t`The target is 1: the vectors should point the same way.`,
    );
  else if (y === -1) {
    const excess = work.subtract(cosine, work.parameter('Δ', margin));
    work.step(t`loss`, 'ℓ', work.larger(excess, 0), t`The target is -1: a cosine above the margin counts.`);
  } else work.step(t`loss`, 'ℓ', work.named('', 0), t`The target is neither 1 nor -1: nothing counts.`);
};
