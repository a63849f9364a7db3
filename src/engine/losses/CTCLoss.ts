import { ctcProblem, type CtcArguments } from '../aten/ctcArguments';
import { ctcLoss } from '../aten/ctcLoss';
import { checkCtcSignature, type Lengths } from '../aten/ctcSignature';
import { reductionOf } from '../aten/reduction';
import { Variable } from '../aten/variable';
import { defineLoss, type WorkingOf } from '../defineLoss';
import { ctcSteps } from '../derivation/ctcLattice';
import { reductionRepresentatives, shownReduction } from '../formulaParts';
import { floats } from '../inputs';
import { isKernelDtype } from '../kernel';
import { ctcKernel } from '../kernels/ctc';
import type { FormulaRepresentatives, Kink, LossExample, ParameterValue } from '../lossDefinition';
import { reduction } from '../parameters';
import { halfPitfall, unreducedPitfall } from '../pitfalls';
import type { Tensor } from '../tensor/tensor';
import { ctcFormula } from '../texts/ctcFormula';
import { t } from '../words';

/** Connectionist temporal classification: the likelihood of a label sequence over all its alignments. */
export const CTCLoss = defineLoss({
  name: 'CTCLoss',
  functional: 'ctc_loss',
  task: 'sequence',
  summary: 'Minus the log-probability of a label sequence, summed over all its alignments with the frames.',
  whenToUse:
    'For speech and handwriting, where it is known which labels come, in which order, but not at which frame. ' +
    'With a label for each frame take CrossEntropyLoss.',
  inputs: [
    {
      name: 'log_probs',
      description:
        'Log-probabilities, as log_softmax gives them: frames first, then the batch, classes last.',
      ...floats,
      symbol: 'x',
    },
    {
      name: 'targets',
      description: 'The labels of each sample, without blanks: a row each, or all one after the other.',
      dtype: 'int64',
      differentiable: false,
      symbol: 'y',
    },
    {
      name: 'input_lengths',
      description: 'How many frames of each sample count.',
      dtype: 'int64',
      differentiable: false,
      symbol: 'T',
      orNumbers: true,
    },
    {
      name: 'target_lengths',
      description: 'How many labels each sample has.',
      dtype: 'int64',
      differentiable: false,
      symbol: 'S',
      orNumbers: true,
    },
  ],
  parameters: [
    {
      name: 'blank',
      kind: 'int',
      default: 0,
      description: 'The class that stands for no label.',
      minimum: 0,
      symbol: 'b',
      verbatim: true,
    },
    {
      ...reduction,
      description:
        'Average of all losses, each first divided by its target length; their sum; or the losses.',
    },
    {
      name: 'zero_infinity',
      kind: 'bool',
      default: false,
      description:
        'Makes infinite losses, and their gradients, zero: those of targets too long for their frames.',
      verbatim: true,
    },
  ],
  shapes: [
    {
      label: 'a batch, targets in rows',
      inputs: {
        log_probs: ['T', 'N', 'C'],
        targets: ['N', 'S'],
        input_lengths: ['N'],
        target_lengths: ['N'],
      },
      output: ['N'],
    },
    {
      label: 'a batch, targets one after the other',
      inputs: {
        log_probs: ['T', 'N', 'C'],
        targets: ['sum(target_lengths)'],
        input_lengths: ['N'],
        target_lengths: ['N'],
      },
      output: ['N'],
    },
    {
      label: 'one sample',
      inputs: { log_probs: ['T', 'C'], targets: ['S'], input_lengths: [], target_lengths: [] },
      output: [],
    },
  ],
  formula: (configuration) => ctcFormula(shownReduction(configuration)),
  pitfalls: [
    {
      id: 'ctc-log-probabilities',
      title: 'The input must be log-probabilities.',
      detail:
        'Raw scores and probabilities raise no error and give a wrong loss, even a negative one: apply ' +
        '`log_softmax(x, dim=2)` first.',
    },
    {
      id: 'ctc-layout',
      title: 'Frames come first, then the batch.',
      detail:
        'Models that give `(N, T, C)` need `.transpose(0, 1)`. Where `N` equals `T` the mistake raises no error.',
    },
    {
      id: 'ctc-infinite',
      title: 'A target too long for its frames has an infinite loss.',
      detail:
        'A sample needs a frame for each label, and one more for each label that follows an equal one. Otherwise ' +
        'the loss is infinite and the gradient NaN. Leave such samples out, or set `zero_infinity=True`.',
      applies: ({ zero_infinity: isZero }) => isZero !== true,
    },
    {
      id: 'ctc-label-range',
      title: 'Labels are not checked.',
      detail:
        'A label below 0 or from C on reads and writes memory that belongs to something else, without an error on ' +
        'the CPU. Here what lies outside of the tensor counts as NaN.',
    },
    {
      id: 'ctc-blank-label',
      title: 'The blank must not be in the targets.',
      detail:
        'No error is raised, but such a label cannot be told from no label. With the default `blank=0` labels ' +
        'start at 1.',
    },
    {
      id: 'ctc-mean',
      title: 'The mean divides by the target lengths first.',
      detail:
        'Each loss is divided by its number of labels, at least 1, before the batch is averaged. The mean of the ' +
        'plain losses is `reduction="none"` and then `.mean()`.',
      applies: (configuration) => shownReduction(configuration) === 'mean',
    },
    {
      id: 'ctc-gradient',
      title: 'The gradient takes a log_softmax for granted.',
      detail:
        'It is the slope for log-probabilities that keep adding up to 1. Behind a log_softmax it is right; as a ' +
        'derivative by `log_probs` alone it is too large by `exp(log_probs)`.',
    },
    {
      id: 'ctc-lengths',
      title: 'Both lengths must be tensors, or both tuples.',
      detail:
        'A tensor and a tuple raise a TypeError. Tensors of lengths must hold integers, as many as there are ' +
        'samples.',
    },
    {
      id: 'ctc-positional-blank',
      title: 'The first positional argument is `blank`, not `reduction`.',
      detail: 'A string there raises a TypeError only in the call. Write every parameter with its name.',
    },
    halfPitfall,
    unreducedPitfall,
  ],
  replay(call, { warn }) {
    const reduction = reductionOf(call.reduction, warn);
    const checked = checkedArguments({
      ...call,
      log_probs: call.log_probs.tensor,
      targets: call.targets.tensor,
      input_lengths: plain(call.input_lengths),
      target_lengths: plain(call.target_lengths),
      blank: plain(call.blank),
      zero_infinity: plain(call.zero_infinity),
    });
    return ctcLoss({ ...checked, logProbs: call.log_probs, reduction });
  },
  denominator: ({ log_probs: { shape } }) => (shape.length === 3 ? shape[1] : 1),
  kernel(call) {
    const { log_probs: logProbs, reduction } = call;
    if (!isKernelDtype(logProbs.dtype)) return undefined;
    if (reduction !== 'mean' && reduction !== 'sum' && reduction !== 'none') return undefined;
    const problem = ctcProblem(checkedArguments(call));
    return ctcKernel(problem, logProbs.shape.length === 3 ? [problem.samples] : [], reduction === 'mean');
  },
});

/** Where the derivative jumps, and which one PyTorch takes there. */
export const kinks: readonly Kink[] = [];

/** Values that reach every formula. */
export const formulaRepresentatives: FormulaRepresentatives = { reduction: reductionRepresentatives };

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'One sample: labels 1 and 2 in four frames',
    parameters: {},
    inputs: {
      log_probs: '[[[-0.4, -1.5, -2.2]], [[-1.6, -0.4, -2.0]], [[-1.0, -1.3, -1.0]], [[-1.8, -2.3, -0.3]]]',
      targets: '[[1, 2]]',
      input_lengths: '[4]',
      target_lengths: '[2]',
    },
  },
  {
    title: 'Two samples of different lengths, a loss each',
    parameters: { reduction: 'none' },
    inputs: {
      log_probs:
        '[[[-0.4, -1.5, -2.2], [-1.1, -1.1, -1.1]], [[-1.6, -0.4, -2.0], [-2.0, -0.5, -1.4]], ' +
        '[[-1.0, -1.3, -1.0], [-0.4, -1.8, -1.8]]]',
      targets: '[1, 2, 1]',
      input_lengths: '[3, 2]',
      target_lengths: '[2, 1]',
    },
  },
];

/** The working of one element. */
export const working: WorkingOf<typeof CTCLoss> = (call, work) => {
  work.remedies = {
    note: t`Give longer inputs or shorter targets (repeated labels need a blank between them), or set zero_infinity=True to let such samples count 0.`,
    given: t`Take log_softmax, whose results are finite.`,
    gradient: t`A sample that cannot be aligned has no gradient: set zero_infinity=True.`,
  };
  const problem = ctcProblem(checkedArguments(call));
  const values = Array.from(problem.targetLengths, (length) => Math.max(length, 1));
  work.divisors = { values, name: t`the length of its target` };
  work.denominator = { name: t`the size of the batch` };
  ctcSteps(work, problem);
};

interface CtcParameters {
  readonly log_probs: Tensor;
  readonly targets: Tensor;
  readonly input_lengths: Lengths;
  readonly target_lengths: Lengths;
  readonly blank: ParameterValue;
  readonly zero_infinity: ParameterValue;
}

/** The arguments as C++ gets them. */
function checkedArguments(call: CtcParameters): CtcArguments {
  const { input_lengths: inputLengths, target_lengths: targetLengths, zero_infinity: zeroInfinity } = call;
  return {
    logProbs: call.log_probs,
    targets: call.targets,
    inputLengths,
    targetLengths,
    blank: checkCtcSignature({ inputLengths, targetLengths, blank: call.blank, zeroInfinity }),
    zeroInfinity: zeroInfinity === true,
  };
}

function plain<T>(value: Variable | T): T | Tensor {
  return value instanceof Variable ? value.tensor : value;
}
