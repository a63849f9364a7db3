import { isFloat } from '../../engine/tensor/dtype';
import { isOverlapping, isWhole, written } from './layout';
import type { Reason } from './reason';
import { unknown, type CallValues, type ModuleValue, type TensorValue, type Value } from './values';

/** Makes the contents of tensors, modules and lists unknown; plain values can't change. */
export function loseContents(value: Value, reason: Reason): void {
  for (const one of within(value)) {
    if (one.kind === 'tensor') one.memory.lost ??= reason;
    else if (one.kind === 'module' || one.kind === 'generator' || one.kind === 'dictionary')
      one.lost ??= reason;
    else if (one.kind === 'sequence' && one.form === 'list') one.lost ??= reason;
  }
}

/** As {@link loseContents}, of a tensor that may look at another memory now: filling it says nothing about its views. */
export function loseMemory(value: TensorValue, reason: Reason): void {
  loseContents(value, reason);
  value.memory.hasCopiedViews = true;
}

/** A value and all that it holds or may look at, each once: what is put into a list may look at the list. */
export function within(value: Value): ReadonlySet<Value> {
  const all = new Set([value]);
  // What is added on the way is visited, too.
  for (const one of all) {
    const parts =
      one.kind === 'sequence'
        ? one.items
        : one.kind === 'dictionary'
          ? one.entries.values()
          : one.kind === 'module'
            ? (one.layers ?? [])
            : one.kind === 'unknown'
              ? (one.sharing ?? [])
              : [];
    for (const part of parts) all.add(part);
  }
  return all;
}

/** Makes the weights of modules unknown, and leaves everything else. */
export function loseWeights(value: Value, reason: Reason): void {
  if (value.kind === 'module') {
    if (value.weights) value.lost ??= reason;
    for (const layer of value.layers ?? []) loseWeights(layer, reason);
  } else if (value.kind === 'sequence') for (const item of value.items) loseWeights(item, reason);
  else if (value.kind === 'dictionary') for (const item of value.entries.values()) loseWeights(item, reason);
}

/** Whether a module has weights, its own or those of its layers. */
export function hasWeights({ weights, layers = [] }: ModuleValue): boolean {
  return weights !== undefined || layers.some(hasWeights);
}

/** Refuses to change in place what gradients end at, or a view of it, as PyTorch does where gradients are on. */
export function refuseLeaf(value: Value, isGradEnabled: boolean): void {
  if (value.kind === 'tensor' && value.requiresGrad && value.isLeaf === true && isGradEnabled)
    unknown('PyTorch refuses to change a leaf in place');
}

/** Refuses to write floats into integers, or integers into bools, where a result is written over what it is made of. */
export function refuseCast(result: Value, target: Value): void {
  if (result.kind !== 'tensor' || target.kind !== 'tensor') return;
  const rank = ({ tensor: { dtype } }: TensorValue): number =>
    dtype === 'bool' ? 0 : isFloat(dtype) ? 2 : 1;
  if (rank(result) > rank(target)) unknown('PyTorch refuses to write that into the tensor');
}

/** Writes a result of the same shape and dtype into the memory of a tensor, as `x += 1` does. */
export function overwrite(target: TensorValue, result: TensorValue): void {
  const { tensor, memory } = target;
  if (memory.hasCopiedViews || isOverlapping(target)) {
    loseContents(target, 'it was changed in place, and others look at it');
    return;
  }
  if (tensor.dtype !== result.tensor.dtype || tensor.shape.join() !== result.tensor.shape.join())
    loseContents(target, 'it was changed in place');
  else {
    tensor.data.set(result.tensor.data);
    written(target);
  }
  memory.lost ??= result.memory.lost;
  target.requiresGrad ||= result.requiresGrad;
}

/** The result of a call with `out=`, written there: PyTorch gives the tensor that it was told. */
export function writtenInto(
  out: TensorValue,
  result: Value,
  given: CallValues,
  { isGradEnabled, mayAlias }: { readonly isGradEnabled: boolean; readonly mayAlias: boolean },
): TensorValue {
  const fits =
    result.kind === 'tensor' &&
    result.memory.lost === undefined &&
    result.tensor.dtype === out.tensor.dtype &&
    result.tensor.shape.join() === out.tensor.shape.join();
  const inputs = [...given.positional, ...given.keywords.values()].flatMap((value) => [...within(value)]);
  // What reads and writes the same memory may find its own results.
  const isAliased = inputs.some(
    (value) => value.kind === 'tensor' && value.memory === out.memory && !(mayAlias && value === out),
  );
  const wantsGradient =
    isGradEnabled && [out, ...inputs].some((value) => value.kind === 'tensor' && value.requiresGrad);
  if (!fits || isAliased || wantsGradient || out.isReordered === true || out.memory.hasCopiedViews) {
    loseContents(out, 'it was written into');
    return unknown('what is written elsewhere');
  }
  overwrite(out, result);
  knowAgain(out);
  return out;
}

/**
 * Knows the contents of a tensor that was written as a whole, whatever was lost before. What looked at its memory then
 * may look at another one: code that is not followed may have given it other data.
 */
export function knowAgain(value: TensorValue): void {
  const { memory } = value;
  const isLookedAt = memory.views.length > 0 || memory.copies.length > 0 || value.requiresGrad;
  if (isWhole(value) && !isLookedAt) memory.lost = undefined;
}
