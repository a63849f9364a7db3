import type { ParameterValue } from '../lossDefinition';
import { isTensorValue, pythonTypeName, refusedInteger } from '../nativeTypes';
import { isFloat } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { refuseType } from '../torchError';

/** The lengths of the sequences of a batch, as `ctc_loss` takes them. */
export type Lengths = Tensor | readonly number[];

/** Of {@link checkCtcSignature}: the arguments whose types decide between the two forms of the function. */
export interface CtcSignature {
  readonly inputLengths: Lengths;
  readonly targetLengths: Lengths;
  readonly blank: ParameterValue;
  readonly zeroInfinity: ParameterValue;
}

const overloads = ['tuple of ints', 'Tensor'].map(
  (lengths) =>
    ` * (Tensor log_probs, Tensor targets, ${lengths} input_lengths, ${lengths} target_lengths, int blank = 0, ` +
    'int reduction = at::Reduction::Mean, bool zero_infinity = False)\n',
);

/**
 * PyTorch's choice between the two forms of `ctc_loss`, one of which takes the lengths as tensors and the other
 * as lists or tuples, which both count as lists here.
 * @returns the blank.
 * @throws TorchError as PyTorch's argument parser does, for a mixture and for other types.
 */
export function checkCtcSignature(call: CtcSignature): number {
  const { inputLengths, targetLengths, zeroInfinity } = call;
  // The default is a plain zero.
  const blank = call.blank === 0 ? 0n : call.blank;
  const lengths = [inputLengths, targetLengths];
  const areTensors = lengths.every(isTensorValue);
  const areLists = lengths.every((each) => !isTensorValue(each) && Number.isInteger(each[0] ?? 0));
  if (isInteger(blank) && typeof zeroInfinity === 'boolean' && (areTensors || areLists)) {
    refuseFraction('input_lengths', inputLengths);
    refuseFraction('target_lengths', targetLengths);
    const overflow = refusedInteger(blank);
    if (overflow !== undefined) throw overflow;
    return Number(isTensorValue(blank) ? blank.data[0] : blank);
  }
  const given = [...lengths, blank, 1n, zeroInfinity];
  refuseType(
    'ctc_loss() received an invalid combination of arguments - got ' +
      `(Tensor, Tensor, ${given.map(pythonTypeName).join(', ')}), but expected one of:\n` +
      [refusedTypes(given, false), refusedTypes(given, true)]
        .map(
          (types, i) =>
            `${overloads[i] ?? ''}      didn't match because some of the arguments have invalid types: ` +
            `(Tensor, Tensor, ${types})\n`,
        )
        .join(''),
  );
}

function isInteger(value: ParameterValue): boolean {
  if (!isTensorValue(value)) return typeof value === 'bigint';
  return value.shape.length === 0 && !isFloat(value.dtype) && value.dtype !== 'bool';
}

/** PyTorch marks whatever is no tensor as wrong, and tensors where the form has none. */
function refusedTypes(given: readonly ParameterValue[], takesTensors: boolean): string {
  const texts = given.map((value, i) => {
    if (takesTensors && i < 2 && isTensorValue(value)) return 'Tensor';
    return `!${isList(value) ? listText(value) : pythonTypeName(value)}!`;
  });
  return texts.join(', ');
}

function isList(value: ParameterValue): value is readonly number[] {
  return Array.isArray(value);
}

function listText(list: readonly number[]): string {
  return `list of [${list.map((each) => (Number.isInteger(each) ? 'int' : 'float')).join(', ')}]`;
}

/** The argument parser looks at the first number of a list only. */
function refuseFraction(name: string, lengths: Lengths): void {
  if (isTensorValue(lengths)) return;
  const position = lengths.findIndex((each) => !Number.isInteger(each));
  if (position < 0) return;
  refuseType(
    `ctc_loss(): argument '${name}' failed to unpack the object at pos ${position + 1} with error ` +
      '"type must be tuple of ints,but got float"',
  );
}
