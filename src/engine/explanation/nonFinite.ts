import { derive } from '../derivation/derive';
import type { Derivation } from '../derivation/derivation';
import { unravel } from '../derivation/place';
import { evaluate, type LossCall, type LossResult } from '../evaluate';
import type { ParameterValue } from '../lossDefinition';
import { isTensorValue } from '../nativeTypes';
import { isFloat, isHalf } from '../tensor/dtype';
import { cast } from '../tensor/rounding';
import type { FloatDType, Tensor } from '../tensor/tensor';
import { TorchError } from '../torchError';
import { findPlace, indexText, numberText, type CausePlace, type Explanation } from './explanation';
import { bornInWorking, readInWorking, type WorkingCause } from './workingCause';

/** Calls of more elements are not computed again in a wider dtype just to explain something. */
const longestSecondLook = 100_000;

/**
 * Why a loss or one of its gradients is NaN or infinite, at which element, and the way out; undefined where all is
 * finite.
 * @param result That of the call, with `elements`.
 */
export function explainNonFinite(call: LossCall, result: LossResult): Explanation | undefined {
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
      cause: `There is nothing to average: the mean of no losses is ${value}.`,
      remedy: "reduction='sum' gives 0.",
    };
  }
  const at = firstNonFinite(elements);
  if (at >= 0) return elementCause(call, result, elements, at);
  if (elements.data.every((element) => element === 0)) {
    return {
      cause: `No element counts: all are ignored, or weigh 0, and 0 / 0 is ${value}.`,
      remedy: "reduction='sum' gives 0.",
    };
  }
  if (result.denominator === 0) {
    return {
      cause: `The mean divides by the sum of the weights, and that is 0: the loss is ${value}.`,
      remedy: "Give the classes that occur a weight above 0, or take reduction='sum'.",
    };
  }
  return {
    cause: `Every element is finite; their sum is too large for ${loss.dtype}.`,
    remedy: inWiderDtype(call) ?? 'Scale the inputs.',
  };
}

/** The cause of an element that is no number: born in its working, or given with its inputs. */
function elementCause(call: LossCall, result: LossResult, elements: Tensor, at: number): WorkingCause {
  const working = derive(call, at, result);
  const where = elements.shape.length > 0 ? ` at ${indexText(working.indices)}` : '';
  const subject = `The loss${where} is ${numberText(elements.data[at] ?? NaN, elements)}`;
  const given = readInWorking(working, tensorsOf(call)) ?? nonFiniteInput(call);
  if (given !== undefined) {
    const { tensor, indices = [], value = NaN } = given;
    return {
      place: given,
      cause: `${tensor} is ${numberText(value)} at ${indexText(indices)}, and the loss follows it.`,
      remedy: working.remedies.given ?? '',
    };
  }
  const born = bornInWorking(working, tensorsOf(call));
  if (born === undefined) return { cause: `${subject}.`, remedy: inWiderDtype(call) ?? '' };
  const wider = born.isOverflow ? inWiderDtype(call) : undefined;
  return { ...born, cause: `${subject}: ${born.cause}`, remedy: wider ?? born.remedy };
}

function explainGradients(call: LossCall, result: LossResult): Explanation | undefined {
  for (const [name, gradient] of Object.entries(result.gradients)) {
    const at = gradient ? firstNonFinite(gradient) : -1;
    if (!gradient || at < 0) continue;
    const value = gradient.data[at] ?? NaN;
    const indices = unravel(at, gradient.shape);
    const own = tensorsOf(call)[name];
    const there = own?.data[at];
    const kind = Number.isNaN(value) ? 'nan' : 'infinite';
    return {
      kind,
      result: { of: 'gradient', name, indices, value },
      place: { tensor: name, index: at, indices, ...(there !== undefined && { value: there }) },
      cause:
        `The loss is finite, but the gradient of ${name} is ${numberText(value, gradient)} at ${indexText(indices)}` +
        (there === undefined ? '.' : `, where ${name} is ${numberText(there, own)}.`),
      remedy: gradientRemedy(call, result, name, there),
    };
  }
  return undefined;
}

function gradientRemedy(call: LossCall, result: LossResult, name: string, there: number | undefined): string {
  if (there !== undefined && !Number.isFinite(there))
    return 'Mask such elements before the loss is computed.';
  const wide = wider(call);
  const again = wide && attempt({ ...wide.call, gradients: call.gradients ?? [] });
  const gradient = again?.gradients[name];
  if (wide && gradient && firstNonFinite(gradient) < 0) {
    return `It is finite in ${wide.dtype}: choose that as the dtype.`;
  }
  const { gradient: own } = remediesOf(call, result);
  return own ?? 'At this point the loss has no finite slope: move away from it, or detach the tensor.';
}

function remediesOf(call: LossCall, result: LossResult): Derivation['remedies'] {
  return derive(call, 0, result).remedies;
}

/** What the next wider dtype makes of a call whose numbers are too large for its own. */
function inWiderDtype(call: LossCall): string | undefined {
  const wide = wider(call);
  const loss = wide && attempt({ ...wide.call, gradients: [], elements: false })?.loss;
  if (!wide || !loss || firstNonFinite(loss) >= 0) return undefined;
  const instead = loss.shape.length === 0 ? ` (${numberText(loss.data[0] ?? NaN)} there)` : '';
  return `With ${wide.dtype} inputs the loss is finite${instead}.`;
}

/** The call in float32 if it is in one of 16 bits, in float64 if it is in float32. */
function wider(call: LossCall): { readonly call: LossCall; readonly dtype: FloatDType } | undefined {
  const floats = Object.values(tensorsOf(call)).filter(({ dtype }) => isFloat(dtype));
  const size = floats.reduce((sum, { data }) => sum + data.length, 0);
  if (size > longestSecondLook || floats.every(({ dtype }) => dtype === 'float64')) return undefined;
  const dtype = floats.some((tensor) => isHalf(tensor.dtype)) ? 'float32' : 'float64';
  const change = <T extends ParameterValue>(value: T): T | Tensor =>
    isTensorValue(value) && isFloat(value.dtype) ? cast(value, dtype) : value;
  const each = <T extends ParameterValue>(values: Readonly<Record<string, T>>): Record<string, T | Tensor> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
  return { call: { ...call, inputs: each(call.inputs), parameters: each(call.parameters ?? {}) }, dtype };
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

/** NaN or infinity that was there from the start; minus infinity, which masks classes on purpose, last. */
function nonFiniteInput(call: LossCall): CausePlace | undefined {
  const isBad = (value: number): boolean => !Number.isFinite(value);
  for (const isMeant of [(value: number) => isBad(value) && value !== -Infinity, isBad]) {
    for (const [name, tensor] of Object.entries(tensorsOf(call))) {
      const place = findPlace(name, tensor, isMeant);
      if (place !== undefined) return place;
    }
  }
  return undefined;
}

function firstNonFinite({ data }: Tensor): number {
  for (let index = 0; index < data.length; index++) if (!Number.isFinite(data[index])) return index;
  return -1;
}
