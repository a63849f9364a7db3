import { lostOf } from './sequential';
import type { Value } from './values';

/** A value as it is now: later changes in place do not reach it. */
export function snapshot(value: Value): Value {
  if (value.kind === 'module') {
    const lost = lostOf(value);
    return lost === undefined ? value : { kind: 'unknown', reason: lost };
  }
  if (value.kind === 'sequence') return { ...value, items: value.items.map(snapshot) };
  if (value.kind === 'dictionary')
    return { ...value, entries: new Map([...value.entries].map(([key, entry]) => [key, snapshot(entry)])) };
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason };
  if (value.kind !== 'tensor') return value;
  const { tensor, memory } = value;
  if (memory.lost !== undefined) return { kind: 'unknown', reason: memory.lost };
  const data = tensor.data.slice();
  // What looks at the same memory is not seen from here.
  const hasCopiedViews = memory.hasCopiedViews || memory.copies.length > 0;
  const own = { lost: undefined, data, copies: [], hasCopiedViews, views: [] };
  return { ...value, tensor: { ...tensor, data }, places: undefined, memory: own };
}

/** Whether two values are the same, element by element. */
export function sameValue(a: Value, b: Value | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false;
  if (a.kind === 'tensor' && b.kind === 'tensor')
    return (
      a.tensor.dtype === b.tensor.dtype &&
      a.tensor.shape.length === b.tensor.shape.length &&
      a.tensor.shape.every((size, i) => size === b.tensor.shape[i]) &&
      a.tensor.data.every((x, i) => Object.is(x, b.tensor.data[i]))
    );
  if (a.kind === 'sequence' && b.kind === 'sequence')
    return (
      a.items.length === b.items.length && a.items.every((item, index) => sameValue(item, b.items[index]))
    );
  if (a.kind === 'dictionary' && b.kind === 'dictionary')
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, entry]) => sameValue(entry, b.entries.get(key)))
    );
  return JSON.stringify(a) === JSON.stringify(b);
}
