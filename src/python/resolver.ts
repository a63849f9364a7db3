import { dottedPath } from './bindings';
import { elementsOf, literalKey } from './containers';
import { definitionsOf } from './definitions';
import { nothingBound, reaching } from './flow';
import { starImports } from './imports';
import { wordOf } from './mentions';
import { selfOf, selfReferent } from './methods';
import { unique, type Referent } from './referent';
import { visitStatements } from './visit';
import type {
  Binding,
  Block,
  Call,
  ClassStatement,
  Expression,
  FunctionStatement,
  Name,
  Parameter,
  Statement,
  Subscript,
} from './syntax';

/** What the resolver is told about code that it doesn't see. */
export interface ResolverOptions {
  /** Paths of functions that return their first argument, or hold it: `copy.deepcopy`, `torch.nn.ModuleDict`. */
  readonly transparent: ReadonlySet<string>;
  /** Methods that return their object: `to`, `eval`. */
  readonly chained: ReadonlySet<string>;
}

const opaque: readonly Referent[] = [{ kind: 'opaque' }];
const builtinContainers = new Set(['dict', 'list', 'tuple', 'set']);

/** Follows names, attributes, containers and returns to what they stand for, within a bounded number of steps. */
export class Resolver {
  private steps = 0;
  private readonly busy = new Set<unknown>();

  constructor(
    private readonly options: ResolverOptions,
    private readonly limit = 2000,
  ) {}

  /** Every possibility, without duplicates; `opaque` among them where one isn't known. */
  resolve(expression: Expression): readonly Referent[] {
    if (++this.steps > this.limit || this.busy.has(expression)) return opaque;
    this.busy.add(expression);
    try {
      return unique(this.expression(expression));
    } finally {
      this.busy.delete(expression);
    }
  }

  /** What a binding gives its name. */
  binding(binding: Binding): readonly Referent[] {
    if (++this.steps > this.limit || this.busy.has(binding)) return opaque;
    this.busy.add(binding);
    try {
      const { source } = binding;
      switch (source.kind) {
        case 'import': {
          const { module, member, bound, aliased } = source.imported;
          if (member !== undefined) return [{ kind: 'imported', path: join(module, member) }];
          return [{ kind: 'imported', path: aliased ? module : bound }];
        }
        case 'assign': {
          const found = this.part(source.value, source.path);
          const { annotation } = binding;
          return annotation ? [...found, { kind: 'annotated', annotation }] : found;
        }
        case 'item':
          return this.resolve(source.value);
        case 'iterate':
          return this.iterated(source.iterable, source.path);
        case 'function':
          return source.statement.decorators.length > 0
            ? opaque
            : [{ kind: 'function', statement: source.statement }];
        case 'class':
          return [{ kind: 'class', statement: source.statement }];
        case 'parameter':
          return this.parameter(source.parameter);
        case 'annotation':
          return [{ kind: 'annotated', annotation: source.annotation }];
        case 'with':
        case 'delete':
        case 'opaque':
          return opaque;
      }
    } finally {
      this.busy.delete(binding);
    }
  }

  /** The bindings that a use of a name may refer to. The target of a binding refers to itself. */
  definitions(name: Name): { readonly bindings: Iterable<Binding>; readonly unbound: boolean } {
    return definitionsOf(name.id, name.scope, name.span.start);
  }

  /** The bindings of an attribute of a class's instances: set in its body or on `self` in its methods, else in its bases. */
  attributeBindings(statement: ClassStatement, attribute: string, onInstance: boolean): readonly Binding[] {
    if (++this.steps > this.limit || this.busy.has(statement)) return [];
    const found: Binding[] = [];
    for (const chunk of statement.body.mentioning(wordOf(attribute))) {
      found.push(...(chunk.bindings.get(attribute) ?? []));
      if (!onInstance) continue;
      visitStatements(chunk.statement, (inner) => {
        const self = inner.kind === 'function' ? selfOf(inner) : undefined;
        if (inner.kind !== 'function' || self === undefined) return;
        const key = `${self}.${attribute}`;
        for (const part of inner.body.binding(key)) found.push(...(part.bindings.get(key) ?? []));
      });
    }
    if (found.length > 0) return withoutBareAnnotations(found);
    this.busy.add(statement);
    try {
      for (const base of statement.arguments) {
        if (base.kind !== 'positional') continue;
        for (const referent of this.resolve(base.value)) {
          if (referent.kind !== 'class') continue;
          const inherited = this.attributeBindings(referent.statement, attribute, onInstance);
          if (inherited.length > 0) return inherited;
        }
      }
    } finally {
      this.busy.delete(statement);
    }
    return [];
  }

  private expression(expression: Expression): readonly Referent[] {
    switch (expression.kind) {
      case 'name':
        return this.name(expression);
      case 'attribute':
        return this.attribute(expression);
      case 'conditional':
        return [...this.resolve(expression.body), ...this.resolve(expression.orElse)];
      case 'binary':
        if (expression.operator !== 'or' && expression.operator !== 'and')
          return [{ kind: 'value', expression }];
        return [...this.resolve(expression.left), ...this.resolve(expression.right)];
      case 'walrus':
        return this.resolve(expression.value);
      case 'constant':
        return expression.value === null ? [{ kind: 'none' }] : [{ kind: 'value', expression }];
      case 'subscript':
        return this.subscript(expression);
      case 'call':
        return this.call(expression);
      case 'other':
      case 'star':
        return opaque;
      default:
        return [{ kind: 'value', expression }];
    }
  }

  private name(name: Name): readonly Referent[] {
    const { bindings, unbound } = this.definitions(name);
    const found: Referent[] = [];
    for (const binding of bindings) found.push(...this.binding(binding));
    if (found.length > 0) return found;
    const block = moduleOf(name);
    const stars = block ? starImports(block.source) : [];
    if (stars.length > 0) return [{ kind: 'star', modules: stars, path: name.id }];
    return unbound ? [{ kind: 'unbound', path: name.id }] : opaque;
  }

  private attribute(expression: Expression & { kind: 'attribute' }): readonly Referent[] {
    const { object, attribute } = expression;
    const assigned = this.assignedPath(expression);
    if (assigned) return assigned;
    return this.resolve(object).flatMap((referent): readonly Referent[] => {
      switch (referent.kind) {
        case 'imported':
        case 'unbound':
        case 'star':
          return [{ ...referent, path: join(referent.path, attribute) }];
        case 'class':
        case 'instance': {
          const isInstance = referent.kind === 'instance';
          const statement = isInstance ? referent.class : referent.statement;
          const bindings = this.attributeBindings(statement, attribute, isInstance);
          return bindings.length > 0 ? bindings.flatMap((binding) => this.binding(binding)) : opaque;
        }
        case 'value': {
          const made = this.madeFrom(referent.expression);
          const given = made && this.givenField(referent.expression, made, attribute);
          if (given) return given;
          const bindings = made ? this.attributeBindings(made, attribute, true) : [];
          return bindings.length > 0 ? bindings.flatMap((binding) => this.binding(binding)) : opaque;
        }
        case 'none':
          return [];
        default:
          return opaque;
      }
    });
  }

  /** The class of the file that a call makes an instance of. */
  madeFrom(expression: Expression): ClassStatement | undefined {
    if (expression.kind !== 'call') return undefined;
    const [only, another] = this.resolve(expression.callee);
    return only?.kind === 'class' && !another ? only.statement : undefined;
  }

  /** What a call gives a field of a class without a constructor of its own, such as a dataclass; opaque if it may. */
  private givenField(
    expression: Expression,
    statement: ClassStatement,
    field: string,
  ): readonly Referent[] | undefined {
    if (expression.kind !== 'call') return undefined;
    if (this.attributeBindings(statement, '__init__', false).length > 0) return undefined;
    const named = expression.arguments.find((argument) => argument.name === field);
    if (named) return this.resolve(named.value);
    return expression.arguments.some((argument) => argument.kind !== 'keyword') ? opaque : undefined;
  }

  /** `model.loss` after `model.loss = ...` in the same scope. */
  private assignedPath(expression: Expression & { kind: 'attribute' }): readonly Referent[] | undefined {
    const key = dottedPath(expression);
    let root: Expression = expression;
    while (root.kind === 'attribute') root = root.object;
    if (key === undefined || root.kind !== 'name') return undefined;
    let { scope } = root;
    while (scope.block === undefined && scope.parent) scope = scope.parent;
    const { block } = scope;
    if (block === undefined) return undefined;
    if (block.binding(key).length === 0) return undefined;
    const state = reaching(block, key, nothingBound, expression.span.start);
    const isSelf = scope.kind === 'function' && this.resolve(root).some((one) => one.kind === 'instance');
    if (state.unbound && isSelf) return undefined;
    if (state.bindings.size === 0) return undefined;
    return [...state.bindings].flatMap((binding) => this.binding(binding));
  }

  private parameter(parameter: Parameter): readonly Referent[] {
    const self = selfReferent(parameter, parameter.owner?.());
    if (self) return [self];
    const found: Referent[] = [{ kind: 'parameter', parameter }];
    if (parameter.default) found.push(...this.resolve(parameter.default));
    if (parameter.annotation) found.push({ kind: 'annotated', annotation: parameter.annotation });
    return found;
  }

  private subscript(expression: Subscript): readonly Referent[] {
    const { value, indices } = expression;
    const index = indices.length === 1 ? indices[0] : undefined;
    const found: Referent[] = [];
    const path = dottedPath(value);
    const root = rootName(value);
    if (path !== undefined && root !== undefined) found.push(...this.items(value, path, root, index));
    for (const referent of this.resolve(value)) {
      const elements = referent.kind === 'value' ? elementsOf(referent.expression, index) : undefined;
      if (elements) for (const element of elements) found.push(...this.resolve(element));
      else if (referent.kind !== 'none') found.push({ kind: 'opaque' });
    }
    return found.length > 0 ? found : opaque;
  }

  /** What item assignments `path[key] = value` put into a container. */
  private items(
    value: Expression,
    path: string,
    root: Name,
    index: Expression | undefined,
  ): readonly Referent[] {
    let bindings: Iterable<Binding> = [];
    if (value.kind === 'name') bindings = definitionsOf(`${path}[]`, root.scope, value.span.start).bindings;
    else if (value.kind === 'attribute')
      for (const referent of this.resolve(value.object))
        if (referent.kind === 'instance')
          bindings = this.attributeBindings(referent.class, `${value.attribute}[]`, true);
    const key = literalKey(index);
    const found: Referent[] = [];
    for (const binding of bindings) {
      if (binding.source.kind !== 'item') {
        found.push({ kind: 'opaque' });
        continue;
      }
      const other = literalKey(binding.source.key);
      if (key !== undefined && other !== undefined && key !== other) continue;
      found.push(...this.resolve(binding.source.value));
    }
    return found;
  }

  private call(call: Call): readonly Referent[] {
    const { callee } = call;
    const first = call.arguments[0];
    if (callee.kind === 'attribute') {
      if (this.options.chained.has(callee.attribute)) {
        const objects = this.resolve(callee.object);
        if (objects.some((one) => one.kind === 'value' || one.kind === 'instance')) return objects;
      }
      if (callee.attribute === 'get' && first?.kind === 'positional') {
        const fallback = call.arguments[1];
        const containers = this.resolve(callee.object);
        const elements = containers.flatMap((one) =>
          one.kind === 'value' && one.expression.kind === 'dictionary'
            ? (elementsOf(one.expression, first.value) ?? [])
            : [],
        );
        if (elements.length > 0)
          return [...elements, ...(fallback ? [fallback.value] : [])].flatMap((element) =>
            this.resolve(element),
          );
      }
    }
    const found: Referent[] = [];
    for (const referent of this.resolve(callee)) {
      const member = referent.kind === 'unbound' && referent.path === 'getattr' && this.member(call);
      if (member) return member;
      if (
        ((referent.kind === 'imported' || referent.kind === 'star') &&
          this.options.transparent.has(referent.path)) ||
        (referent.kind === 'unbound' && builtinContainers.has(referent.path))
      ) {
        if (first?.kind === 'positional') found.push(...this.resolve(first.value));
        else if (first) found.push({ kind: 'value', expression: call });
      } else if (referent.kind === 'class') found.push({ kind: 'value', expression: call });
      else if (referent.kind === 'function') found.push(...this.returned(referent.statement));
      else found.push({ kind: 'value', expression: call });
    }
    return found.length > 0 ? found : [{ kind: 'value', expression: call }];
  }

  /** `getattr(module, 'name')`, with a third argument for what it may give instead. */
  private member({ arguments: given }: Call): readonly Referent[] | undefined {
    const [object, name, fallback] = given.map((argument) => argument.value);
    if (object === undefined || name?.kind !== 'string' || name.value === undefined) return undefined;
    const { value } = name;
    const found = this.resolve(object).map((referent): Referent =>
      referent.kind === 'imported' || referent.kind === 'unbound' || referent.kind === 'star'
        ? { ...referent, path: join(referent.path, value) }
        : { kind: 'opaque' },
    );
    return fallback ? [...found, ...this.resolve(fallback)] : found;
  }

  /** What a function of the file returns. */
  private returned(statement: FunctionStatement): readonly Referent[] {
    if (this.busy.has(statement)) return opaque;
    this.busy.add(statement);
    try {
      const found: Referent[] = [];
      const { body } = statement;
      if (body.source.findWord('yield', body.range.start, body.range.end) >= 0) return opaque;
      const look = (inner: Statement): void => {
        if (inner.kind === 'return') found.push(...(inner.value ? this.resolve(inner.value) : []));
      };
      for (const chunk of body.mentioning('return')) visitStatements(chunk.statement, look);
      return found.length > 0 ? found : opaque;
    } finally {
      this.busy.delete(statement);
    }
  }

  /** The part of a value that a destructuring target takes. */
  private part(value: Expression, path: readonly number[]): readonly Referent[] {
    const [index, ...rest] = path;
    if (index === undefined) return this.resolve(value);
    if (value.kind === 'sequence') {
      const element = value.elements[index];
      return element && !value.elements.slice(0, index + 1).some((one) => one.kind === 'star')
        ? this.part(element, rest)
        : opaque;
    }
    return this.resolve(value).flatMap((referent) =>
      referent.kind === 'value' && referent.expression.kind === 'sequence'
        ? this.part(referent.expression, path)
        : opaque,
    );
  }

  /** What a loop's target takes from its iterable. */
  private iterated(iterable: Expression, path: readonly number[]): readonly Referent[] {
    if (iterable.kind === 'call') {
      const { callee } = iterable;
      const first = iterable.arguments[0];
      if (callee.kind === 'name' && callee.id === 'enumerate' && path[0] === 1 && first)
        return this.iterated(first.value, path.slice(1));
      if (callee.kind === 'name' && callee.id === 'zip' && path[0] !== undefined) {
        const part = iterable.arguments[path[0]];
        return part?.kind === 'positional' ? this.iterated(part.value, path.slice(1)) : opaque;
      }
      if (callee.kind === 'attribute' && (callee.attribute === 'values' || callee.attribute === 'items')) {
        if (callee.attribute === 'items' && path[0] !== 1) return opaque;
        const inner = callee.attribute === 'items' ? path.slice(1) : path;
        return this.resolve(callee.object).flatMap((referent) =>
          referent.kind === 'value' && referent.expression.kind === 'dictionary'
            ? referent.expression.entries.flatMap((entry) => this.part(entry.value, inner))
            : opaque,
        );
      }
    }
    return this.resolve(iterable).flatMap((referent) =>
      referent.kind === 'value' && referent.expression.kind === 'sequence'
        ? referent.expression.elements.flatMap((element) => this.part(element, path))
        : opaque,
    );
  }
}

function withoutBareAnnotations(bindings: readonly Binding[]): readonly Binding[] {
  const bound = bindings.filter((binding) => binding.source.kind !== 'annotation');
  return bound.length > 0 ? bound : bindings;
}

function rootName(expression: Expression): Name | undefined {
  let root = expression;
  while (root.kind === 'attribute') root = root.object;
  return root.kind === 'name' ? root : undefined;
}

function moduleOf(name: Name): Block | undefined {
  let { scope } = name;
  while (scope.parent) scope = scope.parent;
  return scope.block;
}

function join(path: string, member: string): string {
  return path.endsWith('.') ? path + member : `${path}.${member}`;
}
