import type { LossDefinition } from '../engine/defineLoss';
import { isFloat } from '../engine/tensor/dtype';
import type { Tensor } from '../engine/tensor/tensor';
import type { TorchError } from '../engine/torchError';
import { printSize } from '../text/printTensor';

/** The call that failed, as far as it helps to explain why. */
export interface FailedCall {
  readonly loss: LossDefinition;
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/** What a message means, in words, with the way out; `undefined` where the explanation doesn't fit the call. */
type Explain = (match: RegExpExecArray, call: FailedCall) => string | undefined;

/** PyTorch's messages and what to do about them; the first that fits counts. */
const explanations: readonly (readonly [RegExp, Explain])[] = [
  [
    /not implemented for '(Long|Int|Short|Char|Byte|Bool)'/,
    ([, dtype = ''], { inputs }) => {
      const whole = Object.keys(inputs).filter((name) => inputs[name] && !isFloat(inputs[name].dtype));
      return (
        `This loss needs floating-point numbers, and ${list(whole)} ${whole.length > 1 ? 'are' : 'is'} ${dtypeWords(dtype)}. ` +
        'Write 1. in place of 1, add .float(), or choose float32 as the dtype.'
      );
    },
  ],
  [
    /not implemented for '(Half|BFloat16)'/,
    ([, dtype = '']) =>
      `On the CPU this loss has no ${dtypeWords(dtype)} version. Choose float32 as the dtype.`,
  ],
  [
    /expected target dtype to be Long or Byte, but got (\w+)/,
    ([, dtype = '']) =>
      `The target holds class indices, which must be int64 (or uint8), and it is ${dtypeWords(dtype)}. ` +
      'Choose int64 as its dtype (.long() in code).',
  ],
  [
    /Expected floating point type for target with class probabilities, got (\w+)/,
    ([, dtype = '']) =>
      'A target of the shape of the input is taken for a probability per class, and these must be floating-point, ' +
      `not ${dtypeWords(dtype)}. Give one class index per sample (one_hot.argmax(1)), or choose float32 for the target.`,
  ],
  [
    /multi-target not supported/,
    (_, { inputs }) =>
      `The target ${shapeOf(inputs['target'])} is not one class index per sample of the input ` +
      `${shapeOf(inputs['input'])}. Take away its dimensions of size 1 (target.squeeze(1)).`,
  ],
  [
    /Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)/,
    ([, input, target]) =>
      `The input has ${input ?? ''} samples and the target ${target ?? ''}: both need the same number.`,
  ],
  [
    /^Target (-?\d+) is out of bounds/,
    ([, index], { inputs }) => {
      const classes = inputs['input'] && inputs['input'].shape[inputs['input'].shape.length > 1 ? 1 : 0];
      return (
        `The input has ${classes ?? '?'} classes, so class indices go from 0 to ${(classes ?? 1) - 1}; ${index ?? ''} is none. ` +
        'For labels that count from 1 subtract 1; for labels to leave out set ignore_index.'
      );
    },
  ],
  [
    /Expected target size (\[.*\]), got (\[.*\])/,
    ([, expected, got]) =>
      `The target should be ${expected ?? ''} for this input, and is ${got ?? ''}. The classes must be the second ` +
      'dimension of the input: for (N, L, C) use input.transpose(1, 2).',
  ],
  [
    /weight tensor should be defined either for all (\d+) classes/,
    ([, classes]) => `The weight needs one number per class: ${classes ?? ''} numbers.`,
  ],
  [
    /expected scalar type (\w+) but found (\w+)/,
    ([, expected = '', found = '']) =>
      `Two tensors of one call differ in dtype: ${dtypeWords(expected)} and ${dtypeWords(found)}. Choose the same for both.`,
  ],
  [/label_smoothing must be between/, () => 'Choose a label_smoothing from 0 to 1.'],
  [
    /ignore_index is not supported for floating point target/,
    () => 'ignore_index leaves out class indices, and this target holds probabilities. Remove ignore_index.',
  ],
  [
    /is not a valid value for reduction|Invalid reduction mode/,
    (_, { loss }) => `Choose one of ${choices(loss, 'reduction')}.`,
  ],
  [
    /The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)/,
    (_, { inputs }) =>
      `The shapes ${shapes(inputs)} can't be broadcast together: counted from the last, two dimensions must be equal, or one of them 1.`,
  ],
  [
    /Target size .* must be the same as input size|Using a target size .* is deprecated/,
    (_, { inputs }) =>
      `The shapes are ${shapes(inputs)}, and this loss does not broadcast. Reshape one of them: unsqueeze(1) makes (N, 1) of (N,).`,
  ],
  [
    /all elements of (\w+) should be between 0 and 1/,
    ([, name = '']) =>
      name === 'input'
        ? 'BCELoss takes probabilities, and this input has numbers outside of 0 to 1 (or nan). For raw scores take BCEWithLogitsLoss.'
        : 'The target has numbers outside of 0 to 1 (or nan); it must hold probabilities or 0 and 1.',
  ],
  [
    /Found dtype (\w+) but expected (\w+)/,
    ([, found = '', expected = '']) =>
      `One tensor is ${dtypeWords(found)} where ${dtypeWords(expected)} is needed. Choose ${dtypeWords(expected)} for it.`,
  ],
  [
    /result type (\w+) can't be cast to the desired output type (\w+)/,
    ([, from = '', to = '']) =>
      `The loss would be ${dtypeWords(from)} and can't be stored as ${dtypeWords(to)}. Choose ${dtypeWords(from)} for the ${dtypeWords(to)} tensor.`,
  ],
  [
    /cannot assign '(\w+)' object to buffer '(\w+)'/,
    ([, type = '', name = '']) =>
      `${name} must be a tensor, not a Python ${type}: write torch.tensor([...]).`,
  ],
  [
    /Boolean value of Tensor with .* is ambiguous/,
    () =>
      'A tensor stands where True or False is meant: the data goes to the call, nn.Loss()(input, target), not to the constructor.',
  ],
  [
    /got an unexpected keyword argument '(\w+)'/,
    ([, name = '']) => `This form of the loss has no ${name}. Reset it to its default.`,
  ],
  [
    /does not support (?:negative|non-positive) values for (\w+)/,
    ([, name = '']) => `Choose a larger ${name}.`,
  ],
  [/margin must be greater than 0|expected margin to be greater than 0/, () => 'Choose a margin above 0.'],
  [/only p == 1 and p == 2 supported/, () => 'Choose 1 or 2 for p.'],
  [
    /has negative entr/,
    () => 'A variance is never negative. Let the model predict its logarithm and take exp, or use softplus.',
  ],
  [
    /var is of incorrect size/,
    (_, { inputs }) =>
      `var ${shapeOf(inputs['var'])} must have the input's shape ${shapeOf(inputs['input'])}, or 1 as its last size.`,
  ],
  [
    /Expected (input_lengths|target_lengths) to have value at most (\d+), but got value (\d+)/,
    ([, name = '', most = '', got = '']) =>
      `An entry of ${name} is ${got}, but there are only ${most} steps.`,
  ],
  [
    /output with shape (\[.*\]) doesn't match the broadcast shape (\[.*\])/,
    ([, own = '', broadcast = '']) =>
      `Broadcasting would make ${broadcast} of ${own}: the weight may not be larger than the loss.`,
  ],
  [
    /must be (\w+), not (\w+)/,
    ([, expected = '', got = '']) => `Write a value of Python's type ${expected}; this one is ${got}.`,
  ],
];

/** Why PyTorch refused a call, and the way out; undefined where its message is all there is to say. */
export function explainError(error: TorchError, call: FailedCall): string | undefined {
  for (const [pattern, explain] of explanations) {
    const match = pattern.exec(error.message);
    const explanation = match && explain(match, call);
    if (explanation) return explanation;
  }
  return undefined;
}

const dtypeNames: Readonly<Record<string, string>> = {
  Long: 'int64',
  Int: 'int32',
  Short: 'int16',
  Char: 'int8',
  Byte: 'uint8',
  Bool: 'bool',
  Half: 'float16',
  BFloat16: 'bfloat16',
  Float: 'float32',
  Double: 'float64',
};

/** C++'s name of a dtype in Python's words. */
function dtypeWords(name: string): string {
  return dtypeNames[name] ?? name;
}

function shapeOf(tensor: Tensor | undefined): string {
  return tensor ? printSize(tensor.shape) : '';
}

function shapes(inputs: FailedCall['inputs']): string {
  return list(Object.entries(inputs).map(([name, tensor]) => `${printSize(tensor.shape)} of ${name}`));
}

function choices(loss: LossDefinition, name: string): string {
  return list(
    (loss.parameters.find((row) => row.name === name)?.choices ?? []).map((choice) => `'${choice}'`),
  );
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
