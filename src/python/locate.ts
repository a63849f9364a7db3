import { bodiesOf } from './bindings';
import { childrenOf, expressionsOf } from './walk';
import type { Argument, Block, Call, Chunk, Expression, ImportedName, Parameter, Statement } from './syntax';
import type { PythonDocument } from './pythonDocument';

/** What lies at an offset. */
export interface Location {
  /** The statements around it, outermost first. */
  readonly statements: readonly Statement[];
  /** The expressions around it in the innermost statement, outermost first. */
  readonly expressions: readonly Expression[];
  /** The keyword argument whose name is there, with its call. */
  readonly keyword: { readonly call: Call; readonly argument: Argument } | undefined;
  /** The imported name that is there. */
  readonly imported: ImportedName | undefined;
  /** The parameter whose name is there. */
  readonly parameter: Parameter | undefined;
  /** The statement is the function or class whose own name is there. */
  readonly onDefinitionName: boolean;
}

/** Finds what lies at `offset`, reading no more of the file than the statements around it. */
export function locate(document: PythonDocument, offset: number): Location {
  const statements: Statement[] = [];
  inBlock(document.module, offset, statements);
  const innermost = statements.at(-1);
  const expressions: Expression[] = [];
  if (innermost) descend(expressionsOf(innermost), offset, expressions);
  let keyword: Location['keyword'];
  for (const expression of expressions)
    if (expression.kind === 'call') keyword = keywordAt(expression, offset) ?? keyword;
  if (innermost?.kind === 'class') {
    // The keywords of a class statement are nobody's arguments.
    keyword = expressions.length > 0 ? keyword : undefined;
  }
  return {
    statements,
    expressions,
    keyword,
    imported:
      innermost?.kind === 'import'
        ? innermost.names.find((name) => name.span.touches(offset) || name.originalSpan?.touches(offset))
        : undefined,
    parameter:
      innermost?.kind === 'function'
        ? innermost.parameters.find((parameter) => parameter.span.touches(offset))
        : undefined,
    onDefinitionName:
      (innermost?.kind === 'function' || innermost?.kind === 'class') && innermost.nameSpan.touches(offset),
  };
}

/** Whether the character in front of `offset` belongs to a comment. */
export function isInComment(document: PythonDocument, offset: number): boolean {
  if (offset === 0) return false;
  const { root, base } = document.treeAt(offset - 1);
  return root.descendantForIndex(offset - 1 - base)?.type === 'comment';
}

/** Visits the statements that overlap `[start, end]`, in the order of the text, functions and classes entered. */
export function visitRange(
  block: Block,
  start: number,
  end: number,
  visit: (statement: Statement) => void,
): void {
  for (const chunk of block.from(start)) {
    if (chunk.start > end) return;
    visitOverlapping(chunk.statement, start, end, visit);
  }
}

function visitOverlapping(
  statement: Statement,
  start: number,
  end: number,
  visit: (statement: Statement) => void,
): void {
  if (statement.span.end < start || statement.span.start > end) return;
  visit(statement);
  if (statement.kind === 'function' || statement.kind === 'class')
    visitRange(statement.body, start, end, visit);
  for (const body of bodiesOf(statement))
    for (const inner of body) visitOverlapping(inner, start, end, visit);
}

function inBlock(block: Block, offset: number, path: Statement[]): void {
  // At a boundary the statement that begins there wins over the one that ends there.
  let found: Chunk | undefined;
  for (const chunk of block.from(offset)) {
    if (chunk.start > offset) break;
    found = chunk;
  }
  if (found) inStatement(found.statement, offset, path);
}

function inStatement(statement: Statement, offset: number, path: Statement[]): void {
  path.push(statement);
  if (statement.kind === 'function' || statement.kind === 'class') {
    const { start, end } = statement.body.range;
    if (start <= offset && offset <= end && end > start) inBlock(statement.body, offset, path);
    return;
  }
  // What breaks a statement stands inside of it.
  if (statement.kind === 'expression' && statement.values.some(({ span }) => span.touches(offset))) return;
  for (const body of bodiesOf(statement))
    for (const inner of body)
      if (inner.span.touches(offset)) {
        inStatement(inner, offset, path);
        return;
      }
}

function descend(among: readonly Expression[], offset: number, path: Expression[]): void {
  const inside = among.filter((expression) => expression.span.touches(offset));
  // Between two that touch, the one that begins here.
  const expression = inside.find((one) => one.span.start === offset) ?? inside[0];
  if (expression === undefined) return;
  path.push(expression);
  const element = expression.kind === 'bulk' ? expression.around(offset) : undefined;
  descend(element ? [element] : childrenOf(expression), offset, path);
}

function keywordAt(call: Call, offset: number): Location['keyword'] {
  const argument = call.arguments.find((one) => one.nameSpan?.touches(offset));
  return argument && { call, argument };
}
