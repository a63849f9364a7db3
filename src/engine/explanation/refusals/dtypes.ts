import { isHalf, scalarTypeName } from '../../tensor/dtype';
import { dtypeWords, listed } from '../refusalWords';
import {
  namesOf,
  subject,
  targetName,
  tensorsIn,
  told,
  wholeNumbers,
  wholeOf,
  type FailedCall,
  type Refusal,
  type Told,
} from './told';

const takeFloats = 'Write 1. in place of 1, add .float(), or choose float32 as the dtype.';

/** Two dtypes where one is meant: which tensors have them. */
function mixture(call: FailedCall, first: string, second: string, where: string): Told {
  const dtypes = [dtypeWords(first), dtypeWords(second)];
  const isLabel = (name: string): boolean =>
    call.loss.inputs.some((each) => each.name === name && each.dtype === 'int64');
  const named = dtypes.map((wanted) => {
    const names = namesOf(call, (dtype) => dtype === wanted).filter((name) => !isLabel(name));
    const weights = names.filter((name) => name.includes('.'));
    const shown =
      weights.length < 3 ? names : [...names.filter((name) => !weights.includes(name)), 'the weights'];
    return names.length === 0 ? wanted : `${wanted} (${listed(shown)})`;
  });
  const [odd] = namesOf(call, (dtype) => dtype === dtypes[1]);
  return told(
    `${where} differ in dtype: ${named.join(' and ')}.`,
    'Choose the same for both, such as with .to(input.dtype).',
    wholeOf(odd),
  );
}

/** Messages about dtypes. */
export const dtypeRefusals: readonly Refusal[] = [
  [
    /not implemented for '(Long|Int|Short|Char|Byte|Bool)'/,
    ([, dtype = ''], call) => {
      const whole = wholeNumbers(call);
      return told(
        `This loss needs floating-point numbers, and ${subject(whole, 'what it gets')} ${dtypeWords(dtype)}.`,
        takeFloats,
        wholeOf(whole[0]),
      );
    },
  ],
  [
    /not implemented for '(Half|BFloat16)'/,
    ([, dtype = ''], call) =>
      told(
        `On the CPU this loss has no ${dtypeWords(dtype)} version.`,
        'Choose float32 as the dtype.',
        wholeOf(namesOf(call, (each) => isHalf(each))[0]),
      ),
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
    /expected scalar type Long but found (\w+)/,
    ([, found = ''], call) => {
      const name = targetName(call);
      return told(
        `${name} holds class indices, which must be int64, and it is ${dtypeWords(found)}.`,
        'Choose int64 as its dtype (.long() in code).',
        wholeOf(name),
      );
    },
  ],
  [
    /expected scalar type (\w+) but found (\w+)/,
    ([, expected = '', found = ''], call) => mixture(call, expected, found, 'Two tensors of one call'),
  ],
  [
    /Found dtype (\w+) but expected (\w+)/,
    ([, found = '', expected = ''], call) => mixture(call, expected, found, 'Two tensors of one call'),
  ],
  [
    /mat2 must have the same dtype, but got (\w+) and (\w+)/,
    ([, first = '', second = ''], call) =>
      mixture(call, second, first, 'The input and the weights of the layer'),
  ],
  [
    /expected m1 and m2 to have the same dtype/,
    (_, call) => {
      const { input = call.inputs['input_'], linear_weight: weight } = tensorsIn(call);
      const layer = weight ?? Object.entries(tensorsIn(call)).find(([name]) => name.endsWith('.weight'))?.[1];
      if (!input || !layer) return undefined;
      const [given, held] = [scalarTypeName(input.dtype), scalarTypeName(layer.dtype)];
      return mixture(call, held, given, 'The input and the weights of the layer');
    },
  ],
  [
    /result type (\w+) can't be cast to the desired output type (.+)/,
    ([, from = '', to = ''], call) => {
      const [own, stored] = [dtypeWords(from), dtypeWords(to)];
      const names = namesOf(call, (dtype) => dtype === stored);
      return told(
        `The loss would be ${own} and can't be stored as ${stored}, the dtype of ${listed(names) || 'one of the tensors'}.`,
        `Choose ${/^(?:u?int|bool)/.test(own) ? 'float32' : own} there.`,
        wholeOf(names[0]),
      );
    },
  ],
  [
    /Integral inputs not supported|common dtype is (?:Long|Int|Short|Char|Byte|Bool)|Expected a floating point or complex tensor/,
    (_, call) => {
      const whole = wholeNumbers(call);
      return told(
        `This loss needs floating-point numbers, and ${subject(whole, 'what it gets')} whole.`,
        takeFloats,
        wholeOf(whole[0]),
      );
    },
  ],
  [
    /(Subtraction|Negation), the `-` operator,.* bool/,
    ([, operation = ''], call) => {
      const names = namesOf(call, (dtype) => dtype === 'bool');
      return told(
        `${subject(names, 'One tensor')} bool, for which PyTorch has no ${operation.toLowerCase()}.`,
        'Add .float(), or choose float32 as the dtype.',
        wholeOf(names[0]),
      );
    },
  ],
  [
    /mean\(\): could not infer output dtype.*Got: (\w+)/,
    ([, dtype = ''], call) => {
      const whole = wholeNumbers(call);
      return told(
        `The losses of ${dtypeWords(dtype)} tensors are whole numbers, which have no mean: ${subject(whole, 'the input')} ${dtypeWords(dtype)}.`,
        takeFloats,
        wholeOf(whole[0]),
      );
    },
  ],
  [
    /gather\(\): Expected dtype int32\/int64 for index/,
    (_, call) => {
      const name = targetName(call);
      return told(`${name} must hold class indices as int64.`, 'Add .long().', wholeOf(name));
    },
  ],
  [
    /^(input_lengths|target_lengths) must be integral/,
    ([, name = '']) => told(`${name} counts frames or labels.`, 'Choose int64 as its dtype.', wholeOf(name)),
  ],
  [
    /value cannot be converted to type (\S+) without overflow/,
    ([, type = ''], { parameters = {} }) => {
      const largest = type.startsWith('uint8') ? 255 : type.endsWith('Half') ? 65504 : 3.4e38;
      const size = (value: unknown): number => (typeof value === 'number' ? Math.abs(value) : 0);
      const names = Object.keys(parameters).filter((name) => size(parameters[name]) > largest);
      const dtype = type.startsWith('uint8')
        ? 'uint8'
        : type === 'float'
          ? 'float32'
          : dtypeWords(type.slice(5));
      return told(
        `${listed(names) || 'A number'} does not fit into ${dtype}, which the tensors have.`,
        `Choose a number of at most ${largest}, or a wider dtype.`,
        wholeOf(names[0]),
      );
    },
  ],
];
