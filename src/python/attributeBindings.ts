import { wordOf } from './mentions';
import { selfOf } from './methods';
import type { Follower } from './referent';
import type { Binding, Block, Chunk, ClassStatement } from './syntax';
import { visitStatements } from './visit';

/** The bindings of an attribute of a class's instances: set in its body or on `self` in its methods, else in its bases. */
export function attributeBindings(
  follow: Follower,
  statement: ClassStatement,
  attribute: string,
  onInstance: boolean,
): readonly Binding[] {
  return follow.step<readonly Binding[]>(statement, [], () => {
    const found: Binding[] = [];
    for (const chunk of statement.body.mentioning(wordOf(attribute))) {
      found.push(...(chunk.bindings.get(attribute) ?? []));
      if (!onInstance) continue;
      visitStatements(chunk.statement, (inner) => {
        const self = inner.kind === 'function' ? selfOf(inner) : undefined;
        if (inner.kind !== 'function' || self === undefined) return;
        const key = `${self}.${attribute}`;
        for (const part of lasting(inner.body, key)) found.push(...(part.bindings.get(key) ?? []));
      });
    }
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
