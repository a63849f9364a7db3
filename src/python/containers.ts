import { dottedPath } from './bindings';
import { definitionsOf } from './definitions';
import { selfBindings } from './attributeBindings';
import { isForeign, opaque, type ContainerForm, type Follower, type Referent } from './referent';
import type { Binary, Binding, Expression, Name, Scope, Subscript } from './syntax';

/** What a subscript takes out of a container: one element, any of them where the index isn't a literal. */
export function subscripted(follow: Follower, { value, indices }: Subscript): readonly Referent[] {
  const [index, another] = indices;
  // A part of a list is no element of it.
  if (index === undefined || another || index.kind === 'slice') return opaque;
  const found = elements(follow, value, index);
  return found.length > 0 ? found : opaque;
}

/** What any element of a container stands for, or the one at an index; opaque among them where one isn't known. */
export function elements(follow: Follower, container: Expression, index?: Expression): readonly Referent[] {
  const key = keyOf(follow, index);
  const held = follow.resolve(container).filter((referent) => referent.kind !== 'none');
  const spelled = held.map((referent) =>
    referent.kind === 'value' ? elementsOf(follow, referent.expression, key) : undefined,
  );
  const isSettled = /^n\d/.test(key ?? '') && spelled.every((some) => some && some.length > 0);
  const found = spelled.flatMap(
    (some, at) => some?.flatMap((element) => follow.resolve(element)) ?? foreignElement(held[at], key),
  );
  for (const { source } of itemBindings(follow, container)) {
    if (source.kind !== 'item') found.push(...opaque);
    else if (source.key === undefined ? !isSettled : mayBeKey(key, keyOf(follow, source.key)))
      found.push(...follow.resolve(source.value));
  }
  return found;
}

function foreignElement(container: Referent | undefined, key: string | undefined): readonly Referent[] {
  return container && isForeign(container) ? [{ kind: 'element', of: container, key }] : opaque;
}

/** What an attribute of a container stands for whose entries are its attributes, too; opaque where that may be more. */
export function field(follow: Follower, container: Expression, name: string): readonly Referent[] {
  const key = `s${name}`;
  const values: Expression[] = [];
  let isOpen = false;
  const take = (at: string | undefined, value: Expression): void => {
    if (at === undefined) isOpen = true;
    else if (at === key) values.push(value);
  };
  for (const held of follow.resolve(container)) {
    if (held.kind === 'none') continue;
    if (held.kind !== 'value' || held.hasFields !== true || held.expression.kind !== 'dictionary')
      return opaque;
    for (const entry of held.expression.entries) take(keyOf(follow, entry.key), entry.value);
  }
  for (const { source } of itemBindings(follow, container))
    if (source.kind === 'item') take(keyOf(follow, source.key), source.value);
    else isOpen = true;
  const found = values.flatMap((value) => follow.resolve(value));
  return isOpen || found.length === 0 ? [...found, ...opaque] : found;
}

/** What a loop's target takes from its iterable. */
export function iterated(
  follow: Follower,
  iterable: Expression,
  path: readonly number[],
): readonly Referent[] {
  if (iterable.kind === 'call') {
    const { callee } = iterable;
    const first = iterable.arguments[0];
    if (callee.kind === 'name' && callee.id === 'enumerate' && path[0] === 1 && first)
      return iterated(follow, first.value, path.slice(1));
    if (callee.kind === 'name' && callee.id === 'zip' && path[0] !== undefined) {
      const beside = iterable.arguments[path[0]];
      return beside?.kind === 'positional' ? iterated(follow, beside.value, path.slice(1)) : opaque;
    }
    if (callee.kind === 'attribute' && (callee.attribute === 'values' || callee.attribute === 'items')) {
      if (callee.attribute === 'items' && path[0] !== 1) return opaque;
      const inner = callee.attribute === 'items' ? path.slice(1) : path;
      return holds(follow, callee.object, 'dictionary') ? parts(follow, callee.object, inner) : opaque;
    }
  }
  return holds(follow, iterable, 'sequence') ? parts(follow, iterable, path) : opaque;
}

/** The part of a value that a destructuring target takes. */
export function part(follow: Follower, value: Expression, path: readonly number[]): readonly Referent[] {
  return path.length === 0
    ? follow.resolve(value)
    : follow.resolve(value).flatMap((one) => partOf(follow, one, path));
}

function partOf(follow: Follower, referent: Referent, path: readonly number[]): readonly Referent[] {
  const [index, ...rest] = path;
  if (index === undefined) return [referent];
  const isSequence = referent.kind === 'value' && referent.expression.kind !== 'dictionary';
  const element = isSequence ? elementsOf(follow, referent.expression, `n${String(index)}`) : undefined;
  return element?.flatMap((one) => part(follow, one, rest)) ?? opaque;
}

/** The part at `path` of every element. */
function parts(follow: Follower, container: Expression, path: readonly number[]): readonly Referent[] {
  return elements(follow, container).flatMap((referent) => partOf(follow, referent, path));
}

function holds(follow: Follower, container: Expression, form: ContainerForm): boolean {
  return follow.resolve(container).some((referent) => {
    if (referent.kind !== 'value') return false;
    const { expression } = referent;
    return (
      expression.kind === form ||
      (form === 'sequence' &&
        expression.kind === 'binary' &&
        elementsOf(follow, expression, undefined) !== undefined) ||
      (expression.kind === 'comprehension' && (expression.form === 'dictionary') === (form === 'dictionary'))
    );
  });
}

/**
 * The elements that a key may take from a container that is spelled out, all of them without a key. Undefined for what
 * is no such container.
 */
function elementsOf(
  follow: Follower,
  container: Expression,
  key: string | undefined,
): readonly Expression[] | undefined {
  switch (container.kind) {
    case 'dictionary': {
      const { entries } = container;
      // What is unpacked there may hold anything.
      if (entries.some((entry) => entry.key === undefined)) return undefined;
      return entries.filter((entry) => mayBeKey(key, keyOf(follow, entry.key))).map((entry) => entry.value);
    }
    case 'comprehension':
      return [container.element];
    case 'sequence': {
      if (key?.startsWith('n') !== true) return container.elements;
      const at = Number(key.slice(1));
      const before = at < 0 ? container.elements.slice(at) : container.elements.slice(0, at + 1);
      const element = before.at(at < 0 ? 0 : at);
      if (before.some((one) => one.kind === 'star')) return undefined;
      return element ? [element] : [];
    }
    case 'binary':
      return joinedElements(follow, container, key);
    default:
      return undefined;
  }
}

/** The elements of `[a] * 3` and of `[a] + [b]`, where the lists are spelled out. */
function joinedElements(
  follow: Follower,
  { operator, left, right }: Binary,
  key: string | undefined,
): readonly Expression[] | undefined {
  if (operator === '*') return elementsOf(follow, left, undefined) ?? elementsOf(follow, right, undefined);
  const first = operator === '+' ? elementsOf(follow, left, undefined) : undefined;
  const second = first && elementsOf(follow, right, undefined);
  if (!first || !second) return undefined;
  const at = Number(key?.slice(1));
  const isCounted = left.kind === 'sequence' && !first.some(({ kind }) => kind === 'star');
  if (key?.startsWith('n') !== true || !isCounted || !(at >= 0)) return [...first, ...second];
  return at < first.length
    ? elementsOf(follow, left, key)
    : elementsOf(follow, right, `n${String(at - first.length)}`);
}

/** What the code puts into a container later: `path[key] = value`, `path.append(value)`. */
function itemBindings(follow: Follower, container: Expression): Iterable<Binding> {
  if (container.kind === 'name') return itemsOfName(container);
  if (container.kind !== 'attribute') return [];
  const instance = follow.resolve(container.object).find((referent) => referent.kind === 'instance');
  if (instance) return selfBindings(follow, instance.class, `${container.attribute}[]`);
  const path = dottedPath(container);
  let root: Expression = container;
  while (root.kind === 'attribute') root = root.object;
  return path !== undefined && root.kind === 'name'
    ? definitionsOf(`${path}[]`, root.scope, container.span.start).bindings
    : [];
}

function itemsOfName({ id, scope, span }: Name): Iterable<Binding> {
  const items = definitionsOf(`${id}[]`, scope, span.start);
  const own = definitionsOf(id, scope, span.start);
  // Another container of the same name further out has items of its own.
  for (let outer: Scope | undefined = own.scope?.parent; outer; outer = outer.parent)
    if (outer === items.scope) return [];
  return items.bindings;
}

/** Whether two literal keys, or unknown ones, may be the same. */
export function mayBeKey(key: string | undefined, other: string | undefined): boolean {
  return key === undefined || other === undefined || key === other;
}

/** The key that an index stands for: a constant, spelled out, under a name that is given nothing else, or of an enumeration. */
function keyOf(follow: Follower, index: Expression | undefined): string | undefined {
  if (index?.kind !== 'name' && index?.kind !== 'attribute') return literalKey(index);
  if (index.kind === 'attribute' && !isEnumeration(follow, index.object)) return undefined;
  const [only, another] = follow.resolve(index);
  return only?.kind === 'value' && !another ? literalKey(only.expression) : undefined;
}

/** Whether an expression is a class whose members nobody sets anew: `class Kind(Enum)`. */
function isEnumeration(follow: Follower, expression: Expression): boolean {
  return follow.resolve(expression).every(
    (one) =>
      one.kind === 'class' &&
      one.statement.arguments.some(({ value }) => {
        const name = value.kind === 'attribute' ? value.attribute : value.kind === 'name' ? value.id : '';
        return name.endsWith('Enum');
      }),
  );
}

/** A key that compares equal for equal constants; undefined for what is no literal. */
export function literalKey(index: Expression | undefined): string | undefined {
  if (index?.kind === 'string' && index.value !== undefined) return `s${index.value}`;
  if (index?.kind === 'number') return `n${index.text}`;
  if (index?.kind === 'unary' && index.operator === '-' && index.operand.kind === 'number')
    return `n-${index.operand.text}`;
  return undefined;
}
