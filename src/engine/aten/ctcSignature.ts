import { pythonTypeName } from '../nativeTypes';
import type { ParameterValue } from '../lossDefinition';
import type { Tensor } from '../tensor/tensor';
import { TorchError } from '../torchError';

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
 * as tuples.
 * @throws TorchError as PyTorch's argument parser does, for a mixture and for other types.
 */
export function checkCtcSignature({ inputLengths, targetLengths, blank, zeroInfinity }: CtcSignature): void {
  const isInt = typeof blank === 'bigint' || (typeof blank === 'number' && Number.isInteger(blank));
  const lengths = [inputLengths, targetLengths];
  const areTensors = lengths.every(isTensor);
  const areTuples = lengths.every(
    (each) => !isTensor(each) && (each.length === 0 || Number.isInteger(each[0])),
  );
  if (isInt && typeof zeroInfinity === 'boolean' && (areTensors || areTuples)) {
    refuseFraction('input_lengths', inputLengths);
    refuseFraction('target_lengths', targetLengths);
    return;
  }
  const numbers = [blankType(blank), 'int', pythonTypeName(zeroInfinity)];
  const types = [
    'Tensor',
    'Tensor',
    ...lengths.map((each) => (isTensor(each) ? 'Tensor' : 'tuple')),
    ...numbers,
  ];
  const found = [...lengths.map(lengthsType), ...numbers];
  const refused = (isTaken: (type: string) => boolean): string =>
    ['Tensor', 'Tensor', ...found.map((type) => (isTaken(type) ? type : `!${type}!`))].join(', ');
  throw new TorchError(
    'TypeError',
    `ctc_loss() received an invalid combination of arguments - got (${types.join(', ')}), but expected one of:\n` +
      [() => false, (type: string) => type === 'Tensor']
        .map(
          (isTaken, i) =>
            `${overloads[i] ?? ''}      didn't match because some of the arguments have invalid types: ` +
            `(${refused(isTaken)})\n`,
        )
        .join(''),
  );
}

function isTensor(lengths: Lengths): lengths is Tensor {
  return 'data' in lengths;
}

function blankType(blank: ParameterValue): string {
  return typeof blank === 'number' && Number.isInteger(blank) ? 'int' : pythonTypeName(blank);
}

function lengthsType(lengths: Lengths): string {
  if (isTensor(lengths)) return 'Tensor';
  const types = lengths.map((each) => (Number.isInteger(each) ? 'int' : 'float'));
  return `tuple of (${types.join(', ')}${types.length === 1 ? ',' : ''})`;
}

/** The argument parser looks at the first number of a tuple only. */
function refuseFraction(name: string, lengths: Lengths): void {
  if (isTensor(lengths)) return;
  const position = lengths.findIndex((each) => !Number.isInteger(each));
  if (position < 0) return;
  throw new TorchError(
    'TypeError',
    `ctc_loss(): argument '${name}' failed to unpack the object at pos ${String(position + 1)} with error ` +
      '"type must be tuple of ints,but got float"',
  );
}
