import { importedRoots } from '../python/imports';
import { mayBeKey } from '../python/containers';
import {
  foreignPath,
  isForeign,
  type ForeignCode,
  type ForeignReferent,
  type Referent,
} from '../python/referent';
import { Resolver } from '../python/resolver';
import type { Argument, Call, ClassStatement, Expression, Scope, SourceText } from '../python/syntax';
import { derivedFrom } from './derivedLosses';
import { noteForeignName } from './foreignNames';
import { canonicalPath, conventionalPath, lossAtPath, starPath } from './lossNames';
import type { LossMeaning, Meanings } from './meanings';
import { entriesElsewhere, meaningsElsewhere, returnsElsewhere } from './exports';
import { instanceOf, unsettled } from './instances';
import { textOf } from './toldArguments';

export type { LossMeaning, Meanings } from './meanings';

const options: ForeignCode = {
  transparent: new Set(['torch.compile', 'torch.jit.script', 'copy.copy', 'copy.deepcopy', 'staticmethod']),
  containers: new Map([
    ['torch.nn.ModuleDict', 'dictionary'],
    ['torch.nn.ModuleList', 'sequence'],
    ['collections.OrderedDict', 'dictionary'],
    ['types.SimpleNamespace', 'dictionary'],
    ['argparse.Namespace', 'dictionary'],
  ]),
  withFields: new Set(['torch.nn.ModuleDict', 'types.SimpleNamespace', 'argparse.Namespace']),
  faithful: new Set(['torch.no_grad', 'torch.enable_grad', 'torch.inference_mode', 'torch.jit.ignore']),
  chained: new Set([
    'to',
    'cuda',
    'cpu',
    'eval',
    'train',
    'float',
    'double',
    'half',
    'bfloat16',
    'type',
    'apply',
    'share_memory',
    'requires_grad_',
  ]),
};

/** Methods that compute the loss. */
const forwards = new Set(['forward', '__call__']);

const nothing: Meanings = { meanings: [], isOpen: true, certainty: 'resolved' };

/** A resolver that knows PyTorch's wrappers; of a text it remembers what it finds. */
export function newResolver(source?: SourceText): Resolver {
  return new Resolver(
    options,
    source?.remember('resolved', () => new Map()),
    source,
  );
}

/** What is being found out, and what has been. */
interface Inquiry {
  readonly known: Map<Expression, Meanings>;
  readonly busy: Set<Expression>;
  /** How often an answer was not waited for: what depends on it may be another answer than elsewhere. */
  cuts: number;
}

/** So many expressions may be parts of each other's meaning. */
const deepest = 200;

/** What an expression means, as far as losses are concerned. */
export function meaningsOf(
  source: SourceText,
  expression: Expression,
  resolver = newResolver(source),
): Meanings {
  const inquiry = source.remember('meanings', (): Inquiry => ({
    known: new Map(),
    busy: new Set(),
    cuts: 0,
  }));
  const { known, busy, cuts } = inquiry;
  const before = known.get(expression);
  if (before) return before;
  // `self.loss = partial(self.loss, weight)` is made from itself.
  if (busy.has(expression) || busy.size >= deepest) {
    inquiry.cuts++;
    return nothing;
  }
  busy.add(expression);
  try {
    const found =
      ofForward(source, expression, resolver) ?? ofReferents(source, resolver.resolve(expression), resolver);
    if (inquiry.cuts === cuts || busy.size === 1) known.set(expression, found);
    return found;
  } finally {
    busy.delete(expression);
  }
}

/** `criterion.forward` is called like the instance itself. */
function ofForward(source: SourceText, expression: Expression, resolver: Resolver): Meanings | undefined {
  if (expression.kind !== 'attribute' || !forwards.has(expression.attribute)) return undefined;
  const { object } = expression;
  const of = ofSuper(source, object, resolver) ?? meaningsOf(source, object, resolver);
  return of.meanings.length > 0 && of.meanings.every((one) => one.role === 'instance') ? of : undefined;
}

/** `super()` in a class that derives from a loss: the loss as the class constructs it. */
function ofSuper(source: SourceText, object: Expression, resolver: Resolver): Meanings | undefined {
  if (object.kind !== 'call' || object.callee.kind !== 'name' || object.callee.id !== 'super')
    return undefined;
  let scope: Scope | undefined = object.callee.scope;
  while (scope && scope.kind !== 'class') scope = scope.parent;
  const statement = scope?.owner();
  if (statement?.kind !== 'class') return undefined;
  const { meanings, ...rest } = derived(source, statement, resolver);
  return {
    ...rest,
    meanings: meanings.map((one) => ({ ...unsettled(one), isSubclass: false })),
  };
}

/** What any of several referents means. An annotation counts where nothing else is known. */
export function ofReferents(
  source: SourceText,
  referents: readonly Referent[],
  resolver: Resolver,
): Meanings {
  const of = (some: readonly Referent[]): Meanings =>
    distinct(source, combine(some.map((referent) => ofReferent(source, referent, resolver))));
  const values = of(referents.filter((referent) => referent.kind !== 'annotated'));
  return values.meanings.length > 0 ? values : of(referents);
}

/** The path of something of PyTorch's (or another module's) that an expression stands for without doubt. */
export function importedPath(
  source: SourceText,
  expression: Expression,
  resolver?: Resolver,
): string | undefined {
  if (resolver) return pathWithoutDoubt(source, expression, resolver);
  const known = source.remember('imported paths', () => new Map<Expression, string | undefined>());
  if (!known.has(expression))
    known.set(expression, pathWithoutDoubt(source, expression, newResolver(source)));
  return known.get(expression);
}

function pathWithoutDoubt(
  source: SourceText,
  expression: Expression,
  resolver: Resolver,
): string | undefined {
  const referents = resolver.resolve(expression).filter((referent) => referent.kind !== 'none');
  const only = referents.length === 1 ? referents[0] : undefined;
  const path = only && pathOf(source, only);
  return path && canonicalPath(path.path);
}

/** What a referent means; none for what is neither a loss nor leads to one. */
export function ofReferent(source: SourceText, referent: Referent, resolver: Resolver): Meanings | undefined {
  switch (referent.kind) {
    case 'imported':
    case 'star':
    case 'inherited':
    case 'unbound': {
      const told = referent.kind === 'unbound' ? undefined : ofForeign(source, referent);
      if (told) return told;
      const found = pathOf(source, referent);
      const named = found && lossAtPath(found.path);
      if (!named && referent.kind !== 'unbound') noteForeignName(source, referent);
      if (!named) return nothing;
      const role = named.via === 'module' ? 'class' : 'functional';
      const meaning = {
        role,
        ...named,
        given: [],
        isComplete: true,
        call: undefined,
        isSubclass: false,
      } as const;
      return { meanings: [meaning], isOpen: false, certainty: found.certainty };
    }
    case 'element':
      return ofElement(source, referent.of, referent.key);
    case 'class':
      return ofClass(source, referent.statement, resolver);
    case 'value':
      return referent.expression.kind === 'call' ? ofCall(source, referent.expression, resolver) : nothing;
    case 'annotated':
      return ofAnnotation(source, referent.annotation, resolver);
    case 'none':
      return undefined;
    default:
      return nothing;
  }
}

/** What another file makes and names. Only what it makes of PyTorch's itself is known by its path. */
function ofForeign(source: SourceText, referent: ForeignReferent): Meanings | undefined {
  const path = foreignPath(referent);
  const meanings = meaningsElsewhere(source, path);
  if (meanings || source.pathElsewhere(path) !== undefined) noteForeignName(source, referent);
  return meanings;
}

/** What a container of another file holds under a key. */
function ofElement(source: SourceText, container: ForeignReferent, key: string | undefined): Meanings {
  noteForeignName(source, container);
  const entries = entriesElsewhere(source, foreignPath(container)) ?? [];
  return combine(entries.filter((entry) => mayBeKey(key, entry.key)).map(({ meanings }) => meanings));
}

/** Without what is written twice, as in `if gpu: c = nn.MSELoss().cuda()`, `else: c = nn.MSELoss()`. */
function distinct(source: SourceText, of: Meanings): Meanings {
  if (of.meanings.length < 2) return of;
  const text = ({ name, value }: Argument): string => `${name ?? ''}=${textOf(source, value)}`;
  const seen = new Set<string>();
  const meanings = of.meanings.filter(({ role, loss, via, isComplete, given, call }) => {
    const key = [role, loss.name, via, isComplete, call ? textOf(source, call) : '', ...given.map(text)].join(
      '\n',
    );
    return !seen.has(key) && seen.add(key);
  });
  return { ...of, meanings };
}

function combine(parts: readonly (Meanings | undefined)[]): Meanings {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return nothing;
  return {
    meanings: known.flatMap((part) => part.meanings),
    isOpen: known.some((part) => part.isOpen),
    certainty: known.some((part) => part.certainty === 'assumed') ? 'assumed' : 'resolved',
  };
}

function pathOf(
  source: SourceText,
  referent: Referent,
): { readonly path: string; readonly certainty: Meanings['certainty'] } | undefined {
  if (referent.kind === 'imported')
    return { path: source.pathElsewhere(referent.path) ?? referent.path, certainty: 'resolved' };
  if (referent.kind === 'star') {
    const path = source.pathElsewhere(foreignPath(referent)) ?? starPath(referent.modules, referent.path);
    if (path !== undefined) return { path, certainty: 'resolved' };
  }
  if (referent.kind !== 'unbound' && referent.kind !== 'star') return undefined;
  if (importedRoots(source).has('torch')) return undefined;
  const path = conventionalPath(referent.path);
  return path === undefined ? undefined : { path, certainty: 'assumed' };
}

function ofCall(source: SourceText, call: Call, resolver: Resolver): Meanings {
  const callee = importedPath(source, call.callee, resolver);
  const first = call.arguments[0];
  if (callee === 'functools.partial' && first?.kind === 'positional') {
    const bound = call.arguments.slice(1);
    const of = meaningsOf(source, first.value, resolver);
    return {
      ...of,
      meanings: of.meanings
        .filter((meaning) => meaning.role !== 'value')
        .map((meaning) =>
          // What is bound to a constructor of its own is not what that hands on.
          meaning.ownConstructor
            ? { ...meaning, ownConstructor: undefined }
            : { ...meaning, given: [...meaning.given, ...bound] },
        ),
    };
  }
  if (callee === 'dataclasses.field') return ofField(source, call, resolver);
  const returned = returnedElsewhere(source, call, resolver);
  if (returned) return returned;
  const of = meaningsOf(source, call.callee, resolver);
  return { ...of, meanings: of.meanings.flatMap((meaning) => called(source, meaning, call)) };
}

/** What a function of another file gives back. */
function returnedElsewhere(source: SourceText, { callee }: Call, resolver: Resolver): Meanings | undefined {
  const [only, another] = resolver.resolve(callee);
  if (!only || another || !isForeign(only)) return undefined;
  const returned = returnsElsewhere(source, foreignPath(only));
  if (returned) noteForeignName(source, only);
  return returned;
}

/** A field of a dataclass is what it is by default. */
function ofField(source: SourceText, call: Call, resolver: Resolver): Meanings {
  const valueOf = (name: string): Expression | undefined =>
    call.arguments.find((argument) => argument.name === name)?.value;
  const [value, factory] = [valueOf('default'), valueOf('default_factory')];
  if (value) return meaningsOf(source, value, resolver);
  if (factory?.kind === 'lambda') return meaningsOf(source, factory.body, resolver);
  const of = factory ? meaningsOf(source, factory, resolver) : nothing;
  const made = of.meanings.filter((meaning) => meaning.role === 'class');
  return { ...of, meanings: made.map((meaning) => instanceOf(source, meaning, call, [])) };
}

/** What calling something gives. */
function called(source: SourceText, meaning: LossMeaning, call: Call): readonly LossMeaning[] {
  switch (meaning.role) {
    case 'class':
      return [instanceOf(source, meaning, call)];
    case 'instance':
    case 'functional':
      return [{ ...meaning, role: 'value', call }];
    case 'value':
      return [];
  }
}

/** A class of the file that derives from a loss counts as that loss unless it computes something else. */
function ofClass(source: SourceText, statement: ClassStatement, resolver: Resolver): Meanings {
  return computes(statement) ? nothing : derived(source, statement, resolver);
}

/** Whether a class says itself what calling its instances gives. */
function computes({ body }: ClassStatement): boolean {
  return [...forwards].some((name) => body.binding(name).length > 0);
}

/** Bases whose instances compute nothing. */
const idle = new Set([
  'abc.ABC',
  'typing.Generic',
  'typing.Protocol',
  'typing_extensions.Protocol',
  'object',
]);

/** Whether what stands in front of a loss among the bases of a class leaves what it computes: of other code nobody knows. */
function isIdle(source: SourceText, base: Expression, resolver: Resolver): boolean {
  const plain = base.kind === 'subscript' ? base.value : base;
  return resolver.resolve(plain).every((referent) => {
    if (referent.kind === 'imported' || referent.kind === 'unbound') return idle.has(referent.path);
    if (referent.kind !== 'class' || computes(referent.statement)) return false;
    return resolver.step(referent.statement, false, () =>
      referent.statement.arguments.every(
        ({ kind, value }) => kind === 'keyword' || isIdle(source, value, resolver),
      ),
    );
  });
}

/** The loss that a class of the file derives from, given what its constructor hands on. */
function derived(source: SourceText, statement: ClassStatement, resolver: Resolver): Meanings {
  const before: Expression[] = [];
  for (const base of statement.arguments) {
    if (base.kind !== 'positional') continue;
    const { meanings, isOpen, certainty } = meaningsOf(source, base.value, resolver);
    const [meaning] = meanings;
    if (isOpen || meanings.length !== 1 || meaning?.role !== 'class') {
      if (!isIdle(source, base.value, resolver)) return nothing;
      before.push(base.value);
      continue;
    }
    const found = derivedFrom(source, statement, meaning, before, resolver);
    return { meanings: [found], isOpen: false, certainty };
  }
  return nothing;
}

/** An instance of the class that an annotation names: `nn.MSELoss`, `Optional[nn.MSELoss]`, `A | B | None`. */
function ofAnnotation(source: SourceText, annotation: Expression, resolver: Resolver): Meanings | undefined {
  const choices = alternatives(source, annotation, resolver);
  const parts = choices.map((choice) => {
    if (choice.kind !== 'name' && choice.kind !== 'attribute') return nothing;
    const of = meaningsOf(source, choice, resolver);
    const meanings = of.meanings.filter((meaning) => meaning.role === 'class').map(unsettled);
    return { ...of, meanings };
  });
  return parts.length > 0 && parts.every((part) => part.meanings.length > 0) ? combine(parts) : undefined;
}

/** The types that an annotation allows, None left out. */
function alternatives(source: SourceText, annotation: Expression, resolver: Resolver): readonly Expression[] {
  if (annotation.kind === 'constant' && annotation.value === null) return [];
  if (annotation.kind === 'binary' && annotation.operator === '|')
    return [annotation.left, annotation.right].flatMap((part) => alternatives(source, part, resolver));
  if (annotation.kind !== 'subscript') return [annotation];
  const path = importedPath(source, annotation.value, resolver);
  return path === 'typing.Optional' || path === 'typing.Union'
    ? annotation.indices.flatMap((part) => alternatives(source, part, resolver))
    : [annotation];
}
