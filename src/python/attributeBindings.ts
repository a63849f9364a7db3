import { wordOf } from './mentions';
import { selfOf } from './methods';
import type { Follower } from './referent';
import type { Binding, Block, Chunk, ClassStatement, Expression, Scope, Statement } from './syntax';
import { visitStatements } from './visit';

/** The bindings of an attribute of a class's instances: set in its body or on `self` in its methods, else in its bases. */
export function attributeBindings(
  follow: Follower,
  statement: ClassStatement,
  attribute: string,
  onInstance: boolean,
): readonly Binding[] {
  return follow.step<readonly Binding[]>(statement, [], () => {
    const found = ownBindings(statement, attribute, onInstance);
    if (found.length > 0) return withoutBareAnnotations(found);
    for (const base of statement.arguments) {
      if (base.kind !== 'positional') continue;
      for (const referent of follow.resolve(base.value)) {
        if (referent.kind !== 'class') continue;
        const inherited = attributeBindings(follow, referent.statement, attribute, onInstance);
        if (inherited.length > 0) return inherited;
      }
    }
    return [];
  });
}

/**
 * The bindings of an attribute of `self` in a method: those of its class, and of the classes of the file that derive from
 * it, which `self` may be an instance of.
 */
export function selfBindings(
  follow: Follower,
  statement: ClassStatement,
  attribute: string,
): readonly Binding[] {
  const own = attributeBindings(follow, statement, attribute, true);
  const derived = derivedFrom(follow, statement);
  if (derived.length === 0) return own;
  const all = new Set(own);
  for (const one of derived)
    for (const binding of attributeBindings(follow, one, attribute, true)) all.add(binding);
  return [...all];
}

/** The classes of the file that derive from a class, directly or through others. */
function derivedFrom(follow: Follower, statement: ClassStatement): readonly ClassStatement[] {
  const { source } = statement.body;
  const { name, nameSpan } = statement;
  const naming = source.remember(`classes with the base ${name}`, () => withBase(statement.body.scope, name));
  const found = naming.filter((one) =>
    one.arguments.some(
      ({ kind, value }) =>
        kind === 'positional' &&
        follow
          .resolve(value)
          .some((base) => base.kind === 'class' && base.statement.nameSpan.start === nameSpan.start),
    ),
  );
  return follow.step<readonly ClassStatement[]>(nameSpan, found, () =>
    found.flatMap((one) => [one, ...derivedFrom(follow, one)]),
  );
}

/** The classes of the file that name a class among their bases. Only what does so in its text is looked through. */
function withBase(scope: Scope, name: string): readonly ClassStatement[] {
  let outermost = scope;
  while (outermost.parent) outermost = outermost.parent;
  const { block } = outermost;
  if (!block) return [];
  const { source } = block;
  const naming = new RegExp(
    `\\bclass\\s+[^\\s(]+\\s*\\([^:]*(?<![\\w\\u0080-\\uffff])${name}(?![\\w\\u0080-\\uffff])`,
  );
  const isThere = (start: number, end: number): boolean => naming.test(source.text.slice(start, end));
  const found: ClassStatement[] = [];
  for (const chunk of block.mentioning(name))
    if (isThere(chunk.start, chunk.end))
      visitStatements(
        chunk.statement,
        (one: Statement) => {
          if (one.kind === 'class' && one.arguments.some(({ value }) => lastName(value) === name))
            found.push(one);
        },
        ({ range }) => isThere(range.start, range.end),
      );
  return found;
}

function lastName(value: Expression): string | undefined {
  if (value.kind === 'attribute') return value.attribute;
  return value.kind === 'name' ? value.id : undefined;
}

/** Those that the class itself sets. */
function ownBindings(
  { body, span }: ClassStatement,
  attribute: string,
  onInstance: boolean,
): readonly Binding[] {
  const key = `${onInstance ? 'of an instance' : 'of a class'} ${attribute} ${String(span.start)}`;
  return body.source.remember(key, () => {
    const found: Binding[] = [];
    for (const chunk of body.mentioning(wordOf(attribute))) {
      found.push(...(chunk.bindings.get(attribute) ?? []));
      if (!onInstance) continue;
      visitStatements(chunk.statement, (inner) => {
        const self = inner.kind === 'function' ? selfOf(inner) : undefined;
        if (inner.kind !== 'function' || self === undefined) return;
        const key = `${self}.${attribute}`;
        for (const part of lasting(inner.body, key)) found.push(...(part.bindings.get(key) ?? []));
      });
    }
    return found;
  });
}

/** The statements whose values an attribute may still have behind a method: none from before it is plainly set anew. */
function lasting(body: Block, key: string): readonly Chunk[] {
  const all = body.binding(key);
  const plain = key.endsWith('[]') ? [] : all.filter(({ statement }) => statement.kind === 'assign');
  const [first, last] = [all[0], plain.at(-1)];
  if (!first || !last || first === last) return all;
  const mayLeave = body.source.findWord('return', first.start, last.start) >= 0;
  return mayLeave ? all : all.slice(all.indexOf(last));
}

function withoutBareAnnotations(bindings: readonly Binding[]): readonly Binding[] {
  const bound = bindings.filter((binding) => binding.source.kind !== 'annotation');
  return bound.length > 0 ? bound : bindings;
}
