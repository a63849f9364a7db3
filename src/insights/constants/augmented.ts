import type { AugmentedAssignment, Expression } from '../../python/syntax';
import { loseContents, overwrite, refuseCast, refuseLeaf, within } from './memory';
import { markResult } from './results';
import { assignTarget, type Assigning } from './targets';
import type { Value } from './values';

/** `x += 1`: tensors and lists are changed where they are, other names and elements are assigned. */
export function* augment(
  known: Assigning,
  { target, operator, value }: AugmentedAssignment,
  evaluate: (expression: Expression) => Generator<void, Value>,
  combine: (operator: string, left: Value, right: Value) => Value,
): Generator<void> {
  const container = target.kind === 'subscript' ? yield* known.valueHere(target.value) : undefined;
  const memory = container?.kind === 'tensor' ? container.memory : undefined;
  const [hadViews, copies] = [memory?.hasCopiedViews === true, memory?.copies.length ?? 0];
  const before = yield* evaluate(target);
  refuseLeaf(before, known.isGradEnabled);
  const other = yield* evaluate(value);
  const after = combine(operator, before, other);
  markResult(after, { positional: [before, other], keywords: new Map() }, known.isGradEnabled);
  // The elements looked at are written back at once: theirs is no view that stays.
  if (memory) {
    refuseCast(after, before);
    memory.hasCopiedViews = hadViews;
    memory.copies.length = copies;
    yield* assignTarget(known, target, after);
  } else if (before.kind === 'tensor' && after.kind === 'tensor') overwrite(before, after);
  else if (before.kind === 'sequence' && before.form === 'list') {
    const grown = operator === '+' && other.kind === 'sequence' && other.lost === undefined;
    if (!grown || within(other).has(before)) loseContents(before, 'it grows');
    else before.items.push(...other.items);
  } else yield* assignTarget(known, target, after);
}
