import { gaussianNllLoss, varianceFloor, varianceFor } from '../aten/gaussianNllLoss';
import { addInPlace } from '../aten/pointwise';
import { applyReduction, checkReduction } from '../aten/reduction';
import { constant } from '../aten/variable';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { elementwiseFormula, reductionRepresentatives, shownReduction } from '../formulaParts';
import { floats } from '../inputs';
import { gaussianKernel } from '../kernels/gaussianNll';
import { isTrue } from '../legacyReduction';
import type { FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { checkedReduction } from '../parameters';
import { silentBroadcastPitfall, unreducedPitfall } from '../pitfalls';
import { scalar } from '../tensor/reduction';
import { t } from '../words';

/** What `full=True` adds. */
const halfLogOfTwoPi = 0.5 * Math.log(2 * Math.PI);

/** The negative log likelihood of numbers with a predicted mean and variance. */
export const GaussianNLLLoss = defineLoss({
  name: 'GaussianNLLLoss',
  functional: 'gaussian_nll_loss',
  task: 'distribution',
  summary: 'How unlikely the targets are under normal distributions with the predicted means and variances.',
  whenToUse:
    'For predicting numbers together with how sure the prediction is: the model gives a mean and a variance. ' +
    'Where the variance is of no interest, take MSELoss.',
  inputs: [
    {
      name: 'input',
      description: 'The predicted means, of any shape.',
      ...floats,
      symbol: 'x',
    },
    {
      name: 'target',
      description: 'The observed numbers, of the same shape.',
      ...floats,
      symbol: 'y',
    },
    {
      name: 'var',
      description:
        'The variances, not negative: of the same shape, or with a last dimension of 1 or none, or one number.',
      ...floats,
      symbol: 'v',
      orNumber: true,
    },
  ],
  parameters: [
    {
      name: 'full',
      kind: 'bool',
      default: false,
      verbatim: true,
      description: 'Whether to add the constant half log of two pi.',
      keywordOnly: 'module',
    },
    {
      name: 'eps',
      kind: 'float',
      verbatim: true,
      default: 1e-6,
      description: 'The smallest variance: smaller ones count as this.',
      keywordOnly: 'module',
      symbol: '\\varepsilon',
    },
    { ...checkedReduction, keywordOnly: 'module' },
  ],
  shapes: [
    {
      label: 'a variance for each element',
      inputs: { input: ['*'], target: ['*'], var: ['*'] },
      output: ['*'],
    },
    {
      label: 'a variance for each row',
      inputs: { input: ['*', 'D'], target: ['*', 'D'], var: ['*', '1'] },
      output: ['*', 'D'],
    },
    {
      label: 'a variance for each row, one dimension less',
      inputs: { input: ['*', 'D'], target: ['*', 'D'], var: ['*'] },
      output: ['*', 'D'],
    },
  ],
  formula(configuration) {
    const isFull = configuration['full'] === true;
    return elementwiseFormula(shownReduction(configuration), {
      element:
        '\\frac{1}{2}\\left(\\log \\max(v_i, \\varepsilon) + ' +
        `\\frac{(x_i - y_i)^2}{\\max(v_i, \\varepsilon)}${isFull ? ' + \\log 2\\pi' : ''}\\right)`,
      words:
        'half the sum of the log of variance i and of the squared difference of input i and target i over ' +
        `variance i${isFull ? ', and of the log of two pi' : ''}, where the variance is at least epsilon`,
      factor: '1',
      derivative: '\\frac{x_i - y_i}{\\max(v_i, \\varepsilon)}',
      derivativeWords: 'the difference of input i and target i over variance i, which is at least epsilon',
    });
  },
  pitfalls: [
    {
      id: 'gaussian-negative-variance',
      title: 'A negative variance is refused.',
      detail:
        'PyTorch raises a ValueError. End that output of the model in `softplus` or `exp`, so that it cannot ' +
        'be negative.',
    },
    {
      id: 'gaussian-std',
      title: 'It takes the variance, not the standard deviation.',
      detail: 'A standard deviation there raises no error and gives another loss: pass `std ** 2`.',
    },
    {
      id: 'gaussian-tiny-variance',
      title: 'A variance near 0 gives a gradient that explodes.',
      detail:
        'At the default `eps` of 1e-6 the gradient by the variance can reach 5e11 times the squared error. ' +
        'Raise `eps`, or add a small constant to the variance.',
    },
    {
      id: 'gaussian-variance-shape',
      title: 'The variance does not broadcast freely.',
      detail:
        'It needs the shape of the input, or the same with one dimension of 1, or without the last dimension. ' +
        'Anything else raises a ValueError.',
    },
    {
      id: 'gaussian-int-variance',
      title: 'A single variance must be a float.',
      detail: 'A Python int raises a TypeError: write `2.0`, not `2`.',
    },
    silentBroadcastPitfall,
    unreducedPitfall,
  ],
  replay({ input, target, var: variance, full, eps, reduction }) {
    const held = varianceFor(input, variance);
    const checked = checkReduction(reduction, 'is not valid');
    const loss = gaussianNllLoss(input, target, held, varianceFloor(eps));
    const constantTerm = constant(scalar(halfLogOfTwoPi, loss.tensor.dtype));
    return applyReduction(isTrue(full) ? addInPlace(loss, constantTerm) : loss, checked);
  },
  kernel: ({ input, target, var: variance, full, eps }) =>
    typeof full === 'boolean' && typeof eps === 'number'
      ? gaussianKernel(input, target, variance, eps, full ? halfLogOfTwoPi : 0)
      : undefined,
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  {
    at: 'v_i < \\varepsilon',
    gradient:
      'the gradient by the variance goes on as if it were epsilon: it is not cut off, and can be huge',
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: reductionRepresentatives,
  full: [false, true],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Means and variances',
    parameters: {},
    inputs: { input: '[1.0, 2.0, 3.0]', target: '[1.5, 2.0, 1.0]', var: '[0.5, 1.0, 2.0]' },
  },
  {
    title: 'One variance for each row',
    parameters: { full: 'True' },
    inputs: {
      input: '[[0.5, 1.0], [2.0, -1.0]]',
      target: '[[0.0, 1.5], [2.5, 0.0]]',
      var: '[[0.5], [1.5]]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof GaussianNLLLoss> = (
  { input, target, var: variance, full, eps },
  work,
) => {
  work.remedies = {
    divide: t`A variance near 0 makes any error infinitely surprising: raise eps, or let the model predict the logarithm of the variance.`,
    log: t`The variance must be above 0: raise eps, or predict its logarithm and take exp.`,
  };
  const given = typeof variance === 'object' && variance.shape.length < input.shape.length;
  const held = given ? { ...variance, shape: [...variance.shape, 1] } : variance;
  const [x, y] = [work.read('x', 'input', input), work.read('y', 'target', target)];
  const read = work.read('var', 'var', held);
  const floor = work.parameter('ε', eps);
  const v = work.step(
    t`variance`,
    'v',
    work.larger(read, floor),
    read.value < floor.value
      ? t`Below eps: eps counts in its place, and var gets the gradient at eps.`
      : undefined,
  );
  const error = work.step(t`difference`, 'd', work.subtract(x, y));
  const loss = work.multiply(0.5, work.add(work.log(v), work.divide(work.square(error), v)));
  if (!isTrue(full)) {
    work.step(t`loss`, 'ℓ', loss);
    return;
  }
  const plain = work.step(t`loss without the constant`, 'u', loss);
  work.step(t`loss`, 'ℓ', work.add(plain, work.named('½ log 2π', work.round(halfLogOfTwoPi))));
};
