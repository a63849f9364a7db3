import { locate } from '../../python/locate';
import type { PythonDocument } from '../../python/pythonDocument';
import type { Block, Call, Expression, FunctionStatement, Statement } from '../../python/syntax';
import { visitExpressions } from '../../python/walk';

/** The statement that calls a function, which nothing else does, and where that stands. */
export interface OnlyCall {
  readonly statement: Statement;
  readonly block: Block;
  /** The function around the call; undefined in the module. */
  readonly caller: FunctionStatement | undefined;
}

/** Statements around a call that run it once: branches, `with` and `try`, but no loops. */
const once = new Set<Statement['kind']>(['if', 'with', 'try', 'expression', 'assign']);

/**
 * The one call of a function of the module, as of `main()` below `if __name__ == "__main__":`; undefined where the name
 * stands anywhere else, where the call stands in a loop, or where other calls are made on the way.
 */
export function onlyCallOf(document: PythonDocument, called: FunctionStatement): OnlyCall | undefined {
  const at = onlyMention(document, called);
  if (at === undefined || !isPlain(document, called)) return undefined;
  const { statements } = locate(document, at);
  const [first] = statements;
  const statement = statements.at(-1);
  if (!first || !statement || !isCall(statement, at)) return undefined;
  const caller = first.kind === 'function' ? first : undefined;
  if (statements.slice(caller ? 1 : 0).some(({ kind }) => !once.has(kind))) return undefined;
  return { statement, caller, block: caller?.body ?? document.module };
}

/** Where the function's name stands besides its definition, if only in one place. */
function onlyMention(document: PythonDocument, { name, nameSpan }: FunctionStatement): number | undefined {
  const { text } = document;
  let only: number | undefined;
  for (let at = document.findWord(name, 0, text.length); at >= 0;) {
    if (at !== nameSpan.start) {
      if (only !== undefined) return undefined;
      only = at;
    }
    at = document.findWord(name, at + 1, text.length);
  }
  return only;
}

/** A function that runs where it is called, as it is written: not decorated, not asynchronous, no generator. */
function isPlain(document: PythonDocument, { decorators, span, body }: FunctionStatement): boolean {
  const { start, end } = body.range;
  const isGenerator = document.findWord('yield', start, end) >= 0;
  return decorators.length === 0 && document.text.startsWith('def', span.start) && !isGenerator;
}

/** Whether a statement calls the name at an offset first, and with nothing that calls something itself. */
function isCall(statement: Statement, at: number): boolean {
  const whole = wholeOf(statement);
  const inner =
    whole?.kind === 'call' && whole.arguments.length === 1 ? whole.arguments[0]?.value : undefined;
  // `sys.exit(main())`
  return [whole, inner].some(
    (one) =>
      one?.kind === 'call' && one.callee.kind === 'name' && one.callee.span.start === at && isEasy(one),
  );
}

function wholeOf(statement: Statement): Expression | undefined {
  if (statement.kind === 'assign') return statement.value;
  if (statement.kind !== 'expression' || statement.statements.length > 0) return undefined;
  return statement.values.length === 1 ? statement.values[0] : undefined;
}

const easy = new Set<Expression['kind']>(['name', 'attribute', 'number', 'string', 'constant', 'star']);

function isEasy({ arguments: given }: Call): boolean {
  let isEasyToo = true;
  for (const { value } of given)
    visitExpressions(value, ({ kind }) => {
      isEasyToo &&= easy.has(kind);
    });
  return isEasyToo;
}
