import { evaluate } from '../engine/evaluate';
import type { LossCall, LossResult } from '../engine/evaluate';
import { isTensorValue } from '../engine/nativeTypes';
import { isHalf } from '../engine/tensor/dtype';
import { cast } from '../engine/tensor/rounding';
import type { Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';
import { formatScalar } from '../text/formatNumber';

/** Longer tensors are not computed again in float32 just to explain something. */
const longestSecondLook = 100_000;

/**
 * Why a loss or one of its gradients is NaN or infinite, at which element, and the way out; undefined where all
 * is finite.
 */
export function explainNonFinite(call: LossCall, result: LossResult): string | undefined {
  const { loss, elements, gradients } = result;
  const lossAt = firstNonFinite(loss);
  if (lossAt < 0) return explainGradients(gradients);
  const value = formatScalar(loss.data[lossAt] ?? NaN, loss.dtype);
  const input = inputCause(call);
  if (input !== undefined) return input;
  if (elements?.data.length === 0) {
    return `There is nothing to average: the mean of no losses is ${value}. reduction='sum' gives 0.`;
  }
  const overflow = overflowCause(call, value);
  if (overflow !== undefined) return overflow;
  const at = elements ? firstNonFinite(elements) : -1;
  if (elements && at >= 0) {
    const where = elements.shape.length > 0 ? ` at ${place(elements, at)}` : '';
    return `The loss${where} is ${formatScalar(elements.data[at] ?? NaN, elements.dtype)}${operands(call, elements, at)}.`;
  }
  if (elements?.data.every((element) => element === 0)) {
    return `No element counts: all are ignored, or weigh 0, and 0 / 0 is ${value}. reduction='sum' gives 0.`;
  }
  return `Every element is finite; their sum is too large for ${loss.dtype}.`;
}

function explainGradients(gradients: LossResult['gradients']): string | undefined {
  for (const [name, gradient] of Object.entries(gradients)) {
    const at = gradient ? firstNonFinite(gradient) : -1;
    if (!gradient || at < 0) continue;
    const value = formatScalar(gradient.data[at] ?? NaN, gradient.dtype);
    return `The loss is finite, but the gradient of ${name} is ${value} at ${place(gradient, at)}.`;
  }
  return undefined;
}

/** NaN or infinity that was there from the start. */
function inputCause({ inputs }: LossCall): string | undefined {
  for (const [name, input] of Object.entries(inputs)) {
    if (typeof input === 'number' || !isTensorValue(input)) continue;
    const at = firstNonFinite(input);
    if (at < 0) continue;
    const value = formatScalar(input.data[at] ?? NaN, input.dtype);
    return `${name} is ${value} at ${place(input, at)}, and the loss follows it.`;
  }
  return undefined;
}

/** Half-precision numbers overflow early: what float32 gives tells. */
function overflowCause(call: LossCall, value: string): string | undefined {
  const half = Object.values(call.inputs).find(
    (input): input is Tensor => typeof input !== 'number' && isTensorValue(input) && isHalf(input.dtype),
  );
  if (!half || half.data.length > longestSecondLook) return undefined;
  const widened = Object.fromEntries(
    Object.entries(call.inputs).map(([name, input]) => [name, widen(input)]),
  );
  const parameters = Object.fromEntries(
    Object.entries(call.parameters ?? {}).map(([name, parameter]) => [
      name,
      isTensorValue(parameter) ? widen(parameter) : parameter,
    ]),
  );
  const wide = lossOf({ ...call, inputs: widened, parameters, gradients: [], elements: false });
  if (wide === undefined || firstNonFinite(wide) >= 0) return undefined;
  const instead = wide.shape.length === 0 ? ` (${formatScalar(wide.data[0] ?? NaN, wide.dtype)} there)` : '';
  const largest = half.dtype === 'float16' ? ', which ends at 65504' : '';
  return `${value} comes from ${half.dtype}${largest}: with float32 inputs the loss is finite${instead}.`;
}

function lossOf(call: LossCall): Tensor | undefined {
  try {
    return evaluate(call).loss;
  } catch (error) {
    if (error instanceof TorchError) return undefined;
    throw error;
  }
}

function widen<T>(value: T | Tensor): T | Tensor {
  const tensor = value as Partial<Tensor>;
  return typeof value === 'object' && value !== null && tensor.dtype !== undefined && isHalf(tensor.dtype)
    ? cast(value as Tensor, 'float32')
    : value;
}

/** What the inputs hold where the element's loss comes from, for losses that work element by element. */
function operands({ inputs }: LossCall, { shape }: Tensor, at: number): string {
  const parts = Object.entries(inputs).flatMap(([name, input]) => {
    const same = typeof input !== 'number' && isTensorValue(input) && String(input.shape) === String(shape);
    return same ? [`${name} is ${formatScalar(input.data[at] ?? NaN, input.dtype)}`] : [];
  });
  return parts.length > 0 ? `, where ${parts.join(' and ')}` : '';
}

function firstNonFinite({ data }: Tensor): number {
  for (let index = 0; index < data.length; index++) if (!Number.isFinite(data[index])) return index;
  return -1;
}

/** The index of an element as one writes it in Python: `[1, 2]`. */
function place({ shape }: Tensor, at: number): string {
  const indices: number[] = [];
  let rest = at;
  for (const size of [...shape].reverse()) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${indices.join(', ')}]`;
}
