import { derive } from '../derivation/derive';
import type { Derivation } from '../derivation/derivation';
import { unravel } from '../derivation/place';
import { evaluate, lossByName, type LossCall, type LossResult } from '../evaluate';
import type { ParameterValue } from '../lossDefinition';
import { isTensorValue } from '../nativeTypes';
import { isFloat, isHalf } from '../tensor/dtype';
import { cast } from '../tensor/rounding';
import type { FloatDType, Tensor } from '../tensor/tensor';
import { TorchError } from '../torchError';
import { t } from '../words';
import {
  indexText,
  numberText,
  placeOf,
  type CausePlace,
  type Explanation,
  type Others,
} from './explanation';
import { bornInWorking, readInWorking, type WorkingCause } from './workingCause';

/** Calls of more elements are not computed again in a wider dtype just to explain something. */
const longestSecondLook = 100_000;

/**
 * Why a loss or one of its gradients is NaN or infinite, at which element, and the way out; undefined where all is
 * finite.
 * @param result That of the call, with `elements`.
 */
export function explainNonFinite(call: LossCall, result: LossResult): Explanation | undefined {
  const explanation = firstCause(call, result);
  const asked = { ...call, gradients: Object.keys(result.gradients) };
  const others = explanation && otherPlaces(explanation, asked);
  return explanation && { ...explanation, ...(others && { others }) };
}

function firstCause(call: LossCall, result: LossResult): Explanation | undefined {
  const { loss } = result;
  const at = firstNonFinite(loss);
  if (at < 0) return explainGradients(call, result);
  const value = loss.data[at] ?? NaN;
  const { place, cause, remedy } = lossCause(call, result, numberText(value, loss));
  return {
    kind: Number.isNaN(value) ? 'nan' : 'infinite',
    result: { of: 'loss', indices: unravel(at, loss.shape), value },
    ...(place && { place }),
    cause,
    remedy,
  };
}

function lossCause(call: LossCall, result: LossResult, value: string): WorkingCause {
  const { loss, elements = loss } = result;
  if (elements.data.length === 0) {
    return {
      cause: t`There is nothing to average: the mean of no losses is ${value}.`,
      remedy: t`reduction='sum' gives 0.`,
    };
  }
  const at = firstNonFinite(elements);
  if (at >= 0) return elementCause(call, result, elements, at);
  if (elements.data.every((element) => element === 0)) {
    return {
      cause: t`No element counts: all are ignored, or weigh 0, and 0 / 0 is ${value}.`,
      remedy: t`reduction='sum' gives 0.`,
    };
  }
  if (result.denominator === 0) {
    return {
      cause: t`The mean divides by the sum of the weights, and that is 0: the loss is ${value}.`,
      remedy: t`Give the classes that occur a weight above 0, or take reduction='sum'.`,
    };
  }
  return {
    cause: t`Every element is finite; their sum is too large for ${loss.dtype}.`,
    remedy: inWiderDtype(call) ?? t`Scale the inputs.`,
  };
}

/** The cause of an element that is no number: given with its inputs or parameters, or born in its working. */
function elementCause(call: LossCall, result: LossResult, elements: Tensor, at: number): WorkingCause {
  const working = derive(call, at, result);
  const where = placeWords(elements.shape.length > 0 ? working.indices : []);
  const subject = t`The loss${where} is ${numberText(elements.data[at] ?? NaN, elements)}`;
  const isStill = (changed: LossCall): boolean =>
    !Number.isFinite(attempt({ ...changed, gradients: [], elements: true })?.elements?.data[at]);
  const given = readInWorking(working, tensorsOf(call)) ?? guiltyPlace(call, isStill);
  if (given !== undefined) {
    const { tensor, indices = [], value = NaN } = given;
    const isFirst = tensor === lossByName(call.loss)?.inputs[0]?.name;
    const own =
      isFirst && (value === -Infinity || call.loss === 'CTCLoss') ? working.remedies.given : undefined;
    return {
      place: given,
      cause: t`${tensor} is ${numberText(value)}${placeWords(indices)}, and the loss follows it.`,
      remedy: own ?? maskIt(),
    };
  }
  const parameter = guiltyParameter(call, isStill);
  if (parameter !== undefined) return parameter;
  const born = bornInWorking(working, tensorsOf(call));
  if (born === undefined) return { cause: `${subject}.`, remedy: inWiderDtype(call) ?? t`Scale the inputs.` };
  const wider = born.isOverflow ? inWiderDtype(call) : undefined;
  return { ...born, cause: t`${subject}: ${born.cause}`, remedy: wider ?? born.remedy };
}

function maskIt(): string {
  return t`Mask such elements, or replace them with torch.nan_to_num, before the loss is computed.`;
}

function placeWords(indices: readonly number[]): string {
  return indices.length > 0 ? t` at ${indexText(indices)}` : '';
}

function explainGradients(call: LossCall, result: LossResult): Explanation | undefined {
  for (const [name, gradient] of Object.entries(result.gradients)) {
    const at = gradient ? firstNonFinite(gradient) : -1;
    if (!gradient || at < 0) continue;
    const value = gradient.data[at] ?? NaN;
    const indices = unravel(at, gradient.shape);
    const isStill = (changed: LossCall): boolean =>
      !Number.isFinite(
        attempt({ ...changed, gradients: Object.keys(result.gradients) })?.gradients[name]?.data[at],
      );
    const own = tensorsOf(call)[name];
    const there = own && placeOf(name, own, at);
    const isGiven = there !== undefined && !Number.isFinite(there.value);
    const guilty = guiltyPlace(call, isStill) ?? (isGiven ? there : undefined);
    const place = guilty ??
      decidingPlace(call, name, at, isStill) ??
      there ?? { tensor: name, index: at, indices };
    const held = place.value;
    return {
      kind: Number.isNaN(value) ? 'nan' : 'infinite',
      result: { of: 'gradient', name, indices, value },
      place,
      cause: t`The loss is finite, but the gradient of ${name} is ${numberText(value, gradient)}${placeWords(indices)}${
        held === undefined ? '.' : whereText(place, held, tensorsOf(call)[place.tensor], name, at)
      }`,
      remedy: guilty ? maskIt() : gradientRemedy(call, result, name),
    };
  }
  return undefined;
}

/**
 * The finite number that makes a gradient none, in the gradient's own tensor or at the same place of another one: with
 * an ordinary number there the gradient is finite. Undefined where no single one decides.
 */
function decidingPlace(
  call: LossCall,
  own: string,
  at: number,
  isStill: (changed: LossCall) => boolean,
): CausePlace | undefined {
  const tensors = tensorsOf(call);
  const count = tensors[own]?.data.length;
  if (count === undefined || count > longestTrial) return undefined;
  const alike = Object.entries(tensors).filter(
    ([, { dtype, data }]) => isFloat(dtype) && data.length === count,
  );
  alike.sort(([a], [b]) => Number(b === own) - Number(a === own));
  const found = alike.find(([name]) => ordinary.some((value) => !isStill(withNumber(call, name, at, value))));
  return found && placeOf(found[0], found[1], at);
}

/** Numbers at which losses have finite slopes. */
const ordinary = [0.5, 1, -0.5];

function withNumber(call: LossCall, name: string, at: number, number: number): LossCall {
  return withEach(call, (each, value) => {
    if (each !== name || !isTensorValue(value)) return value;
    const { dtype, shape } = value;
    const data = value.data.slice();
    data[at] = number;
    return { dtype, shape, data };
  });
}

/** `, where x is 0.0.` for the element of the gradient itself, `: y is inf at [2].` for another. */
function whereText(
  { tensor, index, indices = [] }: CausePlace,
  value: number,
  of: Tensor | undefined,
  name: string,
  at: number,
): string {
  const text = t`${tensor} is ${numberText(value, of)}`;
  return tensor === name && index === at ? t`, where ${text}.` : `: ${text}${placeWords(indices)}.`;
}

function gradientRemedy(call: LossCall, result: LossResult, name: string): string {
  const wide = wider(call);
  const again = wide && attempt({ ...wide.call, gradients: Object.keys(result.gradients) });
  const wideGradient = again?.gradients[name];
  if (wide && wideGradient && firstNonFinite(wideGradient) < 0) {
    return t`It is finite in ${wide.dtype}: choose that as the dtype.`;
  }
  const { gradient, targetGradient } = remediesOf(call, result);
  return (
    (name === 'target' ? targetGradient : gradient) ??
    t`At this point the loss has no finite slope: move away from it, or detach the tensor.`
  );
}

function remediesOf(call: LossCall, result: LossResult): Derivation['remedies'] {
  return derive(call, 0, result).remedies;
}

/** What the next wider dtype makes of a call whose numbers are too large for its own. */
function inWiderDtype(call: LossCall): string | undefined {
  const wide = wider(call);
  const loss = wide && attempt({ ...wide.call, gradients: [], elements: false })?.loss;
  if (!wide || !loss || firstNonFinite(loss) >= 0) return undefined;
  const instead = loss.shape.length === 0 ? t` (${numberText(loss.data[0] ?? NaN)} there)` : '';
  return t`With ${wide.dtype} inputs the loss is finite${instead}.`;
}

/** The call in float32 if it is in one of 16 bits, in float64 if it is in float32. */
function wider(call: LossCall): { readonly call: LossCall; readonly dtype: FloatDType } | undefined {
  const floats = Object.values(tensorsOf(call)).filter(({ dtype }) => isFloat(dtype));
  const size = floats.reduce((sum, { data }) => sum + data.length, 0);
  if (size > longestSecondLook || floats.every(({ dtype }) => dtype === 'float64')) return undefined;
  const dtype = floats.some((tensor) => isHalf(tensor.dtype)) ? 'float32' : 'float64';
  const change = <T extends ParameterValue>(_: string, value: T): T | Tensor =>
    isTensorValue(value) && isFloat(value.dtype) ? cast(value, dtype) : value;
  return { call: withEach(call, change), dtype };
}

/** The call with each value of inputs and parameters passed through `change`. */
function withEach(
  call: LossCall,
  change: <T extends ParameterValue>(name: string, value: T) => T | Tensor,
): LossCall {
  const each = <T extends ParameterValue>(values: Readonly<Record<string, T>>): Record<string, T | Tensor> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(name, value)]));
  return { ...call, inputs: each(call.inputs), parameters: each(call.parameters ?? {}) };
}

function attempt(call: LossCall): LossResult | undefined {
  try {
    return evaluate(call);
  } catch (error) {
    if (error instanceof TorchError) return undefined;
    throw error;
  }
}

/** The tensors among inputs and parameters, by name. */
function tensorsOf({ inputs, parameters = {} }: LossCall): Readonly<Record<string, Tensor>> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, value] of [...Object.entries(inputs), ...Object.entries(parameters)]) {
    if (isTensorValue(value)) tensors[name] = value;
  }
  return tensors;
}

/** So many NaNs and infinities are tried one by one, in calls of up to so many elements. */
const mostSuspects = 64;
const longestTrial = 10_000;

/**
 * The NaN or infinity among the tensors that makes a result one: with all others replaced by 0 it still is. Minus
 * infinity, which masks classes on purpose, last.
 */
function guiltyPlace(call: LossCall, isStill: (changed: LossCall) => boolean): CausePlace | undefined {
  const suspects: CausePlace[] = [];
  let size = 0;
  for (const [name, tensor] of Object.entries(tensorsOf(call))) {
    size += tensor.data.length;
    tensor.data.forEach((value, index) => {
      if (!Number.isFinite(value)) suspects.push(placeOf(name, tensor, index));
    });
  }
  suspects.sort((a, b) => Number(a.value === -Infinity) - Number(b.value === -Infinity));
  if (size > longestTrial || suspects.length === 0) return suspects[0];
  if (isStill(changed(call, () => false))) return undefined;
  return suspects
    .slice(0, mostSuspects)
    .find(({ tensor, index }) => isStill(changed(call, (name, at) => name === tensor && at === index)));
}

/** So many other places are looked for, few where each look takes long, and so many of them named. */
const mostOthers = 8;
const fewOthers = 3;
const longestForMany = 200;
const mostNamed = 3;

/** More numbers to try before a place is said not to be the only one. */
const lessOrdinary = [0, 2, 0.25, -1];

/**
 * The places that must change besides the one explained: with an ordinary number there, the next cause is looked for,
 * until the result is finite. Undefined where the place alone is to blame.
 */
function otherPlaces({ result, place }: Explanation, call: LossCall): Others | undefined {
  const size = Object.values(tensorsOf(call)).reduce((sum, { data }) => sum + data.length, 0);
  if (result === undefined || place?.index === undefined || size > longestTrial) return undefined;
  const mends = (changed: LossCall, { tensor, index = 0 }: CausePlace, numbers: readonly number[]): boolean =>
    numbers.some((value) => isFiniteThere(result, attempt(withNumber(changed, tensor, index, value))));
  if (mends(call, place, [...ordinary, ...lessOrdinary])) return undefined;
  const known = [place];
  let current = call;
  let isAll = false;
  for (const { tensor, index } of known) {
    if (index === undefined || known.length > (size > longestForMany ? fewOthers : mostOthers)) break;
    current = withNumber(current, tensor, index, 0.5);
    const again = attempt({ ...current, elements: true });
    const next = again && firstCause(current, again)?.place;
    if (next === undefined || known.some((each) => each.tensor === next.tensor && each.index === next.index))
      break;
    known.push(next);
    isAll = next.index !== undefined && mends(current, next, ordinary);
    if (isAll) break;
  }
  const [, ...others] = known;
  return { places: others.slice(0, mostNamed), count: others.length, isAll };
}

/** Whether the number explained is one in another result. */
function isFiniteThere(
  { of, name = '', indices }: NonNullable<Explanation['result']>,
  result: LossResult | undefined,
): boolean {
  const tensor = of === 'loss' ? result?.loss : result?.gradients[name];
  if (!tensor) return false;
  const index = indices.reduce((at, each, dimension) => at * (tensor.shape[dimension] ?? 1) + each, 0);
  return Number.isFinite(tensor.data[index]);
}

/** The call with every NaN and infinity replaced by 0 but those that stay. */
function changed(call: LossCall, stays: (name: string, index: number) => boolean): LossCall {
  return withEach(call, (name, value) => {
    if (!isTensorValue(value)) return value;
    const { dtype, shape, data } = value;
    const kept = data.map((each, index) => (Number.isFinite(each) || stays(name, index) ? each : 0));
    return { dtype, shape, data: kept };
  });
}

/** The parameter that is NaN or infinite and makes a result one: with its default it is not. */
function guiltyParameter(call: LossCall, isStill: (changed: LossCall) => boolean): WorkingCause | undefined {
  for (const { name, default: usual } of lossByName(call.loss)?.parameters ?? []) {
    const value = call.parameters?.[name];
    if (typeof value !== 'number' || Number.isFinite(value)) continue;
    if (isStill({ ...call, parameters: { ...call.parameters, [name]: usual } })) continue;
    return {
      place: { tensor: name, value },
      cause: t`${name} is ${numberText(value)}, and the loss follows it.`,
      remedy: t`Choose a finite ${name}.`,
    };
  }
  return undefined;
}

function firstNonFinite({ data }: Tensor): number {
  for (let index = 0; index < data.length; index++) if (!Number.isFinite(data[index])) return index;
  return -1;
}
