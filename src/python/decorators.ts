import type { Follower } from './referent';
import type { FunctionStatement } from './syntax';

/** They make a function an attribute that is computed. */
const properties = new Set(['property', 'functools.cached_property']);
const faithful = new Set(['staticmethod', 'classmethod', 'functools.cache', 'functools.lru_cache']);

/** What a function's decorators make of it: nothing else, an attribute that is computed, or what isn't known. */
export function decoratorsOf(
  follow: Follower,
  { decorators }: FunctionStatement,
): 'function' | 'property' | undefined {
  const paths = decorators.map((decorator) => {
    const [only, another] = follow.resolve(decorator.kind === 'call' ? decorator.callee : decorator);
    return !another && (only?.kind === 'imported' || only?.kind === 'unbound') ? only.path : '';
  });
  if (paths.every((path) => faithful.has(path) || follow.options.faithful.has(path))) return 'function';
  const [only, another] = paths;
  return only !== undefined && another === undefined && properties.has(only) ? 'property' : undefined;
}
