import type { PythonDocument } from '../python/pythonDocument';
import type { Resolver } from '../python/resolver';
import type {
  Argument,
  Call,
  Expression,
  FunctionStatement,
  Parameter,
  Scope,
  Statement,
} from '../python/syntax';
import { visitStatements } from '../python/visit';
import { expressionsOf, visitExpressions } from '../python/walk';
import { meaningsHere } from './changedParameters';
import { newResolver, type Meanings } from './lossMeanings';

/** So many calls of a function are looked at. */
const mostCalls = 20;

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

/** The expressions that calls in the document give a parameter. */
function givenTo(document: PythonDocument, parameter: Parameter): readonly Expression[] {
  const owner = parameter.owner?.();
  if (!owner || parameter.kind !== 'plain') return [];
  const { parent } = owner.body.scope;
  const made = parent?.kind === 'class' && owner.name === '__init__' ? parent.owner() : undefined;
  const called: Statement | undefined = made ?? (parent?.kind === 'module' ? owner : undefined);
  if (called?.kind !== 'function' && called?.kind !== 'class') return [];
  // The instance itself is handed over by nobody.
  const index = owner.parameters.indexOf(parameter) - (made ? 1 : 0);
  return callsOf(document, called).flatMap((call) => argumentFor(call, index, parameter.name) ?? []);
}

function argumentFor({ arguments: given }: Call, index: number, name: string): Expression | undefined {
  const isPlain = (argument: Argument | undefined): boolean => argument?.kind === 'positional';
  if (given.slice(0, index + 1).length === index + 1 && given.slice(0, index + 1).every(isPlain))
    return given[index]?.value;
  return given.find((argument) => argument.kind === 'keyword' && argument.name === name)?.value;
}

/** The calls of a function or class of the module, the first of them. */
function callsOf(
  document: PythonDocument,
  called: FunctionStatement | Extract<Statement, { kind: 'class' }>,
): readonly Call[] {
  return document.remember(`calls of ${called.name} ${String(called.span.start)}`, () => {
    const calls: Call[] = [];
    const resolver = newResolver(document);
    const isCalled = new RegExp(`(?<![\\w.])${called.name}\\s*\\(`);
    const collect = (expression: Expression): void =>
      visitExpressions(expression, (inner) => {
        if (calls.length >= mostCalls || inner.kind !== 'call') return;
        if (inner.callee.kind !== 'name' || inner.callee.id !== called.name) return;
        const [only, another] = resolver.resolve(inner.callee);
        const isSame =
          (only?.kind === 'function' || only?.kind === 'class') &&
          only.statement.nameSpan.start === called.nameSpan.start;
        if (isSame && !another) calls.push(inner);
      });
    const isIn = (start: number, end: number): boolean => isCalled.test(document.text.slice(start, end));
    for (const chunk of document.module.mentioning(called.name)) {
      if (calls.length >= mostCalls) break;
      if (isIn(chunk.start, chunk.end))
        visitStatements(
          chunk.statement,
          (inner) => expressionsOf(inner).forEach(collect),
          ({ range }) => isIn(range.start, range.end),
        );
    }
    return calls;
  });
}
