import type { LossDefinition } from '../../defineLoss';
import type { ParameterValue } from '../../lossDefinition';
import { isTensorValue } from '../../nativeTypes';
import { isFloat } from '../../tensor/dtype';
import type { DType, Tensor } from '../../tensor/tensor';
import { t } from '../../words';
import { indexText, numberText, type CausePlace, type Explanation } from '../explanation';
import { listed } from '../refusalWords';

/** The call that failed, as far as it helps to explain why. */
export interface FailedCall {
  readonly loss: LossDefinition;
  /** The tensors among the inputs. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
}

/** What a message means, in words, and the way out. */
export type Told = Omit<Explanation, 'kind' | 'result'>;

/** What a message means for a call; `undefined` where the explanation doesn't fit the call. */
export type Explain = (match: RegExpExecArray, call: FailedCall) => Told | undefined;

/** A message of PyTorch's, and what to say about it. */
export type Refusal = readonly [RegExp, Explain];

/** Why, and the way out; and where the cause lies: at an element, or in all of the tensor of that name. */
export function told(cause: string, remedy: string, place?: CausePlace | string): Told {
  if (place === undefined) return { cause, remedy };
  return { cause, remedy, place: typeof place === 'string' ? { tensor: place } : place };
}

/** Where an element stands: ` at [3]`. */
export function at(place: CausePlace | undefined): string {
  return place?.indices && place.indices.length > 0 ? t` at ${indexText(place.indices)}` : '';
}

/** The number of an element. */
export function valueOf(place: CausePlace | undefined): string {
  const { value = NaN } = place ?? {};
  return Number.isInteger(value) ? String(value) : numberText(value);
}

/** Every tensor of a call, inputs first, by name. */
export function tensorsIn({ inputs, parameters = {} }: FailedCall): Readonly<Record<string, Tensor>> {
  const given = Object.entries(parameters).filter((each): each is [string, Tensor] => isTensorValue(each[1]));
  return { ...inputs, ...Object.fromEntries(given) };
}

/** What the target is called: `target`, `targets` or `target_`. */
export function targetName({ loss }: FailedCall): string {
  return loss.inputs.find(({ name }) => /^targets?_?$/.test(name))?.name ?? 'target';
}

/** The tensors of a dtype: their names. */
export function namesOf(call: FailedCall, isMeant: (dtype: DType) => boolean): readonly string[] {
  return Object.entries(tensorsIn(call)).flatMap(([name, { dtype }]) => (isMeant(dtype) ? [name] : []));
}

/** The inputs that should be floating-point numbers and are none. */
export function wholeNumbers(call: FailedCall): readonly string[] {
  const names = namesOf(call, (dtype) => !isFloat(dtype));
  const real = names.filter(
    (name) => call.loss.inputs.find((input) => input.name === name)?.dtype !== 'int64',
  );
  return real.length > 0 ? real : names;
}

/** Names as the subject of a sentence: `input is`, `input and target are`; `otherwise is` for none. */
export function subject(names: readonly string[], otherwise: string): string {
  return names.length > 1 ? t`${listed(names)} are` : t`${names[0] ?? otherwise} is`;
}

/** How many classes there are: the rows of a linear layer, or the input's second dimension or its only one. */
export function classesOf(call: FailedCall): number | undefined {
  const { input, linear_weight: layer } = tensorsIn(call);
  if (call.loss.name !== 'LinearCrossEntropyLoss') return input?.shape[input.shape.length > 1 ? 1 : 0];
  return layer === undefined ? Number(call.parameters?.['num_classes'] ?? NaN) || undefined : layer.shape[0];
}
