import { refuseDimensionless } from '../aten/checks';
import { logSigmoid } from '../aten/logSigmoid';
import { add, div, mul, neg, sub } from '../aten/pointwise';
import { Variable, type VariableOperand } from '../aten/variable';
import { applyReduction, checkReduction, sumDimension } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { Place } from '../derivation/place';
import { elementwiseFormula, isGiven, shownReduction, weightedRepresentatives } from '../formulaParts';
import { floats } from '../inputs';
import { multiLabelSoftMarginKernel } from '../kernels/multiLabelSoftMargin';
import { legacyReduction } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample, ParameterValue } from '../lossDefinition';
import { isTensorValue } from '../nativeTypes';
import { checkedReduction, classWeight, reduce, sizeAverage } from '../parameters';
import { legacyPitfall, unreducedPitfall, weightTypePitfall } from '../pitfalls';
import { refuseType } from '../torchError';
import { t } from '../words';

const one = { int: 1 };

/** Binary cross entropy of several labels per sample, averaged over the labels. */
export const MultiLabelSoftMarginLoss = defineLoss({
  name: 'MultiLabelSoftMarginLoss',
  functional: 'multilabel_soft_margin_loss',
  initializer: '_WeightedLoss',
  task: 'multi-label',
  summary: 'The cross entropy of several yes-or-no labels per sample, averaged over the labels.',
  whenToUse:
    'For samples that can have several labels at once, when one loss per sample is wanted. ' +
    'BCEWithLogitsLoss gives the same mean, keeps each label apart with reduction="none", and knows pos_weight.',
  inputs: [
    {
      name: 'input',
      description: 'Raw scores (logits), classes in the last dimension.',
      ...floats,
      symbol: 'x',
    },
    {
      name: 'target',
      description: '1 for each label that the sample has and 0 for the others; of the same shape.',
      ...floats,
      symbol: 'y',
    },
  ],
  parameters: [{ ...classWeight, verbatim: true }, sizeAverage, reduce, checkedReduction],
  shapes: [
    {
      label: 'samples with labels',
      inputs: { input: ['*', 'C'], target: ['*', 'C'] },
      output: ['*'],
    },
  ],
  formula(configuration) {
    const [w, weight] = isGiven(configuration, 'weight') ? ['w_c', 'weight c times '] : ['', ''];
    return elementwiseFormula(shownReduction(configuration), {
      element:
        `\\left(-\\frac{1}{C} \\sum_{c=1}^{C} ${w}\\left[y_{i,c} \\log \\sigma(x_{i,c}) + ` +
        '(1 - y_{i,c}) \\log\\left(1 - \\sigma(x_{i,c})\\right)\\right]\\right)',
      words:
        `minus the mean over the C classes of ${weight}the sum of target i, c times the log of sigmoid of input ` +
        'i, c and of one minus target i, c times the log of one minus that sigmoid',
      factor: '1',
      derivative: `\\frac{${w || '1'}}{C}\\left(\\sigma(x_{i,c}) - y_{i,c}\\right)`,
      derivativeWords: `${weight}the difference of sigmoid of input i, c and target i, c, over C`,
      by: { tex: 'x_{i,c}', words: 'input i, c' },
      unit: 'samples',
    });
  },
  pitfalls: [
    {
      id: 'multi-label-sigmoid',
      title: 'The sigmoid is already inside.',
      detail: 'Pass raw scores: with `torch.sigmoid` before it the loss cannot get near 0 and learns slowly.',
    },
    {
      id: 'multi-hot-target',
      title: 'The target is 0 and 1 for every class, not class numbers.',
      detail:
        'Lists of class numbers padded with -1 belong to MultiLabelMarginLoss; here they give a wrong loss without ' +
        'an error.',
    },
    {
      id: 'multi-label-none',
      title: '`reduction="none"` gives one loss per sample.',
      detail: 'The classes are averaged before any reduction. For a loss per label take BCEWithLogitsLoss.',
      applies: ({ reduction }) => reduction === 'none',
    },
    weightTypePitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, weight, ...reductions }, { warn }) {
    const reduction = legacyReduction(reductions, warn);
    const ofPositive = mul(target, logSigmoid(input));
    const ofNegative = mul(sub(one, target), logSigmoid(neg(input)));
    const loss = neg(add(ofPositive, ofNegative));
    const weighted = weight === null ? loss : mul(loss, factorOf(weight));
    const dimension = input.shape.length - 1;
    const classes = input.shape[dimension];
    if (classes === undefined) {
      refuseDimensionless(-1);
    }
    const perSample = div(sumDimension(weighted, dimension), { int: classes });
    return applyReduction(perSample, checkReduction(reduction, 'is not valid'));
  },
  kernel: ({ input, target, weight }) =>
    weight === null || isTensorValue(weight) ? multiLabelSoftMarginKernel(input, target, weight) : undefined,
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = weightedRepresentatives;

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Two samples, three labels',
    parameters: {},
    inputs: {
      input: '[[1.2, -0.8, 0.3], [-2.0, 0.5, 1.5]]',
      target: '[[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]',
    },
  },
  {
    title: 'Classes weighted, one loss per sample',
    parameters: { weight: '[1.0, 2.0, 0.5]', reduction: 'none' },
    inputs: {
      input: '[[1.2, -0.8, 0.3], [-2.0, 0.5, 1.5]]',
      target: '[[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof MultiLabelSoftMarginLoss> = ({ input, target, weight }, work) => {
  work.remedies = {
    divide: t`C is the number of classes, the last dimension of the input: give at least one.`,
  };
  const { shape, indices } = work.place;
  // The classes are in the last dimension of the input, which need not be the last of what all broadcast to.
  const dimension = input.shape.length - 1;
  const fromEnd = dimension - shape.length - 1;
  const tensors = [input, target, ...(isTensorValue(weight) ? [weight] : [])];
  const count = tensors.map((tensor) => tensor.shape.at(fromEnd) ?? 1).find((size) => size !== 1) ?? 1;
  const inserted = (rest: readonly number[], size: number): readonly number[] => [
    ...rest.slice(0, dimension),
    size,
    ...rest.slice(dimension),
  ];
  const parts = (c: number): readonly [number, number, number, number] => {
    const place = Place.at(inserted(indices, c), inserted(shape, count));
    const [x, y] = [input.data[place.in(input)] ?? NaN, target.data[place.in(target)] ?? NaN];
    const ofOne = work.multiply(y, work.negate(work.softplus(-x)));
    const ofZero = work.multiply(work.subtract(1, y), work.negate(work.softplus(x)));
    const log = work.add(ofOne, ofZero);
    const w = isTensorValue(weight) ? (weight.data[place.in(weight)] ?? NaN) : Number(weight ?? 1);
    return [x, y, w, work.round(-log.value * w)];
  };
  const isWeighted = weight !== null;
  work.table({
    name: t`each class`,
    each: t`class`,
    columns: [
      { symbol: 'x', name: t`score` },
      { symbol: 'y', name: t`target` },
      ...(isWeighted ? [{ symbol: 'w', name: t`weight` }] : []),
      { symbol: 'loss', name: t`binary cross entropy` },
    ],
    count,
    values: (c) => {
      const [x, y, w, loss] = parts(c);
      return isWeighted ? [x, y, w, loss] : [x, y, loss];
    },
  });
  const losses = Array.from({ length: count }, (_, c) => parts(c)[3]);
  work.step(
    t`loss`,
    'ℓ',
    work.divide(work.sum(t`Σ of these`, losses), work.named('C', input.shape.at(-1) ?? 1)),
  );
};

/** The functional multiplies by whatever it gets. */
function factorOf(weight: Variable | ParameterValue): VariableOperand {
  if (weight instanceof Variable || typeof weight === 'number') return weight;
  if (typeof weight === 'bigint' || typeof weight === 'boolean') return { int: Number(weight) };
  refuseType('only integer tensors of a single element can be converted to an index');
}
