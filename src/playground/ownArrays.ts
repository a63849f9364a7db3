import type { Tensor } from '../engine/tensor/tensor';
import type { PlaygroundResult } from '../protocol/messages';
import type { TensorView } from '../protocol/tensorView';

/**
 * The result with arrays that can be handed over to another thread, and their buffers, each once. What shares an
 * array with a kept tensor, or shows only part of a buffer, is copied.
 */
export function withOwnArrays(
  result: PlaygroundResult,
  kept: readonly Tensor[],
): { readonly result: PlaygroundResult; readonly transfer: ArrayBuffer[] } {
  const { outcome } = result;
  if (outcome.kind !== 'value') return { result, transfer: [] };
  const keptBuffers = new Set<ArrayBufferLike>(kept.map(({ data }) => data.buffer));
  const transfer = new Set<ArrayBuffer>();
  const own = (tensor: TensorView): TensorView => {
    const { buffer, byteLength } = tensor.data;
    const whole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
    const data = whole && !keptBuffers.has(buffer) ? tensor.data : tensor.data.slice();
    if (data.buffer instanceof ArrayBuffer) transfer.add(data.buffer);
    return { ...tensor, data };
  };
  const gradients = Object.entries(outcome.gradients).map(([name, gradient]): [string, TensorView | null] => [
    name,
    gradient && own(gradient),
  ]);
  const owned = {
    ...outcome,
    loss: own(outcome.loss),
    elements: outcome.elements && own(outcome.elements),
    gradients: Object.fromEntries(gradients),
  };
  return { result: { ...result, outcome: owned }, transfer: [...transfer] };
}
