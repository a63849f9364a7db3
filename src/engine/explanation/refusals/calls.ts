import { t } from '../../words';
import { listed } from '../refusalWords';
import { namesOf, told, type Refusal } from './told';
import { isFloat } from '../../tensor/dtype';

/** Messages about how a loss is called, and about gradients. */
export const callRefusals: readonly Refusal[] = [
  [
    /(__init__)?\(\) got an unexpected keyword argument '(\w+)'/,
    ([, method, name = ''], { loss }) => {
      const own = loss.parameters.filter(
        ({ legacy, functionalOnly, moduleOnly }) =>
          legacy !== true && (method === undefined ? moduleOnly : functionalOnly) !== true,
      );
      return told(
        t`This form of the loss has no ${name}.`,
        t`It has ${listed(own.map((row) => row.name))}: remove ${name}, or reset it to its default.`,
        name,
      );
    },
  ],
  [
    /\.(__init__|forward)\(\) missing \d+ required positional arguments?: (.*)|^\w+\(\) missing \d+ required positional arguments?: (.*)/,
    ([, method, ofModule, ofFunctional], { loss }) => {
      const missing = (ofModule ?? ofFunctional ?? '')
        .replaceAll("'", '')
        .replace(/,? and /, ', ')
        .split(', ');
      const order = loss.inputs.map(({ name }) => name).join(', ');
      return told(
        missing.length > 1 ? t`${listed(missing)} are missing.` : t`${listed(missing)} is missing.`,
        method === '__init__'
          ? t`The constructor needs ${listed(loss.parameters.filter(({ required, functionalOnly }) => required === true && functionalOnly !== true).map(({ name }) => name))}.`
          : t`Call it with (${order}).`,
        loss.inputs.find(({ functionalName }) => functionalName === missing[0])?.name ?? missing[0],
      );
    },
  ],
  [
    /ctc_loss\(\) received an invalid combination/,
    (_, { inputs }) => {
      const [odd] = ['input_lengths', 'target_lengths'].filter((name) => inputs[name] === undefined);
      if (odd === undefined || (!inputs['input_lengths'] && !inputs['target_lengths'])) return undefined;
      return told(
        t`${odd} is a list or a tuple, and the other lengths are a tensor.`,
        t`Give both as tensors of integers, or both as tuples.`,
        odd,
      );
    },
  ],
  [
    /not differentiable with respect to argument '(\w+)'/,
    ([, argument = ''], call) => {
      const name = argument === 'self' ? 'input' : argument;
      return told(
        t`PyTorch has no gradient of this loss by ${name}, and ${name} requires one.`,
        t`Use ${name}.detach().`,
        call.inputs[name] || call.parameters?.[name] ? name : undefined,
      );
    },
  ],
  [
    /does not require grad and does not have a grad_fn/,
    (_, call) => {
      const names = namesOf(call, isFloat);
      return told(
        t`No tensor that the loss depends on requires a gradient, so there is nothing for backward() to do.`,
        t`Set requires_grad=True on ${listed(names.slice(0, 1)) || t`a floating-point input`}; with an empty batch, skip backward().`,
        names[0],
      );
    },
  ],
];
