import type { Binding, ClassStatement, Expression, FunctionStatement, Parameter, Span } from './syntax';

/** What an expression may stand for when the code runs. */
export type Referent =
  /** Something of another module: `torch.nn.MSELoss`. Relative modules keep their dots. It is named `at` a place. */
  | { readonly kind: 'imported'; readonly path: string; readonly at?: Span }
  /** Bound by none but star imports, which may give it; the last one wins in Python. */
  | { readonly kind: 'star'; readonly modules: readonly string[]; readonly path: string; readonly at?: Span }
  /**
   * An attribute, named `at` a place, of what another module makes: of a class that derives from one of its classes, or of
   * what calling something of it gives. The path tells it from others: `base.Trainer().criterion`.
   */
  | { readonly kind: 'inherited'; readonly path: string; readonly at: Span }
  /** What another module keeps in a container under a literal key; under any where that is undefined. */
  | { readonly kind: 'element'; readonly of: ForeignReferent; readonly key: string | undefined }
  /** Bound by nothing in sight. */
  | { readonly kind: 'unbound'; readonly path: string }
  | { readonly kind: 'class'; readonly statement: ClassStatement }
  | { readonly kind: 'instance'; readonly class: ClassStatement }
  | { readonly kind: 'function'; readonly statement: FunctionStatement }
  /** The value of an expression: a call, a literal. Whether the entries of a dictionary are its attributes, too. */
  | { readonly kind: 'value'; readonly expression: Expression; readonly hasFields?: boolean }
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  /** Something of the type that an annotation names. */
  | { readonly kind: 'annotated'; readonly annotation: Expression }
  | { readonly kind: 'none' }
  | { readonly kind: 'opaque' };

/** Something of another module. */
export type ForeignReferent = Extract<Referent, { readonly kind: 'imported' | 'star' | 'inherited' }>;

/** Whether it is something of another module. */
export function isForeign(referent: Referent): referent is ForeignReferent {
  return referent.kind === 'imported' || referent.kind === 'star' || referent.kind === 'inherited';
}

/** Not known. */
export const opaque: readonly Referent[] = [{ kind: 'opaque' }];

/** What a container is read by: keys, or places. */
export type ContainerForm = 'dictionary' | 'sequence';

/** What is known of code that isn't seen. */
export interface ForeignCode {
  /** Paths of functions that return their first argument: `copy.deepcopy`. */
  readonly transparent: ReadonlySet<string>;
  /** Paths of containers: `torch.nn.ModuleDict`. */
  readonly containers: ReadonlyMap<string, ContainerForm>;
  /** Paths of those of them whose entries are attributes, too. */
  readonly withFields: ReadonlySet<string>;
  /** Methods that return their object: `to`, `eval`. */
  readonly chained: ReadonlySet<string>;
  /** Paths of decorators whose functions give what they gave without. */
  readonly faithful: ReadonlySet<string>;
}

/** Follows expressions and bindings one step further; every step counts, and none may be part of itself. */
export interface Follower {
  readonly options: ForeignCode;
  /** Every possibility, without duplicates; `opaque` among them where one isn't known. */
  resolve(expression: Expression): readonly Referent[];
  /** Whether something of another module is known to be an object that the module makes. */
  isMadeElsewhere(referent: Referent): boolean;
  /** What a binding gives its name. */
  binding(binding: Binding): readonly Referent[];
  /** Takes a step that is about `key`; gives `otherwise` after too many, or where it is part of such a step. */
  step<T>(key: unknown, otherwise: T, take: () => T): T;
}

/** The class that an object is an instance of. */
export function classOf(instance: Extract<Referent, { readonly kind: 'instance' }>): Referent {
  return { kind: 'class', statement: instance.class };
}

/** The path of a member of what has a path; relative modules keep their dots. */
export function memberPath(path: string, member: string): string {
  return path.endsWith('.') ? path + member : `${path}.${member}`;
}

/** By which path it is known what something of another module is; of a star import the modules are a part of it. */
export function foreignPath(referent: Extract<Referent, { readonly path: string }>): string {
  return referent.kind === 'star' ? `${referent.modules.join(' ')}.*.${referent.path}` : referent.path;
}

/** The referents without duplicates, in order. */
export function unique(referents: readonly Referent[]): readonly Referent[] {
  const seen = new Set<unknown>();
  return referents.filter((referent) => {
    const key = identity(referent);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function identity(referent: Referent): unknown {
  switch (referent.kind) {
    case 'imported':
    case 'unbound':
    case 'star':
    case 'inherited':
      return `${referent.kind} ${referent.path}`;
    case 'element':
      return `element ${foreignPath(referent.of)} ${referent.key ?? ''}`;
    case 'class':
    case 'function':
      return referent.statement;
    case 'instance':
      return referent.class.body;
    case 'value':
      return referent.expression;
    case 'parameter':
      return referent.parameter;
    case 'annotated':
      return referent.annotation;
    default:
      return referent.kind;
  }
}
