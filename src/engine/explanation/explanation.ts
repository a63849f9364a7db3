import { unravel } from '../derivation/place';
import { pythonFloat } from '../tensor/formatNumber';
import { isFloat } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { t } from '../words';
import { listed } from './refusalWords';

/** An element of an input or parameter, or the whole of it. */
export interface CausePlace {
  /** PyTorch's name of the tensor. */
  readonly tensor: string;
  /** The place in its data, row by row; left out where all of it is meant. */
  readonly index?: number;
  /** The same along each dimension. */
  readonly indices?: readonly number[];
  readonly value?: number;
}

/** Why a result is no number, or a call refused: as data, and in words. */
export interface Explanation {
  readonly kind: 'nan' | 'infinite' | 'refused';
  /** What is NaN or infinite; left out of a refusal. */
  readonly result?: {
    readonly of: 'loss' | 'gradient';
    /** The tensor that the gradient belongs to. */
    readonly name?: string;
    readonly indices: readonly number[];
    readonly value: number;
  };
  /** Where the cause lies, if it lies in one tensor. */
  readonly place?: CausePlace;
  /** What must change as well as the place, for that alone would not help; left out where it does. */
  readonly others?: Others;
  /** Why, in whole sentences; empty where the message says it. */
  readonly cause: string;
  /** What to do; empty where the cause says all. */
  readonly remedy: string;
}

/** The other places that one result is no number for. */
export interface Others {
  /** The first few; none where none is known. */
  readonly places: readonly CausePlace[];
  /** How many are known. */
  readonly count: number;
  /** Whether that is all of them. */
  readonly isAll: boolean;
}

/** The words of an explanation. */
export function explanationText({ cause, others, remedy }: Explanation): string {
  return [cause, others && othersText(others), remedy].filter(Boolean).join(' ');
}

function othersText({ places, count, isAll }: Others): string {
  if (count === 0) return t`Others must change, too.`;
  const named = places.map(
    ({ tensor, indices = [] }) => tensor + (indices.length > 0 ? indexText(indices) : ''),
  );
  const rest = count - places.length;
  const all = listed(rest > 0 ? [...named, t`${rest} more`] : named);
  return isAll ? t`Others must change, too: ${all}.` : t`Others must change, too, among them ${all}.`;
}

/** An element of a tensor as a place. */
export function placeOf(tensor: string, { shape, data }: Tensor, index: number): CausePlace {
  return { tensor, index, indices: unravel(index, shape), value: data[index] ?? NaN };
}

/** The first element that is of some kind, as a place; undefined where there is none. */
export function findPlace(
  name: string,
  tensor: Tensor | undefined,
  isMeant: (value: number) => boolean,
): CausePlace | undefined {
  const index = tensor === undefined ? -1 : tensor.data.findIndex(isMeant);
  return tensor === undefined || index < 0 ? undefined : placeOf(name, tensor, index);
}

/** An index as one writes it in Python: `[1, 2]`. */
export function indexText(indices: readonly number[]): string {
  return `[${indices.join(', ')}]`;
}

/** A number in a sentence: at most six digits, as Python writes it. */
export function numberText(value: number, { dtype }: Pick<Tensor, 'dtype'> = { dtype: 'float64' }): string {
  if (!isFloat(dtype)) return String(value);
  return pythonFloat(Number.isFinite(value) ? Number(value.toPrecision(6)) : value);
}
