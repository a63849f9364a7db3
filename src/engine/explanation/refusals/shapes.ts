import { listed, shapeOf, shapesOf } from '../refusalWords';
import {
  classesOf,
  targetName,
  tensorsIn,
  told,
  wholeOf,
  type Explain,
  type FailedCall,
  type Refusal,
} from './told';

/** The tensor of that name and its shape: `weight (2,)`. */
function shaped(call: FailedCall, name: string): string {
  return `${name} ${shapeOf(tensorsIn(call)[name])}`.trim();
}

/** What `forward()` takes, as its table of shapes says. */
function shapesTaken({ loss }: FailedCall): string {
  const written = (shape: readonly string[]): string =>
    `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const cases = loss.shapes.map(({ inputs }) =>
    listed(Object.entries(inputs).map(([name, shape]) => `${name} ${written(shape)}`)),
  );
  return [...new Set(cases)].join('; or ');
}

/** Shapes that do not go together: what they are, what the loss takes, and the tensor that most likely is odd. */
function unfit(odd?: (call: FailedCall) => string | undefined): Explain {
  return (_, call) =>
    told(
      `The shapes are ${shapesOf(call.inputs)}.`,
      `This loss takes ${shapesTaken(call)}.`,
      wholeOf(odd === undefined ? targetName(call) : odd(call)),
    );
}

/** A tensor without dimensions, or with too few. */
function leastDimensions({ inputs }: FailedCall): string | undefined {
  const [first] = Object.entries(inputs).sort(([, a], [, b]) => a.shape.length - b.shape.length);
  return first?.[0];
}

const weightOfClasses: Explain = (_, call) => {
  const { weight } = tensorsIn(call);
  const classes = classesOf(call);
  return told(
    `The weight needs one number per class${weight ? `, and its shape is ${shapeOf(weight)}` : ''}.`,
    `Give ${classes ?? 'as many'} numbers, in one dimension.`,
    wholeOf('weight'),
  );
};

/** Messages about shapes. */
export const shapeRefusals: readonly Refusal[] = [
  [
    /multi-target not supported/,
    (_, call) =>
      told(
        `The ${shaped(call, targetName(call))} is not one ${/Cosine/.test(call.loss.name) ? 'label per pair' : 'class index per sample'} of the input.`,
        'Take away its dimensions of size 1 (target.squeeze(1)).',
        wholeOf(targetName(call)),
      ),
  ],
  [
    /Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)/,
    ([, input = '', target = '']) =>
      told(
        `The input has ${input} samples and the target ${target}: both need the same number.`,
        'Of (N, L, C) logits of a sequence model use input.flatten(0, 1) and target.flatten().',
        wholeOf('target'),
      ),
  ],
  [
    /Expected target size (\[.*\]), got (\[.*\])/,
    ([, expected = '', got = '']) =>
      told(
        `The target should be ${expected} for this input, and is ${got}. The classes must be the second ` +
          'dimension of the input:',
        'for (N, L, C) use input.transpose(1, 2).',
        wholeOf('target'),
      ),
  ],
  [/weight tensor should be defined either for all/, weightOfClasses],
  [
    /expected weight shape to be|inconsistent weight size|weight must be one-dimensional|expected weight to be None or 1D/,
    weightOfClasses,
  ],
  [/index_select\(\): Index/, weightOfClasses],
  [
    /output with shape (\[.*\]) doesn't match the broadcast shape (\[.*\])/,
    ([, own = '', broadcast = ''], call) => {
      const name = ['pos_weight', 'weight'].find((each) => tensorsIn(call)[each]);
      return name === undefined
        ? told(
            `The loss has the shape of the input, ${own}, and the target would make it ${broadcast}.`,
            'Reshape the target to the shape of the input.',
            wholeOf(targetName(call)),
          )
        : told(
            `Broadcasting would make ${broadcast} of ${own}: ${shaped(call, name)} is larger than the loss.`,
            `Choose a ${name} that broadcasts to ${own}.`,
            wholeOf(name),
          );
    },
  ],
  [
    /Attempting to broadcast a dimension of length/,
    (_, call) =>
      told(
        `The ${shaped(call, 'weight')} does not broadcast to the input ${shapeOf(call.inputs['input'])}.`,
        'Counted from the last, each of its dimensions must be equal to that of the input, or 1.',
        wholeOf('weight'),
      ),
  ],
  [
    /Weights and input must have the same size/,
    (_, call) =>
      told(
        `The ${shaped(call, 'weight')} must have the shape of the input ${shapeOf(call.inputs['input'])}; here it does not broadcast.`,
        'Use weight.expand_as(input).',
        wholeOf('weight'),
      ),
  ],
  [
    /The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)/,
    (_, call) => {
      const [first, second] = Object.entries(call.inputs);
      const own = shapeOf(first?.[1]);
      const weight = ['pos_weight', 'weight'].find(
        (name) => ![own, ''].includes(shapeOf(tensorsIn(call)[name])),
      );
      const isWeight = weight !== undefined && shapeOf(first?.[1]) === shapeOf(second?.[1]);
      const shapes = isWeight
        ? `${shapeOf(first?.[1])} of the losses and ${shapeOf(tensorsIn(call)[weight])} of ${weight}`
        : shapesOf(call.inputs);
      return told(
        `The shapes ${shapes} can't be broadcast together:`,
        'counted from the last, two dimensions must be equal, or one of them 1.',
        wholeOf(isWeight ? weight : second?.[0]),
      );
    },
  ],
  [
    /Target size .* must be the same as input size|Using a target size .* is deprecated/,
    (_, { inputs }) =>
      told(
        `The shapes are ${shapesOf(inputs)}, and this loss does not broadcast.`,
        'Reshape one of them: unsqueeze(1) makes (N, 1) of (N,).',
        wholeOf('target'),
      ),
  ],
  [
    /var is of incorrect size/,
    (_, { inputs }) =>
      told(
        `var ${shapeOf(inputs['var'])} must have the input's shape ${shapeOf(inputs['input'])}, or 1 as its last size.`,
        'A variance per sample is unsqueeze(-1) of its numbers.',
        wholeOf('var'),
      ),
  ],
  // CTC
  [
    /^(input_lengths|target_lengths) must be of size batch_size/,
    ([, name = ''], { inputs }) =>
      told(
        `${name} has one length for each sample, and log_probs ${shapeOf(inputs['log_probs'])} has ` +
          `${inputs['log_probs']?.shape.length === 3 ? String(inputs['log_probs'].shape[1]) : '1'}.`,
        'log_probs is (T, N, C), time first: use permute(1, 0, 2) on (N, T, C).',
        wholeOf(name),
      ),
  ],
  [
    /^Expected tensor to have size (at least )?(\d+) at dimension (\d+), but got size (\d+) for argument #2 'targets'/,
    ([, least = '', size = '', dimension = '', got = '']) =>
      told(
        dimension === '0'
          ? `Targets in one row hold the labels of all samples one after the other: the target_lengths add up to ${size}, and there are ${got}.`
          : `The longest target has ${size} labels, and a row of targets holds ${got}.`,
        least === ''
          ? 'Leave the padding away, or give targets as (N, S) with a row for each sample.'
          : 'Correct target_lengths, or pad targets to the longest.',
        wholeOf('targets'),
      ),
  ],
  [
    /dimension(?:s|al tensor), but got (\d+)-dimensional tensor for argument #\d '(\w+)'/,
    ([, got = '', name = ''], call) =>
      told(`${name} has ${got} dimensions.`, `This loss takes ${shapesTaken(call)}.`, wholeOf(name)),
  ],
  [
    /^log_probs tensor must not be empty/,
    () =>
      told(
        'log_probs has no elements: no frames, no samples or no classes.',
        'Skip empty batches.',
        wholeOf('log_probs'),
      ),
  ],
  // linear layers
  [
    /in_features\), got (\d+) and (\d+)|mat1 and mat2 shapes cannot be multiplied \(\d+x(\d+) and (\d+)x\d+\)/,
    ([, input, weight, columns, features], call) =>
      told(
        `The last dimension of the input is ${input ?? columns ?? ''}, and the layer takes ${weight ?? features ?? ''} features.`,
        'Make in_features what the model before gives.',
        wholeOf(call.loss.inputs[0]?.name),
      ),
  ],
  [
    /expected linear_bias shape (\(.*\)), got (\(.*\))/,
    ([, expected = '', got = '']) =>
      told(
        `linear_bias needs the shape of linear_weight without its last dimension, ${expected}, and is ${got}.`,
        'Reshape it.',
        wholeOf('linear_bias'),
      ),
  ],
  [
    /expected linear_weight with dimensionality/,
    (_, call) =>
      told(
        `The ${shaped(call, 'linear_weight')} has too few dimensions.`,
        'Give it the shape (classes, in_features).',
        wholeOf('linear_weight'),
      ),
  ],
  [
    /requires batched input, \(N, (\d+)\)/,
    ([, features = '']) =>
      told(
        'With several positions for each class, one sample by itself is not taken.',
        `Use input.unsqueeze(0), of shape (1, ${features}).`,
        wholeOf('input'),
      ),
  ],
  [
    /expected input with dimensionality 1 or 2, got (\d+)|exceeds dimension size|narrow\(\) cannot be applied|Index tensor must have the same number/,
    unfit(({ inputs }) => (inputs['input'] && inputs['input'].shape.length > 2 ? 'input' : 'target')),
  ],
  [/Expected non-empty vector or matrix/, unfit(({ loss }) => loss.inputs[0]?.name)],
  // what has too few or too many dimensions
  [/same number of dimensions, but got: anchor/, unfit(leastDimensions)],
  [/All input tensors should have same dimension/, unfit(leastDimensions)],
  [
    /Dimension specified as -?\d+ but tensor has no dimensions|Dimension out of range|Expected 1 or more dimensions/,
    unfit(leastDimensions),
  ],
  [
    /cannot compute the -?inf norm on the dimension/,
    () =>
      told(
        'The vectors have no coordinates, and the largest of none is not defined.',
        'Skip empty batches, or take p=2.',
        wholeOf('anchor'),
      ),
  ],
  [
    /target tensor expects .* input tensors|inconsistent target size|size mismatch \(got input|target tensor should be 1-D|only batches of spatial targets|1D target must have size 1|same size in the batch dimension|1D tensors expected/,
    unfit(),
  ],
  [
    /Trying to create tensor with negative dimension/,
    (_, { loss }) =>
      told(
        'A layer would have a negative size.',
        `Choose positive sizes for ${listed(loss.parameters.filter(({ required, kind }) => required === true && kind !== 'tensor').map(({ name }) => name))}.`,
      ),
  ],
  [
    /shape '(\[.*\])' is invalid for input of size (\d+)/,
    ([, , size = ''], call) =>
      told(
        `The weight has ${size} numbers where one per class is meant.`,
        'Give a tensor of one dimension.',
        wholeOf(tensorsIn(call)['weight'] ? 'weight' : targetName(call)),
      ),
  ],
];
