import type { Derivation, QuantityStep } from '../derivation/derivation';
import {
  firstNonFinite,
  namedIn,
  withSymbols,
  type Applied,
  type Expression,
  type Source,
} from '../derivation/expression';
import type { DType, Tensor } from '../tensor/tensor';
import { t } from '../words';
import { indexText, numberText, placeOf, type CausePlace } from './explanation';
import { listed } from './refusalWords';

/** Why a number of the working is none, where that lies, and what to do. */
export interface WorkingCause {
  readonly place?: CausePlace;
  readonly cause: string;
  readonly remedy: string;
  /** Whether a wider dtype would hold the number. */
  readonly isOverflow?: boolean;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** The first element that the working reads and that is NaN or infinite. */
export function readInWorking({ steps }: Derivation, tensors: Tensors): CausePlace | undefined {
  for (const step of steps) {
    if (step.kind !== 'quantity') continue;
    for (const { value, source } of namedIn(step.from)) {
      if (source !== undefined && !Number.isFinite(value)) return sourcePlace(source, tensors);
    }
  }
  return undefined;
}

/** The first operation of the working that makes NaN or infinity of finite numbers. */
export function bornInWorking(working: Derivation, tensors: Tensors): WorkingCause | undefined {
  const quantities = working.steps.filter((step) => step.kind === 'quantity');
  for (const step of quantities) {
    const born = firstNonFinite(step.from);
    if (born !== undefined) return operationCause(born, quantities, working, tensors);
    if (Number.isFinite(step.value)) continue;
    if (step.note !== undefined && working.remedies.note !== undefined) {
      return { cause: step.note, remedy: working.remedies.note };
    }
    return {
      cause: t`${withSymbols(step.from)} is too large for ${rangeText(working.dtype)}.`,
      remedy: overflowRemedy(working.dtype),
      isOverflow: true,
    };
  }
  return undefined;
}

function operationCause(
  { operation, operands, value }: Applied,
  steps: readonly QuantityStep[],
  { dtype, remedies }: Derivation,
  tensors: Tensors,
): WorkingCause {
  const [first, second] = operands;
  const text = withSymbols({ kind: 'applied', operation, operands, value });
  const sources = operands.flatMap((operand) => sourcesOf(operand, steps));
  const places = sources.map((source) => sourcePlace(source, tensors));
  // Of several numbers the largest is to blame for an overflow.
  const [largest] = [...places].sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0));
  const there = listed(places.map((place) => placeText(place, tensors)));
  const where = there === '' ? '.' : t`, where ${there}.`;
  const told = (place: CausePlace | undefined, why: string, otherwise: string): WorkingCause => ({
    ...(place && { place }),
    cause: t`${text} is ${why}${where}`,
    remedy: remedies[operation] ?? otherwise,
  });
  const operand = first?.value ?? NaN;
  if (operation === 'log' || operation === 'log1p') {
    const isZero = operand === (operation === 'log' ? 0 : -1);
    const why = isZero ? t`-inf, the logarithm of 0` : t`nan, for a negative number has no logarithm`;
    return told(places[0], why, t`Only numbers above 0 have a logarithm.`);
  }
  if (operation === 'root')
    return told(places[0], t`nan, for a negative number has no root`, t`Only numbers from 0 on have a root.`);
  if (operation === 'divide' && second?.value === 0) {
    return told(
      sourcePlaces(second, steps, tensors)[0] ?? places[0],
      t`${numberText(value)}, a division by 0`,
      t`What is divided by must not be 0.`,
    );
  }
  return { ...told(largest, t`too large for ${rangeText(dtype)}`, overflowRemedy(dtype)), isOverflow: true };
}

/** The elements that an expression comes from, through the steps before it. */
function sourcesOf(expression: Expression, steps: readonly QuantityStep[]): readonly Source[] {
  const found = namedIn(expression).flatMap(({ symbol, source }): readonly Source[] => {
    if (source !== undefined) return [source];
    const step = steps.find((each) => each.symbol === symbol);
    return step === undefined || step.from === expression ? [] : sourcesOf(step.from, steps);
  });
  return found.filter(
    (source, i) =>
      found.findIndex(({ tensor, index }) => tensor === source.tensor && index === source.index) === i,
  );
}

function sourcePlaces(
  expression: Expression,
  steps: readonly QuantityStep[],
  tensors: Tensors,
): readonly CausePlace[] {
  return sourcesOf(expression, steps).map((source) => sourcePlace(source, tensors));
}

function sourcePlace({ tensor, index }: Source, tensors: Tensors): CausePlace {
  const held = tensors[tensor];
  return held === undefined ? { tensor } : placeOf(tensor, held, index);
}

function placeText({ tensor, indices, value = NaN }: CausePlace, tensors: Tensors): string {
  return t`${tensor + (indices?.length ? indexText(indices) : '')} is ${numberText(value, tensors[tensor])}`;
}

const ends: Readonly<Partial<Record<DType, string>>> = { float16: '65504', float32: '3.4e+38' };

function rangeText(dtype: DType): string {
  const end = ends[dtype];
  return end === undefined ? dtype : t`${dtype}, which ends at ${end}`;
}

function overflowRemedy(dtype: DType): string {
  return dtype === 'float64' ? t`Scale the numbers.` : t`Scale the numbers, or choose a wider dtype.`;
}
