import type { LossDefinition } from '../defineLoss';
import { isFloat } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { findPlace, indexText, numberText, type CausePlace, type Explanation } from './explanation';
import { choices, dtypeWords, listed, shapeOf, shapesOf } from './refusalWords';

/** The call that failed, as far as it helps to explain why. */
export interface FailedCall {
  readonly loss: LossDefinition;
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/** What a message means, in words, and the way out. */
export type Told = Omit<Explanation, 'kind' | 'result'>;

/** What a message means for a call; `undefined` where the explanation doesn't fit the call. */
export type Explain = (match: RegExpExecArray, call: FailedCall) => Told | undefined;

/** PyTorch's messages and what to do about them; the first that fits counts. */
export const refusals: readonly (readonly [RegExp, Explain])[] = [
  [
    /not implemented for '(Long|Int|Short|Char|Byte|Bool)'/,
    ([, dtype = ''], { inputs }) => {
      const whole = Object.keys(inputs).filter((name) => inputs[name] && !isFloat(inputs[name].dtype));
      return told(
        `This loss needs floating-point numbers, and ${listed(whole)} ${whole.length > 1 ? 'are' : 'is'} ${dtypeWords(dtype)}.`,
        'Write 1. in place of 1, add .float(), or choose float32 as the dtype.',
        wholeOf(whole[0]),
      );
    },
  ],
  [
    /not implemented for '(Half|BFloat16)'/,
    ([, dtype = '']) =>
      told(`On the CPU this loss has no ${dtypeWords(dtype)} version.`, 'Choose float32 as the dtype.'),
  ],
  [
    /expected target dtype to be Long or Byte, but got (\w+)/,
    ([, dtype = '']) =>
      told(
        `The target holds class indices, which must be int64 (or uint8), and it is ${dtypeWords(dtype)}.`,
        'Choose int64 as its dtype (.long() in code).',
        wholeOf('target'),
      ),
  ],
  [
    /Expected floating point type for target with class probabilities, got (\w+)/,
    ([, dtype = '']) =>
      told(
        'A target of the shape of the input is taken for a probability per class, and these must be floating-point, ' +
          `not ${dtypeWords(dtype)}.`,
        'Give one class index per sample (one_hot.argmax(1)), or choose float32 for the target.',
        wholeOf('target'),
      ),
  ],
  [
    /multi-target not supported/,
    (_, { inputs }) =>
      told(
        `The target ${shapeOf(inputs['target'])} is not one class index per sample of the input ` +
          `${shapeOf(inputs['input'])}.`,
        'Take away its dimensions of size 1 (target.squeeze(1)).',
        wholeOf('target'),
      ),
  ],
  [
    /Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)/,
    ([, input, target]) =>
      told(
        `The input has ${input ?? ''} samples and the target ${target ?? ''}: both need the same number.`,
        '',
        wholeOf('target'),
      ),
  ],
  [
    /^Target (-?\d+) is out of bounds/,
    ([, index], { inputs }) => {
      const classes = classesOf(inputs['input']);
      const place = findPlace('target', inputs['target'], (value) => value === Number(index));
      return told(
        `The input has ${classes ?? '?'} classes, so class indices go from 0 to ${(classes ?? 1) - 1}; ${index ?? ''}${at(place)} is none.`,
        'For labels that count from 1 subtract 1; for labels to leave out set ignore_index.',
        place,
      );
    },
  ],
  [
    /^target out of range|argument #2 'target' is out of range/,
    (_, { inputs, loss }) => {
      const { input, target } = inputs;
      const classes = input?.shape.at(-1) ?? 1;
      const least = loss.name === 'MultiLabelMarginLoss' ? -1 : 0;
      const place = findPlace('target', target, (value) => value < least || value >= classes);
      const padding = least < 0 ? ', and -1 ends the labels of a sample' : '';
      return told(
        `The input has ${classes} classes, so labels go from 0 to ${classes - 1}${padding}; ${valueOf(place)}${at(place)} is none.`,
        'For labels that count from 1 subtract 1.',
        place,
      );
    },
  ],
  [
    /^Target values should be in \[0, (\d+)\]/,
    ([, largest], { inputs }) => {
      const target = inputs['target_'];
      const place = findPlace('target_', target, (value) => value < 0 || value > Number(largest));
      return told(
        `Classes go from 0 to ${largest ?? ''}; ${valueOf(place)}${at(place)} is none.`,
        'Raise n_classes, or subtract 1 from labels that count from 1.',
        place,
      );
    },
  ],
  [
    /Expected target size (\[.*\]), got (\[.*\])/,
    ([, expected, got]) =>
      told(
        `The target should be ${expected ?? ''} for this input, and is ${got ?? ''}. The classes must be the second ` +
          'dimension of the input:',
        'for (N, L, C) use input.transpose(1, 2).',
        wholeOf('target'),
      ),
  ],
  [
    /weight tensor should be defined either for all (\d+) classes/,
    ([, classes]) =>
      told('The weight needs one number per class:', `${classes ?? ''} numbers.`, wholeOf('weight')),
  ],
  [
    /expected scalar type (\w+) but found (\w+)/,
    ([, expected = '', found = '']) =>
      told(
        `Two tensors of one call differ in dtype: ${dtypeWords(expected)} and ${dtypeWords(found)}.`,
        'Choose the same for both.',
      ),
  ],
  [/label_smoothing must be between/, () => told('', 'Choose a label_smoothing from 0 to 1.')],
  [
    /ignore_index is not supported for floating point target/,
    () =>
      told(
        'ignore_index leaves out class indices, and this target holds probabilities.',
        'Remove ignore_index.',
      ),
  ],
  [
    /is not a valid value for reduction|Invalid reduction mode/,
    (_, { loss }) => told('', `Choose one of ${choices(loss, 'reduction')}.`),
  ],
  [
    /The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)/,
    (_, { inputs }) =>
      told(
        `The shapes ${shapesOf(inputs)} can't be broadcast together:`,
        'counted from the last, two dimensions must be equal, or one of them 1.',
      ),
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
    /all elements of (\w+) should be between 0 and 1/,
    ([, name = ''], { inputs }) => {
      const place = findPlace(name, inputs[name], (value) => !(value >= 0 && value <= 1));
      const found = place ? ` ${valueOf(place)}${at(place)} is not.` : '';
      return name === 'input'
        ? told(
            `BCELoss takes probabilities, from 0 to 1.${found}`,
            'For raw scores take BCEWithLogitsLoss.',
            place,
          )
        : told(`The target must hold probabilities, or 0 and 1.${found}`, '', place);
    },
  ],
  [
    /Found dtype (\w+) but expected (\w+)/,
    ([, found = '', expected = '']) =>
      told(
        `One tensor is ${dtypeWords(found)} where ${dtypeWords(expected)} is needed.`,
        `Choose ${dtypeWords(expected)} for it.`,
      ),
  ],
  [
    /result type (\w+) can't be cast to the desired output type (\w+)/,
    ([, from = '', to = '']) =>
      told(
        `The loss would be ${dtypeWords(from)} and can't be stored as ${dtypeWords(to)}.`,
        `Choose ${dtypeWords(from)} for the ${dtypeWords(to)} tensor.`,
      ),
  ],
  [
    /cannot assign '(\w+)' object to buffer '(\w+)'/,
    ([, type = '', name = '']) =>
      told(`${name} must be a tensor, not a Python ${type}:`, 'write torch.tensor([...]).'),
  ],
  [
    /Boolean value of Tensor with .* is ambiguous/,
    () =>
      told(
        'A tensor stands where True or False is meant:',
        'the data goes to the call, nn.Loss()(input, target), not to the constructor.',
      ),
  ],
  [
    /got an unexpected keyword argument '(\w+)'/,
    ([, name = '']) => told(`This form of the loss has no ${name}.`, 'Reset it to its default.'),
  ],
  [
    /does not support (?:negative|non-positive) values for (\w+)/,
    ([, name = '']) => told('', `Choose a larger ${name}.`),
  ],
  [
    /margin must be greater than 0|expected margin to be greater than 0/,
    () => told('', 'Choose a margin above 0.'),
  ],
  [/only p == 1 and p == 2 supported/, () => told('', 'Choose 1 or 2 for p.')],
  [
    /has negative entr/,
    (_, { inputs }) => {
      const place = findPlace('var', inputs['var'], (value) => value < 0);
      const found = place ? `: ${valueOf(place)}${at(place)} is` : '';
      return told(
        `A variance is never negative${found}.`,
        'Let the model predict its logarithm and take exp, or use softplus.',
        place,
      );
    },
  ],
  [
    /var is of incorrect size/,
    (_, { inputs }) =>
      told(
        `var ${shapeOf(inputs['var'])} must have the input's shape ${shapeOf(inputs['input'])}, or 1 as its last size.`,
        '',
        wholeOf('var'),
      ),
  ],
  [
    /Expected (input_lengths|target_lengths) to have value at most (\d+), but got value (\d+)/,
    ([, name = '', most = '', got = ''], { inputs }) => {
      const place = findPlace(name, inputs[name], (value) => value === Number(got));
      return told(`An entry of ${name} is ${got}${at(place)}, but there are only ${most} steps.`, '', place);
    },
  ],
  [
    /output with shape (\[.*\]) doesn't match the broadcast shape (\[.*\])/,
    ([, own = '', broadcast = '']) =>
      told(`Broadcasting would make ${broadcast} of ${own}: the weight may not be larger than the loss.`, ''),
  ],
  [
    /must be (\w+), not (\w+)/,
    ([, expected = '', got = '']) =>
      told(`This one is ${got}.`, `Write a value of Python's type ${expected}.`),
  ],
];

function told(cause: string, remedy: string, place?: CausePlace): Told {
  return { cause, remedy, ...(place && { place }) };
}

/** All of a tensor. */
function wholeOf(tensor: string | undefined): CausePlace | undefined {
  return tensor === undefined ? undefined : { tensor };
}

/** Where an element stands: ` at [3]`. */
function at(place: CausePlace | undefined): string {
  return place?.indices && place.indices.length > 0 ? ` at ${indexText(place.indices)}` : '';
}

function valueOf(place: CausePlace | undefined): string {
  const { value = NaN } = place ?? {};
  return Number.isInteger(value) ? String(value) : numberText(value);
}

/** How many classes an input has, along its second dimension or its only one. */
function classesOf(input: Tensor | undefined): number | undefined {
  return input?.shape[input.shape.length > 1 ? 1 : 0];
}
