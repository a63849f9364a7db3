import { t } from '../../words';
import { listed, shapeOf, shapesOf } from '../refusalWords';
import { classesOf, targetName, tensorsIn, told, type Explain, type FailedCall, type Refusal } from './told';

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
  return [...new Set(cases)].reduce((first, other) => t`${first}; or ${other}`);
}

/** Shapes that do not go together: what they are, what the loss takes, and the tensor that most likely is odd. */
function unfit(odd?: (call: FailedCall) => string | undefined): Explain {
  return (_, call) =>
    told(
      t`The shapes are ${shapesOf(call.inputs)}.`,
      t`This loss takes ${shapesTaken(call)}.`,
      odd === undefined ? targetName(call) : odd(call),
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
    t`The weight needs one number per class${weight ? t`, and its shape is ${shapeOf(weight)}` : ''}.`,
    t`Give ${classes ?? t`as many`} numbers, in one dimension.`,
    'weight',
  );
};

/** Messages about shapes. */
export const shapeRefusals: readonly Refusal[] = [
  [
    /multi-target not supported/,
    (_, call) =>
      told(
        t`The ${shaped(call, targetName(call))} is not one ${/Cosine/.test(call.loss.name) ? t`label per pair` : t`class index per sample`} of the input.`,
        t`Take away its dimensions of size 1 (target.squeeze(1)).`,
        targetName(call),
      ),
  ],
  [
    /Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)/,
    ([, input = '', target = '']) =>
      told(
        t`The input has ${input} samples and the target ${target}: both need the same number.`,
        t`Of (N, L, C) logits of a sequence model use input.flatten(0, 1) and target.flatten().`,
        'target',
      ),
  ],
  [
    /Expected target size (\[.*\]), got (\[.*\])/,
    ([, expected = '', got = '']) =>
      told(
        t`The target should be ${expected} for this input, and is ${got}. The classes must be the second dimension of the input:`,
        t`for (N, L, C) use input.transpose(1, 2).`,
        'target',
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
            t`The loss has the shape of the input, ${own}, and the target would make it ${broadcast}.`,
            t`Reshape the target to the shape of the input.`,
            targetName(call),
          )
        : told(
            t`Broadcasting would make ${broadcast} of ${own}: ${shaped(call, name)} is larger than the loss.`,
            t`Choose a ${name} that broadcasts to ${own}.`,
            name,
          );
    },
  ],
  [
    /Attempting to broadcast a dimension of length/,
    (_, call) =>
      told(
        t`The ${shaped(call, 'weight')} does not broadcast to the input ${shapeOf(call.inputs['input'])}.`,
        t`Counted from the last, each of its dimensions must be equal to that of the input, or 1.`,
        'weight',
      ),
  ],
  [
    /Weights and input must have the same size/,
    (_, call) =>
      told(
        t`The ${shaped(call, 'weight')} must have the shape of the input ${shapeOf(call.inputs['input'])}; here it does not broadcast.`,
        t`Use weight.expand_as(input).`,
        'weight',
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
        ? t`${shapeOf(first?.[1])} of the losses and ${shapeOf(tensorsIn(call)[weight])} of ${weight}`
        : shapesOf(call.inputs);
      return told(
        t`The shapes ${shapes} can't be broadcast together:`,
        t`counted from the last, two dimensions must be equal, or one of them 1.`,
        isWeight ? weight : second?.[0],
      );
    },
  ],
  [
    /Target size .* must be the same as input size|Using a target size .* is deprecated/,
    (_, { inputs }) =>
      told(
        t`The shapes are ${shapesOf(inputs)}, and this loss does not broadcast.`,
        t`Reshape one of them: unsqueeze(1) makes (N, 1) of (N,).`,
        'target',
      ),
  ],
  [
    /var is of incorrect size/,
    (_, { inputs }) =>
      told(
        t`var ${shapeOf(inputs['var'])} must have the input's shape ${shapeOf(inputs['input'])}, or 1 as its last size.`,
        t`A variance per sample is unsqueeze(-1) of its numbers.`,
        'var',
      ),
  ],
  // CTC
  [
    /^(input_lengths|target_lengths) must be of size batch_size/,
    ([, name = ''], { inputs }) =>
      told(
        t`${name} has one length for each sample, and log_probs ${shapeOf(inputs['log_probs'])} has ${inputs['log_probs']?.shape.length === 3 ? (inputs['log_probs'].shape[1] ?? '') : 1}.`,
        t`log_probs is (T, N, C), time first: use permute(1, 0, 2) on (N, T, C).`,
        name,
      ),
  ],
  [
    /^Expected tensor to have size (at least )?(\d+) at dimension (\d+), but got size (\d+) for argument #2 'targets'/,
    ([, least = '', size = '', dimension = '', got = '']) =>
      told(
        dimension === '0'
          ? t`Targets in one row hold the labels of all samples one after the other: the target_lengths add up to ${size}, and there are ${got}.`
          : t`The longest target has ${size} labels, and a row of targets holds ${got}.`,
        least === ''
          ? t`Leave the padding away, or give targets as (N, S) with a row for each sample.`
          : t`Correct target_lengths, or pad targets to the longest.`,
        'targets',
      ),
  ],
  [
    /dimension(?:s|al tensor), but got (\d+)-dimensional tensor for argument #\d '(\w+)'/,
    ([, got = '', name = ''], call) =>
      told(t`${name} has ${got} dimensions.`, t`This loss takes ${shapesTaken(call)}.`, name),
  ],
  [
    /^log_probs tensor must not be empty/,
    () =>
      told(
        t`log_probs has no elements: no frames, no samples or no classes.`,
        t`Skip empty batches.`,
        'log_probs',
      ),
  ],
  // linear layers
  [
    /in_features\), got (\d+) and (\d+)|mat1 and mat2 shapes cannot be multiplied \(\d+x(\d+) and (\d+)x\d+\)/,
    ([, input, weight, columns, features], call) =>
      told(
        t`The last dimension of the input is ${input ?? columns ?? ''}, and the layer takes ${weight ?? features ?? ''} features.`,
        t`Make in_features what the model before gives.`,
        call.loss.inputs[0]?.name,
      ),
  ],
  [
    /expected linear_bias shape (\(.*\)), got (\(.*\))/,
    ([, expected = '', got = '']) =>
      told(
        t`linear_bias needs the shape of linear_weight without its last dimension, ${expected}, and is ${got}.`,
        t`Reshape it.`,
        'linear_bias',
      ),
  ],
  [
    /expected linear_weight with dimensionality/,
    (_, call) =>
      told(
        t`The ${shaped(call, 'linear_weight')} has too few dimensions.`,
        t`Give it the shape (classes, in_features).`,
        'linear_weight',
      ),
  ],
  [
    /requires batched input, \(N, (\d+)\)/,
    ([, features = '']) =>
      told(
        t`With several positions for each class, one sample by itself is not taken.`,
        t`Use input.unsqueeze(0), of shape (1, ${features}).`,
        'input',
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
        t`The vectors have no coordinates, and the largest of none is not defined.`,
        t`Skip empty batches, or take p=2.`,
        'anchor',
      ),
  ],
  [
    /target tensor expects .* input tensors|inconsistent target size|size mismatch \(got input|target tensor should be 1-D|only batches of spatial targets|1D target must have size 1|same size in the batch dimension|1D tensors expected|ArrayRef: invalid slice/,
    unfit(),
  ],
  [
    /Trying to create tensor with negative dimension/,
    (_, { loss }) =>
      told(
        t`A layer would have a negative size.`,
        t`Choose positive sizes for ${listed(loss.parameters.filter(({ required, kind }) => required === true && kind !== 'tensor').map(({ name }) => name))}.`,
      ),
  ],
  [
    /shape '(\[.*\])' is invalid for input of size (\d+)/,
    ([, , size = ''], call) =>
      told(
        t`The weight has ${size} numbers where one per class is meant.`,
        t`Give a tensor of one dimension.`,
        tensorsIn(call)['weight'] ? 'weight' : targetName(call),
      ),
  ],
];
