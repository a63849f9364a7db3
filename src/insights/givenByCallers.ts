import type { PythonDocument } from '../python/pythonDocument';
import type { Resolver } from '../python/resolver';
import type { Expression, Scope } from '../python/syntax';
import { givenTo } from './callersArguments';
import { meaningsHere } from './changedParameters';
import { newResolver, type Meanings } from './lossMeanings';

/**
 * What an expression means where it stands. A parameter of a function of the module, or of a constructor, may be each
 * loss that the code gives it where it calls that, or something else: `train(model, criterion)`.
 */
export function meaningsOfUse(document: PythonDocument, expression: Expression): Meanings {
  const known = document.remember('meanings of uses', () => new Map<Expression, Meanings>());
  const before = known.get(expression);
  if (before) return before;
  const of = meaningsHere(document, expression);
  const found = mayBeParameter(expression)
    ? withCallers(document, of, newResolver(document).resolve(expression))
    : of;
  known.set(expression, found);
  return found;
}

/** Whether an expression may name a parameter, or an attribute of one: of `self`. */
function mayBeParameter(expression: Expression): boolean {
  const name = expression.kind === 'attribute' ? expression.object : expression;
  if (name.kind !== 'name') return false;
  for (let scope: Scope | undefined = name.scope; scope; scope = scope.parent)
    if (scope.own.some(({ key, source }) => key === name.id && source.kind === 'parameter')) return true;
  return false;
}

/** Adds what callers give those of the referents that are parameters. */
export function withCallers(
  document: PythonDocument,
  of: Meanings,
  referents: ReturnType<Resolver['resolve']>,
): Meanings {
  const given = referents.flatMap((one) =>
    one.kind === 'parameter' ? givenTo(document, one.parameter) : [],
  );
  if (given.length === 0) return of;
  const texts = new Set<string>();
  const meanings = [...of.meanings, ...given.flatMap((one) => meaningsHere(document, one).meanings)].filter(
    ({ role, loss, via, given: made }) => {
      const text = made.map(({ span }) => document.text.slice(span.start, span.end)).join(', ');
      const key = `${role} ${loss.name} ${via} ${text}`;
      return (role === 'instance' || role === 'functional') && !texts.has(key) && texts.add(key);
    },
  );
  return meanings.length > of.meanings.length ? { ...of, meanings, isOpen: true } : of;
}
