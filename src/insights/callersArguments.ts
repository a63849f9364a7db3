import type { PythonDocument } from '../python/pythonDocument';
import type { Argument, Call, Expression, FunctionStatement, Parameter, Statement } from '../python/syntax';
import { visitStatements } from '../python/visit';
import { expressionsOf, visitExpressions } from '../python/walk';
import { newResolver } from './lossMeanings';

/** So many calls of a function are looked at. */
const mostCalls = 20;

/** The expressions that calls in the document give a parameter. */
export function givenTo(document: PythonDocument, parameter: Parameter): readonly Expression[] {
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
