import type { CallValues, TensorValue, Value } from './values';

/**
 * Marks what an operation gave by what it was given: where gradients are off nothing new has one that does not ask for
 * it, and a new tensor has its elements in the order of those that it comes from. Views stay as they are.
 */
export function markResult(result: Value, given: CallValues, isGradEnabled: boolean): void {
  if (result.kind === 'sequence')
    for (const item of result.items) if (item.kind === 'tensor') markResult(item, given, isGradEnabled);
  if (result.kind !== 'tensor') return;
  const sources = [...given.positional, ...given.keywords.values()].flatMap(tensorsIn);
  if (sources.some((source) => source.memory === result.memory)) return;
  if (!isGradEnabled && !given.keywords.has('requires_grad')) result.requiresGrad = false;
  const shape = result.tensor.shape.join();
  if (sources.some((source) => source.isReordered === true && source.tensor.shape.join() === shape))
    result.isReordered = true;
}

function tensorsIn(value: Value): TensorValue[] {
  if (value.kind === 'tensor') return [value];
  return value.kind === 'sequence' ? value.items.filter((item) => item.kind === 'tensor') : [];
}
