import { klDiv } from '../aten/klDiv';
import { div } from '../aten/pointwise';
import { reductionOf } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import type { Place } from '../derivation/place';
import type { Work } from '../derivation/work';
import { elementwiseFormula, shownReduction, type ElementFormula } from '../formulaParts';
import { floats } from '../inputs';
import { klDivKernel } from '../kernels/klDiv';
import { isTrue, legacyReduction, type ReductionArguments } from '../legacyReduction';
import type { Configuration, Formula, FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { pythonTypeName } from '../nativeTypes';
import { reduce, reduction, sizeAverage } from '../parameters';
import { legacyPitfall, positionalPitfall, silentBroadcastPitfall, unreducedPitfall } from '../pitfalls';
import { isFloat } from '../tensor/dtype';
import { elementCount, type Tensor } from '../tensor/tensor';
import { refuseType } from '../torchError';
import { t } from '../words';

const meanWarning =
  "reduction: 'mean' divides the total loss by both the batch size and the support size." +
  "'batchmean' divides only by the batch size, and aligns with the KL div math definition." +
  "'mean' will be changed to behave the same as 'batchmean' in the next major release.";

/** The Kullback-Leibler divergence, from log-probabilities. */
export const KLDivLoss = defineLoss({
  name: 'KLDivLoss',
  functional: 'kl_div',
  task: 'distribution',
  summary:
    'How far the predicted distribution is from the target distribution (Kullback-Leibler divergence).',
  whenToUse:
    'For targets that are whole distributions, such as the soft labels of a teacher model. For one right class ' +
    'out of several take CrossEntropyLoss.',
  inputs: [
    {
      name: 'input',
      description: 'Log-probabilities of the prediction, of any shape: what `log_softmax` gives.',
      ...floats,
      symbol: 'x',
    },
    {
      name: 'target',
      description: 'Probabilities of the same shape, or their logs with log_target=True.',
      ...floats,
      symbol: 'y',
    },
  ],
  parameters: [
    sizeAverage,
    reduce,
    {
      ...reduction,
      choices: ['none', 'mean', 'sum', 'batchmean'],
      description: 'Average over all elements, sum, sum divided by the batch size (batchmean), or neither.',
    },
    {
      name: 'log_target',
      kind: 'bool',
      default: false,
      verbatim: true,
      description: 'Whether the target holds log-probabilities instead of probabilities.',
    },
  ],
  shapes: [
    {
      label: 'a batch of distributions',
      inputs: { input: ['N', '*'], target: ['N', '*'] },
      output: ['N', '*'],
    },
    { label: 'one distribution', inputs: { input: ['*'], target: ['*'] }, output: ['*'] },
  ],
  formula(configuration) {
    const part = configuration['log_target'] === true ? logElement : element;
    return isBatchMean(configuration)
      ? batchMeanFormula(part)
      : elementwiseFormula(shownReduction(configuration), part);
  },
  pitfalls: [
    {
      id: 'kl-mean',
      title: 'The default mean is not the KL divergence.',
      detail:
        'It divides by all elements, classes included, so it is too small by the number of classes, and PyTorch ' +
        'warns. Use `reduction="batchmean"`.',
      applies: ({ reduction, size_average: average = null, reduce = null }) =>
        average === null && reduce === null && (reduction === undefined || reduction === 'mean'),
    },
    {
      id: 'kl-input-not-log',
      title: 'The input must be log-probabilities.',
      detail:
        'Probabilities or raw scores give a meaningless loss, which can be negative, without an error. Use ' +
        '`F.log_softmax(logits, dim=-1)`.',
    },
    {
      id: 'kl-target-log',
      title: 'The target is probabilities unless `log_target=True`.',
      detail: 'Log-probabilities in the target give NaN: pass `log_target=True`, or `target.exp()`.',
      applies: (configuration) => configuration['log_target'] !== true,
    },
    {
      id: 'kl-target-not-log',
      title: 'With `log_target=True` the target must be log-probabilities.',
      detail: 'Probabilities there are exponentiated once more, without an error: pass `target.log()`.',
      applies: (configuration) => configuration['log_target'] === true,
    },
    {
      id: 'kl-order',
      title: 'Prediction first, target second.',
      detail:
        '`kl_div(input, target)` is the divergence of the input from the target, written KL(target || input) in ' +
        'papers. The other order is another loss.',
    },
    silentBroadcastPitfall,
    positionalPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, log_target: logTarget, reduction, ...legacy }, { warn }) {
    const isLegacy = legacy.size_average !== null || legacy.reduce !== null;
    if (!isLegacy && reduction === 'mean') warn(meanWarning);
    const isBatchMean = reduction === 'batchmean';
    const named = isLegacy ? legacyReduction({ ...legacy, reduction }, warn) : reduction;
    const checked = isBatchMean && !isLegacy ? 'sum' : reductionOf(named, warn);
    if (typeof logTarget !== 'boolean') {
      refuseType(`kl_div(): argument 'log_target' must be bool, not ${pythonTypeName(logTarget)}`);
    }
    const loss = klDiv(input, target, checked, logTarget);
    const [batch] = input.shape;
    return isBatchMean && batch !== undefined ? div(loss, { int: batch }) : loss;
  },
  kernel: ({ input, target, log_target: logTarget, reduction }) =>
    typeof logTarget === 'boolean'
      ? klDivKernel(input, target, logTarget, reduction === 'mean' ? meanWarning : undefined)
      : undefined,
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  {
    at: 'y_i = 0',
    gradient: 'the loss and its gradient by the input are 0; the gradient by the target is NaN',
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: ['mean', 'sum', 'none', 'batchmean'],
  log_target: [false, true],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Two samples, three classes',
    parameters: { reduction: 'batchmean' },
    inputs: {
      input: '[[-0.3567, -1.6094, -2.3026], [-1.2040, -0.5108, -2.3026]]',
      target: '[[0.6, 0.3, 0.1], [0.2, 0.7, 0.1]]',
    },
  },
  {
    title: 'Targets as logs, unreduced',
    parameters: { reduction: 'none', log_target: 'True' },
    inputs: { input: '[-0.3567, -1.6094, -2.3026]', target: '[-0.5108, -1.2040, -2.3026]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof KLDivLoss> = (
  { input, target, log_target: logTarget, reduction, ...legacy },
  work,
) => {
  work.remedies = {
    log: t`The target must hold probabilities, such as those of softmax; set log_target=True if it holds their logarithms.`,
    given: t`The input must hold finite log-probabilities: take log_softmax, which never gives log(0).`,
    targetGradient: t`y log y has no finite slope at 0: detach the target, or use log-probabilities and log_target=True.`,
  };
  if (reduction === 'batchmean') work.denominator = batchDenominator(input, work.place, legacy);
  const [x, y] = [work.read('x', 'input', input), work.read('y', 'target', target)];
  if (logTarget === true) {
    const difference = work.step(t`difference of logs`, 'd', work.subtract(y, x));
    work.step(
      t`loss`,
      'ℓ',
      work.multiply(work.as(isFloat(target.dtype) ? target.dtype : 'float32').exp(y), difference),
    );
    return;
  }
  const entropy =
    y.value === 0
      ? work.step(t`target times its log`, 'h', y, t`0 times log 0 counts as 0.`)
      : work.step(t`target times its log`, 'h', work.multiply(y, work.log(y)));
  const cross = work.step(t`target times input`, 'c', work.multiply(y, x));
  work.step(t`loss`, 'ℓ', work.subtract(entropy, cross));
};

/** What `batchmean` divides by: what the legacy arguments ask for as well, where the functional gets both. */
function batchDenominator(
  { shape }: Tensor,
  place: Place,
  { size_average: averages, reduce: reduces }: Pick<ReductionArguments<string>, 'size_average' | 'reduce'>,
): Work['denominator'] {
  const [batch = 1] = shape;
  const isMean = (averages !== null || reduces !== null) && isTrue(averages ?? true);
  return isMean
    ? {
        value: batch * elementCount(place.shape),
        name: t`the number of losses times the size of the batch`,
        alsoOfSum: true,
      }
    : { value: batch, name: t`the size of the batch`, alsoOfSum: true };
}

const element: ElementFormula = {
  element: 'y_i \\left(\\log y_i - x_i\\right)',
  words: 'target i times the difference of the log of target i and input i',
  factor: '1',
  derivative: '\\left(-y_i\\right)',
  derivativeWords: 'minus target i',
};

const logElement: ElementFormula = {
  element: 'e^{y_i} \\left(y_i - x_i\\right)',
  words: 'e to the power of target i times the difference of target i and input i',
  factor: '1',
  derivative: '\\left(-e^{y_i}\\right)',
  derivativeWords: 'minus e to the power of target i',
};

function isBatchMean(configuration: Configuration): boolean {
  const { reduction, size_average: average = null, reduce = null } = configuration;
  return reduction === 'batchmean' && average === null && reduce === null;
}

/** Elements count over the whole batch, and the sum is divided by its size. */
function batchMeanFormula({ element, words, derivative, derivativeWords }: ElementFormula): Formula {
  return {
    tex: `\\ell = \\frac{1}{N} \\sum_{n=1}^{N} \\sum_{i} ${element.replaceAll('_i', '_{n,i}')}`,
    words: `the loss is the sum over all elements of ${words}, divided by the batch size N`,
    gradientTex: `\\frac{\\partial \\ell}{\\partial x_{n,i}} = \\frac{1}{N}\\,${derivative.replaceAll('_i', '_{n,i}')}`,
    gradientWords: `its derivative by input i is ${derivativeWords}, divided by the batch size N`,
  };
}
