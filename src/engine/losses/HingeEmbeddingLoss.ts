import { hingeEmbeddingLoss } from '../aten/hingeEmbeddingLoss';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { label } from '../derivation/pairs';
import { elementwiseFormula, reductionRepresentatives, shownReduction } from '../formulaParts';
import { floats } from '../inputs';
import { pairKernel, singlePrecision as single, type FloatArray, type PairLoop } from '../kernel';
import { vectorPairs } from '../kernels/vectorPairs';
import { legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { reduce, reduction, sizeAverage } from '../parameters';
import { legacyPitfall, marginFirstPitfall, signedTargetPitfall, unreducedPitfall } from '../pitfalls';
import { anyShape } from '../shapeCases';
import { t } from '../words';

const largestMargin = 1e30;

/** Step by step as PyTorch, whatever the targets. */
function exactLoop(
  x: FloatArray,
  t: FloatArray,
  elements: FloatArray | undefined,
  dx: FloatArray | undefined,
  scale: number,
  margin: number,
): number {
  const isSingle = x instanceof Float32Array;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const hinges = Number(t[i] !== 1);
    const counts = Number(t[i] !== -1);
    const gap = single(margin - x[i]!, isSingle);
    const active = hinges * Number(gap >= 0);
    // What is added makes 0 of -0.
    const value = active * gap + counts * x[i]! + 0;
    sum += value;
    if (elements !== undefined) elements[i] = value;
    if (dx !== undefined) dx[i] = scale * (counts - active);
  }
  return sum;
}

/** The hinge loss of distances. */
export const HingeEmbeddingLoss = defineLoss({
  name: 'HingeEmbeddingLoss',
  functional: 'hinge_embedding_loss',
  native: { arguments: ['margin'] },
  task: 'embedding',
  summary: 'The distance itself for similar pairs, and what it lacks of the margin for dissimilar ones.',
  whenToUse:
    'For learning embeddings from pairs that are similar or not, when you compute the distances yourself. From ' +
    'the embeddings and by their angle: CosineEmbeddingLoss; from triples: TripletMarginLoss.',
  inputs: [
    {
      name: 'input',
      description: 'Distances of pairs, of any shape.',
      ...floats,
      symbol: 'x',
    },
    {
      name: 'target',
      description: '1 for similar pairs, -1 for dissimilar ones, of the same shape.',
      dtype: 'float32',
      differentiable: false,
      symbol: 'y',
    },
  ],
  parameters: [
    {
      name: 'margin',
      kind: 'float',
      default: 1,
      description: 'Dissimilar pairs farther apart than this add nothing.',
      symbol: '\\Delta',
    },
    sizeAverage,
    reduce,
    reduction,
  ],
  shapes: anyShape,
  formula: (configuration) =>
    elementwiseFormula(shownReduction(configuration), {
      element:
        '\\begin{cases} x_i & \\text{if } y_i = 1 \\\\ ' +
        '\\max\\left(0,\\, \\Delta - x_i\\right) & \\text{if } y_i = -1 \\end{cases}',
      words:
        'input i where target i is one, and the margin minus input i, but at least zero, where it is minus one',
      factor: '1',
      derivative:
        '\\begin{cases} 1 & \\text{if } y_i = 1 \\\\ -1 & \\text{if } y_i = -1,\\; x_i \\le \\Delta \\\\ ' +
        '0 & \\text{otherwise} \\end{cases}',
      derivativeWords:
        'one where target i is one, minus one where it is minus one and input i at most the margin, else zero',
    }),
  pitfalls: [
    signedTargetPitfall,
    {
      id: 'hinge-other-targets',
      title: 'A target other than 1 and -1 adds both terms.',
      detail: 'With 0 the loss is `input + max(0, margin - input)`: at least the margin, whatever the input.',
    },
    {
      id: 'hinge-takes-distances',
      title: 'It takes distances, not scores.',
      detail:
        'A large input means far apart. Negative inputs of similar pairs give a negative loss, without a bound.',
    },
    marginFirstPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, margin, ...reductions }, { warn, checkTypes }) {
    const reduction = reductionOf(legacyReduction(reductions, warn), warn);
    checkTypes();
    return hingeEmbeddingLoss(input, target, margin, reduction);
  },
  kernel({ input, target, margin }) {
    const rounded = single(margin, input.dtype === 'float32');
    // PyTorch refuses numbers that the dtype cannot hold.
    if (!(Math.abs(rounded) < largestMargin)) return undefined;
    const exact: PairLoop = (x, t, elements, dx, _, scale) => exactLoop(x, t, elements, dx, scale, rounded);
    const loop = vectorPairs(exact, (loops, end, scale) => loops.hinge(end, rounded, scale));
    return pairKernel(input, target, loop, ['input']);
  },
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  { at: 'y_i = -1,\\; x_i = \\Delta', gradient: '-1: at the margin itself the gradient still passes' },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = { reduction: reductionRepresentatives };

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Four pairs',
    parameters: {},
    inputs: { input: '[0.4, 0.3, 1.2, 2.0]', target: '[-1.0, 1.0, 1.0, -1.0]' },
  },
  {
    title: 'A wider margin, summed',
    parameters: { margin: '2.5', reduction: 'sum' },
    inputs: { input: '[1.2, 0.3, 0.4, 2.0]', target: '[-1.0, 1.0, -1.0, -1.0]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof HingeEmbeddingLoss> = ({ input, target, margin }, work) => {
  const [x, y] = [work.read('x', 'input', input), label(work, target)];
  const missing = work.larger(work.as(input.dtype).subtract(work.parameter('Δ', margin), x), 0);
  const gap = work.step(t`what is missing of the margin`, 'g', missing);
  if (y === 1) work.step(t`loss`, 'ℓ', x, t`The target is 1: the distance itself counts.`);
  else if (y === -1) work.step(t`loss`, 'ℓ', gap, t`The target is -1: what is missing of the margin counts.`);
  else work.step(t`loss`, 'ℓ', work.add(gap, x), t`The target is neither 1 nor -1: PyTorch adds both terms.`);
};
