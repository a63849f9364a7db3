import { attributeBindings } from './attributeBindings';
import { attributeOf, madeFrom, ownAttribute } from './attributes';
import { called } from './calls';
import { iterated, part, subscripted } from './containers';
import { decoratorsOf } from './decorators';
import { definitionsOf } from './definitions';
import { starImports } from './imports';
import { selfReferent } from './methods';
import {
  foreignPath,
  isForeign,
  memberPath,
  opaque,
  unique,
  type Follower,
  type ForeignCode,
  type Referent,
} from './referent';
import { returned } from './returns';
import type {
  Binding,
  Block,
  ClassStatement,
  Expression,
  FunctionStatement,
  ImportedName,
  Name,
  Parameter,
  SourceText,
} from './syntax';

/** So many steps may be parts of each other. */
const deepest = 300;

/** Follows names, attributes, containers and returns to what they stand for, within a bounded number of steps. */
export class Resolver implements Follower {
  private steps = 0;
  /** How many steps were not taken: what depends on them may be another answer than elsewhere. */
  private cuts = 0;
  private readonly busy = new Set<unknown>();

  /**
   * @param known what expressions and bindings have been found to stand for; it holds as long as the text
   * @param source what is known of other modules
   */
  constructor(
    readonly options: ForeignCode,
    private readonly known = new Map<Expression | Binding, readonly Referent[]>(),
    private readonly source?: SourceText,
    private readonly limit = 500,
  ) {}

  resolve(expression: Expression): readonly Referent[] {
    return this.once(expression, () => unique(this.expression(expression)));
  }

  binding(binding: Binding): readonly Referent[] {
    return this.once(binding, () => this.bound(binding));
  }

  isMadeElsewhere(referent: Referent): boolean {
    if (!isForeign(referent)) return false;
    const known = this.source?.elsewhere(foreignPath(referent));
    return known !== undefined && known.path === undefined;
  }

  private once(key: Expression | Binding, find: () => readonly Referent[]): readonly Referent[] {
    const known = this.known.get(key);
    if (known) return known;
    const { cuts } = this;
    const found = this.step(key, opaque, find);
    if (this.cuts === cuts) this.known.set(key, found);
    return found;
  }

  step<T>(key: unknown, otherwise: T, take: () => T): T {
    if (++this.steps > this.limit || this.busy.size >= deepest || this.busy.has(key)) {
      this.cuts++;
      return otherwise;
    }
    this.busy.add(key);
    try {
      return take();
    } finally {
      this.busy.delete(key);
    }
  }

  /** The bindings that a use of a name may refer to. The target of a binding refers to itself. */
  definitions(name: Name): { readonly bindings: Iterable<Binding>; readonly unbound: boolean } {
    return definitionsOf(name.id, name.scope, name.span.start);
  }

  /** The bindings of an attribute of a class, or of its instances. */
  attributeBindings(statement: ClassStatement, attribute: string, onInstance: boolean): readonly Binding[] {
    return attributeBindings(this, statement, attribute, onInstance);
  }

  /** What an attribute of the instances of a class stands for, as far as the classes of the file tell. */
  attribute(statement: ClassStatement, attribute: string): readonly Referent[] {
    return ownAttribute(this, statement, attribute, true);
  }

  /** What a function gives back. */
  returned(statement: FunctionStatement): readonly Referent[] {
    return returned(this, statement);
  }

  /** The class of the file that a call makes an instance of. */
  madeFrom(expression: Expression): ClassStatement | undefined {
    return madeFrom(this, expression);
  }

  private bound({ source, annotation }: Binding): readonly Referent[] {
    switch (source.kind) {
      case 'import':
        return [
          {
            kind: 'imported',
            path: pathOf(source.imported),
            at: source.imported.originalSpan ?? source.imported.span,
          },
        ];
      case 'assign': {
        const found = part(this, source.value, source.path);
        return annotation ? [...found, { kind: 'annotated', annotation }] : found;
      }
      case 'item':
        return this.resolve(source.value);
      case 'iterate':
        return iterated(this, source.iterable, source.path);
      case 'function': {
        const { statement } = source;
        return decoratorsOf(this, statement) === 'function' ? [{ kind: 'function', statement }] : opaque;
      }
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
  }

  private expression(expression: Expression): readonly Referent[] {
    switch (expression.kind) {
      case 'name':
        return this.name(expression);
      case 'attribute':
        return attributeOf(this, expression);
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
        return subscripted(this, expression);
      case 'call':
        return called(this, expression);
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
    if (stars.length > 0) return [{ kind: 'star', modules: stars, path: name.id, at: name.span }];
    return unbound ? [{ kind: 'unbound', path: name.id }] : opaque;
  }

  private parameter(parameter: Parameter): readonly Referent[] {
    const self = selfReferent(parameter, parameter.owner?.());
    if (self) return [self];
    const found: Referent[] = [{ kind: 'parameter', parameter }];
    if (parameter.default) found.push(...this.resolve(parameter.default));
    if (parameter.annotation) found.push({ kind: 'annotated', annotation: parameter.annotation });
    return found;
  }
}

function pathOf({ module, member, bound, aliased }: ImportedName): string {
  if (member !== undefined) return memberPath(module, member);
  return aliased ? module : bound;
}

function moduleOf(name: Name): Block | undefined {
  let { scope } = name;
  while (scope.parent) scope = scope.parent;
  return scope.block;
}
