import type { Binding, BindingSource } from './syntax';
import type { Expression, Statement } from './syntax';
import { eachChild } from './walk';
import { changesContainer } from './mentions';

/** `a`, `self.loss`, `a.b.c`: the path of names that an expression spells, or `undefined`. */
export function dottedPath(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.id;
  if (expression.kind !== 'attribute') return undefined;
  const object = dottedPath(expression.object);
  return object === undefined ? undefined : `${object}.${expression.attribute}`;
}

/** Everything that a statement binds in its own scope, by name or dotted path, nested statements included. */
export function bindingsIn(statement: Statement): ReadonlyMap<string, readonly Binding[]> {
  const found = new Map<string, Binding[]>();
  collect(statement, (binding) => {
    const list = found.get(binding.key);
    if (list) list.push(binding);
    else found.set(binding.key, [binding]);
  });
  return found;
}

/** What a statement itself binds: for compound statements their heads only. In the order of execution. */
export function ownBindings(statement: Statement): readonly Binding[] {
  const known = ofStatements.get(statement);
  if (known) return known;
  const found: Binding[] = [];
  own(statement, (binding) => found.push(binding));
  ofStatements.set(statement, found);
  return found;
}

/** Asked for again and again, for each name that a statement may bind. */
const ofStatements = new WeakMap<Statement, readonly Binding[]>();

/** The bindings of an assignment target, destructuring included. */
export function targetBindings(
  target: Expression,
  source: (path: readonly number[]) => BindingSource,
  annotation?: Expression,
): readonly Binding[] {
  const found: Binding[] = [];
  bindTarget(target, source, [], (binding) => found.push(binding), annotation);
  return found;
}

/** The lists of statements inside a compound statement. */
export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map((branch) => branch.body), statement.orElse ?? []];
    case 'for':
    case 'while':
      return [statement.body, statement.orElse ?? []];
    case 'with':
      return [statement.body];
    case 'try':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.orElse ?? [],
        statement.finally ?? [],
      ];
    case 'match':
      return statement.cases.map((one) => one.body);
    case 'expression':
      return [statement.statements];
    default:
      return [];
  }
}

type Add = (binding: Binding) => void;

function collect(statement: Statement, add: Add): void {
  for (const binding of ownBindings(statement)) add(binding);
  for (const handler of statement.kind === 'try' ? statement.handlers : [])
    if (handler.target) bindTarget(handler.target, () => ({ kind: 'opaque' }), [], add);
  for (const one of statement.kind === 'match' ? statement.cases : [])
    for (const capture of one.captures)
      add({ key: capture.id, span: capture.span, source: { kind: 'opaque' } });
  for (const body of bodiesOf(statement)) for (const inner of body) collect(inner, add);
}

function own(statement: Statement, add: Add): void {
  switch (statement.kind) {
    case 'assign': {
      const { value, annotation } = statement;
      if (value) walruses(value, add);
      for (const target of statement.targets) {
        if (value) bindTarget(target, (path) => ({ kind: 'assign', value, path }), [], add, annotation);
        else if (annotation)
          bindTarget(target, () => ({ kind: 'annotation', annotation }), [], add, annotation);
      }
      break;
    }
    case 'augmented':
      walruses(statement.value, add);
      bindTarget(statement.target, () => ({ kind: 'opaque' }), [], add);
      break;
    case 'import':
      for (const imported of statement.names)
        add({ key: imported.bound, span: imported.span, source: { kind: 'import', imported } });
      break;
    case 'function':
      add({ key: statement.name, span: statement.nameSpan, source: { kind: 'function', statement } });
      break;
    case 'class':
      add({ key: statement.name, span: statement.nameSpan, source: { kind: 'class', statement } });
      break;
    case 'for': {
      const iterable = statement.subject;
      walruses(iterable, add);
      if (statement.target)
        bindTarget(statement.target, (path) => ({ kind: 'iterate', iterable, path }), [], add);
      break;
    }
    case 'while':
      walruses(statement.subject, add);
      break;
    case 'if':
      for (const branch of statement.branches) walruses(branch.test, add);
      break;
    case 'match':
      walruses(statement.subject, add);
      for (const { guard } of statement.cases) if (guard) walruses(guard, add);
      break;
    case 'with':
      for (const { value, target } of statement.items) {
        walruses(value, add);
        if (target) bindTarget(target, () => ({ kind: 'with', value }), [], add);
      }
      break;
    case 'delete':
      for (const target of statement.targets) bindTarget(target, () => ({ kind: 'delete' }), [], add);
      break;
    case 'return':
    case 'raise':
      if (statement.value) walruses(statement.value, add);
      break;
    case 'expression':
      for (const value of statement.values) {
        walruses(value, add);
        containerCall(value, add);
      }
      break;
    default:
  }
}

function bindTarget(
  target: Expression,
  source: (path: readonly number[]) => BindingSource,
  path: readonly number[],
  add: Add,
  annotation?: Expression,
): void {
  switch (target.kind) {
    case 'name':
      add({ key: target.id, span: target.span, source: source(path), ...(annotation && { annotation }) });
      break;
    case 'attribute': {
      const key = dottedPath(target);
      if (key !== undefined)
        add({ key, span: target.span, source: source(path), ...(annotation && { annotation }) });
      break;
    }
    case 'subscript': {
      const container = dottedPath(target.value);
      const key = target.indices[0];
      if (container === undefined || key === undefined) break;
      const from = source(path);
      const item: BindingSource =
        from.kind === 'assign' && path.length === 0 && target.indices.length === 1
          ? { kind: 'item', key, value: from.value }
          : { kind: 'opaque' };
      add({ key: `${container}[]`, span: target.span, source: item });
      break;
    }
    case 'star':
      bindTarget(target.value, () => ({ kind: 'opaque' }), path, add);
      break;
    case 'sequence': {
      const starred = target.elements.findIndex((element) => element.kind === 'star');
      target.elements.forEach((element, index) => {
        const known = starred < 0 || index < starred;
        bindTarget(element, known ? source : () => ({ kind: 'opaque' }), [...path, index], add);
      });
      break;
    }
    default:
  }
}

/** `path.append(value)` adds an item; other methods that change a list or dictionary do what isn't followed. */
function containerCall(expression: Expression, add: Add): void {
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return;
  const { object, attribute } = expression.callee;
  const path = changesContainer(attribute) ? dottedPath(object) : undefined;
  if (path === undefined) return;
  const [given, another] = expression.arguments;
  const isItem = attribute === 'append' && given?.kind === 'positional' && !another;
  const source: BindingSource = isItem
    ? { kind: 'item', key: undefined, value: given.value }
    : { kind: 'opaque' };
  add({ key: `${path}[]`, span: object.span, source });
}

/** `name := value` anywhere in an expression binds in the statement's scope. */
function walruses(expression: Expression, add: Add): void {
  if (expression.kind === 'walrus') {
    const { value } = expression;
    add({
      key: expression.target.id,
      span: expression.target.span,
      source: { kind: 'assign', value, path: [] },
    });
  }
  if (expression.kind === 'lambda') return;
  eachChild(expression, (child) => walruses(child, add));
}
