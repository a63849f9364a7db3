import { opaque, type Follower, type Referent } from './referent';
import type { FunctionStatement } from './syntax';
import { visitStatements } from './visit';

/** What a function of the file returns. */
export function returned(follow: Follower, statement: FunctionStatement): readonly Referent[] {
  const { body } = statement;
  if (body.source.findWord('yield', body.range.start, body.range.end) >= 0) return opaque;
  return follow.step(statement, opaque, () => {
    const found: Referent[] = [];
    for (const chunk of body.mentioning('return'))
      visitStatements(chunk.statement, (inner) => {
        if (inner.kind === 'return' && inner.value) found.push(...follow.resolve(inner.value));
      });
    return found.length > 0 ? found : opaque;
  });
}
