import type { Attribute, Expression, Subscript } from '../../python/syntax';
import { forgetNames, unknownSharing, type Remembered } from './forgetting';
import { assignElements, indicesOf, isIterable, itemsOf } from './indexing';
import { loseContents, loseMemory, refuseLeaf, within } from './memory';
import { tuple, unknown, wantGradient, type Value } from './values';

/** What it takes to assign. */
export interface Assigning extends Remembered {
  /** Whether what is computed now can have a gradient. */
  readonly isGradEnabled: boolean;
  valueHere(expression: Expression): Generator<void, Value>;
}

/** Gives what an assignment, a loop or a comprehension names a value. */
export function* assignTarget(known: Assigning, target: Expression, value: Value): Generator<void> {
  switch (target.kind) {
    case 'name':
      known.names.set(target.id, value);
      return;
    case 'sequence':
      yield* unpack(known, target.elements, value);
      return;
    case 'attribute':
      yield* assignAttribute(known, target, value);
      return;
    case 'subscript':
      yield* assignElement(known, target, value);
      return;
    default:
      forgetNames(known, [target], {
        kind: 'unknown',
        reason: 'it is assigned in a way that is not followed',
      });
  }
}

function* unpack(known: Assigning, targets: readonly Expression[], value: Value): Generator<void> {
  const items = isIterable(value) ? itemsOf(value) : undefined;
  const starred = targets.findIndex(({ kind }) => kind === 'star');
  const star = targets[starred];
  if (items && star?.kind === 'star' && targets.filter(({ kind }) => kind === 'star').length === 1) {
    const behind = targets.length - starred - 1;
    if (items.length < targets.length - 1) unknown('Python refuses to unpack so few');
    const middle: Value = {
      kind: 'sequence',
      form: 'list',
      items: items.slice(starred, items.length - behind),
    };
    yield* unpack(known, targets.slice(0, starred), tuple(items.slice(0, starred)));
    yield* assignTarget(known, star.value, middle);
    yield* unpack(known, targets.slice(starred + 1), tuple(items.slice(items.length - behind)));
    return;
  }
  const isPlain = items?.length === targets.length && targets.every(({ kind }) => kind !== 'star');
  const part = value.kind === 'unknown' ? value : unknownSharing([value], 'it is unpacked');
  for (const [index, target] of targets.entries())
    yield* assignTarget(known, target, (isPlain ? items[index] : undefined) ?? part);
}

function* assignElement(known: Assigning, target: Subscript, value: Value): Generator<void> {
  const container = yield* known.valueHere(target.value);
  const indices: Value[] = [];
  for (const index of target.indices) indices.push(yield* known.valueHere(index));
  const [first] = indices;
  refuseLeaf(container, known.isGradEnabled);
  if (container.kind === 'tensor') assignElements(container, indicesOf(indices), value);
  else if (within(value).has(container)) loseContents(container, 'it holds itself');
  else if (container.kind === 'sequence' && first?.kind === 'int' && container.items.at(first.value))
    container.items[first.value < 0 ? first.value + container.items.length : first.value] = value;
  else {
    loseContents(container, 'an element of it was assigned');
    hide(known, target.value, value);
  }
}

function* assignAttribute(known: Assigning, target: Attribute, value: Value): Generator<void> {
  const object = yield* known.valueHere(target.object);
  // Which kernels PyTorch takes for other devices.
  if (object.kind === 'path' && /^torch\.backends\b/.test(object.path)) return;
  if (object.kind !== 'tensor') {
    loseContents(object, 'an attribute of it was assigned');
    hide(known, target.object, value);
  } else if (target.attribute === 'requires_grad') wantGradient(object, value.kind === 'bool' && value.value);
  else {
    if (target.attribute !== 'grad') loseMemory(object, `its ${target.attribute} was assigned`);
    loseContents(value, 'a tensor looks at it');
  }
}

/** A value is put where it can't be followed: what is done there is done to it. */
function hide({ names }: Assigning, place: Expression, value: Value): void {
  let root = place;
  while (root.kind === 'attribute' || root.kind === 'subscript')
    root = root.kind === 'attribute' ? root.object : root.value;
  if (root.kind !== 'name') return;
  const holder = names.get(root.id);
  names.set(root.id, unknownSharing([...(holder ? [holder] : []), value], 'something was put into it'));
}
