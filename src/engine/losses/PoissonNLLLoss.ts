import { poissonNllLoss } from '../aten/poissonNllLoss';
import { checkReduction } from '../aten/reduction';
import { defineLoss, type WorkingOf } from '../defineLoss';
import type { Expression } from '../derivation/expression';
import {
  elementwiseFormula,
  reductionRepresentatives,
  shownReduction,
  type ElementFormula,
} from '../formulaParts';
import { floats } from '../inputs';
import { poissonNllKernel } from '../kernels/poissonNll';
import { legacyReduction } from '../legacyReduction';
import type { Configuration, FormulaRepresentatives, Kink, LossExample } from '../lossDefinition';
import { checkedReduction, reduce, sizeAverage } from '../parameters';
import { legacyPitfall, silentBroadcastPitfall, unreducedPitfall } from '../pitfalls';
import { t } from '../words';

/** The negative log likelihood of counts that follow a Poisson distribution. */
export const PoissonNLLLoss = defineLoss({
  name: 'PoissonNLLLoss',
  functional: 'poisson_nll_loss',
  native: { arguments: ['log_input', 'full', 'eps'] },
  task: 'distribution',
  summary: 'How unlikely the counts are under a Poisson distribution with the predicted rate.',
  whenToUse:
    'For predicting counts, such as clicks or events per hour. The model gives the log of the expected count, ' +
    'or with log_input=False the expected count itself.',
  inputs: [
    {
      name: 'log_input',
      functionalName: 'input',
      description:
        'The log of the expected counts, of any shape; with log_input=False the counts themselves.',
      ...floats,
      symbol: 'x',
    },
    {
      name: 'target',
      description: 'The observed counts, of the same shape.',
      ...floats,
      symbol: 'y',
    },
  ],
  parameters: [
    {
      name: 'log_input',
      argument: 'isLog',
      kind: 'bool',
      default: true,
      description: 'Whether the input is the log of the expected count.',
    },
    {
      name: 'full',
      kind: 'bool',
      default: false,
      description: "Whether to add Stirling's approximation of log(target!), for targets greater than 1.",
    },
    sizeAverage,
    {
      name: 'eps',
      kind: 'float',
      default: 1e-8,
      description: 'Added to the input before the log, with log_input=False only.',
      symbol: '\\varepsilon',
    },
    reduce,
    checkedReduction,
  ],
  shapes: [{ label: 'any shape', inputs: { log_input: ['*'], target: ['*'] }, output: ['*'] }],
  formula: (configuration) => elementwiseFormula(shownReduction(configuration), element(configuration)),
  pitfalls: [
    {
      id: 'poisson-positive-rate',
      title: 'The input is the log of the rate.',
      detail:
        'A model that ends in `exp` or `softplus` gives the rate itself: pass `log_input=False`, or leave that ' +
        'last layer out. There is no error.',
      applies: (configuration) => configuration['log_input'] !== false,
    },
    {
      id: 'poisson-negative-rate',
      title: 'With `log_input=False` the input must be positive.',
      detail: 'Negative inputs give NaN without an error: end the model in `softplus` or `exp`.',
      applies: (configuration) => configuration['log_input'] === false,
    },
    {
      id: 'poisson-half-eps',
      title: 'In float16 the default `eps` is 0.',
      detail: '1e-8 is too small for float16, so an input of 0 gives infinity or NaN: use `input.float()`.',
      applies: (configuration) => configuration['log_input'] === false,
    },
    {
      id: 'poisson-legacy-order',
      title: 'The first positional argument is `log_input`.',
      detail:
        'A string there counts for nothing but its type: `PoissonNLLLoss("sum")` raises a TypeError in the ' +
        'call. Write every parameter with its name.',
    },
    silentBroadcastPitfall,
    legacyPitfall,
    unreducedPitfall,
  ],
  replay({ log_input: input, target, isLog, full: isFull, eps, ...reductions }, { warn, checkTypes }) {
    const reduction = checkReduction(legacyReduction(reductions, warn), 'is not a valid value for reduction');
    checkTypes();
    return poissonNllLoss(input, target, { isLog, isFull, eps, reduction });
  },
  kernel: ({ log_input: input, target, isLog, full: isFull, eps }) =>
    poissonNllKernel(input, target, { isLog, isFull, eps }),
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [
  {
    at: 'y_i = 1',
    gradient: "with full=True, Stirling's term begins above 1 with a jump; at 1 and below it is 0",
  },
];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = {
  reduction: reductionRepresentatives,
  log_input: [true, false],
  full: [false, true],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Three counts',
    parameters: {},
    inputs: { log_input: '[0.0, 0.7, 1.5]', target: '[1.0, 3.0, 4.0]' },
  },
  {
    title: 'Expected counts, with the full likelihood',
    parameters: { log_input: 'False', full: 'True' },
    inputs: { log_input: '[1.0, 2.0, 4.5]', target: '[1.0, 3.0, 4.0]' },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof PoissonNLLLoss> = (
  { log_input: input, target, isLog, full: isFull, eps },
  work,
) => {
  work.remedies = {
    log: t`With log_input=False the input must be a positive rate: apply softplus, or predict its logarithm and set log_input=True.`,
    exp: t`The input is the logarithm of the expected count. Pass logarithms, or set log_input=False for the counts themselves.`,
    targetGradient: t`The term of full=True, y log y, has no finite slope at a count of 0: use target.detach().`,
  };
  const [x, y] = [work.read('x', 'log_input', input), work.read('y', 'target', target)];
  let loss: Expression;
  if (isLog) {
    const rate = work.step(t`expected count`, 'λ', work.exp(x));
    loss = work.subtract(rate, work.multiply(y, x));
  } else {
    const log = work.step(t`log of the expected count`, 'a', work.log(work.add(x, work.parameter('ε', eps))));
    loss = work.subtract(x, work.multiply(y, log));
  }
  if (!isFull) {
    work.step(t`loss`, 'ℓ', loss);
    return;
  }
  const plain = work.step(t`loss without the constant`, 'u', loss);
  const stirling = work.step(
    t`Stirling's approximation of log y!`,
    's',
    y.value <= 1
      ? work.named('', 0)
      : work.add(
          work.subtract(work.multiply(y, work.log(y)), y),
          work.multiply(0.5, work.log(work.multiply(work.named('2π', work.round(2 * Math.PI)), y))),
        ),
    y.value <= 1 ? t`It counts for targets above 1 only.` : undefined,
  );
  work.step(t`loss`, 'ℓ', work.add(plain, stirling));
};

function element(configuration: Configuration): ElementFormula {
  const isFull = configuration['full'] === true;
  const stirling = isFull
    ? ' + \\left[y_i > 1\\right] \\left(y_i \\log y_i - y_i + \\frac{1}{2} \\log(2 \\pi y_i)\\right)'
    : '';
  const alsoStirling = isFull ? ", plus Stirling's approximation of the log of target i factorial" : '';
  if (configuration['log_input'] === false) {
    return {
      element: `\\left(x_i - y_i \\log(x_i + \\varepsilon)${stirling}\\right)`,
      words: `input i minus target i times the log of input i plus epsilon${alsoStirling}`,
      factor: '1',
      derivative: '\\left(1 - \\frac{y_i}{x_i + \\varepsilon}\\right)',
      derivativeWords: 'one minus target i over input i plus epsilon',
    };
  }
  return {
    element: `\\left(e^{x_i} - y_i x_i${stirling}\\right)`,
    words: `e to the power of input i minus target i times input i${alsoStirling}`,
    factor: '1',
    derivative: '\\left(e^{x_i} - y_i\\right)',
    derivativeWords: 'the difference of e to the power of input i and target i',
  };
}
