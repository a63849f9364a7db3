import { isHalf, scalarTypeName } from '../../tensor/dtype';
import { t } from '../../words';
import { dtypeWords, listed } from '../refusalWords';
import {
  namesOf,
  subject,
  targetName,
  tensorsIn,
  told,
  wholeNumbers,
  type FailedCall,
  type Refusal,
  type Told,
} from './told';

const takeFloats = (): string => t`Write 1. in place of 1, add .float(), or choose float32 as the dtype.`;

/** Two dtypes where one is meant: which tensors have them. */
function mixture(call: FailedCall, first: string, second: string, where: string): Told {
  const dtypes = [dtypeWords(first), dtypeWords(second)];
  const isLabel = (name: string): boolean =>
    call.loss.inputs.some((each) => each.name === name && each.dtype === 'int64');
  const named = dtypes.map((wanted) => {
    const names = namesOf(call, (dtype) => dtype === wanted).filter((name) => !isLabel(name));
    const weights = names.filter((name) => name.includes('.'));
    const shown =
      weights.length < 3 ? names : [...names.filter((name) => !weights.includes(name)), t`the weights`];
    return names.length === 0 ? wanted : `${wanted} (${listed(shown)})`;
  });
  const [odd] = namesOf(call, (dtype) => dtype === dtypes[1]);
  return told(
    t`${where} differ in dtype: ${listed(named)}.`,
    t`Choose the same for both, such as with .to(input.dtype).`,
    odd,
  );
}

/** Messages about dtypes. */
export const dtypeRefusals: readonly Refusal[] = [
  [
    /not implemented for '(Long|Int|Short|Char|Byte|Bool)'/,
    ([, dtype = ''], call) => {
      const whole = wholeNumbers(call);
      return told(
        t`This loss needs floating-point numbers, and ${subject(whole, t`what it gets`)} ${dtypeWords(dtype)}.`,
        takeFloats(),
        whole[0],
      );
    },
  ],
  [
    /not implemented for '(Half|BFloat16)'/,
    ([, dtype = ''], call) =>
      told(
        t`On the CPU this loss has no ${dtypeWords(dtype)} version.`,
        t`Choose float32 as the dtype.`,
        namesOf(call, (each) => isHalf(each))[0],
      ),
  ],
  [
    /expected target dtype to be Long or Byte, but got (\w+)/,
    ([, dtype = '']) =>
      told(
        t`The target holds class indices, which must be int64 (or uint8), and it is ${dtypeWords(dtype)}.`,
        t`Choose int64 as its dtype (.long() in code).`,
        'target',
      ),
  ],
  [
    /Expected floating point type for target with class probabilities, got (\w+)/,
    ([, dtype = '']) =>
      told(
        t`A target of the shape of the input is taken for a probability per class, and these must be floating-point, not ${dtypeWords(dtype)}.`,
        t`Give one class index per sample (one_hot.argmax(1)), or choose float32 for the target.`,
        'target',
      ),
  ],
  [
    /expected scalar type Long but found (\w+)/,
    ([, found = ''], call) => {
      const name = targetName(call);
      return told(
        t`${name} holds class indices, which must be int64, and it is ${dtypeWords(found)}.`,
        t`Choose int64 as its dtype (.long() in code).`,
        name,
      );
    },
  ],
  [
    /expected scalar type (\w+) but found (\w+)/,
    ([, expected = '', found = ''], call) => mixture(call, expected, found, t`Two tensors of one call`),
  ],
  [
    /Found dtype (\w+) but expected (\w+)/,
    ([, found = '', expected = ''], call) => mixture(call, expected, found, t`Two tensors of one call`),
  ],
  [
    /mat2 must have the same dtype, but got (\w+) and (\w+)/,
    ([, first = '', second = ''], call) =>
      mixture(call, second, first, t`The input and the weights of the layer`),
  ],
  [
    /expected m1 and m2 to have the same dtype/,
    (_, call) => {
      const { input = call.inputs['input_'], linear_weight: weight } = tensorsIn(call);
      const layer = weight ?? Object.entries(tensorsIn(call)).find(([name]) => name.endsWith('.weight'))?.[1];
      if (!input || !layer) return undefined;
      const [given, held] = [scalarTypeName(input.dtype), scalarTypeName(layer.dtype)];
      return mixture(call, held, given, t`The input and the weights of the layer`);
    },
  ],
  [
    /result type (\w+) can't be cast to the desired output type (.+)/,
    ([, from = '', to = ''], call) => {
      const [own, stored] = [dtypeWords(from), dtypeWords(to)];
      const names = namesOf(call, (dtype) => dtype === stored);
      return told(
        t`The loss would be ${own} and can't be stored as ${stored}, the dtype of ${listed(names) || t`one of the tensors`}.`,
        t`Choose ${/^(?:u?int|bool)/.test(own) ? 'float32' : own} there.`,
        names[0],
      );
    },
  ],
  [
    /Integral inputs not supported|common dtype is (?:Long|Int|Short|Char|Byte|Bool)|Expected a floating point or complex tensor/,
    (_, call) => {
      const whole = wholeNumbers(call);
      return told(
        t`This loss needs floating-point numbers, and ${subject(whole, t`what it gets`)} whole.`,
        takeFloats(),
        whole[0],
      );
    },
  ],
  [
    /(Subtraction|Negation), the `-` operator,.* bool/,
    ([, operation = ''], call) => {
      const names = namesOf(call, (dtype) => dtype === 'bool');
      return told(
        operation === 'Negation'
          ? t`${subject(names, t`One tensor`)} bool, for which PyTorch has no negation.`
          : t`${subject(names, t`One tensor`)} bool, for which PyTorch has no subtraction.`,
        t`Add .float(), or choose float32 as the dtype.`,
        names[0],
      );
    },
  ],
  [
    /mean\(\): could not infer output dtype.*Got: (\w+)/,
    ([, dtype = ''], call) => {
      const whole = wholeNumbers(call);
      return told(
        t`The losses of ${dtypeWords(dtype)} tensors are whole numbers, which have no mean: ${subject(whole, t`the input`)} ${dtypeWords(dtype)}.`,
        takeFloats(),
        whole[0],
      );
    },
  ],
  [
    /gather\(\): Expected dtype int32\/int64 for index/,
    (_, call) => {
      const name = targetName(call);
      return told(t`${name} must hold class indices as int64.`, t`Add .long().`, name);
    },
  ],
  [
    /^(input_lengths|target_lengths) must be integral/,
    ([, name = '']) => told(t`${name} counts frames or labels.`, t`Choose int64 as its dtype.`, name),
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
        t`${listed(names) || t`A number`} does not fit into ${dtype}, which the tensors have.`,
        t`Choose a number of at most ${largest}, or a wider dtype.`,
        names[0],
      );
    },
  ],
];
