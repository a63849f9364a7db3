import type { ParameterDefinition, ParameterValue } from '../../lossDefinition';
import { isTensorValue, pythonText, pythonTypeName } from '../../nativeTypes';
import { t } from '../../words';
import { choices } from '../refusalWords';
import { told, type Explain, type FailedCall, type Refusal } from './told';

function kindWords(kind: ParameterDefinition['kind']): string {
  return {
    choice: t`a text`,
    float: t`a number`,
    int: t`an integer`,
    bool: t`True or False`,
    tensor: t`a tensor`,
    function: t`a function of two tensors`,
    ints: t`a list of integers`,
  }[kind];
}

/** Whether a value is of the kind that a parameter is meant to have. */
function isOfKind(
  { kind, default: usual, required, choices: known }: ParameterDefinition,
  value: ParameterValue,
): boolean {
  if (value === null) return usual === null && required !== true;
  const type = typeof value;
  switch (kind) {
    case 'choice':
      return type === 'string';
    case 'function':
      return type === 'string' && known?.includes(value as string) !== false;
    case 'float':
      return type === 'number' || type === 'bigint';
    case 'int':
      return type === 'bigint';
    case 'bool':
      return type === 'boolean';
    case 'tensor':
      return isTensorValue(value);
    default:
      return Array.isArray(value) && value.every(Number.isInteger);
  }
}

/** Arguments of another kind than is meant: which, and what is meant. */
const wrongKind: Explain = ({ input: message }, { loss, parameters = {} }) => {
  const odd = loss.parameters.filter(
    (row) => row.name in parameters && !isOfKind(row, parameters[row.name] ?? null),
  );
  const named = odd.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(message));
  const ofType = odd.find(({ name }) => message.includes(`'${pythonTypeName(parameters[name] ?? null)}'`));
  const first = named[0] ?? ofType ?? odd.find(({ legacy }) => legacy !== true) ?? odd[0];
  if (first === undefined) return undefined;
  const { name, kind, required, default: usual } = first;
  const meant = name === 'options' ? 'LinearCrossEntropyOptions(...)' : kindWords(kind);
  const otherwise =
    required === true
      ? ''
      : t`, or leave it out (${written(kind === 'int' && usual !== null ? BigInt(Number(usual)) : usual)})`;
  return told(
    t`${name} is ${typed(parameters[name] ?? null)} where ${meant} is meant.`,
    t`Write ${meant} for ${name}${otherwise}.`,
    name,
  );
};

/** A value as Python writes it. */
function written(value: ParameterValue): string {
  return typeof value === 'string' ? `'${value}'` : pythonText(value);
}

/** A value with its type where that does not show: `float 2.0`. */
function typed(value: ParameterValue): string {
  if (isTensorValue(value)) return t`a tensor`;
  return value === null || typeof value === 'string'
    ? written(value)
    : `${pythonTypeName(value)} ${written(value)}`;
}

/** A name of a reduction that is none. */
const noReduction: Explain = (_, { loss }) =>
  told(t`This loss has no such reduction.`, t`Choose one of ${choices(loss, 'reduction')}.`, 'reduction');

/** What a parameter was given, and what it may be. */
function range(name: string, may: () => string): Explain {
  return (_, call) => outside(call, name, may());
}

function outside({ parameters = {} }: FailedCall, name: string, may: string): ReturnType<Explain> {
  const value = parameters[name];
  return told(
    value === undefined ? t`It must be ${may}.` : t`${name} is ${pythonText(value)}: it must be ${may}.`,
    t`Correct ${name}.`,
    name,
  );
}

/** Messages about parameters. */
export const parameterRefusals: readonly Refusal[] = [
  [
    /Boolean value of Tensor with .* is ambiguous/,
    (match, call) =>
      told(
        t`A tensor stands where True or False is meant:`,
        t`the data goes to the call, nn.Loss()(input, target), not to the constructor.`,
        wrongKind(match, call)?.place,
      ),
  ],
  [
    /label_smoothing (?:must be between|to be in range)/,
    range('label_smoothing', () => t`a number from 0 to 1`),
  ],
  [
    /ignore_index (?:is not supported for floating point target|cannot be specified when target contains)/,
    () =>
      told(
        t`ignore_index leaves out class indices, and this target holds probabilities.`,
        t`Remove ignore_index.`,
        'ignore_index',
      ),
  ],
  [/is not a valid value for reduction|Invalid reduction mode/, noReduction],
  [/^[^]* is not valid$/, noReduction],
  [
    /does not support (?:negative|non-positive) values for (\w+)/,
    ([text, name = ''], call) => outside(call, name, /non-positive/.test(text) ? t`above 0` : t`0 or more`),
  ],
  [/margin must be greater than 0|expected margin to be greater than 0/, range('margin', () => t`above 0`)],
  [/only p == 1 and p == 2 supported/, range('p', () => t`1 or 2`)],
  [
    /cutoffs should be a sequence/,
    range('cutoffs', () => t`a list of increasing class indices above 0 and below n_classes, at least one`),
  ],
  [
    /float floor division by zero|integer division or modulo by zero|cannot convert float NaN/,
    range('div_value', () => t`above 0`),
  ],
  [
    /batch_chunk_size .* give different chunk sizes/,
    () =>
      told(
        t`Both say how many samples are computed at once, and not the same.`,
        t`Give one of batch_chunk_size and chunking_method; chunking_method=None goes with batch_chunk_size.`,
        'options',
      ),
  ],
  [
    /supports float32 acc_dtype with|acc_dtype must be one of/,
    () =>
      told(
        t`acc_dtype is what intermediate sums are kept in: the dtype of the input, or float32 for 16-bit floats.`,
        t`Leave acc_dtype out.`,
        'options',
      ),
  ],
  [
    /^(?!torch_nn::).*(?:batch_chunk_size|chunking_method|acc_policy)/,
    () =>
      told(
        t`The options of linear_cross_entropy have a value that they do not take.`,
        t`Leave the field out: then PyTorch chooses.`,
        'options',
      ),
  ],
  [
    /must be (\w+), not (\w+)/,
    (match, call) => {
      const [, expected = '', got = ''] = match;
      return (
        wrongKind(match, call) ??
        told(t`It is ${got} where ${expected} is meant.`, t`Write a value of Python's type ${expected}.`)
      );
    },
  ],
  [
    /cannot assign '(\w+)' object to buffer '(\w+)'/,
    ([, type = '', name = '']) =>
      told(t`${name} must be a tensor, not a Python ${type}:`, t`write torch.tensor([...]).`, name),
  ],
  [
    /^torch_nn::|Overflow when unpacking|INTERNAL ASSERT FAILED/,
    (match, call) => {
      const isBeyond = (value: unknown): boolean =>
        typeof value === 'bigint' && BigInt.asIntN(64, value) !== value;
      const [name] = Object.entries(call.parameters ?? {}).find(([, value]) => isBeyond(value)) ?? [];
      if (name === undefined) return wrongKind(match, call);
      return told(
        t`${name} is beyond the 64 bits that C++ has for an integer.`,
        t`Choose a smaller one.`,
        name,
      );
    },
  ],
  // What Python or C++ makes of an argument of another kind.
  [
    /unsupported operand type|unhashable type|can only concatenate|object is not (?:iterable|callable|subscriptable)|not supported between instances|has no attribute|received an invalid combination|At least one of 'min' or 'max'|must be tuple of ints|failed to unpack|can be converted to an index|must be a float or int|argument '\w+'/,
    wrongKind,
  ],
];
