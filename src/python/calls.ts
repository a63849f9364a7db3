import { elements } from './containers';
import { classOf, memberPath, opaque, type ContainerForm, type Follower, type Referent } from './referent';
import { returned } from './returns';
import type { Argument, Call, Dictionary, Expression } from './syntax';

const builtinContainers: ReadonlyMap<string, ContainerForm> = new Map([
  ['dict', 'dictionary'],
  ['list', 'sequence'],
  ['tuple', 'sequence'],
  ['set', 'sequence'],
]);

/** What a call gives, as far as the code tells; else the call itself. */
export function called(follow: Follower, call: Call): readonly Referent[] {
  const found =
    ofMethod(follow, call) ?? follow.resolve(call.callee).flatMap((callee) => ofCallee(follow, call, callee));
  return found.length > 0 ? found : [{ kind: 'value', expression: call }];
}

function ofMethod(follow: Follower, call: Call): readonly Referent[] | undefined {
  const { callee } = call;
  if (callee.kind !== 'attribute') return undefined;
  if (follow.options.chained.has(callee.attribute)) {
    const objects = follow.resolve(callee.object);
    const isObject = (one: Referent): boolean =>
      one.kind === 'value' || one.kind === 'instance' || follow.isMadeElsewhere(one);
    if (objects.some(isObject)) return objects;
  }
  if (callee.attribute !== 'get') return undefined;
  const [key, fallback] = call.arguments;
  if (
    key?.kind !== 'positional' ||
    !follow.resolve(callee.object).some((one) => isDictionary(one) || follow.isMadeElsewhere(one))
  )
    return undefined;
  const found = elements(follow, callee.object, key.value);
  return fallback ? [...found, ...follow.resolve(fallback.value)] : found;
}

function isDictionary(referent: Referent): boolean {
  return referent.kind === 'value' && referent.expression.kind === 'dictionary';
}

function ofCallee(follow: Follower, call: Call, callee: Referent): readonly Referent[] {
  const itself: Referent = { kind: 'value', expression: call };
  switch (callee.kind) {
    case 'imported':
    case 'star':
    case 'unbound':
      if (callee.kind === 'unbound' && callee.path === 'getattr') return member(follow, call) ?? [itself];
      if (callee.kind === 'unbound' && callee.path === 'type') return classesOf(follow, call) ?? [itself];
      return passedOn(follow, call, callee.path) ?? [itself];
    case 'function':
      return returned(follow, callee.statement);
    case 'value':
      return callee.expression.kind === 'lambda' ? follow.resolve(callee.expression.body) : [itself];
    default:
      return [itself];
  }
}

/** `type(self)`: the class of an object whose class is in sight. */
function classesOf(follow: Follower, { arguments: given }: Call): readonly Referent[] | undefined {
  const [first, another] = given;
  const found = first && !another ? follow.resolve(first.value) : [];
  const classes = found.flatMap((one) => (one.kind === 'instance' ? [classOf(one)] : []));
  return classes.length > 0 && classes.length === found.length ? classes : undefined;
}

/** What a function gives back, or makes a container of. */
function passedOn(follow: Follower, call: Call, path: string): readonly Referent[] | undefined {
  const form = builtinContainers.get(path) ?? follow.options.containers.get(path);
  if (form === undefined && !follow.options.transparent.has(path)) return undefined;
  const { span, arguments: given } = call;
  const [first, second] = given;
  const hasFields = follow.options.withFields.has(path);
  if (first?.kind === 'positional') {
    const found = second && form ? opaque : follow.resolve(first.value);
    return form === 'dictionary' ? found.map((one) => asDictionary(one, hasFields)) : found;
  }
  if (form === 'sequence' && first === undefined)
    return [{ kind: 'value', expression: { kind: 'sequence', span, form: 'list', elements: [] } }];
  if (form === 'dictionary')
    return [
      { kind: 'value', expression: { kind: 'dictionary', span, entries: given.map(entryOf) }, hasFields },
    ];
  return undefined;
}

/** The dictionary that is made of a value: of another one, or of pairs. */
function asDictionary(referent: Referent, hasFields: boolean): Referent {
  return referent.kind === 'value'
    ? { kind: 'value', expression: ofPairs(referent.expression) ?? referent.expression, hasFields }
    : referent;
}

/** `[(key, value), ...]` and `((key, value) for ...)` as a dictionary. */
function ofPairs(expression: Expression): Expression | undefined {
  if (expression.kind === 'comprehension') {
    const { element, span, clauses } = expression;
    const [key, value, more] = element.kind === 'sequence' ? element.elements : [];
    return key && value && !more
      ? { kind: 'comprehension', form: 'dictionary', span, key, element: value, clauses }
      : undefined;
  }
  if (expression.kind !== 'sequence') return undefined;
  const entries: { key: Expression; value: Expression }[] = [];
  for (const pair of expression.elements) {
    const [key, value, more] = pair.kind === 'sequence' ? pair.elements : [];
    if (!key || !value || more) return undefined;
    entries.push({ key, value });
  }
  return { kind: 'dictionary', span: expression.span, entries };
}

/** `key=value` as an entry of a dictionary; what is unpacked has no key there either. */
function entryOf({ name, nameSpan, value }: Argument): Dictionary['entries'][number] {
  const key = nameSpan && ({ kind: 'string', span: nameSpan, value: name, children: [] } as const);
  return { key, value };
}

/** The string that an expression is, spelled out or under a name that is given nothing else. */
function textOf(follow: Follower, expression: Expression): string | undefined {
  if (expression.kind === 'attribute') return undefined;
  const [only, another] = follow.resolve(expression);
  return only?.kind === 'value' && !another && only.expression.kind === 'string'
    ? only.expression.value
    : undefined;
}

/** `getattr(module, 'name')`, with a third argument for what it may give instead. */
function member(follow: Follower, { arguments: given }: Call): readonly Referent[] | undefined {
  const [object, name, fallback] = given.map((argument) => argument.value);
  const value = name && textOf(follow, name);
  if (object === undefined || value === undefined) return undefined;
  const found = follow
    .resolve(object)
    .map((referent): Referent =>
      referent.kind === 'imported' || referent.kind === 'unbound' || referent.kind === 'star'
        ? { ...referent, path: memberPath(referent.path, value) }
        : { kind: 'opaque' },
    );
  return fallback ? [...found, ...follow.resolve(fallback)] : found;
}
